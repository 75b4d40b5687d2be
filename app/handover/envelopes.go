package handover

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"barnrost/app"
	"barnrost/storage/bundle"
)

// Envelopes is what carrying children's sealed answers needs of the vault. What
// is in a box nobody here can tell.
type Envelopes interface {
	// Envelopes tells how many there are, for each key; it reads memory only.
	Envelopes() ([]app.Envelopes, error)
	// EnvelopeBoxes returns the boxes to a unit's key that have not been heard of.
	EnvelopeBoxes(ctx context.Context, to string) ([][]byte, error)
	// NoteEnvelopes notes that they left.
	NoteEnvelopes(ctx context.Context, to string, boxes [][]byte, sent app.EnvelopesSent) error
	// TakeEnvelopes lays boxes that came to the others, with the bundle's hash and
	// nothing else of it. Errors: CodeBundleSeen, CodeEnvelopesFull.
	TakeEnvelopes(ctx context.Context, hash [32]byte, boxes [][]byte) error
}

// SendEnvelopes writes all envelopes to a unit's key into the folder dir, as a
// bundle that the unit alone can open, and notes it. They are sorted by their
// own bytes, and the bundle is about no interview. After an error or a cancel
// neither file nor note is left. Errors: CodeNotConfirmed (Args name) unless the
// unit's words were compared, CodeNothingToSend, CodeFileUnwritable,
// CodeFileNoRoom, CodeCancelled, or the vault's.
func (p *Post) SendEnvelopes(ctx context.Context, unit app.Contact, dir string) (Sent, error) {
	if !unit.Confirmed || unit.Kind != app.CardUnit {
		return Sent{}, &app.Error{Code: app.CodeNotConfirmed, Args: map[string]string{"name": unit.Name}}
	}
	card, err := bundle.ParseCard(unit.Card)
	if err != nil {
		return Sent{}, app.Fail(app.CodeForgedCard, err)
	}
	hash := card.Recipient.Hash()
	to := hex.EncodeToString(hash[:]) // as whoever sealed them named the key
	boxes, err := p.Envelopes.EnvelopeBoxes(ctx, to)
	if err != nil {
		return Sent{}, fault(err)
	}
	if len(boxes) == 0 {
		return Sent{}, app.Fail(app.CodeNothingToSend, nil)
	}
	member, err := encode(envelopesFile{envelopesForm, boxes})
	if err != nil {
		return Sent{}, fault(err)
	}
	keys := p.Keys()
	path, m, hash, err := bundle.WriteFile(ctx, dir, bundle.Request{
		Manifest: bundle.Manifest{Kind: bundle.KindSurvey, Created: p.Now().UTC(), App: p.Version},
		Sender:   keys.Card, Signer: keys.Signer, To: []bundle.Recipient{card.Recipient},
		Members: members([]rendered{{bundle.NameEnvelopes, member}}, nil),
	})
	if err != nil {
		return Sent{}, writeFault(err)
	}
	sent := Sent{Path: path, Receipt: bundle.Receipt(hash, p.Words)}
	err = p.Envelopes.NoteEnvelopes(ctx, to, boxes, app.EnvelopesSent{At: m.Created, Receiver: unit.Name, Receipt: sent.Receipt})
	if err != nil {
		// A bundle that the vault does not know of must not leave.
		return Sent{}, fault(errors.Join(err, os.Remove(path)))
	}
	return sent, nil
}

// beside sends the envelopes that wait along with an interview to the unit, so
// that nobody has to think of it: in a file of their own, for in the interview's
// they would be tied to it. Where that fails the interview has left all the same,
// and they wait on.
func (p *Post) beside(ctx context.Context, to []app.Contact, dir string) (path string) {
	if p.Envelopes == nil {
		return ""
	}
	all, err := p.Envelopes.Envelopes()
	if err != nil {
		return ""
	}
	for _, unit := range to {
		card, err := bundle.ParseCard(unit.Card)
		if err != nil || unit.Kind != app.CardUnit {
			continue
		}
		hash := card.Recipient.Hash()
		key := hex.EncodeToString(hash[:])
		if slices.ContainsFunc(all, func(e app.Envelopes) bool { return e.To == key && e.Waiting > 0 }) {
			if sent, err := p.SendEnvelopes(ctx, unit, dir); err == nil {
				return sent.Path
			}
		}
	}
	return ""
}

// envelopesFile is the member envelopes.json. Each envelope is an age file to
// the unit's key by itself.
type envelopesFile struct {
	Format    int      `json:"format"`
	Envelopes [][]byte `json:"envelopes"` // base64, sorted by their bytes
}

const envelopesForm = 1

// maxEnvelope bounds one envelope, in bytes: answers have 20 kB, a box around
// them 2 kB more.
const maxEnvelope = 64 << 10

// ageMagic begins every age file.
const ageMagic = "age-encryption.org/v1\n"

// parseEnvelopes reads the member in its one form: sorted, none twice, all of
// one size, so that order and size say nothing of whose an envelope is.
func parseEnvelopes(raw []byte) ([][]byte, error) {
	var f envelopesFile
	if err := strict(raw, &f); err != nil {
		return nil, err
	}
	if f.Format > envelopesForm {
		return nil, bundle.ErrNewer
	}
	bad := errors.New("handover: envelopes that cannot be")
	if f.Format != envelopesForm || len(f.Envelopes) == 0 || len(f.Envelopes) > app.MaxEnvelopes {
		return nil, bad
	}
	for i, e := range f.Envelopes {
		switch {
		case len(e) > maxEnvelope || len(e) != len(f.Envelopes[0]) || !bytes.HasPrefix(e, []byte(ageMagic)):
			return nil, bad
		case i > 0 && bytes.Compare(f.Envelopes[i-1], e) >= 0:
			return nil, bad
		}
	}
	if again, err := encode(f); err != nil || !bytes.Equal(again, raw) {
		return nil, bad
	}
	return f.Envelopes, nil
}

// identifyEnvelopes holds a survey bundle to its rules: to the unit alone, and
// about nothing.
func (a *arrival) identifyEnvelopes() error {
	forUnit, err := a.sealedToUnit()
	if err != nil {
		return err
	}
	m := a.got
	switch {
	case !forUnit:
		return fmt.Errorf("%w: envelopes to a person", bundle.ErrForged)
	case m.Text != bundle.TextNone || m.Subject != "" || m.Counter != 0 || m.Supersedes != "" || m.Reason != "" || len(m.About) > 0:
		return fmt.Errorf("%w: envelopes that tell of an interview", bundle.ErrForged)
	}
	return nil
}

func (a *arrival) takeEnvelopes(info bundle.MemberInfo, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if a.envelopes, err = parseEnvelopes(data); err != nil && !errors.Is(err, bundle.ErrNewer) {
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	return err
}

// keepEnvelopes lays the envelopes of a bundle to the others.
func (a *arrival) keepEnvelopes(hash [32]byte) (Received, error) {
	if err := a.post.Envelopes.TakeEnvelopes(a.ctx, hash, a.envelopes); err != nil {
		return Received{}, fault(err)
	}
	return Received{Sender: a.sender.Name, Receipt: bundle.Receipt(hash, a.post.Words), Envelopes: len(a.envelopes)}, nil
}
