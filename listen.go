package main

import (
	"context"
	"slices"
	"sync"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/listening"
	"barnrost/app/transcript"
	"barnrost/app/view"
	"barnrost/app/view/desk"
	"barnrost/app/view/interview"
	"barnrost/app/view/reading"
	"barnrost/app/view/text"
	"barnrost/assets"
)

// What the desk asks a sound for only when it has it.
var _ interface {
	LoopMillis(from, to int64)
	Unloop()
} = (*listening.Session)(nil)

// openDesk opens the interview that was chosen, or the one that was worked on
// last; without any, the room says how one begins.
func (p *program) openDesk() view.Room {
	i, ok := p.deskInterview()
	if !ok {
		return desk.NewEmpty(p.kit, p.window, func() { p.goToInterview(interview.At{}) }, p.practise("desk"))
	}
	p.interview = i.ID
	room := desk.New(desk.Deps{
		Kit: p.kit, Bus: p.bus, Window: p.window, Interview: i.ID, Code: i.Code,
		Open:    func(ctx context.Context) (desk.Material, error) { return p.material(ctx, i) },
		Release: p.release, TypingLag: p.choices.typingLag,
		TakeIn: func() { p.goTo("takein")(i.ID) }, SaveOut: func() { p.goTo("saveout")(i.ID) },
		ThreeFacts: func() { p.goTo("mirror")(i.ID) },
		Latest:     func() []app.Work { return p.latest(i.ID) }, Autotexts: p.session.book.Autotexts, EditAutotexts: func() { p.autotexts("desk") },
		OtherMark: markIn(p.otherLanguage()), ShowKeys: func() { p.keymap("desk") },
	})
	p.awaits(room.Unsaved)
	return room
}

// otherLanguage is the one that the window does not speak.
func (p *program) otherLanguage() app.Language {
	if p.kit.Text.Language() == app.Swedish {
		return app.English
	}
	return app.Swedish
}

// markIn gives the word of a marker as a text in a language has it, nil without
// the language.
func markIn(lang app.Language) func(transcript.Mark) string {
	words, err := text.Load(assets.Translations, lang)
	if err != nil {
		return nil
	}
	return func(m transcript.Mark) string { return words.Marker(m.Marker()) }
}

// deskInterview chooses what the desk opens: the interview named, else the
// newest of one's own that has sound or text.
func (p *program) deskInterview() (app.Interview, bool) {
	if i, err := p.session.book.Interview(p.interview); err == nil && i.Origin == app.OriginOwn && !i.Blocked(app.MatterText) {
		return i, true
	}
	all, err := p.session.book.Interviews()
	if err != nil {
		return app.Interview{}, false
	}
	at := slices.IndexFunc(all, func(i app.Interview) bool {
		return i.Origin == app.OriginOwn && !i.Blocked(app.MatterText) && !(i.Recording.IsZero() && i.Transcript.IsZero())
	})
	if at < 0 {
		return app.Interview{}, false
	}
	return all[at], true
}

// material fetches what an interview is transcribed from and to.
func (p *program) material(ctx context.Context, i app.Interview) (desk.Material, error) {
	text, err := p.session.book.OpenText(ctx, i.ID)
	if err != nil {
		return desk.Material{}, err
	}
	m := desk.Material{Text: text, SoundErr: withheld(i), HeardThrough: i.Through}
	if i.Recording.IsZero() || m.SoundErr != nil {
		return m, nil
	}
	if m.Recording, err = p.session.book.Recording(ctx, i.Recording); err != nil {
		return desk.Material{}, err
	}
	if m.Recording.Status == app.SoundRunning || m.Recording.Samples == 0 {
		return m, nil
	}
	session, sound, err := p.hear(ctx, i.Recording)
	if err != nil {
		return desk.Material{}, err
	}
	m.Peaks, m.Sound, m.SoundErr = sound.Peaks(), session, session.Err()
	sound.ForgetPeaks()
	if m.Speech = p.session.heard.of(i.Recording); m.Speech == nil {
		heard := &p.session.heard
		m.FindSpeech = func(ctx context.Context) (transcript.Stretches, error) {
			found, err := speechIn(ctx, sound)
			if err == nil {
				heard.keep(i.Recording, found)
			}
			return found, err
		}
	}
	return m, nil
}

// heardSpeech is where somebody speaks in the recordings that were listened
// through since the vault was opened. It lies in memory alone: that somebody
// spoke, and when, is the child's as well. A recording does not change, so what
// was found stays true.
type heardSpeech struct {
	mu    sync.Mutex
	found map[app.ID]transcript.Stretches
}

func (h *heardSpeech) of(recording app.ID) transcript.Stretches {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.found[recording]
}

func (h *heardSpeech) keep(recording app.ID, found transcript.Stretches) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.found == nil {
		h.found = map[app.ID]transcript.Stretches{}
	}
	h.found[recording] = found
}

// speechIn listens a sound through for speech.
func speechIn(ctx context.Context, sound listening.Sound) (transcript.Stretches, error) {
	found, err := listening.Speech(ctx, sound, nil)
	var speech transcript.Stretches
	for _, s := range found {
		speech = append(speech, transcript.Stretch{From: s.Start, To: s.End})
	}
	return speech, err
}

// withheld is why an interview's sound is not to be heard, nil if it is: the
// text can be worked on without it.
func withheld(i app.Interview) error {
	switch {
	case !i.SoundGone.IsZero():
		return app.Fail(app.CodeDisposed, nil)
	case i.Blocked(app.MatterSound):
		return app.Fail(app.CodeBlocked, nil)
	}
	return nil
}

// hear opens a recording to be listened to. The sound's own reads outlive ctx,
// which bounds the opening.
func (p *program) hear(ctx context.Context, recording app.ID) (*listening.Session, *casebook.Sound, error) {
	sound, err := p.session.book.OpenSound(context.WithoutCancel(ctx), recording)
	if err != nil {
		return nil, nil, err
	}
	return p.listenTo(ctx, sound), sound, nil
}

// listenTo opens any sound with what the person has chosen.
func (p *program) listenTo(ctx context.Context, sound listening.Sound) *listening.Session {
	session := listening.Open(ctx, sound, p.ears.context, listening.Options{
		OnChange: func() { p.bus.Publish(app.PlaybackChanged{}) },
	})
	session.RewindOnPause(p.choices.rewind())
	return session
}

// release ends a desk's sound. The device may take a while to stop.
func (p *program) release(m desk.Material) {
	if session, ok := m.Sound.(*listening.Session); ok {
		go p.closeSound(session)
	}
}

func (p *program) closeSound(s *listening.Session) {
	if err := s.Close(); err != nil {
		p.bus.Trace("problem", app.CodeOf(err))
	}
}

// listen opens a received interview's sound.
func (p *program) listen(ctx context.Context, recording app.ID) (reading.Player, error) {
	session, _, err := p.hear(ctx, recording)
	if err != nil {
		return nil, err
	}
	if err := session.Err(); err != nil {
		p.closeSound(session)
		return nil, err
	}
	return session, nil
}
