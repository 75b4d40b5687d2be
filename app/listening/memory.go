package listening

import (
	"errors"
	"io"

	"barnrost/audio/peaks"
	"barnrost/audio/wav"
)

// memory is a sound that lies in no vault.
type memory struct {
	samples []int16
	peaks   []int16
	rate    int
}

// FromWAV reads a short WAV file whole, to be listened to from memory.
func FromWAV(file io.ReadSeeker) (Sound, error) {
	r, err := wav.Decode(file)
	if err != nil {
		return nil, err
	}
	m := &memory{rate: r.Rate(), samples: make([]int16, 0, r.Samples())}
	for buf := make([]int16, 8192); ; {
		n, err := r.Read(buf)
		m.samples = append(m.samples, buf[:n]...)
		if errors.Is(err, io.EOF) {
			m.peaks = peaks.Of(m.samples)
			return m, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// ReadAt implements [audio.Source].
func (m *memory) ReadAt(dst []int16, pos int64) (int, error) {
	if pos < 0 || pos >= m.Len() {
		return 0, nil
	}
	return copy(dst, m.samples[pos:]), nil
}

// Len implements [audio.Source].
func (m *memory) Len() int64 { return int64(len(m.samples)) }

// Rate implements [Sound].
func (m *memory) Rate() int { return m.rate }

// Peaks implements [Sound].
func (m *memory) Peaks() []int16 { return m.peaks }
