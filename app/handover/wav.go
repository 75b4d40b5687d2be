package handover

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// wavHead is the length in bytes of the one header that a bundle's sound has:
// RIFF, a format chunk of 16 bytes, then the samples. Source: Microsoft,
// "Multimedia Programming Interface and Data Specifications 1.0", 1991.
const wavHead = 44

// rates are the sample rates a vault stores.
var rates = []int{16_000, 48_000}

func rateOK(rate int) bool { return slices.Contains(rates, rate) }

// wavHeader returns the header of one channel of 16-bit samples. samples must
// be below 2^31 - 18, which is over twelve hours at 48 kHz.
func wavHeader(rate int, samples int64) []byte {
	b := make([]byte, 0, wavHead)
	size := uint32(2 * samples)
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, size+wavHead-8)
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, 1) // channels
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(2*rate)) // bytes a second
	b = binary.LittleEndian.AppendUint16(b, 2)              // bytes a frame
	b = binary.LittleEndian.AppendUint16(b, 16)             // bits a sample
	b = append(b, "data"...)
	return binary.LittleEndian.AppendUint32(b, size)
}

// maxWAV is the largest number of samples whose file a WAV header can tell.
const maxWAV = (1<<32 - wavHead) / 2

// blockSeconds is how much sound is fetched at a time. The vault keeps rows of
// two seconds at most and opens a whole one for any part of it: a block of many
// rows opens few of them twice.
const blockSeconds = 20

// wavReader streams a sound as a WAV file.
func wavReader(s Sound) io.Reader {
	return io.MultiReader(bytes.NewReader(wavHeader(s.Rate(), s.Len())), &pcmReader{sound: s, block: make([]int16, blockSeconds*s.Rate())})
}

// pcmReader gives a sound's samples as little-endian bytes.
type pcmReader struct {
	sound Sound
	block []int16
	pos   int64  // of the next sample to be fetched
	raw   []byte // room for a block's bytes
	buf   []byte // what of it is not yet given out
}

func (p *pcmReader) Read(b []byte) (int, error) {
	if len(p.buf) == 0 {
		if err := p.fetch(); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.buf)
	p.buf = p.buf[n:]
	return n, nil
}

func (p *pcmReader) fetch() error {
	if p.pos >= p.sound.Len() {
		return io.EOF
	}
	n, err := p.sound.ReadAt(p.block, p.pos)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("handover: the sound ends at sample %d of %d", p.pos, p.sound.Len())
	}
	p.pos += int64(n)
	if p.raw == nil {
		p.raw = make([]byte, 2*len(p.block))
	}
	p.buf = p.raw[:2*n]
	for i, s := range p.block[:n] {
		binary.LittleEndian.PutUint16(p.buf[2*i:], uint16(s))
	}
	return nil
}

var errWAV = errors.New("handover: not the WAV form of a bundle")

// readWAV reads the header of a WAV file of size bytes and hands the samples
// to take, two seconds at a time. begin hears the rate and the length first.
func readWAV(r io.Reader, size int64, begin func(rate int, samples int64) error, take func([]int16) error) error {
	head := make([]byte, wavHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return short(err)
	}
	rate := int(binary.LittleEndian.Uint32(head[24:]))
	samples := (size - wavHead) / 2
	if !rateOK(rate) || size > 2*maxWAV || wavHead+2*samples != size || !bytes.Equal(head, wavHeader(rate, samples)) {
		return errWAV
	}
	if err := begin(rate, samples); err != nil {
		return err
	}
	raw, block := make([]byte, 4*rate), make([]int16, 2*rate)
	for left := samples; left > 0; {
		n := min(left, int64(len(block)))
		if _, err := io.ReadFull(r, raw[:2*n]); err != nil {
			return short(err)
		}
		for i := range n {
			block[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
		}
		if err := take(block[:n]); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// short makes of an early end an error of the form; others pass through.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errWAV
	}
	return err
}
