package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Sealer makes many boxes to the same recipients. It reads their keys once,
// which for one box is a sixth of the work, and lets the key exchange be done
// before there is anything to seal. It is safe for concurrent use.
type Sealer struct{ keys []age.Recipient }

// NewSealer returns [ErrNoRecipient] for none or a zero one.
func NewSealer(to ...Recipient) (*Sealer, error) {
	s := &Sealer{keys: make([]age.Recipient, 0, len(to))}
	for _, r := range to {
		key, err := r.age()
		if err != nil {
			return nil, err
		}
		s.keys = append(s.keys, key)
	}
	if len(s.keys) == 0 {
		return nil, ErrNoRecipient
	}
	return s, nil
}

// Room is how many bytes a box around n bytes takes at most.
func (s *Sealer) Room(n int) int { return n + 2048*len(s.keys) + n/4096 + 64 }

// Begin does the key exchange of one box. The box is built in room, which
// nothing else may use then, and elsewhere only if that is too small.
func (s *Sealer) Begin(room []byte) (*Begun, error) {
	b := &Begun{box: bytes.NewBuffer(room[:0])}
	var err error
	b.plain, err = s.writer(b.box)
	return b, err
}

func (s *Sealer) writer(dst io.Writer) (io.WriteCloser, error) {
	w, err := age.Encrypt(dst, s.keys...)
	if err != nil {
		return nil, fmt.Errorf("crypto: seal: %w", err)
	}
	return w, nil
}

// Begun is a box that still wants its content.
type Begun struct {
	box   *bytes.Buffer
	plain io.WriteCloser // nil once it was used
}

// Seal returns the box with plain in it. A box is sealed once: every content
// has a key of its own.
func (b *Begun) Seal(plain []byte) ([]byte, error) {
	w := b.plain
	if w == nil {
		return nil, errors.New("crypto: a box is sealed once")
	}
	b.plain = nil
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("crypto: seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("crypto: seal: %w", err)
	}
	return b.box.Bytes(), nil
}
