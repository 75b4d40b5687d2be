package desk

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

// vault keeps what the desk stores, as the real one does, and fails on demand.
type vault struct {
	mu       sync.Mutex
	snapshot []byte
	journal  [][]byte
	desk     []byte
	fail     error
	appends  int
}

func (v *vault) do(fn func()) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.fail != nil {
		return v.fail
	}
	fn()
	return nil
}

func (v *vault) Load(context.Context) (snapshot []byte, journal [][]byte, err error) {
	err = v.do(func() { snapshot, journal = v.snapshot, append([][]byte(nil), v.journal...) })
	return snapshot, journal, err
}

func (v *vault) Append(_ context.Context, row []byte) error {
	return v.do(func() { v.journal = append(v.journal, row); v.appends++ })
}

func (v *vault) Snapshot(_ context.Context, document []byte) error {
	return v.do(func() { v.snapshot, v.journal = document, nil })
}

func (v *vault) Desk() (state []byte, err error) {
	err = v.do(func() { state = v.desk })
	return state, err
}

func (v *vault) SaveDesk(_ context.Context, state []byte) error {
	return v.do(func() { v.desk = state })
}

func (v *vault) setFail(err error) {
	v.mu.Lock()
	v.fail = err
	v.mu.Unlock()
}

// text is what the vault would give back after a power cut now.
func (v *vault) text(t *testing.T) string {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	d, err := transcript.Load(v.snapshot, v.journal)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, u := range d.Utterances() {
		lines = append(lines, fmt.Sprintf("%d %s: %s", u.Start, u.Speaker, u.Text))
	}
	return strings.Join(lines, "\n")
}

// tape is a sound that plays only when the test moves it.
type tape struct {
	at, length int64
	speed      float64
	playing    bool
	err        error
}

func (p *tape) Play()                 { p.playing = true }
func (p *tape) Pause()                { p.playing = false }
func (p *tape) Toggle()               { p.playing = !p.playing }
func (p *tape) SeekMillis(ms int64)   { p.at = min(max(ms, 0), p.length) }
func (p *tape) SkipMillis(by int64)   { p.SeekMillis(p.at + by) }
func (p *tape) SetSpeed(x float64)    { p.speed = x }
func (p *tape) Speed() float64        { return p.speed }
func (p *tape) PositionMillis() int64 { return p.at }
func (p *tape) Playing() bool         { return p.playing }
func (p *tape) LengthMillis() int64   { return p.length }
func (p *tape) Err() error            { return p.err }

// timers go off when the test says so.
type timers struct {
	mu  sync.Mutex
	all []*timer
}

type timer struct {
	after time.Duration
	fn    func()
	done  bool
}

func (c *timers) start(after time.Duration, fn func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{after: after, fn: fn}
	c.all = append(c.all, t)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		was := t.done
		t.done = true
		return !was
	}
}

// fire lets every waiting timer of a length go off once.
func (c *timers) fire(after time.Duration) int {
	c.mu.Lock()
	var due []*timer
	for _, t := range c.all {
		if !t.done && t.after == after {
			t.done = true
			due = append(due, t)
		}
	}
	c.mu.Unlock()
	for _, t := range due {
		t.fn()
	}
	return len(due)
}

// scene is an open desk.
type scene struct {
	*viewtest.Stage
	v      *vault
	tape   *tape
	clock  *timers
	room   *Room
	now    time.Time
	passed []fyne.Shortcut
}

func recording() app.Recording {
	return app.Recording{
		Rate: 16_000, Samples: 16_000 * 120, Status: app.SoundWhole,
		Markers: []app.Marker{{Kind: "nickar", At: 16_000 * 5}, {Kind: "skratt", At: 16_000 * 9}},
		Gaps:    []app.Gap{{At: 16_000 * 7, Reason: app.GapPause}},
	}
}

func wavePeaks() []int16 {
	var p []int16
	for i := range 16_000 * 120 / 256 {
		a := int16(300 + 7000*((i/40)%3)/2*((i*7919)%97)/97)
		p = append(p, -a, a)
	}
	return p
}

// textScale enlarges the words of the next scene.
var textScale float32 = 1

// enter opens a desk on a vault; change, which may be nil, spoils its material.
func enter(t *testing.T, v *vault, lang app.Language, mode theme.Mode, change func(*Material)) *scene {
	t.Helper()
	s := &scene{Stage: viewtest.New(t, lang, mode), v: v, clock: &timers{}, now: time.Unix(1_800_000_000, 0)}
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode, textScale))
	s.tape = &tape{length: 120_000, speed: 1}
	s.Kit.OnShortcut = func(c fyne.Shortcut) { s.passed = append(s.passed, c) }
	s.room = New(Deps{
		Kit: s.Kit, Bus: s.Bus, Window: s.Window, Code: "TALL-27",
		Open: func(context.Context) (Material, error) {
			m := Material{Text: v, Recording: recording(), Peaks: wavePeaks(), Sound: s.tape}
			if change != nil {
				change(&m)
			}
			return m, nil
		},
		Now:   func() time.Time { s.now = s.now.Add(100 * time.Millisecond); return s.now },
		Timer: s.clock.start,
	})
	s.Show(s.room.Content())
	s.room.Focus()
	return s
}

func open(t *testing.T, v *vault) *scene {
	t.Helper()
	s := enter(t, v, app.Swedish, theme.Light, nil)
	s.WaitTrace("desk ready")
	return s
}

func (s *scene) write(words string) {
	s.T.Helper()
	if s.Focused() != "desk.text" {
		s.T.Fatalf("the focus is at %q", s.Focused())
	}
	for _, r := range words {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Settle()
}

func (s *scene) hit(key fyne.KeyName, mods fyne.KeyModifier) {
	s.T.Helper()
	f := s.Window.Canvas().Focused()
	if k, ok := f.(desktop.Keyable); ok {
		k.KeyDown(&fyne.KeyEvent{Name: key})
		defer k.KeyUp(&fyne.KeyEvent{Name: key})
	}
	if mods == 0 {
		f.TypedKey(&fyne.KeyEvent{Name: key})
	} else {
		f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mods})
	}
	s.Settle()
}

// second lets the second pass after which typing is stored.
func (s *scene) second() {
	s.clock.fire(rowEvery)
	s.Settle()
}

func TestWhatIsTypedIsInTheVaultWithinASecond(t *testing.T) {
	if rowEvery >= time.Second {
		t.Fatalf("a row waits %v", rowEvery)
	}
	s := open(t, &vault{})
	s.write("Hur är det?")
	s.second()
	s.WaitTrace("text saved")
	if got := s.v.text(t); got != "0 interviewer: Hur är det?" {
		t.Errorf("the vault holds %q", got)
	}
	s.tape.at = 9_000
	s.hit(fyne.KeyReturn, 0)
	s.write("Bra, tack")
	s.second()
	s.Wait("the second row", func() bool { return s.v.text(t) == "0 interviewer: Hur är det?\n7000 child: Bra, tack" })
	if !s.Traced("desk utterance 2") {
		t.Errorf("not traced:\n%s", s.Trace())
	}
	s.room.Close()
}

func TestTypingInOneSecondIsOneWrite(t *testing.T) {
	s := open(t, &vault{})
	for range 50 {
		s.write("a")
	}
	s.second()
	s.WaitTrace("text saved")
	if s.v.appends != 1 {
		t.Errorf("%d writes", s.v.appends)
	}
	s.room.Close()
}

func TestKeysPlayWhileTyping(t *testing.T) {
	s := open(t, &vault{})
	s.write("Hej")
	s.hit(fyne.KeyF4, 0)
	if !s.tape.playing || !s.Traced("desk playing") {
		t.Fatal("F4 does not play")
	}
	s.hit(fyne.KeySpace, fyne.KeyModifierControl)
	if s.tape.playing || !s.Traced("desk paused") {
		t.Fatal("Ctrl+Space does not pause")
	}
	s.tape.at = 60_000
	s.hit(fyne.KeyF3, 0)
	s.hit(fyne.KeyF5, 0)
	s.hit(fyne.KeyF5, 0)
	if s.tape.at != 65_000 {
		t.Errorf("the sound is at %d", s.tape.at)
	}
	s.hit(fyne.KeyF8, 0)
	s.hit(fyne.KeyF8, 0)
	s.hit(fyne.KeyF9, 0)
	if s.tape.speed != 0.9 {
		t.Errorf("the speed is %v", s.tape.speed)
	}
	s.hit(fyne.KeyEscape, 0)
	if s.tape.playing {
		t.Error("Esc started the sound")
	}
	s.write(" du")
	if u := s.room.doc.At(0); u.Text != "Hej du" {
		t.Errorf("the text became %q", u.Text)
	}
	s.room.Close()
}

func TestSpeedStaysWithinItsBounds(t *testing.T) {
	s := open(t, &vault{})
	for range 30 {
		s.hit(fyne.KeyF8, 0)
	}
	if s.tape.speed != slowest {
		t.Errorf("slowest is %v", s.tape.speed)
	}
	for range 30 {
		s.hit(fyne.KeyF9, 0)
	}
	if s.tape.speed != fastest {
		t.Errorf("fastest is %v", s.tape.speed)
	}
	s.room.Close()
}

func TestTheFocusGoesBackToTheTextAfterEveryButton(t *testing.T) {
	s := open(t, &vault{})
	for _, id := range []string{"desk.play", "desk.back", "desk.forward", "desk.slower", "desk.faster", "desk.side", "desk.side", "desk.mark1"} {
		s.Press(id)
		if s.Focused() != "desk.text" {
			t.Errorf("after %s the focus is at %q", id, s.Focused())
		}
	}
	// With a button in focus, keys and letters still mean what they mean.
	s.tape.playing = false
	s.Focus("desk.back")
	s.Key(fyne.KeyF4)
	if !s.tape.playing || s.Focused() != "desk.text" {
		t.Errorf("F4 on a button: playing %v, focus %q", s.tape.playing, s.Focused())
	}
	s.Focus("desk.back")
	s.Rune('å')
	if s.Focused() != "desk.text" || s.room.doc.Len() == 0 || s.room.doc.At(0).Text != "å" {
		t.Error("a letter typed on a button was lost")
	}
	s.room.Close()
}

func TestOneComesBackExactlyWhereOneWas(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	for i := range 60 {
		s.tape.at = int64(i) * 2_000
		s.write(fmt.Sprintf("rad %d", i))
		s.hit(fyne.KeyReturn, 0)
	}
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(30).ID, Pos: 4})
	s.tape.at, s.tape.speed = 61_234, 0.8
	before := s.room.list.View()
	s.Press("desk.side")
	s.room.Close()

	again := open(t, v)
	if got := again.room.list.View(); got.Caret != before.Caret || got.Top != before.Top {
		t.Errorf("came back to %+v, was at %+v", got, before)
	}
	if again.tape.at != 61_234 || again.tape.speed != 0.8 || again.room.side.shown() {
		t.Errorf("sound at %d, speed %v, side %v", again.tape.at, again.tape.speed, again.room.side.shown())
	}
	again.write("X")
	again.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	again.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	if again.room.doc.Len() != 60 {
		t.Errorf("undo over the restart left %d utterances", again.room.doc.Len())
	}
	again.room.Close()
}

func TestLeavingWritesWhatWasJustTyped(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("sista ordet")
	s.room.Close()
	if got := v.text(t); got != "0 interviewer: sista ordet" {
		t.Errorf("the vault holds %q", got)
	}
	if len(v.journal) != 0 || v.snapshot == nil {
		t.Error("leaving made no snapshot")
	}
	if s.room.Unsaved() {
		t.Error("something is said to be unsaved")
	}
	if s.Bus.Listeners() != 0 {
		t.Errorf("%d listeners left", s.Bus.Listeners())
	}
	s.room.Close() // twice is once
}

func TestLeavingUntouchedTextWritesNoText(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("hej")
	s.room.Close()
	v.snapshot = append([]byte(nil), v.snapshot...)
	was := &v.snapshot[0]
	open(t, v).room.Close()
	if &v.snapshot[0] != was {
		t.Error("an unchanged text was written anew")
	}
}

func TestAFailingWriteIsToldAndTriedAgainAndNothingIsLost(t *testing.T) {
	s := open(t, &vault{})
	s.v.setFail(app.Fail(app.CodeDiskFull, nil))
	s.write("ett ")
	s.second()
	s.WaitTrace("problem disk-full")
	if !s.room.Unsaved() || s.Control("desk.retry") == nil {
		t.Fatal("the person is not told, or cannot try again")
	}
	s.write("två")
	s.second()
	if s.room.doc.At(0).Text != "ett två" {
		t.Error("the text was not kept")
	}
	s.v.setFail(nil)
	s.Press("desk.retry")
	s.Wait("both rows", func() bool { return s.v.text(t) == "0 interviewer: ett två" })
	s.Wait("the message to go", func() bool { return s.Control("desk.retry") == nil })
	if s.Focused() != "desk.text" {
		t.Errorf("the focus is at %q", s.Focused())
	}
	s.room.Close()
}

func TestAWriteThatFailsWhileLeavingIsTriedUntilItWorks(t *testing.T) {
	s := open(t, &vault{})
	s.v.setFail(app.Fail(app.CodeDiskFull, nil))
	s.write("ett")
	s.room.Close()
	if !s.room.Unsaved() {
		t.Fatal("said to be saved")
	}
	s.v.setFail(nil)
	s.Wait("the retry", func() bool { s.clock.fire(retryAfter); return !s.room.Unsaved() })
	if got := s.v.text(t); got != "0 interviewer: ett" {
		t.Errorf("the vault holds %q", got)
	}
}

func TestASnapshotIsTakenEveryFiveMinutes(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej")
	s.second()
	s.WaitTrace("text saved")
	s.clock.fire(snapshotEvery)
	s.Wait("the snapshot", func() bool { s.v.mu.Lock(); defer s.v.mu.Unlock(); return s.v.snapshot != nil && len(s.v.journal) == 0 })
	s.write(" du")
	s.second()
	s.Wait("the row after it", func() bool { return s.v.text(t) == "0 interviewer: hej du" })
	if s.clock.fire(snapshotEvery) != 1 {
		t.Error("no further snapshot is due")
	}
	s.room.Close()
}

func TestADamagedJournalShowsWhatCameBeforeAndCanBeContinued(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("ett")
	s.second()
	s.WaitTrace("text saved")
	v.mu.Lock()
	v.journal = append(v.journal, []byte{1, 0xff})
	v.mu.Unlock()
	damaged := append([][]byte(nil), v.journal...)

	again := open(t, v)
	if !again.Traced("problem vault-damaged") || again.room.doc.At(0).Text != "ett" {
		t.Fatalf("not told, or lost: %+v\n%s", again.room.doc.Utterances(), again.Trace())
	}
	again.room.Close()
	if len(v.journal) != len(damaged) {
		t.Fatal("looking alone changed the journal")
	}
	again = open(t, v)
	again.write("!")
	again.room.Close()
	if got := v.text(t); got != "0 interviewer: ett!" {
		t.Errorf("the vault holds %q", got)
	}
}

func TestWithoutSoundTheTextStillWorks(t *testing.T) {
	for name, change := range map[string]func(*Material){
		"no speaker":   func(m *Material) { m.Sound, m.SoundErr = nil, app.Fail(app.CodeNoSpeaker, nil) },
		"running":      func(m *Material) { m.Sound, m.Recording.Status = nil, app.SoundRunning },
		"no recording": func(m *Material) { m.Sound, m.Recording, m.Peaks = nil, app.Recording{}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			s := enter(t, &vault{}, app.Swedish, theme.Light, change)
			s.WaitTrace("desk ready")
			s.write("ändå")
			for _, k := range []fyne.KeyName{fyne.KeyF4, fyne.KeyF3, fyne.KeyF8, fyne.KeyEscape} {
				s.hit(k, 0)
			}
			s.hit(fyne.KeyReturn, 0)
			s.room.Close()
			if got := s.v.text(t); got != "0 interviewer: ändå\n0 child: " {
				t.Errorf("the vault holds %q", got)
			}
			if (name == "no speaker") != s.Traced("problem no-speaker") {
				t.Error("the reason is not told")
			}
		})
	}
}

func TestATextThatCannotBeOpenedIsToldInWords(t *testing.T) {
	v := &vault{fail: app.Fail(app.CodeVaultDamaged, nil)}
	s := enter(t, v, app.Swedish, theme.Light, nil)
	s.WaitTrace("problem vault-damaged")
	s.room.Close()
	s = enter(t, &vault{snapshot: []byte{9}}, app.Swedish, theme.Light, nil)
	s.WaitTrace("problem newer-format")
	s.room.Close()
}

func TestLeavingBeforeItOpenedGivesTheSoundBack(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	gate, back := make(chan struct{}), 0
	r := New(Deps{
		Kit: s.Kit, Bus: s.Bus, Window: s.Window,
		Open:    func(context.Context) (Material, error) { <-gate; return Material{Text: &vault{}}, nil },
		Release: func(Material) { back++ },
	})
	r.Close()
	close(gate)
	s.Wait("the sound", func() bool { return back == 1 })
}

func TestThePlayheadMovesAndTheEndIsSeen(t *testing.T) {
	s := open(t, &vault{})
	s.hit(fyne.KeyF4, 0)
	s.tape.at = 4_000
	s.Bus.Publish(app.PlaybackChanged{})
	s.Settle()
	if got := s.room.wave.Playhead(); got != 4_000 {
		t.Errorf("the playhead is at %d", got)
	}
	s.tape.playing = false // the sound ended
	s.Bus.Publish(app.PlaybackChanged{})
	s.WaitTrace("desk paused")
	s.hit(fyne.KeyF4, 0)
	s.room.Close()
	if s.tape.playing {
		t.Error("leaving lets it play on")
	}
}

func TestHeadphonesPulledOutAreToldOnceAndForgottenWhenBack(t *testing.T) {
	s := open(t, &vault{})
	s.tape.err = app.Fail(app.CodeNoSpeaker, nil)
	for range 5 {
		s.Bus.Publish(app.PlaybackChanged{})
		s.Settle()
	}
	if n := strings.Count(s.Trace(), "problem no-speaker"); n != 1 {
		t.Errorf("told %d times", n)
	}
	what, _, _ := s.Text.Problem(s.tape.err)
	if !strings.Contains(s.Words(), what) {
		t.Errorf("shown:\n%s", s.Words())
	}
	s.write("ändå")
	s.tape.err = nil
	s.hit(fyne.KeyF4, 0)
	if strings.Contains(s.Words(), what) || !s.tape.playing {
		t.Error("the message stays though it plays again")
	}
	s.room.Close()
}

func TestF2GoesToWhatTheTypistWasNotSureOf(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej [ohörbart 00:00:03] du")
	s.hit(fyne.KeyReturn, 0)
	s.write("ja [?Skara?]")
	s.hit(fyne.KeyF2, 0)
	if c := s.room.list.Caret(); c != (transcript.Place{ID: s.room.doc.At(0).ID, Pos: 4}) {
		t.Errorf("the caret is at %v", c)
	}
	s.second()
	if !strings.Contains(s.Words(), "Osäkert (2)") {
		t.Errorf("the side says:\n%s", s.Words())
	}
	s.room.Close()
}

func TestLockAndUnknownShortcutsGoToTheWindow(t *testing.T) {
	s := open(t, &vault{})
	s.hit(fyne.KeyL, fyne.KeyModifierControl)
	if len(s.passed) != 1 {
		t.Error("Ctrl+L did not reach the window")
	}
	s.room.Close()
}

func TestShortcutsWorkWithoutFocusButNotThroughADialog(t *testing.T) {
	s := open(t, &vault{})
	c := s.Window.Canvas()
	play := &desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierControl}
	press := func() { s.room.shortcut(play) } // what the canvas calls
	c.Unfocus()
	press()
	if !s.tape.playing || s.Focused() != "desk.text" {
		t.Fatalf("playing %v, focus %q", s.tape.playing, s.Focused())
	}
	veil := s.Kit.Body("")
	c.Overlays().Add(veil)
	press()
	if !s.tape.playing {
		t.Error("a key went through the dialog")
	}
	c.Overlays().Remove(veil)
	s.room.Close()
	press()
	if s.tape.playing {
		t.Error("a desk that was left still hears keys")
	}
}

func TestTheDeskLooksRight(t *testing.T) {
	for _, c := range []struct {
		lang  app.Language
		mode  theme.Mode
		scale float32
		side  bool
	}{{app.Swedish, theme.Light, 1, true}, {app.Swedish, theme.Dark, 1, true}, {app.English, theme.Light, 1, false}, {app.Swedish, theme.Light, 2, true}} {
		textScale = c.scale
		s := enter(t, &vault{}, c.lang, c.mode, nil)
		textScale = 1
		w, h := float32(1280-200), float32(800-64)
		s.Size(w, h)
		s.WaitTrace("desk ready")
		for i, line := range []string{
			"Nu är inspelningen igång. Vill du berätta hur det var första gången du kom till kontoret? Ta den tid du behöver.",
			"Jag vet inte. Det var läskigt. Men [ohörbart 00:00:07] hade en hund med sig.",
			"En hund?", "Ja. Den hette Kex och den fick sitta i mitt knä hela tiden, så då gick det bra.",
		} {
			s.tape.at = int64(i)*3_500 + 2_000
			if i > 0 {
				s.hit(fyne.KeyReturn, 0)
			}
			s.write(line)
			if got := s.room.doc.At(i).Text; got != line {
				t.Errorf("typed %q, kept %q", line, got)
			}
		}
		s.second()
		if s.room.side.shown() != c.side {
			s.Press("desk.side")
		}
		s.hit(fyne.KeyF4, 0)
		s.Shot(fmt.Sprintf("desk-%s-%s-%g", c.lang, c.mode, c.scale), 1)
		s.room.Close()
	}
	empty := enter(t, &vault{}, app.Swedish, theme.Light, func(m *Material) { m.Sound, m.SoundErr = nil, app.Fail(app.CodeNoSpeaker, nil) })
	empty.Size(1080, 736)
	empty.WaitTrace("desk ready")
	empty.Shot("desk-empty", 1)
	empty.room.Close()
}
