package wav

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// headers walks the chunks of a file up to its samples.
type headers struct {
	r    io.ReadSeeker
	size int64 // of the file

	format    Format
	hasFormat bool
	ds64      int64 // the data size of an RF64 file, 0 if none
	dataAt    int64
	dataSize  int64
}

// maxFormat bounds the fmt chunk; the largest defined one has 40 bytes.
const maxFormat = 1024

func (h *headers) walk() error {
	if h.size == 0 {
		return ErrEmpty
	}
	var riff [12]byte
	if err := h.read(0, riff[:]); err != nil {
		if errors.Is(err, ErrTruncated) {
			return ErrNotWAV
		}
		return err
	}
	id := string(riff[:4])
	if id != "RIFF" && id != "RF64" || string(riff[8:]) != "WAVE" {
		return ErrNotWAV
	}
	at := int64(len(riff))
	for {
		if at == h.size {
			return ErrEmpty // whole chunks, and none of them data
		}
		var head [8]byte
		if err := h.read(at, head[:]); err != nil {
			return err
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		at += int64(len(head))
		switch string(head[:4]) {
		case "data":
			if !h.hasFormat {
				return fmt.Errorf("%w: samples before their format", ErrDamaged)
			}
			return h.data(at, size)
		case "fmt ":
			if err := h.readFormat(at, size); err != nil {
				return err
			}
		case "ds64":
			if err := h.readDS64(at, size); err != nil {
				return err
			}
		}
		at += size + size%2
		if at > h.size {
			return ErrTruncated
		}
	}
}

// read fills b from at on; a file that is too short is [ErrTruncated].
func (h *headers) read(at int64, b []byte) error {
	if at+int64(len(b)) > h.size {
		return ErrTruncated
	}
	if _, err := h.r.Seek(at, io.SeekStart); err != nil {
		return fmt.Errorf("wav: %w", err)
	}
	if _, err := io.ReadFull(h.r, b); err != nil {
		return fmt.Errorf("wav: header: %w", err)
	}
	return nil
}

// data settles where the samples lie and how many bytes they are.
func (h *headers) data(at, size int64) error {
	rest := h.size - at
	h.dataAt = at
	switch {
	case size == unknownSize && h.ds64 > 0:
		size = h.ds64
	case size == unknownSize:
		size = rest
	case size == 0 && !h.chunksTo(at):
		size = rest
	}
	if size > rest {
		return ErrTruncated
	}
	h.dataSize = size
	return nil
}

// chunksTo reports whether what follows at is whole chunks up to the end of the
// file, or nothing: then a data size of 0 means no sound. Samples that look
// like that by chance do not occur: the sizes must add up to the byte.
func (h *headers) chunksTo(at int64) bool {
	for at < h.size {
		var head [8]byte
		if h.read(at, head[:]) != nil {
			return false
		}
		for _, c := range head[:4] {
			if c < ' ' || c > '~' {
				return false
			}
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		at += int64(len(head)) + size + size%2
	}
	return at == h.size
}

func (h *headers) readDS64(at, size int64) error {
	var b [16]byte
	if size < int64(len(b)) {
		return fmt.Errorf("%w: a ds64 chunk of %d bytes", ErrDamaged, size)
	}
	if err := h.read(at, b[:]); err != nil {
		return err
	}
	h.ds64 = int64(binary.LittleEndian.Uint64(b[8:]))
	if h.ds64 < 0 {
		return fmt.Errorf("%w: a negative size", ErrDamaged)
	}
	return nil
}

// guidTail is what follows the format tag in the GUIDs of the extensible header
// that stand for a plain tag (KSDATAFORMAT_SUBTYPE_PCM and its like).
const guidTail = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"

func (h *headers) readFormat(at, size int64) error {
	if size < 16 || size > maxFormat {
		return fmt.Errorf("%w: a format of %d bytes", ErrDamaged, size)
	}
	b := make([]byte, size)
	if err := h.read(at, b); err != nil {
		return err
	}
	tag := binary.LittleEndian.Uint16(b)
	if tag == formatExtensible {
		if size < 40 {
			return fmt.Errorf("%w: an extensible format of %d bytes", ErrDamaged, size)
		}
		tag = binary.LittleEndian.Uint16(b[24:])
		if string(b[26:40]) != guidTail {
			tag = formatExtensible // some other family of formats
		}
	}
	h.format = Format{
		Tag:      tag,
		Channels: int(binary.LittleEndian.Uint16(b[2:])),
		Rate:     int(binary.LittleEndian.Uint32(b[4:])),
		Bits:     int(binary.LittleEndian.Uint16(b[14:])),
	}
	h.hasFormat = true
	return h.format.check(int(binary.LittleEndian.Uint16(b[12:])))
}

// check refuses what is not read; blockAlign is the file's own idea of how many
// bytes one sample of all channels takes.
func (f Format) check(blockAlign int) error {
	if kind := f.refused(); kind != nil {
		return &KindError{Kind: kind, Format: f}
	}
	if blockAlign != f.Channels*f.Bits/8 {
		return fmt.Errorf("%w: %d bytes per sample", ErrDamaged, blockAlign)
	}
	return nil
}

func (f Format) refused() error {
	switch f.Tag {
	case formatPCM:
	case formatFloat:
		return ErrFloat
	case formatALaw:
		return ErrALaw
	case formatMuLaw:
		return ErrMuLaw
	default:
		return ErrCompressed
	}
	switch {
	case f.Bits != 8 && f.Bits != 16 && f.Bits != 24 && f.Bits != 32:
		return ErrBits
	case f.Channels < 1 || f.Channels > MaxChannels:
		return ErrChannels
	case f.Rate < MinRate || f.Rate > MaxRate:
		return ErrRate
	}
	return nil
}
