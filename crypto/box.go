package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Seal returns plain as an age file to the given recipients: 1.6 kB of header
// for the first, 16 bytes for every 64 kB. It returns [ErrNoRecipient] for
// none or a zero one.
func Seal(plain []byte, to ...Recipient) ([]byte, error) {
	s, err := NewSealer(to...)
	if err != nil {
		return nil, err
	}
	b, err := s.Begin(make([]byte, 0, s.Room(len(plain))))
	if err != nil {
		return nil, err
	}
	return b.Seal(plain)
}

// Open returns what [Seal] sealed. It returns [ErrNotForMe] or [ErrDamaged],
// and never a part of the plaintext together with an error.
func Open(box []byte, with ...Identity) ([]byte, error) {
	r, err := OpenReader(bytes.NewReader(box), with...)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return plain, nil
}

// SealWriter writes an age file to dst while it is written to. Its Close
// writes the last block: an ignored Close error is a lost file. It does not
// close dst.
func SealWriter(dst io.Writer, to ...Recipient) (io.WriteCloser, error) {
	s, err := NewSealer(to...)
	if err != nil {
		return nil, err
	}
	return s.writer(dst)
}

// OpenReader opens an age file as a stream. It and the reader's Read return
// [ErrNotForMe] or [ErrDamaged], the latter also for a box that is open to any
// recipient besides hybrid ones; a failing src gives src's own error, since a
// broken disk is no damaged box. What was read is to be trusted only after
// io.EOF.
func OpenReader(src io.Reader, with ...Identity) (io.Reader, error) {
	keys := make([]age.Identity, 0, len(with))
	for _, i := range with {
		if i.key != nil {
			keys = append(keys, hybridOnly(i))
		}
	}
	if len(keys) == 0 {
		return nil, ErrNotForMe
	}
	source := &watched{src: src}
	plain, err := age.Decrypt(source, keys...)
	if err != nil {
		return nil, source.explain(err)
	}
	return &opened{plain: plain, source: source}, nil
}

// hybridStanza is the type of stanza that wraps a file key to a hybrid recipient.
const hybridStanza = "mlkem768x25519"

// errNotHybrid: the key fits, but whoever broke another recipient's weaker one
// could read the same box.
var errNotHybrid = errors.New("crypto: a recipient that is not hybrid")

// hybridOnly is an identity that refuses what age itself would let pass: a box
// that it opens and that has any recipient besides hybrid ones.
type hybridOnly struct{ key *age.HybridIdentity }

// Unwrap implements [age.Identity].
func (h hybridOnly) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	fileKey, err := h.key.Unwrap(stanzas)
	if err != nil {
		return nil, err
	}
	for _, s := range stanzas {
		if s.Type != hybridStanza {
			return nil, errNotHybrid
		}
	}
	return fileKey, nil
}

// opened translates age's errors while reading.
type opened struct {
	plain  io.Reader
	source *watched
}

func (o *opened) Read(p []byte) (int, error) {
	n, err := o.plain.Read(p)
	if err != nil && err != io.EOF {
		err = o.source.explain(err)
	}
	return n, err
}

// watched remembers what its source failed with.
type watched struct {
	src io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.src.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// explain turns an error of age into one of this package's.
func (w *watched) explain(err error) error {
	var noMatch *age.NoIdentityMatchError
	switch {
	case w.err != nil:
		return fmt.Errorf("crypto: reading a box: %w", w.err)
	case errors.As(err, &noMatch):
		return ErrNotForMe
	default:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
}
