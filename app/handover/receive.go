package handover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/storage/bundle"
)

// Received is a bundle that was taken in: an interview, or Envelopes children's
// sealed answers; or, where Key is not nil, one that brought the unit's key and is
// good, and of which nothing is stored until [Post.AcceptKey].
type Received struct {
	Interview app.ID
	About     About
	Sender    string
	Receipt   string // to be read out to the sender
	Key       *OfferedKey
	Envelopes int
}

// Receive opens a bundle's file, checks all of it and stores it with one last
// commit; until then nothing of it is in the vault. A bundle from somebody
// whose card's words have not been compared is not opened: it gives
// CodeUnknownSender (Args name), and is noted as waiting. Other errors:
// CodeFileMissing, CodeFileUnreadable, CodeNotABundle, CodeNotForMe, CodeBundleDamaged,
// CodeBundleTruncated, CodeBundleForged, CodeBundleSeen, CodeBundleOlder,
// CodeBundleTooLarge, CodeBundleNewer, CodeCancelled, or the vault's; for the
// unit's key also CodeUnitKeySeen, CodeUnitKeyHere and CodeUnitKeyOther, for
// envelopes CodeEnvelopesFull.
func (p *Post) Receive(ctx context.Context, path string, progress Progress) (Received, error) {
	file, size, err := open(path)
	if err != nil {
		return Received{}, err
	}
	a := &arrival{post: p, ctx: ctx, path: path}
	_, hash, err := bundle.Read(ctx, &counted{file, 0, size, progress}, p.Keys().Inboxes, bundle.Handler{Manifest: a.manifest, Member: a.member})
	if e := file.Close(); err == nil && e != nil {
		err = e
	}
	if err == nil {
		err = a.complete()
	}
	if err != nil {
		return Received{}, a.abort(readFault(err))
	}
	if a.key != nil {
		return a.offer(hash)
	}
	if a.got.Kind == bundle.KindSurvey {
		return a.keepEnvelopes(hash)
	}
	return a.commit(hash)
}

func open(path string) (*os.File, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, app.FileFault(err)
	}
	stat, err := file.Stat()
	if err == nil && !stat.Mode().IsRegular() {
		err = errors.New("handover: not a file")
	}
	if err != nil {
		return nil, 0, app.FileFault(errors.Join(err, file.Close()))
	}
	return file, stat.Size(), nil
}

// arrival is one bundle on its way in.
type arrival struct {
	post *Post
	ctx  context.Context
	path string

	got     bundle.Manifest
	sender  app.Contact
	signer  string // the sender's signing key
	about   About
	subject app.ID
	text    []byte
	markers *markersFile
	shared  app.Reflections
	stage   SoundStage
	key     *keyParts // of a key handover

	envelopes [][]byte // of a survey
}

// manifest decides whether to go on, when sender and receiver are certain.
func (a *arrival) manifest(m bundle.Manifest, card bundle.Card) error {
	if m.Kind != bundle.KindInterview && m.Kind != bundle.KindHandover && m.Kind != bundle.KindSurvey {
		return app.Fail(app.CodeBundleNewer, nil)
	}
	hash, err := bundle.Hash(m)
	if err != nil {
		return err
	}
	a.got, a.signer = m, card.Signer.String()
	known, err := a.recognise()
	if err != nil {
		return err
	}
	if !known {
		return a.wait(hash, m, card)
	}
	if seen, err := a.post.Inbox.Seen(hash); err != nil {
		return err
	} else if seen {
		again := app.CodeBundleSeen
		if m.Kind == bundle.KindHandover {
			again = app.CodeUnitKeySeen
		}
		return errors.Join(app.Fail(again, nil), a.post.Inbox.Unwait(a.ctx, hash))
	}
	switch m.Kind {
	case bundle.KindHandover:
		return a.identifyKey()
	case bundle.KindSurvey:
		return a.identifyEnvelopes()
	}
	return a.identify()
}

// recognise looks for the sender among the cards whose words were compared.
// The signing key decides: it is what the manifest was signed with.
func (a *arrival) recognise() (bool, error) {
	contacts, err := a.post.Inbox.Contacts()
	if err != nil {
		return false, err
	}
	for _, k := range contacts {
		card, err := bundle.ParseCard(k.Card)
		if err != nil {
			return false, app.Fail(app.CodeForgedCard, err)
		}
		if k.Confirmed && card.Signer.String() == a.signer {
			a.sender = k
			return true, nil
		}
	}
	return false, nil
}

func (a *arrival) wait(hash [32]byte, m bundle.Manifest, card bundle.Card) error {
	words, err := a.post.Fingerprint(m.Sender)
	if err != nil {
		return err
	}
	w := Waiting{Path: a.path, Hash: hash, Card: m.Sender, Name: card.Name, Words: words}
	if err := a.post.Inbox.Wait(a.ctx, w); err != nil {
		return err
	}
	return &app.Error{Code: app.CodeUnknownSender, Args: map[string]string{"name": card.Name}}
}

// identify reads what the bundle is about and whether a newer one came before.
func (a *arrival) identify() (err error) {
	if a.subject, err = app.ParseID(a.got.Subject); err != nil || a.got.Counter < 1 {
		return fmt.Errorf("%w: no subject", bundle.ErrForged)
	}
	if a.about, err = parseAbout(a.got.About); err != nil {
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	latest, err := a.post.Inbox.LatestCounter(a.subject, a.signer)
	if err != nil {
		return err
	}
	if a.got.Counter < latest {
		return app.Fail(app.CodeBundleOlder, nil)
	}
	return nil
}

// member takes one member in. What is not taken is still hashed by the reader.
func (a *arrival) member(info bundle.MemberInfo, r io.Reader) error {
	switch info.Name {
	case bundle.NameTranscriptJSON:
		return a.takeText(info, r)
	case bundle.NameMarkers:
		return a.takeMarkers(info, r)
	case bundle.NameReflections:
		return a.takeReflections(info, r)
	case bundle.NameSound:
		return a.takeSound(info, r)
	case bundle.NameUnitKey, bundle.NameUnitCard, bundle.NameUnitSigning:
		return a.key.take(info.Name, r)
	case bundle.NameEnvelopes:
		return a.takeEnvelopes(info, r)
	}
	return nil // the renderings for those without the program
}

func (a *arrival) takeText(info bundle.MemberInfo, r io.Reader) error {
	if info.Size > transcript.MaxJSON {
		return bundle.ErrTooLarge
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	switch _, err := transcript.ParseJSON(data); {
	case errors.Is(err, transcript.ErrNewer):
		return fmt.Errorf("%w: %w", bundle.ErrNewer, err)
	case err != nil:
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	a.text = data
	return nil
}

func (a *arrival) takeMarkers(info bundle.MemberInfo, r io.Reader) error {
	if info.Size > transcript.MaxJSON {
		return bundle.ErrTooLarge
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := parseMarkers(data)
	if errors.Is(err, bundle.ErrNewer) {
		return err
	}
	if err != nil {
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	a.markers = &m
	return nil
}

func (a *arrival) takeReflections(info bundle.MemberInfo, r io.Reader) error {
	if info.Size > bundle.MaxNotes {
		return bundle.ErrTooLarge
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if a.shared, err = parseReflections(data); err != nil && !errors.Is(err, bundle.ErrNewer) {
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	return err
}

// takeSound stages the sound with its markers, which came before it.
func (a *arrival) takeSound(info bundle.MemberInfo, r io.Reader) error {
	b := newBelt(func(pcm []byte) error { return a.stage.AppendPCM(a.ctx, pcm) })
	begin := func(rate int, samples int64) error { return a.beginSound(rate, samples, info.SHA256) }
	err := readWAV(r, info.Size, begin, b.room, b.put)
	if e := b.end(); err == nil {
		err = e
	}
	if errors.Is(err, errWAV) {
		return fmt.Errorf("%w: %w", bundle.ErrForged, err)
	}
	return err
}

func (a *arrival) beginSound(rate int, samples int64, sha256 string) (err error) {
	if a.markers == nil || a.markers.Rate != rate || a.markers.Samples != samples {
		return errWAV
	}
	if a.stage, err = a.post.Inbox.StageSound(a.ctx, rate, sha256); err != nil {
		return err
	}
	for _, m := range a.markers.Markers {
		if err := a.stage.Mark(a.ctx, m); err != nil {
			return err
		}
	}
	for _, g := range a.markers.Gaps {
		if err := a.stage.Gap(a.ctx, g); err != nil {
			return err
		}
	}
	return nil
}

// complete reports what the kind of bundle must hold and this one does not.
func (a *arrival) complete() error {
	switch {
	case a.key != nil:
	case a.got.Kind == bundle.KindSurvey:
		if a.envelopes == nil {
			return fmt.Errorf("%w: no envelopes", bundle.ErrForged)
		}
	case a.text == nil:
		return fmt.Errorf("%w: no transcript", bundle.ErrForged)
	}
	return nil
}

func (a *arrival) abort(err error) error {
	if a.stage == nil {
		return err
	}
	// What cannot be dropped now is swept at the next unlock: its key is gone.
	if e := a.stage.Abort(); e != nil && err == nil {
		return e
	}
	return err
}

func (a *arrival) commit(hash [32]byte) (Received, error) {
	id, err := app.ParseID(a.got.Bundle)
	if err != nil {
		return Received{}, a.abort(readFault(err))
	}
	receipt := bundle.Receipt(hash, a.post.Words)
	month, err := time.ParseInLocation(monthForm, a.about.Month, time.Local)
	if err != nil {
		return Received{}, a.abort(readFault(err))
	}
	i := app.Interview{
		Code: a.about.Code, Age: a.about.Age, Place: a.about.Place, Created: month, Origin: app.OriginReceived,
		Received: &app.Received{
			Bundle: id, Subject: a.subject, SenderName: a.sender.Name, SenderKey: a.signer, SenderWord: a.sender.Words,
			Confirmed: true, At: a.post.Now(), Reason: clean(a.got.Reason),
			// Whoever does not say that names are taken out has not taken them out.
			Raw:     a.got.Text != bundle.TextDeidentified,
			Counter: a.got.Counter, Receipt: receipt, Reflections: a.shared,
		},
	}
	if a.markers != nil {
		i.Received.Guide = a.markers.Guide
	}
	stored, err := a.post.Inbox.Receive(a.ctx, hash, i, a.text, a.stage)
	if err != nil {
		return Received{}, a.abort(fault(err))
	}
	return Received{Interview: stored, About: a.about, Sender: a.sender.Name, Receipt: receipt}, nil
}

// counted reports how much of a file was read.
type counted struct {
	r           io.Reader
	done, total int64
	report      Progress
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	if c.report != nil && n > 0 {
		c.report(c.done, c.total)
	}
	return n, err
}
