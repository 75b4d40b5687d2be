package handover

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/storage/bundle"
)

// MaxReason is the longest reason, in code points.
const MaxReason = 500

// Draft is what a person has chosen to send.
type Draft struct {
	Interview app.ID
	To        []app.ID // contacts
	// RawAgreed is the tick that the text leaves as it is, not de-identified,
	// and Reason why. There is no other text yet, so both are needed.
	RawAgreed bool
	Reason    string
	WithSound bool
	// SoundAgreed is the answer to the separate question about the sound.
	SoundAgreed bool
}

// Preview is what the receivers will read, exactly.
type Preview struct {
	About  About
	Sender string // the name on the sender's card
	Reason string
	// Paper is the transcript, read back from the bytes that will be sent.
	Paper transcript.Paper
	// Text is the member that any text editor shows.
	Text  []byte
	Files []File
	// Reflections are what the interviewer shares, nil where there is nothing.
	Reflections app.Reflections
	// SoundMillis is the length of the sound there is to choose, 0 if none.
	SoundMillis int64
}

// File is one member of the bundle.
type File struct {
	Name string
	Size int64
}

// Preview renders what would be sent. It checks nothing of the draft, so that
// a person sees what they are about to decide on.
func (p *Post) Preview(ctx context.Context, d Draft) (Preview, error) {
	c, err := p.collect(ctx, d)
	if err != nil {
		return Preview{}, err
	}
	files, err := c.texts()
	if err != nil {
		return Preview{}, app.Fail(app.CodeInternal, err)
	}
	paper, err := transcript.ParseJSON(files[0].data)
	if err != nil {
		return Preview{}, app.Fail(app.CodeInternal, err)
	}
	paper.Speaker, paper.Mark = p.Wording.Speaker, p.Wording.Mark
	card, err := bundle.ParseCard(p.Keys().Card)
	if err != nil {
		return Preview{}, app.Fail(app.CodeInternal, err)
	}
	out := Preview{About: aboutOf(c.interview), Sender: card.Name, Reason: clean(d.Reason), Paper: paper, Reflections: c.reflections}
	for _, f := range files {
		out.Files = append(out.Files, File{f.name, int64(len(f.data))})
		if f.name == bundle.NameTranscriptText {
			out.Text = f.data
		}
	}
	if c.recording != nil {
		out.SoundMillis = c.recording.Millis()
		if d.WithSound {
			out.Files = append(out.Files, File{bundle.NameSound, app.WAVHead + 2*c.recording.Samples})
		}
	}
	return out, nil
}

// contents is an interview as it would be sent.
type contents struct {
	interview app.Interview
	paper     transcript.Paper
	recording *app.Recording // nil without sound
	guide     []byte         // that it was held by, nil where none was kept

	reflections app.Reflections
	title       string // of their file
}

func (p *Post) collect(ctx context.Context, d Draft) (contents, error) {
	i, err := p.Source.Interview(d.Interview)
	if err != nil {
		return contents{}, err
	}
	// What was received is not ours to pass on.
	if i.Origin != app.OriginOwn {
		return contents{}, app.Fail(app.CodeNothingToSend, nil)
	}
	c := contents{interview: i, title: p.Wording.Reflections}
	if c.reflections, err = p.Source.Reflections(d.Interview); err != nil {
		return contents{}, err
	}
	said, err := p.Source.Transcript(ctx, d.Interview)
	if err != nil {
		return contents{}, err
	}
	c.paper = transcript.Paper{
		Title: i.Code, Label: p.Wording.Raw, Utterances: said.Utterances, Names: said.Names,
		Speaker: p.Wording.Speaker, Mark: p.Wording.Mark,
	}
	if i.Recording.IsZero() {
		return c, nil
	}
	r, err := p.Source.Recording(ctx, i.Recording)
	if err != nil {
		return contents{}, err
	}
	if r.Status == app.SoundRunning || r.Samples == 0 {
		return c, nil
	}
	c.recording = &r
	c.paper.Marks = transcript.MarksOf(r)
	if guide, err := p.Source.Guide(d.Interview); err == nil {
		c.guide = guide // what cannot be read keeps nobody from sending what the child said
	}
	return c, nil
}

// check holds a draft to the rules and returns the receivers.
func (p *Post) check(d Draft, c contents) ([]app.Contact, error) {
	hasText := len(c.paper.Utterances) > 0
	switch {
	case d.WithSound && c.recording == nil:
		return nil, app.Fail(app.CodeNothingToSend, errors.New("handover: there is no sound"))
	case !hasText && !d.WithSound:
		return nil, app.Fail(app.CodeNothingToSend, nil)
	case !d.RawAgreed || clean(d.Reason) == "":
		return nil, app.Fail(app.CodeReasonMissing, nil)
	case utf8.RuneCountInString(clean(d.Reason)) > MaxReason:
		return nil, app.Fail(app.CodeReasonMissing, errors.New("handover: the reason is too long"))
	case d.WithSound && !d.SoundAgreed:
		// The room asks; this guards against a room that forgot to.
		return nil, app.Fail(app.CodeInternal, errors.New("handover: the question about the sound was not answered"))
	}
	return p.receivers(d.To)
}

// receivers looks the contacts up as they are now: only those whose words have
// been compared.
func (p *Post) receivers(ids []app.ID) ([]app.Contact, error) {
	if len(ids) == 0 {
		return nil, app.Fail(app.CodeNotConfirmed, errors.New("handover: nobody to send to"))
	}
	all, err := p.Source.Contacts()
	if err != nil {
		return nil, err
	}
	byID := map[app.ID]app.Contact{}
	for _, k := range all {
		byID[k.ID] = k
	}
	var out []app.Contact
	for _, id := range ids {
		k, ok := byID[id]
		if !ok {
			return nil, app.Fail(app.CodeNotFound, fmt.Errorf("handover: no contact %s", id))
		}
		if !k.Confirmed {
			return nil, &app.Error{Code: app.CodeNotConfirmed, Args: map[string]string{"name": k.Name}}
		}
		out = append(out, k)
	}
	return out, nil
}

// clean trims a reason and folds its white space.
func clean(reason string) string {
	return strings.Join(strings.Fields(transcript.Clean(reason)), " ")
}
