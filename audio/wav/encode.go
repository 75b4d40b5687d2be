package wav

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Errors of the encoder.
var (
	// ErrTooLong: more sound than a WAV file's 32-bit sizes can tell, which is
	// 12 hours at 48 kHz.
	ErrTooLong = errors.New("wav: too long for a WAV file")
	// ErrLength: another number of samples was written than was promised.
	ErrLength = errors.New("wav: the length is not the one promised")
)

// headerSize is the size of RIFF, fmt and data headers without extras.
const headerSize = 44

// Size returns the size in bytes of a file with so many samples.
func Size(samples int64) int64 { return headerSize + 2*samples }

// Encoder writes one channel of 16-bit samples as a WAV stream. The length is
// told in advance and stands in the header, so the destination needs no
// seeking: go-audio's encoder goes back to write its sizes, which a stream into
// a sealed bundle cannot.
type Encoder struct {
	w    io.Writer
	left int64
	buf  []byte
}

// NewEncoder writes the header for exactly samples samples at rate and returns
// the encoder for them. It returns [ErrTooLong] or w's error.
func NewEncoder(w io.Writer, rate int, samples int64) (*Encoder, error) {
	if samples < 0 || Size(samples)-8 > math.MaxUint32 {
		return nil, ErrTooLong
	}
	h := make([]byte, 0, headerSize)
	h = append(h, "RIFF"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(Size(samples)-8))
	h = append(h, "WAVEfmt "...)
	h = binary.LittleEndian.AppendUint32(h, 16)
	h = binary.LittleEndian.AppendUint16(h, formatPCM)
	h = binary.LittleEndian.AppendUint16(h, 1)
	h = binary.LittleEndian.AppendUint32(h, uint32(rate))
	h = binary.LittleEndian.AppendUint32(h, uint32(2*rate))
	h = binary.LittleEndian.AppendUint16(h, 2)
	h = binary.LittleEndian.AppendUint16(h, 16)
	h = append(h, "data"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(2*samples))
	if _, err := w.Write(h); err != nil {
		return nil, fmt.Errorf("wav: header: %w", err)
	}
	return &Encoder{w: w, left: samples}, nil
}

// Write writes samples, in one call to the destination. It returns [ErrLength]
// and writes nothing if they are more than was promised.
func (e *Encoder) Write(samples []int16) error {
	if int64(len(samples)) > e.left {
		return ErrLength
	}
	e.buf = e.buf[:0]
	for _, s := range samples {
		e.buf = binary.LittleEndian.AppendUint16(e.buf, uint16(s))
	}
	if _, err := e.w.Write(e.buf); err != nil {
		return fmt.Errorf("wav: samples: %w", err)
	}
	e.left -= int64(len(samples))
	return nil
}

// Close returns [ErrLength] if less was written than promised. It does not
// close the destination.
func (e *Encoder) Close() error {
	if e.left != 0 {
		return ErrLength
	}
	return nil
}
