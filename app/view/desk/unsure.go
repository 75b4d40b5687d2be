package desk

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
)

// unsureList is the side's list of the places where the typist was not sure, in
// the order of the text.
type unsureList struct {
	r     *Room
	in    *section
	shown []place
	made  bool
}

// place is one of them, with what the list says of it.
type place struct {
	transcript.Doubt
	words string
}

const (
	// listed is how many places are shown at most: with more, the text itself
	// is the list, and its key walks it.
	listed = 60
	// fewWords is how many letters stand before and after a place.
	fewWords = 24
	// leadIn is how much is heard before an uncertain place, in milliseconds.
	leadIn = 2_000
)

func newUnsureList(s *side) *unsureList {
	return &unsureList{r: s.r, in: s.add("unsure", "", true)}
}

// refresh reads the text anew; the list is made again only when it differs, so
// that nothing moves while typing.
func (l *unsureList) refresh() {
	var found []place
	for _, d := range transcript.Doubts(l.r.doc) {
		p := place{Doubt: d}
		if len(found) < listed {
			u, _ := l.r.doc.Find(d.At.ID)
			before, at, after := transcript.Around(u.Text, d.At.Pos, d.End, fewWords)
			p.words = before + at + after
		}
		found = append(found, p)
	}
	if l.made && slices.Equal(found, l.shown) {
		return
	}
	l.shown, l.made = found, true
	l.r.highlight()
	t, kit := l.r.kit.Text, l.in.s.kit
	l.in.title(t.T("desk.unsure", "n", len(found)))
	if len(found) == 0 {
		l.in.fill(kit.Muted(t.T("desk.unsure.none", "resolve", keys.Label(t, keys.Resolve))))
		return
	}
	objs := []fyne.CanvasObject{kit.Muted(t.T("desk.unsure.how", "next", keys.Label(t, keys.NextUnsure)))}
	for i, p := range found[:min(len(found), listed)] {
		objs = append(objs, kit.Item(fmt.Sprintf("desk.unsure%d", i+1), text.Stamp(p.Heard), p.words, func() { l.r.visit(p.Doubt) }))
	}
	if more := len(found) - listed; more > 0 {
		objs = append(objs, kit.Muted(t.N("desk.unsure.more", more)))
	}
	l.in.fill(objs...)
}

// visit puts the caret at an uncertain place and plays from a little before it.
func (r *Room) visit(d transcript.Doubt) {
	r.list.GoTo(d.At)
	r.playFrom(max(d.Heard-leadIn, 0))
	r.list.Focus()
}

// goUnsure goes to the next uncertain place after the caret, or the one before
// it.
func (r *Room) goUnsure(back bool) {
	if d, ok := transcript.NextDoubt(r.doc, r.list.Caret(), back); ok {
		r.visit(d)
	}
}

// resolve takes the brackets off the uncertain place at the caret, or else puts
// them around what is selected, or the word there; each is one step.
func (r *Room) resolve() {
	var caret transcript.Place
	done := "resolved"
	if d, there := transcript.DoubtAt(r.doc, r.list.Caret()); there {
		var err error
		if caret, err = r.doc.Resolve(d); err != nil {
			return
		}
	} else {
		from, to, _ := r.list.Selection()
		var ok bool
		if caret, ok = r.doc.Question(from, to); !ok {
			return
		}
		done = "questioned"
	}
	r.reloaded()
	r.list.GoTo(caret)
	r.d.Bus.Trace("desk", done)
}

// placeCommands are those about places in the text that are heard or marked.
func (r *Room) placeCommands() commands {
	return commands{
		keys.NextUnsure: func() { r.goUnsure(false) },
		keys.PrevUnsure: func() { r.goUnsure(true) },
		keys.Resolve:    r.resolve,
		keys.PutMark:    r.side.marks.putNext,
		keys.TimeMark:   r.markTime,
	}
}
