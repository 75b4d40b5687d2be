package desk

import (
	"slices"
	"unicode/utf8"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/widget"
)

// previewWords is how many letters stand on each side of a place in the preview:
// as many as a wide room shows.
const previewWords = 60

// line is place i of the preview.
func (f *finder) line(i int) widget.LineText {
	if i >= len(f.hits) {
		return widget.LineText{}
	}
	h := f.hits[i]
	u, _ := f.r.doc.Find(h.At.ID)
	before, word, after := transcript.Around(u.Text, h.At.Pos, h.End, previewWords)
	return widget.LineText{Note: text.Stamp(u.Start), Before: before, Word: word, After: after, Becomes: f.with.Text(), Ticked: !f.off[h]}
}

// tick chooses place i, or leaves it out.
func (f *finder) tick(i int) {
	if h := f.hits[i]; f.off[h] {
		delete(f.off, h)
	} else {
		f.off[h] = true
	}
	f.told()
}

// chosen are the places that are ticked.
func (f *finder) chosen() []transcript.Hit {
	return slices.DeleteFunc(slices.Clone(f.hits), func(h transcript.Hit) bool { return f.off[h] })
}

// replaceOne replaces the hit gone to and goes to the next.
func (f *finder) replaceOne() {
	h := f.current()
	if f.renewed() || h == (transcript.Hit{}) {
		f.again()
		return
	}
	with := transcript.Clean(f.with.Text())
	if _, err := f.r.doc.ReplaceHits([]transcript.Hit{h}, with); err != nil {
		return
	}
	f.replaced(1)
	f.from = transcript.Place{ID: h.At.ID, Pos: h.At.Pos + utf8.RuneCountInString(with)}
	f.again()
}

// replaceAll replaces every place that is ticked, as one step. What is found in
// the new words is left out after that: it is not replaced twice.
func (f *finder) replaceAll() {
	chosen := f.chosen()
	if f.renewed() {
		f.again() // the preview shows something else now: look first
		return
	}
	n, err := f.r.doc.ReplaceHits(chosen, f.with.Text())
	if err != nil {
		return
	}
	f.replaced(n)
	f.at = -1
	f.search()
	for _, h := range f.hits {
		f.off[h] = true
	}
	f.tell()
	f.count.SetText(f.r.kit.Text.N("find.replaced", n, "undo", keys.Label(f.r.kit.Text, keys.Undo)))
	f.panel.Refresh()
	f.r.d.Window.Canvas().Focus(f.field)
}

// renewed looks anew and reports whether the places are others than those shown.
func (f *finder) renewed() bool {
	before := f.hits
	f.search()
	return !slices.Equal(before, f.hits)
}

// replaced shows the text as it is after n places were replaced.
func (f *finder) replaced(n int) {
	clear(f.off)
	f.r.reloaded()
	f.r.d.Bus.Trace("desk", "replaced", n)
}

// reloaded shows a text that a part of the room has changed, with the caret where
// it was as far as that still exists.
func (r *Room) reloaded() {
	at := r.list.Caret()
	r.list.Reload()
	if u, ok := r.doc.Find(at.ID); ok {
		at.Pos = min(at.Pos, utf8.RuneCountInString(u.Text))
		r.list.GoTo(at)
	}
	r.changed()
	r.side.refresh()
}
