package widget

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
)

// UtteranceHooks are what a list of utterances asks of the room it is in. Any
// may be nil.
type UtteranceHooks struct {
	// Now is the clock that divides typing into undo steps; nil is time.Now.
	Now func() time.Time
	// NewStart says when a new utterance starts, in milliseconds: the playhead
	// less the typing lag.
	NewStart func() int64
	// Play is asked to play from a time that was clicked or called for.
	Play func(ms int64)
	// Command gets every command that is not about the text.
	Command func(keys.Command)
	// Unhandled gets the shortcuts that mean nothing here.
	Unhandled func(fyne.Shortcut)
	// AfterTyped is told after each letter where the caret stands in which
	// utterance and what that says. It may answer with text to put in place of
	// the last erase code points before the caret: an undo step of its own, so
	// that undo gives back what was typed.
	AfterTyped func(id uint64, pos int, text string) (erase int, put string, ok bool)
	// Mark is called when a live marker under a row is clicked.
	Mark func(transcript.Mark)
	// TooLong is called when what was typed or pasted found no room in its
	// utterance or in the document: nothing was changed.
	TooLong func()
	// Changed is called after every change of the document.
	Changed func()
}

// UtteranceView is where somebody was: the caret, and which utterance stood at
// the top with how much of it scrolled away. It holds no content.
type UtteranceView struct {
	Caret transcript.Place
	Top   uint64
	Delta float32 // units of it above the edge
}

// Utterances shows a transcript as rows of time, speaker and text, and edits
// it as one text: the caret, and what is selected, go from one into the next.
// Only the rows in view exist: a text box of a whole interview would take
// seconds a word.
type Utterances struct {
	fw.BaseWidget
	kit   *Kit
	id    string
	doc   *transcript.Document
	hooks UtteranceHooks

	scroll  *container.Scroll
	content *fyne.Container
	editor  *editor

	set    typesetter
	flows  map[uint64]*flow // of texts shown lately
	geo    geometry
	rows   map[uint64]*utteranceRow
	spare  []*utteranceRow
	shown  [2]int // the first and the last row in view
	laying bool

	caret  transcript.Place // ID 0 is the row that is not in the document yet
	anchor transcript.Place // the other end of what is selected
	upper  bool             // the caret stands at the end of the line that breaks at it
	goal   float32          // where up and down lead along, or noGoal
	copied copied

	ghost   transcript.Speaker
	hint    string
	spans   map[uint64][]Span // marked stretches, by utterance
	playing uint64            // the utterance the playhead is in
	heard   during            // how long that holds
	names   transcript.Names  // as shown
	short   map[string]string // names as they fit their column
	marks   []transcript.Mark
	early   []transcript.Mark            // before the first utterance
	placed  map[uint64][]transcript.Mark // by utterance
}

var _ fyne.Accessible = (*Utterances)(nil)

// Utterances makes a list that edits doc. The editor in it has the id.
func (k *Kit) Utterances(id string, doc *transcript.Document, hooks UtteranceHooks) *Utterances {
	if hooks.Now == nil {
		hooks.Now = time.Now
	}
	u := &Utterances{kit: k, id: id, doc: doc, hooks: hooks, rows: map[uint64]*utteranceRow{}, ghost: transcript.Interviewer}
	u.ExtendBaseWidget(u)
	u.goal = noGoal
	u.editor = newEditor(u)
	u.content = container.New(fixed{&u.geo})
	u.scroll = container.NewVScroll(u.content)
	u.scroll.OnScrolled = func(fyne.Position) {
		k.Active()
		u.arrange()
	}
	u.restructure()
	u.enter(transcript.Place{ID: u.last().ID})
	return u
}

// SetHint sets what an empty document says where the first words will stand.
func (u *Utterances) SetHint(s string) {
	u.hint = s
	u.Reload()
}

// GoToEnd moves the caret behind the last word.
func (u *Utterances) GoToEnd() { u.GoTo(u.last()) }

// Type writes a letter that came while something else had the focus.
func (u *Utterances) Type(r rune) {
	u.Focus()
	u.editor.TypedRune(r)
}

// ID returns the editor's control id.
func (u *Utterances) ID() string { return u.id }

// Focus gives the editor the focus.
func (u *Utterances) Focus() { focusOn(u.editor) }

// Focused reports whether the editor has the focus.
func (u *Utterances) Focused() bool { return u.editor.focused }

// Active returns the utterance the caret is in; 0 in an empty document.
func (u *Utterances) Active() uint64 { return u.caret.ID }

// Caret returns the utterance and the code point the caret stands before.
func (u *Utterances) Caret() transcript.Place {
	return u.caret
}

// View returns where the person is, for [Utterances.SetView] another day.
func (u *Utterances) View() UtteranceView {
	i, delta := u.geo.at(u.scroll.Offset.Y)
	return UtteranceView{Caret: u.caret, Top: u.geo.ids[i], Delta: delta}
}

// SetView goes back to where somebody was, as far as it still exists.
func (u *Utterances) SetView(v UtteranceView) {
	u.topAt(v)
	if u.geo.index(v.Caret.ID) >= 0 {
		u.enter(v.Caret)
	}
	u.arrange()
}

// topAt scrolls to where v says.
func (u *Utterances) topAt(v UtteranceView) {
	if i := u.geo.index(v.Top); i >= 0 {
		u.scrollTo(u.geo.top(i) + v.Delta)
		u.arrange()
		u.scrollTo(u.geo.top(i) + v.Delta)
	}
}

// GoTo moves the caret to a place and brings it into view.
func (u *Utterances) GoTo(p transcript.Place) {
	if u.geo.index(p.ID) < 0 {
		return
	}
	u.doc.EndStep()
	u.enter(p)
	u.editor.draw()
	u.reveal()
}

// SetMarks shows the recording's live markers, each with the utterance it fell
// in.
func (u *Utterances) SetMarks(marks []transcript.Mark) {
	u.marks = marks
	u.Reload()
}

// during is how long the answer to which utterance is heard holds.
type during struct {
	revision uint64
	from, to int64 // [from, to)
}

// SetPlayhead marks the time of the utterance that is heard now. It is called
// many times a second, and looks for another only when this one is over.
func (u *Utterances) SetPlayhead(ms int64) {
	h := u.heard
	if h.to > h.from && h.revision == u.doc.Revision() && ms >= h.from && ms < h.to {
		return
	}
	var now uint64
	h = during{u.doc.Revision(), 0, math.MaxInt64}
	for i := range u.doc.Len() {
		if a := u.doc.At(i); a.Start <= ms {
			now, h.from = a.ID, max(h.from, a.Start)
		} else {
			h.to = min(h.to, a.Start)
		}
	}
	u.heard = h
	if now == u.playing {
		return
	}
	before := u.playing
	u.playing = now
	for _, id := range []uint64{before, now} {
		if r := u.rows[id]; r != nil {
			r.tellTime()
		}
	}
}

// Reload shows the document anew after it was changed from outside.
func (u *Utterances) Reload() {
	place, anchor := u.caret, u.anchor
	u.restructure()
	if u.geo.index(place.ID) < 0 {
		place = u.last()
	}
	if u.geo.index(anchor.ID) < 0 {
		anchor = place
	}
	u.enter(place)
	u.anchor = u.within(anchor)
	u.arrange()
}

// first is the start of the document.
func (u *Utterances) first() transcript.Place { return transcript.Place{ID: u.geo.ids[0]} }

// last is the end of the document.
func (u *Utterances) last() transcript.Place {
	id := u.geo.ids[len(u.geo.ids)-1]
	return transcript.Place{ID: id, Pos: len([]rune(u.utterance(id).Text))}
}

// utterance returns what row id shows; an empty document shows one empty row,
// so that there is always somewhere to type.
func (u *Utterances) utterance(id uint64) transcript.Utterance {
	if a, ok := u.doc.Find(id); ok {
		return a
	}
	return transcript.Utterance{Speaker: u.ghost}
}

// AccessibilityLabel implements [fyne.Accessible].
func (u *Utterances) AccessibilityLabel() string { return u.kit.Text.T("utterances.label") }

// AccessibilityRole implements [fyne.Accessible].
func (u *Utterances) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements [fyne.Widget].
func (u *Utterances) CreateRenderer() fyne.WidgetRenderer { return &utterancesRenderer{u: u} }

type utterancesRenderer struct{ u *Utterances }

// Layout keeps what stands at the top, and the caret in view if it was: a
// message that appears above must not hide what is being written.
func (r *utterancesRenderer) Layout(size fyne.Size) {
	v, seen := r.u.View(), r.u.caretInView()
	r.u.scroll.Resize(size)
	if r.u.geo.resize(size.Width) {
		r.u.restructure()
		r.u.arrange()
		r.u.topAt(v)
	}
	r.u.arrange()
	if seen {
		r.u.reveal()
	}
}

func (r *utterancesRenderer) MinSize() fyne.Size { return fyne.NewSize(360, 120) }

// Refresh measures everything anew: the words' size may have changed.
func (r *utterancesRenderer) Refresh() {
	r.u.geo.forget()
	for _, row := range r.u.rows {
		row.fresh = true
	}
	r.u.Reload()
	r.u.editor.Refresh()
	r.u.scroll.Refresh() // and with it every row
}

func (r *utterancesRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.u.scroll} }

func (r *utterancesRenderer) Destroy() {}
