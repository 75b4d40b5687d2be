package main

import (
	"context"
	"strings"

	"barnrost/app"
	"barnrost/app/listening"
	"barnrost/app/practice"
	"barnrost/app/transcript"
	"barnrost/app/view"
	"barnrost/app/view/desk"
	"barnrost/assets"
)

// given is how many turns of the invented interview are written already.
const given = 2

// lesson is a practice that was begun. It lies in memory alone.
type lesson struct {
	from string // the room that led there
	text *practice.Text
	desk *desk.Lesson
	err  error
}

// practise begins an invented interview anew, and goes back to a room
// afterwards.
func (p *program) practise(from string) func() {
	return func() {
		p.lesson = newLesson()
		p.lesson.from = from
		p.lesson.desk.Leave = func() { p.frame.Go(from) }
		p.choices.setPractised()
		p.frame.Go("practice")
	}
}

// newLesson writes the first turns down, the last of them under the wrong
// speaker, so that there is something to correct.
func newLesson() lesson {
	l := lesson{desk: &desk.Lesson{}}
	lines, err := practice.Lines(assets.PracticeManuscript, assets.PracticeTimes)
	if err != nil {
		l.err = app.Fail(app.CodeInternal, err)
		return l
	}
	doc := transcript.New()
	for i, line := range lines {
		u := transcript.Utterance{Speaker: transcript.Speaker(line.Speaker), Start: line.From, End: line.To, Text: line.Words}
		l.desk.Right = append(l.desk.Right, u)
		if i == given-1 {
			u.Speaker = transcript.Interviewer
		}
		if i < given {
			if _, err := doc.Insert(i, u); err != nil {
				l.err = app.Fail(app.CodeInternal, err)
			}
		}
	}
	l.text = practice.NewText(doc.Snapshot())
	return l
}

// openPractice opens the desk on the invented interview: nothing of it reaches
// the vault, and no list, count, log or copy knows of it.
func (p *program) openPractice() view.Room {
	if p.lesson.desk == nil { // the rail does not lead here, so this is a beginning
		p.lesson = newLesson()
		p.lesson.desk.Leave = func() { p.frame.Go("home") }
	}
	l := p.lesson
	room := desk.New(desk.Deps{
		Kit: p.kit, Bus: p.bus, Window: p.window, Code: p.kit.Text.T("practice.detail"),
		Open: func(ctx context.Context) (desk.Material, error) { return p.invented(ctx, l) }, Release: p.release,
		Autotexts: p.session.book.Autotexts, ShowKeys: func() { p.keymap("practice") }, Lesson: l.desk, TypingLag: p.choices.typingLag,
	})
	p.awaits(room.Unsaved)
	return room
}

// invented is the material of a practice.
func (p *program) invented(ctx context.Context, l lesson) (desk.Material, error) {
	if l.err != nil {
		return desk.Material{}, l.err
	}
	sound, err := listening.FromWAV(strings.NewReader(assets.PracticeSound))
	if err != nil {
		return desk.Material{}, app.Fail(app.CodeInternal, err)
	}
	session := p.listenTo(ctx, sound)
	return desk.Material{
		Text: l.text, Peaks: sound.Peaks(), Sound: session, SoundErr: session.Err(),
		Recording: app.Recording{Status: app.SoundWhole, Rate: sound.Rate(), Samples: sound.Len()},
	}, nil
}
