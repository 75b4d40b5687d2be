package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// walker holds what stands in the window to what everybody must be able to do
// with a keyboard, and gathers what cannot be.
type walker struct {
	*viewtest.Stage
	foreign map[string]bool // sentences of the other language
	known   map[string]bool // whose focus has been looked at here before
	rings   *viewtest.Rings // nil where only the rest is looked at
	faults  []string
	stops   int // controls that were tried
	drawn   int // texts and shapes that were measured
}

func (w *walker) fault(format string, args ...any) {
	if f := fmt.Sprintf(format, args...); !slices.Contains(w.faults, f) {
		w.faults = append(w.faults, f)
	}
}

// page tries everything that is shown now.
func (w *walker) page() {
	controls, mouseOnly := w.Controls()
	for _, o := range mouseOnly {
		if byKey[viewtest.Name(o)] != "" {
			continue
		}
		w.fault("%s can be pressed by a mouse alone", viewtest.Name(o))
	}
	for _, back := range []bool{false, true} {
		way := map[bool]string{false: "Tab", true: "Shift+Tab"}[back]
		met, trapped := w.Round(back)
		if trapped != nil {
			w.fault("%s traps the focus", viewtest.Name(trapped))
		}
		for _, c := range controls {
			if !slices.Contains(met, c) {
				w.fault("%s does not come to %s", way, viewtest.Name(c))
			}
		}
	}
	if w.known != nil {
		w.rings = w.Rings()
	}
	for _, c := range controls {
		w.control(c)
	}
	w.contrast()
}

// control tries one: what it is called, how its focus is seen, whether its action
// is fired by the keys.
func (w *walker) control(c fyne.Focusable) {
	w.stops++
	name := viewtest.Name(c)
	if a, ok := c.(fyne.Accessible); !ok || strings.TrimSpace(a.AccessibilityLabel()) == "" {
		w.fault("%s has no name to be read out", name)
	} else if w.foreign[a.AccessibilityLabel()] {
		w.fault("%s is called %q, in the other language", name, a.AccessibilityLabel())
	}
	if w.rings != nil && !w.known[name] {
		w.known[name] = true
		w.ring(c, name)
	}
	if b, ok := c.(*widget.Button); ok {
		for _, key := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter} {
			if !fires(w.Stage, b, key) {
				w.fault("%s is not pressed by %s", name, key)
			}
		}
	}
}

// ring looks for a ring of two dots round what is in view, or half of it where a
// scroll cuts it.
func (w *walker) ring(c fyne.Focusable, name string) {
	dots, edge := w.rings.Seen(c)
	if dots < 2*edge { // what was still being laid out is looked at once more
		w.Calm()
		dots, edge = w.rings.Seen(c)
	}
	if part, ok := onPart[name]; ok {
		edge = part / 2
	}
	if dots < 2*edge {
		w.fault("the focus on %s is hardly seen: %d dots at an edge of %d", name, dots, edge)
	}
}

// byKey are what a mouse can press and no focus comes to, with the keys that do
// the same from the control beside.
var byKey = map[string]string{
	"*widget.Overview":  "the waveform beneath it is gone through with the arrows, Home and End",
	"*widget.stampLink": "from the caret in its row the desk's own keys play from there",
}

// onPart are controls whose focus is seen on the part that is chosen: how many
// dots there are round the smallest such part.
var onPart = map[string]int{
	"home.year": 80,  // the ring of a mark
	"desk.text": 400, // the frame of the row with the caret
}

// fires presses a button by a key with its action replaced.
func fires(s *viewtest.Stage, b *widget.Button, key fyne.KeyName) (fired bool) {
	act := b.OnTapped
	defer func() { b.OnTapped = act }()
	b.OnTapped = func() { fired = true }
	s.Window.Canvas().Focus(b)
	s.Key(key)
	return fired
}

// contrast measures every text and outline that is drawn.
func (w *walker) contrast() {
	w.Window.Canvas().Unfocus()
	for _, d := range w.Drawings() {
		w.drawn++
		if !d.Exempt && d.Against < d.Least() {
			w.fault("%s draws %q in %v on %v: %.2f, want %.1f", viewtest.Name(d.In), d.Text, d.Ink, d.Ground, d.Against, d.Least())
		}
	}
}

// Every place of the program, hidden ones too, with the real rooms over a real
// vault, in both languages, light and dark, at 100 and at 200 %.
func TestEveryPlaceIsWalkedByTabAndSeen(t *testing.T) {
	known := map[look]map[string]bool{}
	for i, who := range []app.Profile{worker, manager} {
		dir, id := lived(t, who)
		// Each person in both languages, lights and sizes, and every look once:
		// all eight take two minutes and a half, BARNROST_WALK=all has them.
		for n, l := range looks {
			if os.Getenv("BARNROST_WALK") != "all" && (n == 0 || n == 3) != (i == 0) {
				continue
			}
			t.Run(fmt.Sprintf("%s-%s-%d", who.Role, l, l.scale), func(t *testing.T) {
				h := openHouse(t, dir, l)
				other := map[app.Language]app.Language{app.Swedish: app.English, app.English: app.Swedish}[l.lang]
				foreign := onlyIn(t, other, l.lang)
				if l.rings && known[l] == nil {
					known[l] = map[string]bool{}
				}
				stops, drawn := 0, 0
				try := func(where string) {
					w := &walker{Stage: h.Stage, foreign: foreign, known: known[l]}
					if where == "unlock" {
						// Its field's ring is painted when this test runs alone, and not
						// after the others; the widgets' own tests look at a field's.
						w.known = nil
					}
					w.page()
					for _, f := range w.faults {
						t.Errorf("%s: %s", where, f)
					}
					stops, drawn = stops+w.stops, drawn+w.drawn
				}
				try("unlock")
				h.unlock()
				for _, place := range h.p.places() {
					h.p.interview = id
					h.p.frame.Go(place.ID)
					h.Calm()
					try(place.ID)
				}
				t.Logf("%d controls, %d texts and outlines", stops, drawn)
			})
		}
	}
}

// mouse is a control as none may be: only a mouse can press it.
type mouse struct{ fw.BaseWidget }

func (*mouse) Tapped(*fyne.PointEvent) {}

func (m *mouse) CreateRenderer() fyne.WidgetRenderer {
	return fw.NewSimpleRenderer(fw.NewLabel("tryck"))
}

// mute can have the focus, which is not seen, has no name and lets nobody on.
type mute struct{ mouse }

func (*mute) FocusGained()            {}
func (*mute) FocusLost()              {}
func (*mute) TypedRune(rune)          {}
func (*mute) TypedKey(*fyne.KeyEvent) {}
func (*mute) AcceptsTab() bool        { return true }

// The control: each kind of fault is found.
func TestTheWalkFindsWhatAKeyboardCannotDo(t *testing.T) {
	h := openHouse(t, t.TempDir(), looks[0])
	m, n := &mouse{}, &mute{}
	m.ExtendBaseWidget(m)
	n.ExtendBaseWidget(n)
	pale := h.Kit.Button("pale", "Begin", nil)
	h.Show(container.NewVBox(pale, m, n, h.Kit.Button("after", "Efter", nil)))
	w := &walker{Stage: h.Stage, foreign: map[string]bool{"Begin": true}, known: map[string]bool{}}
	w.page()
	for _, want := range []string{
		"*main.mouse can be pressed by a mouse alone", "*main.mute traps the focus", "Tab does not come to after",
		"*main.mute has no name", "the focus on *main.mute is hardly seen", "pale is called",
	} {
		if !slices.ContainsFunc(w.faults, func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("not found: %s, among\n%s", want, strings.Join(w.faults, "\n"))
		}
	}
	for _, f := range w.faults {
		if strings.Contains(f, "focus on after") || strings.Contains(f, "after is not pressed") {
			t.Errorf("a good button is blamed: %s", f)
		}
	}
}
