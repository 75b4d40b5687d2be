package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

	"barnrost/crypto"
)

// Handler takes what a bundle holds. Either function may be nil.
type Handler struct {
	// Manifest is called once, when the signature, the recipients and the
	// manifest's structure are good. An error refuses the bundle and comes
	// back from Read as it is. The members have not been read by then.
	Manifest func(Manifest, Card) error
	// Member is called for each member in order. The reader ends with io.EOF
	// only when the member's size and hash are good. What it gives before may
	// belong to a bundle whose end is missing: keep it aside until Read
	// returns nil.
	Member func(MemberInfo, io.Reader) error
}

// Read reads a bundle with any of the identities. err is nil only when the
// signature, the recipients, every hash and age's end are good. hash is that
// of the manifest (see [Hash]); both are zero until the signature was good.
// Errors: the package's own, the context's, the handler's, or r's.
func Read(ctx context.Context, r io.Reader, with []Identity, h Handler) (m Manifest, hash [32]byte, err error) {
	src := &source{ctx: ctx, r: r}
	if err := src.checkMagic(); err != nil {
		return Manifest{}, hash, err
	}
	opened, err := crypto.OpenReader(src, with...)
	if err != nil {
		return Manifest{}, hash, src.classify(err)
	}
	var mine []string
	for _, id := range with {
		sum := id.Recipient().Hash()
		mine = append(mine, hexOf(sum[:]))
	}
	t := &tape{r: &plain{opened, src}, source: src, mine: mine, handler: h}
	return t.read()
}

// plain gives age's plaintext with age's errors made ours.
type plain struct {
	r   io.Reader
	src *source
}

func (p *plain) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err != nil && err != io.EOF {
		err = p.src.classify(err)
	}
	return n, err
}

// tape reads the tar of one bundle.
type tape struct {
	r       io.Reader
	source  *source // told the length to be expected; nil when there is no age around the tar
	mine    []string
	handler Handler
}

func (t *tape) read() (m Manifest, hash [32]byte, err error) {
	m, card, raw, l, err := t.readManifest()
	if err != nil {
		return Manifest{}, hash, err
	}
	hash = sha256.Sum256(raw)
	if t.source != nil {
		t.source.expect = sealedLen(l.total)
	}
	if t.handler.Manifest != nil {
		if err := t.handler.Manifest(m, card); err != nil {
			return m, hash, err
		}
	}
	for i, e := range l.entries[2:] {
		if err := t.expectHeader(e); err != nil {
			return m, hash, err
		}
		if e.name == namePadding {
			err = t.expectZeros(e.size)
		} else {
			err = t.readMember(m.Members[i])
		}
		if err == nil {
			err = t.expectZeros(e.gap())
		}
		if err != nil {
			return m, hash, err
		}
	}
	if err := t.expectZeros(2 * blockSize); err != nil {
		return m, hash, err
	}
	return m, hash, t.expectEnd()
}

// readManifest reads the first two entries and decides from them what the
// rest must be.
func (t *tape) readManifest() (m Manifest, card Card, raw []byte, l layout, err error) {
	raw, head, err := t.readSmall(nameManifest, MaxManifest)
	if err != nil {
		return m, card, nil, l, err
	}
	if m, err = decodeManifest(raw); err != nil {
		return m, card, nil, l, err
	}
	sig, sigHead, err := t.readSmall(nameSignature, maxSignature)
	if err != nil {
		return m, card, nil, l, asForged(err)
	}
	if card, err = crypto.ParseCard(m.Sender); errors.Is(err, crypto.ErrNewerFormat) {
		return m, card, nil, l, fmt.Errorf("%w: the sender's card", ErrNewer)
	} else if err != nil {
		return m, card, nil, l, fmt.Errorf("%w: the sender's card: %w", ErrForged, err)
	}
	if err := card.Signer.Verify(Namespace, raw, sig); err != nil {
		return m, card, nil, l, fmt.Errorf("%w: the signature: %w", ErrForged, err)
	}
	if !slices.ContainsFunc(t.mine, func(h string) bool { return slices.Contains(m.Recipients, h) }) {
		return m, card, nil, l, fmt.Errorf("%w: sealed to somebody the sender did not name", ErrForged)
	}
	l = newLayout(int64(len(raw)), int64(len(sig)), m.Members)
	for i, got := range [][]byte{head, sigHead} {
		want, err := l.entries[i].header()
		if err != nil {
			return m, card, nil, l, err
		}
		if !bytes.Equal(got, want) {
			return m, card, nil, l, fmt.Errorf("%w: header of %s", ErrForged, l.entries[i].name)
		}
	}
	return m, card, raw, l, nil
}

// asForged: an age file whose tar begins with a manifest was meant as a
// bundle, so what is wrong after it is no longer "not a bundle".
func asForged(err error) error {
	if errors.Is(err, ErrNotABundle) {
		return fmt.Errorf("%w: no signature after the manifest", ErrForged)
	}
	return err
}

// readSmall reads an entry whose size only its header tells.
func (t *tape) readSmall(name string, limit int64) (data, head []byte, err error) {
	head = make([]byte, blockSize)
	if err := t.fill(head, ErrNotABundle); err != nil {
		return nil, nil, err
	}
	e, ok := parseHeader(head, name)
	switch {
	case !ok:
		return nil, nil, fmt.Errorf("%w: no %s", ErrNotABundle, name)
	case e.size > limit:
		return nil, nil, ErrTooLarge
	}
	data = make([]byte, e.size)
	if err := t.fill(data, ErrNotABundle); err != nil {
		return nil, nil, err
	}
	return data, head, t.expectZeros(e.gap())
}

// fill reads len(p) bytes; a tar that ends before them gets the error short.
func (t *tape) fill(p []byte, short error) error {
	_, err := io.ReadFull(t.r, p)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("%w: the tar ends too early", short)
	}
	return err
}

func (t *tape) expectHeader(e entry) error {
	want, err := e.header()
	if err != nil {
		return err
	}
	got := make([]byte, blockSize)
	if err := t.fill(got, ErrForged); err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%w: the tar is not as the manifest says", ErrForged)
	}
	return nil
}

func (t *tape) expectZeros(n int64) error {
	var buf [32 << 10]byte
	for n > 0 {
		part := buf[:min(n, int64(len(buf)))]
		if err := t.fill(part, ErrForged); err != nil {
			return err
		}
		if len(bytes.TrimLeft(part, "\x00")) > 0 {
			return fmt.Errorf("%w: data where zeros belong", ErrForged)
		}
		n -= int64(len(part))
	}
	return nil
}

// expectEnd makes age check its last chunk and that nothing follows.
func (t *tape) expectEnd() error {
	var one [1]byte
	switch _, err := io.ReadFull(t.r, one[:]); err {
	case io.EOF:
		return nil
	case nil:
		return fmt.Errorf("%w: data after the end", ErrForged)
	default:
		return err
	}
}

func (t *tape) readMember(info MemberInfo) error {
	r := &memberReader{r: t.r, left: info.Size, sum: sha256.New(), want: info.SHA256}
	if t.handler.Member != nil {
		if err := t.handler.Member(info, r); err != nil {
			return err
		}
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

// memberReader gives one member's bytes and ends with io.EOF only if they are
// the ones that were signed. Its error stays: a handler that overlooks it does
// not make the bundle good.
type memberReader struct {
	r    io.Reader
	left int64
	sum  hash.Hash
	want string
	err  error
}

func (m *memberReader) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	if m.left == 0 {
		m.err = io.EOF
		if hexOf(m.sum.Sum(nil)) != m.want {
			m.err = fmt.Errorf("%w: a member is not the one that was signed", ErrForged)
		}
		return 0, m.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.left)])
	m.left -= int64(n)
	m.sum.Write(p[:n])
	if err == io.EOF && m.left > 0 {
		err = fmt.Errorf("%w: the tar ends inside a member", ErrForged)
	}
	if err != nil && err != io.EOF {
		m.err = err
		return n, err
	}
	return n, nil
}
