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
	versions [][]byte
	asked    [][]byte
	fail     error
	appends  int
	through  *app.HeardThrough
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

func (v *vault) KeepVersion(_ context.Context, version []byte, asked bool) error {
	return v.do(func() {
		if asked {
			v.asked = append(v.asked, version)
		} else {
			v.versions = append(v.versions, version)
		}
	})
}

func (v *vault) Versions(context.Context) (all [][]byte, err error) {
	err = v.do(func() { all = append(append(all, v.versions...), v.asked...) })
	return all, err
}

func (v *vault) SetHeardThrough(_ context.Context, h *app.HeardThrough) error {
	return v.do(func() { v.through = h })
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

	again, loops, lift, cut bool
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

func (p *tape) SlowReplay()     { p.again, p.playing = true, true }
func (p *tape) Replaying() bool { return p.again }
func (p *tape) ToggleLoop()     { p.loops, p.playing = !p.loops, true }
func (p *tape) Looping() bool   { return p.loops }
func (p *tape) HoldStart()      { p.playing = true }
func (p *tape) HoldEnd()        { p.playing = false }

func (p *tape) SetLift(on bool)   { p.lift = on }
func (p *tape) Lifts() bool       { return p.lift }
func (p *tape) CutRumble(on bool) { p.cut = on }
func (p *tape) CutsRumble() bool  { return p.cut }

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

// withLesson is what the next scene practises, nil for work.
var withLesson *Lesson

// enter opens a desk on a vault; change, which may be nil, spoils its material.
func enter(t testing.TB, v *vault, lang app.Language, mode theme.Mode, change func(*Material)) *scene {
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
		Lesson: withLesson,
		Now:    func() time.Time { s.now = s.now.Add(100 * time.Millisecond); return s.now },
		Timer:  s.clock.start,
	})
	s.Show(s.room.Content())
	s.room.Focus()
	return s
}

func open(t testing.TB, v *vault) *scene {
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
