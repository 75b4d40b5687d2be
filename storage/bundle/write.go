package bundle

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"barnrost/crypto"
)

// Recipient, Identity, SigningKey and Card let a caller that never seals
// anything itself name what it passes through.
type (
	Recipient  = crypto.Recipient
	Identity   = crypto.Identity
	SigningKey = crypto.SigningKey
	Card       = crypto.Card
)

// ParseCard reads a key card's file; see [crypto.ParseCard] for its errors.
func ParseCard(raw []byte) (Card, error) { return crypto.ParseCard(raw) }

// Member is one file to be put into a bundle.
type Member struct {
	Name string
	// Size is the number of bytes. Where SHA256 is not known it serves the
	// progress alone, and may be 0.
	Size int64
	// SHA256 is the bytes' hash in hexadecimal, where it is known beforehand:
	// the member is then read once and held to size and hash while it is
	// written. "" where it has to be read to be known.
	SHA256 string
	// Open is called twice, once to measure and hash, once to write, or once
	// alone where the hash is known. It must give the same bytes each time.
	Open func() (io.ReadCloser, error)
}

// Request is a bundle to be written.
type Request struct {
	// Manifest without Format, Sender, Recipients and Members, which are
	// filled in; an empty Bundle gets a random id.
	Manifest Manifest
	// Sender is the file of the card whose signing key Signer is.
	Sender []byte
	To     []Recipient
	Signer SigningKey
	// Members in any order; each of the names of format 1 at most once.
	Members []Member
	// Progress may be nil. A member counts once for each reading.
	Progress func(done, total int64)
}

// Write writes the bundle to w and returns the manifest that it signed.
// ErrRequest and ErrTooLarge say that the request breaks the format's rules,
// ErrOther that a member is not what its known hash says; any other error is the context's, a member's or the writer's. After an
// error what w got is worthless.
func Write(ctx context.Context, w io.Writer, r Request) (Manifest, error) {
	meter := newMeter(r)
	m, members, err := complete(ctx, r, meter)
	if err != nil {
		return Manifest{}, err
	}
	raw, err := m.encode()
	if err != nil {
		return Manifest{}, err
	}
	sig := r.Signer.Sign(Namespace, raw)
	sealed, err := crypto.SealWriter(w, r.To...)
	if err != nil {
		return Manifest{}, fmt.Errorf("bundle: sealing: %w", err)
	}
	if err := writeTape(ctx, sealed, m, raw, sig, members, meter); err != nil {
		return Manifest{}, err
	}
	// The last chunk of age is written by Close.
	if err := sealed.Close(); err != nil {
		return Manifest{}, fmt.Errorf("bundle: closing the seal: %w", err)
	}
	return m, nil
}

// complete fills the manifest in and returns the members in their order.
func complete(ctx context.Context, r Request, meter *meter) (Manifest, []Member, error) {
	m := r.Manifest
	card, err := crypto.ParseCard(r.Sender)
	if err != nil {
		return m, nil, fmt.Errorf("%w: sender's card: %w", ErrRequest, err)
	}
	if card.Signer.String() != r.Signer.Public().String() {
		return m, nil, fmt.Errorf("%w: the card is not the signer's", ErrRequest)
	}
	m.Sender = bytes.Clone(r.Sender)
	if m.Bundle == "" {
		m.Bundle = randomHex(16)
	}
	m.Recipients = nil
	for _, to := range r.To {
		sum := to.Hash()
		m.Recipients = append(m.Recipients, hexOf(sum[:]))
	}
	slices.Sort(m.Recipients)
	m.Recipients = slices.Compact(m.Recipients)

	members := slices.Clone(r.Members)
	slices.SortStableFunc(members, func(a, b Member) int {
		x, _ := place(a.Name)
		y, _ := place(b.Name)
		return x - y
	})
	m.Members = make([]MemberInfo, 0, len(members))
	for _, member := range members {
		info, err := measure(ctx, member, meter)
		if err != nil {
			return m, nil, err
		}
		m.Members = append(m.Members, info)
	}
	m.Format = formatFor(m.Members)
	if err := m.check(); err != nil {
		return m, nil, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	return m, members, nil
}

// measure reads a member once, unless its hash is known. It stops one byte past
// the cap.
func measure(ctx context.Context, member Member, meter *meter) (info MemberInfo, err error) {
	if member.SHA256 != "" {
		return MemberInfo{Name: member.Name, Size: member.Size, SHA256: member.SHA256}, nil
	}
	src, err := member.Open()
	if err != nil {
		return info, fmt.Errorf("bundle: opening %s: %w", member.Name, err)
	}
	defer closeInto(src, &err)
	_, limit := place(member.Name)
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(sum, meter), io.LimitReader(&ctxReader{ctx, src}, limit+1))
	if err != nil {
		return info, fmt.Errorf("bundle: reading %s: %w", member.Name, err)
	}
	return MemberInfo{Name: member.Name, Size: n, SHA256: hexOf(sum.Sum(nil))}, nil
}

// writeTape writes the tar.
func writeTape(ctx context.Context, w io.Writer, m Manifest, raw, sig []byte, members []Member, meter *meter) error {
	l := newLayout(int64(len(raw)), int64(len(sig)), m.Members)
	for i, e := range l.entries {
		head, err := e.header()
		if err != nil {
			return err
		}
		if _, err := w.Write(head); err != nil {
			return fmt.Errorf("bundle: writing: %w", err)
		}
		switch {
		case i == 0:
			_, err = w.Write(raw)
		case i == 1:
			_, err = w.Write(sig)
		case e.name == namePadding:
			err = writeZeros(&ctxWriter{ctx, w}, e.size)
		default:
			err = copyMember(ctx, w, members[i-2], m.Members[i-2], meter)
		}
		if err == nil {
			err = writeZeros(w, e.gap())
		}
		if err != nil {
			return fmt.Errorf("bundle: writing %s: %w", e.name, err)
		}
	}
	if err := writeZeros(w, 2*blockSize); err != nil {
		return fmt.Errorf("bundle: writing: %w", err)
	}
	return nil
}

// copyMember writes a member and holds it to what was signed.
func copyMember(ctx context.Context, w io.Writer, member Member, info MemberInfo, meter *meter) (err error) {
	src, err := member.Open()
	if err != nil {
		return err
	}
	defer closeInto(src, &err)
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum, meter), io.LimitReader(&ctxReader{ctx, src}, info.Size+1))
	if err != nil {
		return err
	}
	switch {
	case n == info.Size && hexOf(sum.Sum(nil)) == info.SHA256:
		return nil
	case member.SHA256 != "":
		return ErrOther
	}
	return fmt.Errorf("%w: the member changed between two readings", ErrRequest)
}

func closeInto(c io.Closer, err *error) {
	if e := c.Close(); e != nil && *err == nil {
		*err = e
	}
}

func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails since Go 1.24: it ends the process instead
	return hex.EncodeToString(b)
}
