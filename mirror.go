package main

import (
	"context"

	"barnrost/app"
	"barnrost/app/listening"
	own "barnrost/app/mirror"
	"barnrost/app/transcript"
	"barnrost/app/view"
	"barnrost/app/view/bus"
	"barnrost/app/view/mirror"
)

// openMirror shows the three facts of the interview that the desk has.
func (p *program) openMirror() view.Room {
	id, session, read := p.interview, p.session, p.reader(p.interview)
	d := mirror.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Back: func() { p.goTo("desk")(id) },
		Known: func(ctx context.Context) (mirror.Known, error) {
			paper, err := read(ctx)
			if err != nil {
				return mirror.Known{}, err
			}
			return session.knownFacts(id, own.Mark(paper.Utterances))
		},
		Look: func(ctx context.Context, progress bus.Progress) (own.Facts, error) {
			paper, err := read(ctx)
			if err != nil {
				return own.Facts{}, err
			}
			return session.lookAt(ctx, id, paper.Utterances, progress)
		},
		Save: func(ctx context.Context, f own.Facts) error { return session.book.SaveMirror(ctx, id, f) },
		Listen: func(ctx context.Context) (mirror.Player, error) {
			i, err := session.book.Interview(id)
			if err == nil {
				err = withheld(i)
			}
			if err != nil {
				return nil, err
			}
			heard, _, err := p.hear(ctx, i.Recording)
			if err != nil {
				return nil, err
			}
			if err := heard.Err(); err != nil {
				p.closeSound(heard)
				return nil, err
			}
			return heard, nil
		},
	}
	if i, err := session.book.Interview(id); err == nil {
		d.Code = i.Code
	}
	return mirror.New(d)
}

// knownFacts is what the vault has of an interview's three facts; text is the
// mark of what is written now. Damaged ones are counted anew.
func (s *session) knownFacts(id app.ID, text string) (mirror.Known, error) {
	i, err := s.book.Interview(id)
	if err != nil {
		return mirror.Known{}, err
	}
	k := mirror.Known{Sound: !i.Recording.IsZero() && withheld(i) == nil}
	if f, err := s.book.Mirror(id); err == nil {
		k.Facts, k.Changed = &f, f.Text != text
	}
	k.Earlier, err = s.book.Mirrors(id)
	return k, err
}

// lookAt finds the three facts: it goes through the whole sound, if there is one.
func (s *session) lookAt(ctx context.Context, id app.ID, list []transcript.Utterance, progress bus.Progress) (own.Facts, error) {
	i, err := s.book.Interview(id)
	if err != nil {
		return own.Facts{}, err
	}
	if i.Recording.IsZero() || withheld(i) != nil {
		return own.Look(list, nil, 0, own.Options{}), nil
	}
	sound, err := s.book.ReadSound(ctx, i.Recording) // nobody listens
	if err != nil {
		return own.Facts{}, err
	}
	spans, err := listening.Speech(ctx, sound, progress)
	if ctx.Err() != nil {
		return own.Facts{}, app.Fail(app.CodeCancelled, ctx.Err())
	}
	if err != nil {
		return own.Facts{}, err
	}
	var speech []transcript.Stretch
	for _, x := range spans {
		speech = append(speech, transcript.Stretch{From: x.Start, To: x.End})
	}
	return own.Look(list, transcript.Tidy(speech), app.SamplesToMillis(sound.Len(), sound.Rate()), own.Options{}), nil
}
