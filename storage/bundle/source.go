package bundle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"barnrost/crypto"
)

const magic = "age-encryption.org/v1\n"

// The sizes of age's payload: a nonce, then chunks with a tag each.
// Source: the age specification, https://age-encryption.org/v1
const (
	ageNonce = 16
	ageChunk = 64 << 10
	ageTag   = 16
)

// maxHeader bounds the search for the end of age's header. 64 recipients take
// 105 kB.
const maxHeader = 256 << 10

// source is the bundle's file: it stops at a cancel, keeps the file's own
// errors apart from age's, and counts, so that a file that was cut off can be
// told from one that was changed. age itself cannot: unless the cut is at a
// chunk's border, it sees a last chunk that does not open.
type source struct {
	ctx    context.Context
	r      io.Reader
	ahead  []byte // read by checkMagic, not yet given on
	n      int64  // bytes read
	eof    bool
	err    error  // of r or ctx, other than io.EOF
	head   []byte // the beginning, until header is known
	header int64  // length of age's header, 0 while not found
	expect int64  // length of the payload by the manifest, 0 while not known
}

// checkMagic refuses what is no age file before anything else looks at it.
func (s *source) checkMagic() error {
	got := make([]byte, len(magic))
	n, err := io.ReadFull(s, got)
	got = got[:n]
	switch {
	case s.err != nil:
		return s.err
	case n == 0 || !bytes.HasPrefix([]byte(magic), got):
		return ErrNotABundle
	case err != nil:
		return ErrTruncated
	}
	s.ahead = got
	return nil
}

func (s *source) Read(p []byte) (int, error) {
	if len(s.ahead) > 0 {
		n := copy(p, s.ahead)
		s.ahead = s.ahead[n:]
		return n, nil
	}
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	s.n += int64(n)
	s.lookForHeader(p[:n])
	switch {
	case err == io.EOF:
		s.eof = true
	case err != nil:
		s.err = err
	}
	return n, err
}

// lookForHeader finds the line "--- mac" that ends age's header.
func (s *source) lookForHeader(p []byte) {
	if s.header > 0 || len(s.head) > maxHeader {
		return
	}
	s.head = append(s.head, p...)
	if i := bytes.Index(s.head, []byte("\n--- ")); i >= 0 {
		if j := bytes.IndexByte(s.head[i+1:], '\n'); j >= 0 {
			s.header = int64(i + 1 + j + 1)
			s.head = nil
		}
	}
}

// classify turns an error of age's into one of ours.
func (s *source) classify(err error) error {
	switch {
	case s.err != nil:
		return s.err
	case s.eof && errors.Is(err, io.ErrUnexpectedEOF) || s.cut():
		return fmt.Errorf("%w: %w", ErrTruncated, err)
	case errors.Is(err, crypto.ErrNotForMe):
		return fmt.Errorf("%w: %w", ErrNotForMe, err)
	default:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
}

// cut reports whether the file ended before a bundle could have.
func (s *source) cut() bool {
	if !s.eof {
		return false
	}
	if s.header == 0 {
		return len(s.head) <= maxHeader
	}
	payload := s.n - s.header
	if s.expect > 0 {
		return payload < s.expect
	}
	return !wholeLen(payload)
}

// sealedLen is the length of age's payload around n bytes.
func sealedLen(n int64) int64 {
	chunks := max(1, (n+ageChunk-1)/ageChunk)
	return ageNonce + n + chunks*ageTag
}

// wholeLen reports whether a payload of this length can hold a whole bundle:
// a tar's length is one of few PADMÉ lengths.
func wholeLen(payload int64) bool {
	sealed := payload - ageNonce
	chunks := (sealed + ageChunk + ageTag - 1) / (ageChunk + ageTag)
	n := sealed - chunks*ageTag
	if n <= 0 || n%blockSize != 0 {
		return false
	}
	blocks := int(n / blockSize)
	return crypto.PadLen(blocks) == blocks
}
