package format

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"barnrost/app/transcript"
)

// kindOf tells a file's form by how it begins, and by its name where that leaves
// it open; "" for what is no text.
func kindOf(b []byte, name string) Kind {
	ending := Kind(strings.ToLower(strings.TrimPrefix(filepath.Ext(name), ".")))
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return DOCX
	case bytes.HasPrefix(b, []byte(`{\rtf`)):
		return RTF
	}
	head := strings.TrimSpace(text(b[:min(len(b), 2048)], Left{}))
	low := strings.ToLower(head)
	switch {
	case strings.HasPrefix(head, "WEBVTT"):
		return VTT
	case strings.HasPrefix(head, "{") && (ending == OTR || strings.Contains(head, `"text"`)):
		return OTR
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"), ending == HTML, ending == "htm":
		return HTML
	case cueLine(head), ending == SRT:
		return SRT
	case binaryBytes(b):
		return ""
	}
	return TXT
}

// binaryBytes reports whether bytes are no text: they hold a zero, and are no
// UTF-16.
func binaryBytes(b []byte) bool {
	return utf16Order(b) == nil && bytes.IndexByte(b, 0) >= 0
}

// text decodes a text file: UTF-8, UTF-16 with or without a mark, or else
// Windows-1252. Lines end with \n.
func text(b []byte, left Left) string {
	var s string
	switch order := utf16Order(b); {
	case order != nil:
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = order.Uint16(b[2*i:])
		}
		s = string(utf16.Decode(units))
	case utf8.Valid(b) || utf8.Valid(b[:max(len(b)-3, 0)]):
		s = string(b)
	default:
		s = windows(b)
	}
	s = transcript.Clean(s)
	left[LostLetter] += strings.Count(s, "\uFFFD")
	return s
}

// windows decodes Windows-1252.
func windows(b []byte) string {
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

// utf16Order tells the order of the bytes of UTF-16, nil for anything else.
// Without a mark it is UTF-16 if almost every second byte is zero, as in Swedish.
func utf16Order(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return binary.BigEndian
	}
	var zeros [2]int
	head := b[:min(len(b), 512)&^1]
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch most := len(head) / 2 * 3 / 4; {
	case len(head) < 4:
	case zeros[1] > most && zeros[0] == 0:
		return binary.LittleEndian
	case zeros[0] > most && zeros[1] == 0:
		return binary.BigEndian
	}
	return nil
}
