package desk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// side is the narrow part on the right that can be hidden: uncertain places
// and live markers.
type side struct {
	r      *Room
	panel  *fyne.Container
	unsure *fyne.Container
	count  int
	wanted bool // by the person
	narrow bool // the room is too narrow for it
}

// sideWidth is the side's width before the text is enlarged.
const sideWidth = 240

func newSide(r *Room, marks []transcript.Mark) *side {
	s := &side{r: r, unsure: widget.Stack(theme.Gap8), count: -1, wanted: true}
	list := []fyne.CanvasObject{s.unsure, r.kit.Strong(r.t("desk.marks"))}
	for i, m := range marks {
		words := text.Stamp(m.At) + "  " + r.t("transcript.mark."+string(m.Kind))
		list = append(list, r.kit.Quiet(fmt.Sprintf("desk.mark%d", i+1), words, func() { r.playFrom(m.At) }))
	}
	if len(marks) == 0 {
		list = append(list, r.kit.Muted(r.t("desk.noMarks")))
	}
	inner := container.NewVScroll(widget.Pad(theme.Gap4, widget.Stack(theme.Gap8, list...)))
	s.panel = container.New(panelLayout{}, inner)
	s.refreshUnsure()
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

// toggle is the button: it goes by what is seen.
func (s *side) toggle() {
	on := !s.panel.Visible()
	if s.narrow {
		s.put(on)
		s.r.root.Refresh()
		return
	}
	s.show(on)
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

// refreshUnsure counts the uncertain places anew; the words change only when
// the number does.
func (s *side) refreshUnsure() {
	n := len(transcript.Unsure(s.r.doc.Utterances()))
	if n == s.count {
		return
	}
	s.count = n
	t := s.r.kit.Text
	objects := []fyne.CanvasObject{s.r.kit.Strong(s.r.t("desk.unsure", "n", n))}
	if n > 0 {
		next := s.r.kit.Button("desk.unsure", keys.OnButton(t, t.T("desk.nextUnsure"), keys.NextUnsure), func() {
			s.r.goUnsure(false)
			s.r.list.Focus()
		})
		objects = append(objects, next)
	}
	s.unsure.Objects = objects
	s.unsure.Refresh()
}

func (r *Room) goUnsure(back bool) {
	if p, ok := transcript.NextUnsure(r.doc.Utterances(), r.list.Caret(), back); ok {
		r.list.GoTo(p)
	}
}

// panelLayout keeps the side's width while the text grows.
type panelLayout struct{}

func (panelLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (panelLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sideWidth*theme.SizeNow(theme.SizeBody)/16, 100)
}
