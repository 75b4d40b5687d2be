package handover

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"barnrost/app"
	"barnrost/storage/bundle"
)

// Sent is a bundle that was written.
type Sent struct {
	Path    string
	Receipt string // the code the receiver will read out
	// Envelopes is another bundle beside it, of children's sealed answers that
	// waited; "" where none did or the unit is no receiver.
	Envelopes string
}

// Send writes the draft's bundle into the folder dir and notes it. After an
// error or a cancel neither file nor note is left. Errors: CodeNothingToSend,
// CodeReasonMissing, CodeNotConfirmed (Args name), CodeFileUnwritable,
// CodeFileNoRoom, CodeCancelled, or the vault's.
func (p *Post) Send(ctx context.Context, d Draft, dir string, progress Progress) (Sent, error) {
	c, err := p.collect(ctx, d)
	if err != nil {
		return Sent{}, fault(err)
	}
	to, err := p.check(d, c)
	if err != nil {
		return Sent{}, err
	}
	request, err := p.request(ctx, d, c, to)
	if err != nil {
		return Sent{}, fault(err)
	}
	request.Progress = progress
	path, m, hash, err := bundle.WriteFile(ctx, dir, request)
	if err != nil {
		return Sent{}, writeFault(err)
	}
	sent := Sent{Path: path, Receipt: bundle.Receipt(hash, p.Words)}
	if err := p.note(ctx, d, m, to, sent.Receipt); err != nil {
		// A bundle that the vault does not know of must not leave.
		return Sent{}, fault(errors.Join(err, os.Remove(path)))
	}
	sent.Envelopes = p.beside(ctx, to, dir)
	return sent, nil
}

// request puts the bundle together.
func (p *Post) request(ctx context.Context, d Draft, c contents, to []app.Contact) (bundle.Request, error) {
	files, err := c.texts()
	if err != nil {
		return bundle.Request{}, err
	}
	var sound Sound
	if d.WithSound {
		if sound, err = p.Source.OpenSound(ctx, c.interview.Recording); err != nil {
			return bundle.Request{}, err
		}
		if sound.Len() > app.MaxWAV {
			return bundle.Request{}, app.Fail(app.CodeBundleTooLarge, nil)
		}
	}
	manifest, err := p.manifest(d, c)
	if err != nil {
		return bundle.Request{}, err
	}
	keys := p.Keys()
	r := bundle.Request{Manifest: manifest, Sender: keys.Card, Signer: keys.Signer, Members: members(files, sound)}
	for _, k := range to {
		card, err := bundle.ParseCard(k.Card)
		if err != nil {
			return r, app.Fail(app.CodeForgedCard, err)
		}
		r.To = append(r.To, card.Recipient)
	}
	return r, nil
}

func (p *Post) manifest(d Draft, c contents) (bundle.Manifest, error) {
	about, err := encode(aboutOf(c.interview))
	if err != nil {
		return bundle.Manifest{}, err
	}
	id := newID()
	m := bundle.Manifest{
		Kind: bundle.KindInterview, Bundle: id.String(), Created: p.Now().UTC(), Subject: c.interview.ID.String(),
		Counter: 1, Text: bundle.TextRaw, Reason: clean(d.Reason), About: about, App: p.Version,
	}
	for _, s := range c.interview.Sent {
		if s.Counter >= m.Counter {
			m.Counter, m.Supersedes = s.Counter+1, s.Bundle.String()
		}
	}
	return m, nil
}

func (p *Post) note(ctx context.Context, d Draft, m bundle.Manifest, to []app.Contact, receipt string) error {
	id, err := app.ParseID(m.Bundle)
	if err != nil {
		return err
	}
	for _, k := range to {
		err := p.Source.NoteSent(ctx, d.Interview, app.Sent{
			Bundle: id, At: m.Created, Receiver: k.Name, Words: k.Words, WithSound: d.WithSound,
			Raw: true, Reason: m.Reason, Counter: m.Counter, Receipt: receipt,
		})
		if err != nil {
			return fmt.Errorf("handover: noting what was sent: %w", err)
		}
	}
	return nil
}

func newID() app.ID {
	var id app.ID
	rand.Read(id[:]) // never fails since Go 1.24: it ends the process instead
	return id
}
