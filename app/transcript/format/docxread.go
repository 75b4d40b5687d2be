package format

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"barnrost/app"
	"barnrost/app/transcript"
)

// maxUnpacked is how large the text inside a DOCX may be: a page of a transcript
// takes some 20 kB there. More is refused whatever the file says of itself.
const maxUnpacked = 64 << 20

// readDOCX reads the words of word/document.xml: nothing else of the archive is
// unpacked.
func readDOCX(b []byte, left Left) ([]para, error) {
	wrong := app.Fail(app.CodeNotATranscript, nil)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, wrong
	}
	var body *zip.File
	for _, f := range z.File {
		switch {
		case f.Name == "word/document.xml":
			body = f
		case f.Name == "word/comments.xml", f.Name == "word/footnotes.xml":
			left[LostNote]++
		}
	}
	if body == nil {
		return nil, wrong
	}
	if body.UncompressedSize64 > maxUnpacked {
		return nil, app.Fail(app.CodeTranscriptLarge, nil)
	}
	in, err := body.Open()
	if err != nil {
		return nil, wrong
	}
	defer in.Close() //nolint:errcheck // it was only read
	limited := &io.LimitedReader{R: in, N: maxUnpacked + 1}
	d := &docx{left: left}
	err = d.read(xml.NewDecoder(limited))
	switch {
	case limited.N <= 0:
		return nil, app.Fail(app.CodeTranscriptLarge, nil)
	case err != nil:
		return nil, wrong
	}
	return d.paras, nil
}

// docx is what is known of where in the document one is.
type docx struct {
	left    Left
	paras   []para
	text    strings.Builder
	inText  bool
	run     bool
	heading bool
	styled  bool
	cells   []string
	row     int // how deep in rows
	headRow bool
}

func (d *docx) read(x *xml.Decoder) error {
	depth := 0
	for {
		tok, err := x.RawToken()
		if err == io.EOF {
			if depth != 0 {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return io.ErrUnexpectedEOF
			}
			d.start(t)
		case xml.EndElement:
			depth--
			d.end(t.Name.Local)
		case xml.CharData:
			if d.inText {
				d.text.Write(t)
			}
		}
	}
}

func value(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (d *docx) start(t xml.StartElement) {
	switch t.Name.Local {
	case "t":
		d.inText = t.Name.Space == "w"
	case "r":
		d.run = true
	case "tab":
		if d.run {
			d.text.WriteByte('\t')
		}
	case "br", "cr":
		d.text.WriteByte('\n')
	case "noBreakHyphen":
		d.text.WriteRune('\u2011')
	case "pStyle":
		style := strings.ToLower(value(t, "val"))
		d.heading = style == "title" || style == "subtitle" || strings.HasPrefix(style, "heading") || strings.HasPrefix(style, "rubrik") || style == "label"
	case "b", "i", "u", "strike", "highlight":
		if v := value(t, "val"); d.run && v != "0" && v != "false" && v != "none" && !d.styled {
			d.styled = true
		}
	case "drawing", "pict", "object":
		d.left[LostPicture]++
	case "hyperlink":
		d.left[LostLink]++
	case "delText":
		d.left[LostDeleted]++
	case "tr":
		d.row++
		d.cells, d.headRow = nil, false
	case "tblHeader":
		d.headRow = true
	}
}

func (d *docx) end(name string) {
	switch name {
	case "t":
		d.inText = false
	case "r":
		d.run = false
	case "p":
		if d.row > 0 {
			d.text.WriteByte('\n')
			return
		}
		s := d.taken()
		d.paras = append(d.paras, para{text: s, heading: d.heading && strings.TrimSpace(s) != ""})
		if d.styled && !d.heading {
			d.left[LostStyle]++
		}
		d.heading, d.styled = false, false
	case "tc":
		d.cells = append(d.cells, strings.TrimRight(d.taken(), "\n"))
	case "tr":
		d.row = max(d.row-1, 0)
		if !d.headRow && len(d.cells) > 0 {
			d.paras = append(d.paras, para{cells: d.cells})
		}
		d.cells = nil
	}
}

func (d *docx) taken() string {
	s := transcript.Clean(d.text.String())
	d.text.Reset()
	return s
}
