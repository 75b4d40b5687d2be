package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// side is the narrow part on the right that can be hidden. It consists of
// sections, each with a heading that folds it.
type side struct {
	r        *Room
	kit      *widget.Kit
	panel    *fyne.Container
	scroll   *container.Scroll
	list     *fyne.Container
	sections []*section
	teacher  *teacher
	unsure   *unsureList
	marks    *markList
	names    *nameList
	tone     *toneChoice
	sofar    *soFar
	wanted   bool // by the person
	narrow   bool // the room is too narrow for it
}

// sideWidth is the side's width before the text is enlarged.
const sideWidth = 240

func newSide(r *Room, marks []transcript.Mark) *side {
	s := &side{r: r, list: widget.Stack(theme.Gap12), wanted: true}
	s.scroll = container.NewVScroll(widget.Pad(theme.Gap4, s.list))
	s.panel = container.New(panelLayout{}, s.scroll)
	kit := *r.kit
	kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(s.scroll, o) }
	kit.OnKey = s.key
	s.kit = &kit
	s.teacher = newTeacher(s)
	s.unsure = newUnsureList(s)
	s.marks = newMarkList(s, marks)
	s.names = newNameList(s)
	s.sofar = newSoFar(s)
	r.coverage, r.approval = newCoverage(s, r.m.Speech), newApproval(r)
	newFacts(s)
	newFiles(s)
	s.tone = newToneChoice(s)
	newHelpCard(s)
	r.bar.side.SetMarked(true)
	return s
}

// shown reports whether the person wants the side. In a narrow room it stands
// aside until it is asked for there.
func (s *side) shown() bool { return s.wanted }

func (s *side) show(on bool) {
	s.wanted = on
	s.put(on && !s.narrow)
	s.r.root.Refresh()
}

// toggle is the button: it goes by what is seen. In a narrow room the side has
// the place of the text, and the focus, until the text gets that.
func (s *side) toggle() {
	on := !s.panel.Visible()
	if !s.narrow {
		s.show(on)
		return
	}
	s.put(on)
	s.r.root.Refresh()
	if on {
		s.r.d.Window.Canvas().Focus(s.sections[0].head)
	}
}

// covers reports whether the side has the place of the text.
func (s *side) covers() bool { return s.narrow && s.panel.Visible() }

// gained is told of what in the room, but for the side, gets the focus: the side
// gives the text its place back.
func (s *side) gained(o fyne.CanvasObject) {
	if n, ok := o.(interface{ ID() string }); ok && n.ID() == s.r.list.ID() && s.covers() {
		s.put(false)
		s.r.root.Refresh()
	}
}

// key walks in the side, where most of what stands is to be read; other keys are
// the room's.
func (s *side) key(ev *fyne.KeyEvent) {
	line, page := 3*theme.SizeNow(theme.SizeBody), s.scroll.Size().Height*0.8
	by, ok := map[fyne.KeyName]float32{
		fyne.KeyDown: line, fyne.KeyUp: -line, fyne.KeyPageDown: page, fyne.KeyPageUp: -page,
	}[ev.Name]
	if !ok {
		s.r.Key(ev)
		return
	}
	most := max(s.scroll.Content.MinSize().Height-s.scroll.Size().Height, 0)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(max(s.scroll.Offset.Y+by, 0), most)))
}

// fit hides the side when the room becomes narrow and brings it back when it
// is wide again. The layout calls it.
func (s *side) fit(narrow bool) {
	if narrow == s.narrow {
		return
	}
	s.narrow = narrow
	s.put(s.wanted && !narrow)
}

func (s *side) put(on bool) {
	if on {
		s.panel.Show()
	} else {
		s.panel.Hide()
	}
	s.r.bar.side.SetMarked(on)
}

// refresh shows what is in the text now: typing has paused for a moment.
func (s *side) refresh() {
	s.unsure.refresh()
	s.marks.refresh()
	s.names.refresh()
	s.sofar.refresh()
	s.r.coverage.refresh()
}

// panelLayout keeps the side's width while the text grows.
type panelLayout struct{ whole }

func (panelLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sideWidth*theme.SizeNow(theme.SizeBody)/16, 100)
}
