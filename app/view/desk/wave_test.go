package desk

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// reel is a tape that can loop.
type reel struct {
	*tape
	from, to int64
}

func (p *reel) LoopMillis(from, to int64) { p.from, p.to = from, to }
func (p *reel) Unloop()                   { p.from, p.to = 0, 0 }

// listenTo plays the tape from one time to another as the real sound reports it.
func (s *scene) listenTo(from, to int64) {
	s.tape.at = from
	s.tape.playing = true
	s.room.heard(app.PlaybackChanged{})
	for s.tape.at < to {
		s.tape.at = min(s.tape.at+100, to)
		s.room.heard(app.PlaybackChanged{})
	}
	s.tape.playing = false
	s.room.heard(app.PlaybackChanged{})
	s.Settle()
}

func heardOf(s *scene) transcript.Stretches { return s.room.coverage.heard }

func TestWhatIsPlayedIsHeardAndWhatIsLeaptOverIsNot(t *testing.T) {
	s := open(t, &vault{})
	s.listenTo(1_000, 4_000)
	s.tape.playing = true
	s.room.heard(app.PlaybackChanged{})
	s.tape.at = 9_000 // F5
	s.room.heard(app.PlaybackChanged{})
	s.tape.at = 9_100
	s.room.heard(app.PlaybackChanged{})
	s.tape.at = 2_000 // F3
	s.room.heard(app.PlaybackChanged{})
	s.tape.playing = false
	s.tape.at = 50_000 // a click, while it rests
	s.room.heard(app.PlaybackChanged{})
	want := transcript.Stretches{{From: 1_000, To: 4_000}, {From: 9_000, To: 9_100}}
	if got := heardOf(s); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("heard %v, want %v", got, want)
	}
}

func TestWhatWasHeardIsThereAnotherDay(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.listenTo(1_000, 4_000)
	s.room.wave.SetZoom(50)
	s.room.Close()
	s = open(t, v)
	if got := heardOf(s); len(got) != 1 || got[0] != (transcript.Stretch{From: 1_000, To: 4_000}) {
		t.Errorf("heard %v", got)
	}
	if s.room.wave.Zoom() != 50 {
		t.Errorf("the zoom is %v", s.room.wave.Zoom())
	}
}

func TestWhatWasHeardIsKeptWhileListeningAndNotOnlyAtTheEnd(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.listenTo(1_000, 4_000)
	if s.clock.fire(stateEvery) == 0 {
		t.Fatal("nothing is waiting to be kept")
	}
	s.Settle()
	s.Wait("what was heard is in the vault", func() bool {
		raw, err := v.Desk()
		return err == nil && strings.Contains(string(raw), `"heard":[[1000,4000]]`)
	})
}

func TestADamagedStateOfTheDeskHasNothingHeardBeyondTheSound(t *testing.T) {
	s := open(t, &vault{desk: []byte(`{"format":1,"zoom":-3,"heard":[[900000,990000],[-5,2000],[70,60],[1000,3000]]}`)})
	if got := heardOf(s); len(got) != 1 || got[0] != (transcript.Stretch{From: 0, To: 3_000}) {
		t.Errorf("heard %v", got)
	}
}

func TestTheListOfHolesPlaysThemAndShrinks(t *testing.T) {
	s := open(t, &vault{})
	if words := s.Words(); !strings.Contains(words, "Luckor (1 kvar)") || !strings.Contains(words, "00:00–02:00") {
		t.Errorf("before anything was done: %s", words)
	}
	s.Press("desk.hole1")
	s.Settle()
	if !s.tape.playing || s.tape.at != 0 {
		t.Errorf("playing %v at %d", s.tape.playing, s.tape.at)
	}
	s.listenTo(0, 60_000)
	if words := s.Words(); !strings.Contains(words, "01:00–02:00") {
		t.Errorf("half heard: %s", words)
	}
	s.Press("desk.hole1") // one of those heard, without text
	s.listenTo(60_000, 120_000)
	for _, h := range s.room.coverage.shown {
		if h.Lack != transcript.NoText {
			t.Errorf("all was heard and yet %v", h)
		}
	}
}

func TestListenedThroughNeedsEverythingHeardOrAReason(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.Press("desk.through")
	s.Settle()
	if v.through != nil || !strings.Contains(s.Words(), "lyssna på luckorna först") {
		t.Fatalf("without a reason it is %v: %s", v.through, s.Words())
	}
	s.Focus("desk.through.why")
	s.Type("desk.through.why", strings.Repeat("å", 250))
	s.Press("desk.through")
	s.WaitTrace("desk approved")
	if v.through == nil || v.through.Reason != strings.Repeat("å", app.MaxReason) {
		t.Errorf("stored %v", v.through)
	}
	if strings.Contains(s.Trace(), "å") {
		t.Error("the reason is in the trace")
	}
	s.Press("desk.through.undo")
	s.WaitTrace("desk unapproved")
	s.listenTo(0, 120_000)
	s.Press("desk.through")
	s.Wait("it is stored", func() bool { return v.take() != nil })
	if h := v.take(); h.Reason != "" || h.At.IsZero() {
		t.Errorf("with everything heard: %v", h)
	}
}

func TestWhatIsChangedAfterwardsIsSaidBesideIt(t *testing.T) {
	v := &vault{}
	s := enter(t, v, app.Swedish, theme.Light, func(m *Material) { m.HeardThrough = &app.HeardThrough{At: time.Unix(1_800_000_000, 0)} })
	s.WaitTrace("desk ready")
	if words := s.Words(); !strings.Contains(words, "Genomlyssnad 15 januari 2027") || strings.Contains(words, "ändrad efter") {
		t.Errorf("before: %s", words)
	}
	s.room.Focus()
	s.write("Mm")
	s.second()
	if !strings.Contains(s.Words(), "ändrad efter genomlyssningen") {
		t.Errorf("after: %s", s.Words())
	}
}

func (v *vault) take() (h *app.HeardThrough) {
	_ = v.do(func() { h = v.through })
	return h
}

func TestReadingAlongFollowsUntilSomebodyWrites(t *testing.T) {
	s := open(t, &vault{})
	for i, words := range []string{"Hur har du det?", "Bra.", "Vad gör du helst?"} {
		id, err := s.room.doc.Insert(i, transcript.Utterance{Speaker: transcript.Child, Start: int64(i) * 10_000, Text: words})
		if err != nil {
			t.Fatal(err)
		}
		_ = id
	}
	s.room.list.Reload()
	at := func(i int) uint64 { return s.room.doc.At(i).ID }
	s.room.list.GoTo(transcript.Place{ID: at(1), Pos: 2})
	s.tape.speed = 0.8
	s.room.Focus()
	s.hit(fyne.KeyF10, 0)
	if s.tape.speed != 1.2 || s.tape.at != 10_000 || !s.tape.playing {
		t.Fatalf("speed %v at %d, playing %v", s.tape.speed, s.tape.at, s.tape.playing)
	}
	move := func(ms int64) transcript.Place {
		s.tape.at = ms
		s.room.heard(app.PlaybackChanged{})
		return s.room.list.Caret()
	}
	if got := move(21_000); got.ID != at(2) || got.Pos != 0 {
		t.Errorf("the caret is at %v while the third is heard", got)
	}
	if got := s.room.spans()[at(2)]; len(got) != 1 || got[0].Kind != widget.SpanRead {
		t.Errorf("the row that is heard is marked %v", got)
	}
	s.write("Ja")
	if got := move(1_000); got.ID != at(2) || got.Pos != 2 {
		t.Errorf("the text moved to %v while somebody wrote", got)
	}
	if !strings.Contains(s.Words(), "Texten står still") {
		t.Error("that it stands still is not said")
	}
	s.hit(fyne.KeyF10, 0)
	if got := move(1_500); got.ID != at(0) {
		t.Errorf("asked to follow again the caret is at %v", got)
	}
	s.hit(fyne.KeyEscape, 0)
	if s.tape.speed != 0.8 || s.tape.playing || s.room.reader.on {
		t.Errorf("after Esc the speed is %v, playing %v", s.tape.speed, s.tape.playing)
	}
	if len(s.room.spans()) != 0 {
		t.Error("the mark stays")
	}
}

func TestASelectedStretchIsPlayedOnceLoopedAndGivenToTheUtterance(t *testing.T) {
	loop := &reel{}
	s := enter(t, &vault{}, app.Swedish, theme.Light, func(m *Material) {
		loop.tape = m.Sound.(*tape)
		m.Sound = loop
	})
	s.WaitTrace("desk ready")
	if s.room.cut.row.Visible() {
		t.Error("buttons for nothing")
	}
	s.room.wave.Select(transcript.Stretch{From: 20_000, To: 21_000})
	s.Settle()
	s.Press("desk.cut.play")
	if !s.tape.playing || s.tape.at != 20_000 {
		t.Fatalf("playing %v at %d", s.tape.playing, s.tape.at)
	}
	s.tape.at = 21_010
	s.room.heard(app.PlaybackChanged{})
	if s.tape.playing || s.tape.at != 20_000 {
		t.Errorf("at its end it is playing %v at %d", s.tape.playing, s.tape.at)
	}
	s.room.do(keys.Loop)
	if loop.from != 20_000 || loop.to != 21_000 || !s.tape.playing {
		t.Errorf("loops %d to %d", loop.from, loop.to)
	}
	s.Focus("desk.wave")
	s.room.wave.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if loop.to != 21_100 {
		t.Errorf("an edge was moved, and it loops to %d", loop.to)
	}
	s.room.do(keys.Loop)
	if loop.to != 0 {
		t.Error("the key does not end it")
	}
	s.room.Focus()
	s.write("Jo")
	s.Focus("desk.wave")
	s.room.wave.TypedRune('t')
	if u := s.room.doc.At(0); u.Start != 20_000 || u.End != 21_100 || u.Text != "Jo" {
		t.Errorf("the utterance is %v", u)
	}
	s.room.wave.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.room.cut.row.Visible() {
		t.Error("the buttons stay")
	}
	s.room.wave.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.Focused() != "desk.text" {
		t.Errorf("the focus is at %q", s.Focused())
	}
	s.hit(fyne.KeyZ, fyne.KeyModifierControl)
	if u := s.room.doc.At(0); u.End != 0 {
		t.Errorf("undone it is %v", u)
	}
}

func TestLeavingAStretchThatIsPlayedOnceIsLeaving(t *testing.T) {
	s := open(t, &vault{})
	s.room.cut.play(transcript.Stretch{From: 20_000, To: 21_000})
	s.tape.at = 60_000
	s.room.heard(app.PlaybackChanged{})
	if !s.tape.playing || s.tape.at != 60_000 {
		t.Errorf("playing %v at %d", s.tape.playing, s.tape.at)
	}
}

func TestThePauseThatIsWrittenInIsTheOneAtThePlayhead(t *testing.T) {
	s := open(t, &vault{})
	s.room.coverage.speech = transcript.Stretches{{From: 0, To: 5_000}, {From: 12_000, To: 14_000}, {From: 14_500, To: 120_000}}
	for at, want := range map[int64]int64{4_000: 0, 8_000: 7_000, 13_500: 7_000, 14_200: 0, 60_000: 0} {
		if got := s.room.coverage.pauseAt(at); got != want {
			t.Errorf("at %d the pause is %d, want %d", at, got, want)
		}
	}
	s.room.coverage.speech = nil
	if got := s.room.coverage.pauseAt(60_000); got != 0 {
		t.Errorf("a sound too soft to be told is a pause of %d", got)
	}
}

func TestAltUpAndDownZoomWhileTyping(t *testing.T) {
	s := open(t, &vault{})
	s.room.list.Focus()
	before := s.room.wave.Zoom()
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	if s.room.wave.Zoom() <= before {
		t.Errorf("the zoom went from %v to %v", before, s.room.wave.Zoom())
	}
}
