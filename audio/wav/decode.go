package wav

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Errors of [Decode] and [Reader.Read]. They are different things to tell a
// person: not a WAV file, a kind that is refused, an empty or broken file. Test with [errors.Is].
var (
	ErrNotWAV = errors.New("wav: not a RIFF/WAVE file")

	// The kinds refused; each comes in a [*KindError].
	ErrFloat      = errors.New("wav: floating point")
	ErrALaw       = errors.New("wav: A-law")
	ErrMuLaw      = errors.New("wav: µ-law")
	ErrCompressed = errors.New("wav: compressed")
	ErrBits       = errors.New("wav: sample size")
	ErrChannels   = errors.New("wav: number of channels")
	ErrRate       = errors.New("wav: sample rate")

	ErrEmpty     = errors.New("wav: no sound in the file")
	ErrTruncated = errors.New("wav: the file ends too early")
	ErrDamaged   = errors.New("wav: the header contradicts itself")
)

// KindError refuses a sound kind of WAV file that is not read.
type KindError struct {
	Kind   error  // one of ErrFloat … ErrRate
	Format Format // what the file says of itself
}

// Error implements error.
func (e *KindError) Error() string { return fmt.Sprintf("%v is not read (%+v)", e.Kind, e.Format) }

// Unwrap returns the kind.
func (e *KindError) Unwrap() error { return e.Kind }

// Limits of what is read.
const (
	MinRate     = 8000
	MaxRate     = 192000
	MaxChannels = 2
)

// unknownSize in a data chunk, like 0, says that the recorder did not live to
// write the size.
const unknownSize = 0xFFFFFFFF

// Format is what a file says of itself.
type Format struct {
	Tag      uint16 // 1 for PCM, also when it came from an extensible header
	Channels int
	Rate     int // samples per second
	Bits     int // size of a stored sample
}

// Reader streams a file's sound as one channel of 16 bits at the file's own
// rate; two channels are mixed to their mean. It holds no more than a small
// block in memory.
type Reader struct {
	format Format
	frames int64 // in the whole file
	left   int64
	src    *bufio.Reader
	raw    []byte
}

// Decode reads the headers of a WAV file from the start of r and stands at its
// first sample. It accepts PCM of 8, 16, 24 and 32 bits, plain or extensible,
// one or two channels, 8 to 192 kHz.
func Decode(r io.ReadSeeker) (*Reader, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("wav: %w", err)
	}
	h := &headers{r: r, size: size}
	if err := h.walk(); err != nil {
		return nil, err
	}
	f := h.format
	frame := int64(f.Channels * f.Bits / 8)
	frames := h.dataSize / frame
	if frames == 0 {
		return nil, ErrEmpty
	}
	if _, err := r.Seek(h.dataAt, io.SeekStart); err != nil {
		return nil, fmt.Errorf("wav: %w", err)
	}
	return &Reader{format: f, frames: frames, left: frames, src: bufio.NewReaderSize(r, 1<<16)}, nil
}

// Format returns what the file says of itself.
func (r *Reader) Format() Format { return r.format }

// Rate returns the file's sample rate.
func (r *Reader) Rate() int { return r.format.Rate }

// Samples returns the length, one per sample of the mixed channel.
func (r *Reader) Samples() int64 { return r.frames }

// Read fills dst and returns how many samples it got; [io.EOF] comes alone,
// after the last. [ErrTruncated] means that the file became shorter meanwhile.
func (r *Reader) Read(dst []int16) (int, error) {
	if len(dst) == 0 {
		return 0, nil
	}
	if r.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(dst)), r.left, 4096))
	width := r.format.Bits / 8
	frame := width * r.format.Channels
	if r.raw == nil {
		r.raw = make([]byte, 4096*frame)
	}
	raw := r.raw[:n*frame]
	if _, err := io.ReadFull(r.src, raw); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = ErrTruncated
		}
		return 0, fmt.Errorf("wav: samples: %w", err)
	}
	for i := range n {
		dst[i] = mono(raw[i*frame:(i+1)*frame], width)
	}
	r.left -= int64(n)
	return n, nil
}

// mono reads one frame: the mean of its samples, rounded to 16 bits.
func mono(frame []byte, width int) int16 {
	var sum int64 // in units of 2^-32 of the range
	for b := frame; len(b) > 0; b = b[width:] {
		switch width {
		case 1:
			sum += int64(int32(b[0])-128) << 24
		case 2:
			sum += int64(int16(binary.LittleEndian.Uint16(b))) << 16
		case 3:
			sum += int64(int32(uint32(b[0])<<8 | uint32(b[1])<<16 | uint32(b[2])<<24))
		case 4:
			sum += int64(int32(binary.LittleEndian.Uint32(b)))
		}
	}
	mean := sum / int64(len(frame)/width)
	return int16(min((mean+1<<15)>>16, 1<<15-1))
}

// Converter streams a Reader's sound at another rate.
type Converter struct {
	r     *Reader
	rate  int
	conv  *Resampler // nil at the same rate
	in    [4096]int16
	ready []int16 // results not yet given out
	next  int
	done  bool
}

// Convert returns r's sound at rate.
func Convert(r *Reader, rate int) *Converter {
	c := &Converter{r: r, rate: rate}
	if rate != r.Rate() {
		c.conv = NewResampler(r.Rate(), rate)
	}
	return c
}

// Samples returns the length of the converted sound.
func (c *Converter) Samples() int64 {
	from, to := int64(c.r.Rate()), int64(c.rate)
	return (c.r.Samples()*to + from - 1) / from
}

// Read is like [Reader.Read].
func (c *Converter) Read(dst []int16) (int, error) {
	if c.conv == nil {
		return c.r.Read(dst)
	}
	for c.next == len(c.ready) && len(dst) > 0 {
		if c.done {
			return 0, io.EOF
		}
		n, err := c.r.Read(c.in[:])
		c.next = 0
		switch {
		case errors.Is(err, io.EOF):
			c.done = true
			c.ready = c.conv.Flush(c.ready[:0])
		case err != nil:
			return 0, err
		default:
			c.ready = c.conv.Add(c.ready[:0], c.in[:n])
		}
	}
	n := copy(dst, c.ready[c.next:])
	c.next += n
	return n, nil
}
