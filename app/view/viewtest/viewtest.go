// Package viewtest drives rooms in headless tests: a window of the size that
// must always do, controls found by their ids, keys as a person presses them,
// and a bus whose handlers run on the test's own goroutine.
package viewtest

import (
	"bytes"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// patience bounds a wait for work on another goroutine. No test passes by
// waiting: a wait ends at once when its condition holds.
const patience = 20 * time.Second

// Stage is one test's window with everything a room needs.
type Stage struct {
	T      testing.TB
	Text   *text.Table
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window

	queue chan func()
	log   traces
}

// New opens a stage in a language, light or dark.
func New(t testing.TB, lang app.Language, mode theme.Mode) *Stage {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(mode, 1))
	table, err := text.Load(assets.Translations, lang)
	if err != nil {
		t.Fatal(err)
	}
	s := &Stage{T: t, Text: table, queue: make(chan func(), 1024), Window: a.NewWindow("")}
	s.Bus = bus.New(func(f func()) { s.queue <- f }, &s.log)
	s.Kit = &widget.Kit{Text: table, Trace: s.Bus.Trace}
	s.Window.SetPadded(false)
	s.Size(1280, 800)
	return s
}

// Around is a stage without a window, for a program that makes its own: it gives
// its bus Do and its trace, and its window, bus and kit afterwards.
func Around(t testing.TB) *Stage { return &Stage{T: t, queue: make(chan func(), 1024)} }

// Do queues what a bus brings for the test's own goroutine.
func (s *Stage) Do(f func()) { s.queue <- f }

// Traces is where a bus writes to.
func (s *Stage) Traces() io.Writer { return &s.log }

// Calm runs what the bus brings until no work is under way.
func (s *Stage) Calm() {
	s.T.Helper()
	s.Settle()
	s.Wait("all works to end", func() bool { return s.Bus.Loading() == 0 && len(s.queue) == 0 })
}

// Size sets the window's size in Fyne's units.
func (s *Stage) Size(w, h float32) { s.Window.Resize(fyne.NewSize(w, h)) }

// Show puts content into the window at its present size.
func (s *Stage) Show(content fyne.CanvasObject) {
	size := s.Window.Canvas().Size()
	s.Window.SetContent(content)
	s.Window.Resize(size)
}

// Settle runs what the bus has queued and lays the window out again.
func (s *Stage) Settle() {
	for {
		select {
		case f := <-s.queue:
			f()
			continue
		default:
		}
		break
	}
	size := s.Window.Canvas().Size()
	s.Window.Resize(size.AddWidthHeight(1, 1))
	s.Window.Resize(size)
}

// Wait runs what the bus brings until cond holds.
func (s *Stage) Wait(what string, cond func() bool) {
	s.T.Helper()
	late := time.After(patience)
	for !cond() {
		select {
		case f := <-s.queue:
			f()
		case <-late:
			s.T.Fatalf("waited in vain for %s; the trace so far:\n%s", what, s.log.String())
		}
	}
	s.Settle()
}

// WaitTrace runs what the bus brings until a line of the trace begins with
// "event " + prefix.
func (s *Stage) WaitTrace(prefix string) {
	s.T.Helper()
	s.Wait("the trace "+prefix, func() bool { return s.Traced(prefix) })
}

// Traced reports whether a line of the trace begins with "event " + prefix.
func (s *Stage) Traced(prefix string) bool {
	for _, line := range strings.Split(s.log.String(), "\n") {
		rest, ok := strings.CutPrefix(line, "event ")
		if ok && strings.HasPrefix(rest, prefix) {
			return true
		}
	}
	return false
}

// Trace returns the whole trace.
func (s *Stage) Trace() string { return s.log.String() }

// ClearTrace forgets the trace.
func (s *Stage) ClearTrace() { s.log.reset() }

// Control returns the control with an id in the window, nil if there is none.
func (s *Stage) Control(id string) fyne.CanvasObject {
	type named interface{ ID() string }
	var found fyne.CanvasObject
	s.walk(func(o fyne.CanvasObject) {
		if n, ok := o.(named); ok && n.ID() == id && found == nil {
			found = o
		}
	})
	return found
}

// Must returns the control with an id or fails the test.
func (s *Stage) Must(id string) fyne.CanvasObject {
	s.T.Helper()
	o := s.Control(id)
	if o == nil {
		s.T.Fatalf("no control %q is shown; the words shown are:\n%s", id, s.Words())
	}
	return o
}

// Focus gives the control with an id the focus.
func (s *Stage) Focus(id string) {
	s.T.Helper()
	f, ok := s.Must(id).(fyne.Focusable)
	if !ok {
		s.T.Fatalf("the control %q cannot have the focus", id)
	}
	s.Window.Canvas().Focus(f)
}

// Press gives the control with an id the focus and presses Enter.
func (s *Stage) Press(id string) {
	s.T.Helper()
	s.Focus(id)
	s.Key(fyne.KeyReturn)
}

// Key presses a key once on what has the focus, or on the canvas.
func (s *Stage) Key(name fyne.KeyName) { s.Hold(name, 0) }

// Hold presses a key, lets it repeat and lets it go, as the driver tells it.
func (s *Stage) Hold(name fyne.KeyName, repeats int) {
	c := s.Window.Canvas()
	ev := &fyne.KeyEvent{Name: name}
	s.keyDown(ev)
	for range 1 + repeats {
		if f := c.Focused(); f != nil {
			f.TypedKey(ev)
		} else if h := c.OnTypedKey(); h != nil {
			h(ev)
		}
	}
	s.keyUp(ev)
	s.Settle()
}

// Shortcut presses keys with a modifier as the driver tells it: the key goes
// down, what has the focus gets the shortcut once and for each repeat, the key
// is let go.
func (s *Stage) Shortcut(sc *desktop.CustomShortcut, repeats int) {
	ev := &fyne.KeyEvent{Name: sc.KeyName}
	s.keyDown(ev)
	for range 1 + repeats {
		if f, ok := s.Window.Canvas().Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(sc)
		} else if s.Kit.OnShortcut != nil {
			s.Kit.OnShortcut(sc) // as the canvas does
		}
	}
	s.keyUp(ev)
	s.Settle()
}

func (s *Stage) keyDown(ev *fyne.KeyEvent) {
	if f, ok := s.Window.Canvas().Focused().(desktop.Keyable); ok {
		f.KeyDown(ev)
		return
	}
	s.Kit.KeyDown(ev)
}

func (s *Stage) keyUp(ev *fyne.KeyEvent) {
	if f, ok := s.Window.Canvas().Focused().(desktop.Keyable); ok {
		f.KeyUp(ev)
		return
	}
	s.Kit.KeyUp(ev)
}

// Rune types a letter as the driver sends it: the key first, then the rune.
func (s *Stage) Rune(r rune) {
	c := s.Window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedRune(r)
	} else if h := c.OnTypedRune(); h != nil {
		h(r)
	}
	s.Settle()
}

// Type types words into the control with an id.
func (s *Stage) Type(id, words string) {
	s.T.Helper()
	s.Focus(id)
	for _, r := range words {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Settle()
}

// Focused returns the id of the control with the focus, "" if none.
func (s *Stage) Focused() string {
	if n, ok := s.Window.Canvas().Focused().(interface{ ID() string }); ok {
		return n.ID()
	}
	return ""
}

// Words returns every word shown, one control a line.
func (s *Stage) Words() string {
	var b strings.Builder
	s.walk(func(o fyne.CanvasObject) {
		if a, ok := o.(fyne.Accessible); ok {
			b.WriteString(a.AccessibilityLabel() + "\n")
		}
	})
	return b.String()
}

// TabStops walks the focus once round and returns the ids in order.
func (s *Stage) TabStops() []string {
	c := s.Window.Canvas()
	c.Unfocus()
	var ids []string
	var first fyne.Focusable
	for range 200 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || f == first {
			break
		}
		if first == nil {
			first = f
		}
		ids = append(ids, s.Focused())
	}
	return ids
}

// walk visits every visible object, those of the top overlay first.
func (s *Stage) walk(visit func(fyne.CanvasObject)) {
	c := s.Window.Canvas()
	overlays := c.Overlays().List()
	for i := len(overlays) - 1; i >= 0; i-- {
		walk(overlays[i], visit)
	}
	walk(c.Content(), visit)
}

func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch w := o.(type) {
	case *fyne.Container:
		for _, c := range w.Objects {
			walk(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(w).Objects() {
			walk(c, visit)
		}
	}
}

// Shot writes what the window shows as a picture into the folder named by
// BARNROST_SHOTS, at 1 or 2 pixels a unit; without the folder it only paints,
// which finds a panic in a renderer all the same.
func (s *Stage) Shot(name string, scale float32) {
	s.T.Helper()
	s.Settle()
	c, ok := s.Window.Canvas().(software.WindowlessCanvas)
	if !ok {
		s.T.Fatal("the test window's canvas cannot be scaled")
	}
	c.SetScale(scale)
	defer c.SetScale(1)
	picture := c.Capture()
	dir := os.Getenv("BARNROST_SHOTS")
	if dir == "" {
		return
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		s.T.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
		s.T.Fatal(err)
	}
}

// traces collects the bus's lines; they come from any goroutine.
type traces struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *traces) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

func (t *traces) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

func (t *traces) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b.Reset()
}
