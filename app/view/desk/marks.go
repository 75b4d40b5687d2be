package desk

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/widget"
)

// markList is the side's list of the live markers: each is heard by one click
// and written into the text by another, once. Whether it stands there is read
// from the text itself, so that undo, and what the person types, count too.
type markList struct {
	r    *Room
	in   *section
	all  []transcript.Mark
	used []bool
	made bool
}

func newMarkList(s *side, marks []transcript.Mark) *markList {
	return &markList{r: s.r, in: s.add("marks", "", true), all: marks}
}

// word is what a marker is called in the text, without brackets.
func (l *markList) word(m transcript.Mark) string { return l.r.kit.Text.Marker(m.Marker()) }

// refresh reads the text anew; the list and the markers in the rows are made
// again only when one has been written in or taken out.
func (l *markList) refresh() {
	list := l.r.doc.Utterances()
	used := make([]bool, len(l.all))
	var open []transcript.Mark
	for i, w := range transcript.Used(list, l.all, l.word, l.r.d.OtherMark) {
		used[i] = w != transcript.Written{}
		if !used[i] {
			open = append(open, l.all[i])
		}
	}
	if l.made && slices.Equal(used, l.used) {
		return
	}
	l.used, l.made = used, true
	l.r.list.SetMarks(open)
	t, kit := l.r.kit.Text, l.in.s.kit
	if len(l.all) == 0 {
		l.in.title(t.T("desk.marks.done"))
		l.in.fill(kit.Muted(t.T("desk.noMarks")))
		return
	}
	l.in.title(t.T("desk.marks.done"))
	var objs []fyne.CanvasObject
	if len(open) > 0 {
		l.in.title(t.T("desk.marks.title", "n", len(open)))
		objs = append(objs, kit.Muted(t.T("desk.marks.how", "put", keys.Label(t, keys.PutMark))))
	}
	for i, m := range l.all {
		objs = append(objs, l.line(kit, i, m))
	}
	l.in.fill(objs...)
}

// line is one marker: what it is, and its way into the text or that it is there.
func (l *markList) line(kit *widget.Kit, i int, m transcript.Mark) fyne.CanvasObject {
	hear := kit.Quiet(fmt.Sprintf("desk.mark%d", i+1), text.Stamp(m.At)+"  "+l.word(m), func() { l.r.playFrom(max(m.At-leadIn, 0)) })
	if l.used[i] {
		return widget.Row(hear, kit.Line(l.r.t("desk.mark.used")))
	}
	put := kit.Button(fmt.Sprintf("desk.mark%d.put", i+1), l.r.t("desk.mark.put"), func() {
		l.put(i)
		l.r.list.Focus()
	})
	return widget.Row(hear, put)
}

// put writes marker i into the text, with the caret behind it.
func (l *markList) put(i int) {
	list := l.r.doc.Utterances()
	at, ok := transcript.PlaceFor(list, l.all, i, l.r.list.Caret(), l.word, l.r.d.OtherMark)
	if !ok {
		at = l.r.list.Caret() // the empty document's only row
	}
	u, _ := l.r.doc.Find(at.ID)
	l.r.list.GoTo(at)
	l.r.list.InsertAtCaret(transcript.Spaced(u.Text, at.Pos, "["+l.word(l.all[i])+"]"))
	l.r.d.Bus.Trace("desk", "marker", i+1)
	l.r.side.refresh()
}

// putMark writes in a marker that was clicked under its row.
func (r *Room) putMark(m transcript.Mark) {
	for i, o := range r.side.marks.all {
		if o == m && !r.side.marks.used[i] {
			r.side.marks.put(i)
			return
		}
	}
}

// putNext writes in the first marker that is not there yet of those in the
// utterance of the caret, or else the first after it.
func (l *markList) putNext() {
	list := l.r.doc.Utterances()
	here := l.r.doc.Index(l.r.list.Caret().ID)
	later := -1
	for i, m := range l.all {
		if l.used[i] {
			continue
		}
		switch at := ownerOf(list, m); {
		case at == here || at < 0 && here <= 0:
			l.put(i)
			return
		case at > here && later < 0:
			later = i
		}
	}
	if later >= 0 {
		l.put(later)
	}
}

// ownerOf is the index of the utterance that a mark fell in, -1 before the first.
func ownerOf(list []transcript.Utterance, m transcript.Mark) int {
	_, with := transcript.PlaceMarks(list, []transcript.Mark{m})
	return slices.IndexFunc(list, func(u transcript.Utterance) bool { return len(with[u.ID]) > 0 })
}

// markTime writes the time of the playhead at the caret.
func (r *Room) markTime() {
	at := r.list.Caret()
	u, _ := r.doc.Find(at.ID)
	r.list.InsertAtCaret(transcript.Spaced(u.Text, at.Pos, transcript.TimeMark(r.position())))
	r.d.Bus.Trace("desk", "time-mark", r.position())
}
