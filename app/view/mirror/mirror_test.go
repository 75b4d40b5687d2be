package mirror_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/app/transcript"
	"barnrost/app/view"
	"barnrost/app/view/bus"
	room "barnrost/app/view/mirror"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

// player is a sound that is nowhere but where it was put.
type player struct {
	mu      sync.Mutex
	at      int64
	playing bool
	err     error
	closed  chan struct{}
}

func (p *player) set(fn func()) { p.mu.Lock(); defer p.mu.Unlock(); fn() }
func (p *player) Play()         { p.set(func() { p.playing = true }) }
func (p *player) Pause()        { p.set(func() { p.playing = false }) }
func (p *player) SeekMillis(ms int64) {
	p.set(func() { p.at = ms })
}
func (p *player) Playing() (on bool)        { p.set(func() { on = p.playing }); return on }
func (p *player) PositionMillis() (n int64) { p.set(func() { n = p.at }); return n }
func (p *player) Err() (err error)          { p.set(func() { err = p.err }); return err }
func (p *player) Close() error              { close(p.closed); return nil }

type stage struct {
	*viewtest.Stage
	known  room.Known
	found  mirror.Facts
	err    error
	wait   bool // counting goes on until it is stopped
	listen error
	failed error // of keeping

	saved []mirror.Facts
	sound *player
	backs int
	frame *view.Frame
	large bool // words at twice the size, in a small window
}

func (s *stage) look(ctx context.Context, progress bus.Progress) (mirror.Facts, error) {
	progress(1, 4)
	if s.wait {
		<-ctx.Done()
		return mirror.Facts{}, app.Fail(app.CodeCancelled, ctx.Err())
	}
	return s.found, s.err
}

func open(t *testing.T, lang app.Language, mode theme.Mode, s *stage) *stage {
	t.Helper()
	s.Stage, s.sound = viewtest.New(t, lang, mode), &player{closed: make(chan struct{})}
	if s.large {
		fyne.CurrentApp().Settings().SetTheme(theme.New(mode, 2))
		s.Size(1180, 660)
	}
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	s.frame.Enter([]view.Place{
		{ID: "mirror", Hidden: true, Open: func() view.Room {
			return room.New(room.Deps{Bus: s.Bus, Kit: s.Kit, Window: s.Window, Code: "TALL-27",
				Known: func(context.Context) (room.Known, error) { return s.known, nil }, Look: s.look,
				Save:   func(_ context.Context, f mirror.Facts) error { s.saved = append(s.saved, f); return s.failed },
				Listen: func(context.Context) (room.Player, error) { return s.sound, s.listen },
				Back:   func() { s.backs++ }})
		}},
		{ID: "home", Open: func() view.Room { return &empty{} }},
	}, "mirror")
	return s
}

// empty is a room to go to.
type empty struct{ view.Room }

func (*empty) Content() fyne.CanvasObject { return container.NewWithoutLayout() }
func (*empty) Focus()                     {}
func (*empty) Close()                     {}

func facts() mirror.Facts {
	return mirror.Facts{Made: time.Date(2027, 2, 18, 10, 58, 0, 0, time.UTC), By: mirror.ByTime, Backings: 12,
		Shares: []mirror.Share{{Speaker: transcript.Interviewer, Amount: 1, Part: 1.0 / 3}, {Speaker: transcript.Child, Amount: 1, Part: 2.0/3 - 0.05},
			{Speaker: transcript.Interpreter, Amount: 1, Part: 0.05}},
		Tempo: &mirror.Tempo{WithPauses: 92.4, Speaking: 131.2, Syllables: 3.94}, Wait: &mirror.Wait{Question: 60_000, From: 70_000, To: 77_100},
		Longest: &mirror.Place{From: 80_000, To: 130_000}, Mine: &mirror.Place{From: 5_000, To: 12_000}}
}

func (s *stage) says(t *testing.T, all ...string) {
	t.Helper()
	for _, words := range all {
		if !strings.Contains(s.Words(), words) {
			t.Errorf("the room does not say %q but\n%s", words, s.Words())
		}
	}
}

func TestTheThreeFactsAreCountedKeptAndTold(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{found: facts(), known: room.Known{Sound: true,
		Earlier: []mirror.Facts{{Tempo: &mirror.Tempo{WithPauses: 80, Speaking: 120}}, {}, {Tempo: &mirror.Tempo{WithPauses: 90, Speaking: 141}}}}})
	s.WaitTrace("mirror ready")
	s.says(t, "Bara du ser detta.", "Du väntade 7 s – och då kom svaret.", "62 % barnets och 33 % ditt", "12 små ”mm”",
		"Barnet: 62 %", "131 ord i minuten", "92 med dina pauser", "3,9 stavelser", "I dina 2 tidigare samtal", "131.", "lyssna mer än tala")
	if len(s.saved) != 1 || s.saved[0].Backings != 12 {
		t.Errorf("kept %+v", s.saved)
	}
}

func TestFactsThatAreThereAreNotCountedAnewUntilThatIsAskedFor(t *testing.T) {
	f := facts()
	s := open(t, app.Swedish, theme.Light, &stage{found: facts(), known: room.Known{Facts: &f, Changed: true}})
	s.WaitTrace("mirror ready")
	s.says(t, "Räknat 18 februari 2027", "Texten är ändrad sedan dess")
	if len(s.saved) != 0 {
		t.Error("they were counted anew")
	}
	if s.Control("mirror.hear.wait") != nil || s.Control("mirror.again") != nil {
		t.Error("a sound that is gone can be heard, or counted anew")
	}

	s = open(t, app.Swedish, theme.Light, &stage{found: facts(), known: room.Known{Facts: &f, Sound: true}})
	s.WaitTrace("mirror ready")
	s.ClearTrace()
	s.Press("mirror.again")
	s.WaitTrace("mirror ready")
	if len(s.saved) != 1 || strings.Contains(s.Words(), "ändrad sedan dess") {
		t.Error("they were not counted anew")
	}
}

func TestEachFactPlaysItsPlaceAndStopsAtItsEnd(t *testing.T) {
	f := facts()
	s := open(t, app.Swedish, theme.Light, &stage{known: room.Known{Facts: &f, Sound: true}})
	s.WaitTrace("mirror ready")
	if s.Focused() != "mirror.hear.wait" {
		t.Errorf("%q has the focus", s.Focused())
	}
	for id, place := range map[string]mirror.Place{"wait": {From: 64_000, To: 83_100}, "share": {From: 80_000, To: 100_000}, "tempo": {From: 5_000, To: 12_000}} {
		s.ClearTrace()
		s.Press("mirror.hear." + id)
		s.WaitTrace("mirror playing " + id)
		if at := s.sound.PositionMillis(); at != place.From {
			t.Errorf("%s plays from %d", id, at)
		}
		s.sound.SeekMillis(place.To - 1)
		s.Bus.Publish(app.PlaybackChanged{})
		s.Settle()
		if !s.sound.Playing() {
			t.Errorf("%s stopped before its end", id)
		}
		s.sound.SeekMillis(place.To)
		s.Bus.Publish(app.PlaybackChanged{})
		s.Wait(id+" to stop", func() bool { return !s.sound.Playing() })
	}
	s.Press("mirror.hear.wait")
	s.Press("mirror.hear.wait")
	if s.sound.Playing() || strings.Contains(s.Words(), "Pausa") {
		t.Error("the same button does not pause")
	}
	s.Press("mirror.hear.wait")
	s.sound.set(func() { s.sound.playing, s.sound.err = false, app.Fail(app.CodeNoSpeaker, nil) })
	s.Bus.Publish(app.PlaybackChanged{})
	s.Wait("the words", func() bool { return strings.Contains(s.Words(), s.Text.T("error.no-speaker.what")) })
	s.frame.Go("home")
	<-s.sound.closed
}

func TestCountingCanBeStoppedAndThenNothingIsKept(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{wait: true})
	s.WaitTrace("mirror looking")
	s.Press("busy.cancel")
	s.WaitTrace("mirror ready")
	s.says(t, "Genomgången avbröts")
	if len(s.saved) != 0 {
		t.Error("something was kept")
	}
	s.Press("mirror.back")
	if s.backs != 1 {
		t.Error("there is no way back")
	}
}

func TestWhatFailsIsToldInWordsAndTheFactsAreShownAllTheSame(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{found: facts(), failed: app.Fail(app.CodeDiskFull, nil), listen: errors.New("x"), known: room.Known{Sound: true}})
	s.WaitTrace("mirror ready")
	s.says(t, "Du väntade 7 s", s.Text.T("error.disk-full.what"))
	s.Press("mirror.hear.wait")
	s.Wait("the words", func() bool { return strings.Contains(s.Words(), s.Text.T("error.internal.what")) })
	s = open(t, app.Swedish, theme.Light, &stage{err: app.Fail(app.CodeBlocked, nil)})
	s.WaitTrace("mirror ready")
	s.says(t, s.Text.T("error.blocked.what"))
}

func TestAnInterviewThatTellsLittleIsToldOfPlainly(t *testing.T) {
	for words, f := range map[string]mirror.Facts{
		"ingen tystnad före dem":     {By: mirror.ByTime, Shares: []mirror.Share{{Speaker: transcript.Child, Part: 1}}},
		"räknas ord i stället":       {By: mirror.ByWords, Shares: []mirror.Share{{Speaker: transcript.Child, Part: 1}}},
		"inga repliker i texten än":  {By: mirror.ByTime, Shares: []mirror.Share{{Speaker: transcript.Interviewer, Part: 1}}},
		"inget tal i texten än":      {},
		"92 ord i minuten, med dina": {By: mirror.ByTime, Tempo: &mirror.Tempo{WithPauses: 92}},
	} {
		s := open(t, app.Swedish, theme.Light, &stage{known: room.Known{Facts: &f, Sound: true}})
		s.WaitTrace("mirror ready")
		s.says(t, words)
	}
}

func TestPicturesOfTheRoom(t *testing.T) {
	for _, look := range []struct {
		lang app.Language
		mode theme.Mode
	}{{app.Swedish, theme.Light}, {app.English, theme.Dark}} {
		f := facts()
		s := open(t, look.lang, look.mode, &stage{known: room.Known{Facts: &f, Sound: true, Earlier: []mirror.Facts{{Tempo: &mirror.Tempo{WithPauses: 80, Speaking: 120}}}}})
		s.WaitTrace("mirror ready")
		s.Shot("mirror-"+string(look.lang), 1)
		s.Focus("mirror.back") // the end of the page
		s.Shot("mirror-end-"+string(look.lang), 1)
		s = open(t, look.lang, look.mode, &stage{large: true, known: room.Known{Facts: &f, Sound: true, Changed: true}})
		s.WaitTrace("mirror ready")
		s.Shot("mirror-large-"+string(look.lang), 1)
		s.Focus("mirror.back")
		s.Shot("mirror-large-end-"+string(look.lang), 1)
		s = open(t, look.lang, look.mode, &stage{wait: true})
		s.WaitTrace("mirror looking")
		s.Settle()
		s.Shot("mirror-looking-"+string(look.lang), 1)
	}
}
