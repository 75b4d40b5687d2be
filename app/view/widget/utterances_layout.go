package widget

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
)

// geometry knows how high each row is and where it stands. Heights are
// measured when a row comes into view and guessed before: measuring 1,500 rows
// at once would take a third of a second.
type geometry struct {
	ids    []uint64
	high   []float32
	known  []bool
	tops   []float32 // one more than rows: the last is the whole height
	cache  map[uint64]measured
	width  float32
	widest float32 // the widest name of a speaker
	cols   columns // as last computed; zero for not yet
	near   int     // where index last found something
}

// measured is the height of a text, without marks.
type measured struct {
	text string
	high float32
}

func (g *geometry) forget() { g.cache, g.widest, g.cols = nil, 0, columns{} }

// resize takes a new width and reports whether rows wrap differently.
func (g *geometry) resize(width float32) bool {
	if g.width == width {
		return false
	}
	g.width = width
	g.cache, g.cols = nil, columns{}
	return true
}

// sum computes where the rows from i on stand.
func (g *geometry) sum(i int) {
	g.tops = slices.Grow(g.tops[:min(len(g.tops), i+1)], len(g.ids)+1)[:len(g.ids)+1]
	if i == 0 {
		g.tops[0] = theme.Gap8 // or the first row's ring would be cut off
	}
	for ; i < len(g.ids); i++ {
		g.tops[i+1] = g.tops[i] + g.high[i]
	}
}

func (g *geometry) total() float32 { return g.tops[len(g.ids)] + theme.Gap8 }

func (g *geometry) top(i int) float32 { return g.tops[i] }

// at returns the row at height y, and how far into it y is.
func (g *geometry) at(y float32) (i int, delta float32) {
	i = sort.Search(len(g.ids), func(i int) bool { return g.tops[i+1] > y })
	i = min(i, len(g.ids)-1)
	return i, max(y-g.tops[i], 0)
}

// index returns the row of an utterance, or -1.
func (g *geometry) index(id uint64) int {
	for i := max(g.near-1, 0); i < min(g.near+2, len(g.ids)); i++ {
		if g.ids[i] == id {
			g.near = i
			return i
		}
	}
	i := slices.Index(g.ids, id)
	if i >= 0 {
		g.near = i
	}
	return i
}

// put gives row i the measured height of its text, and that of its marks.
func (g *geometry) put(i int, text measured, marks float32) {
	if g.cache == nil {
		g.cache = map[uint64]measured{}
	}
	g.cache[g.ids[i]] = text
	h := text.high + marks
	changed := g.high[i] != h
	g.high[i], g.known[i] = h, true
	if changed {
		g.sum(i)
	}
}

// fixed is the layout of the scrolled content: rows are placed by arrange.
type fixed struct{ g *geometry }

func (fixed) Layout([]fyne.CanvasObject, fyne.Size) {}

func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, f.g.total()) }

// widestText is how wide a line of text gets.
const widestText float32 = 760

// columns says where the parts of a row stand.
type columns struct{ time, speaker, text, width float32 }

func (u *Utterances) columns() columns {
	if u.geo.cols != (columns{}) {
		return u.geo.cols
	}
	if u.geo.widest == 0 {
		u.geo.widest = u.widestName()
	}
	stamp := fyne.MeasureText("0:00:00", theme.SizeNow(theme.SizeSmall), fyne.TextStyle{Monospace: true}).Width
	c := columns{time: theme.Gap8}
	c.speaker = c.time + stamp + theme.Gap16
	c.text = c.speaker + shapeSide() + theme.Gap8 + u.geo.widest + theme.Gap12
	c.width = min(u.geo.width-c.text-theme.Gap16, widestText)
	u.geo.cols = c
	return c
}

// rowGap is the air between two utterances: the focus ring needs some.
const rowGap = theme.Gap8

// textInset is the air around a row's text.
const textInset = theme.Gap8

// mostFlows bounds how many texts are kept broken into lines.
const mostFlows = 500

// flowOf returns the text of an utterance broken into lines.
func (u *Utterances) flowOf(id uint64) *flow {
	text, width := u.utterance(id).Text, max(u.columns().width-2*textInset, 1)
	f := u.flows[id]
	if f == nil || f.text != text || f.width != width || u.set.size != theme.SizeNow(theme.SizeBody) {
		if f == nil && len(u.flows) >= mostFlows || u.flows == nil {
			u.flows = map[uint64]*flow{}
		}
		f = u.set.flow(text, width)
		u.flows[id] = f
	}
	return f
}

// measure finds out how high row i is.
func (u *Utterances) measure(i int) {
	id := u.geo.ids[i]
	f := u.flowOf(id)
	lines := len(f.lines)
	if h := u.hintFlow(id); h != nil {
		lines = len(h.lines)
	}
	u.geo.put(i, measured{f.text, float32(lines)*u.set.high + 2*textInset + rowGap}, u.markHeight(id))
}

// hintFlow is what the row of an empty document says instead of words; nil for
// any other.
func (u *Utterances) hintFlow(id uint64) *flow {
	if id != 0 || u.hint == "" {
		return nil
	}
	return u.set.flow(u.hint, max(u.columns().width-2*textInset, 1))
}

// markHeight is what the marks of a row add to it.
func (u *Utterances) markHeight(id uint64) float32 {
	if len(u.marksOf(id)) == 0 {
		return 0
	}
	return fyne.MeasureText("[", theme.SizeNow(theme.SizeBody), fyne.TextStyle{}).Height + theme.Gap4
}

// guess is the height of a text nobody has seen.
func (u *Utterances) guess(s string) float32 {
	size := theme.SizeNow(theme.SizeBody)
	perLine := max(int(max(u.columns().width, 60)/(size*0.52)), 1)
	lines := 0
	for part := range strings.SplitSeq(s, "\n") {
		lines += 1 + max(utf8.RuneCountInString(part)-1, 0)/perLine
	}
	return float32(lines)*size*1.37 + 2*theme.Gap8 + rowGap
}

// restructure reads the document's rows anew; measured heights stay.
func (u *Utterances) restructure() {
	list := u.doc.Utterances()
	before, with := transcript.PlaceMarks(list, u.marks)
	u.early, u.placed = before, with
	if len(list) == 0 {
		list = []transcript.Utterance{u.utterance(0)}
	}
	g := &u.geo
	g.ids, g.high, g.known = g.ids[:0], g.high[:0], g.known[:0]
	for _, a := range list {
		g.ids = append(g.ids, a.ID)
		m, ok := g.cache[a.ID]
		if ok = ok && m.text == a.Text; !ok {
			m.high = u.guess(a.Text)
		}
		g.high, g.known = append(g.high, m.high+u.markHeight(a.ID)), append(g.known, ok)
	}
	g.sum(0)
}

// marksOf returns the marks shown in a row; the first also carries those that
// came before it.
func (u *Utterances) marksOf(id uint64) []transcript.Mark {
	own := u.placed[id]
	if len(u.early) > 0 && u.doc.Len() > 0 && u.doc.At(0).ID == id {
		return append(slices.Clone(u.early), own...)
	}
	return own
}

// scrollTo moves the view to height y.
func (u *Utterances) scrollTo(y float32) {
	y = min(max(y, 0), max(u.geo.total()-u.scroll.Size().Height, 0))
	u.content.Resize(fyne.NewSize(u.scroll.Size().Width, max(u.geo.total(), u.scroll.Size().Height)))
	laying := u.laying
	u.laying = true
	u.scroll.Offset.Y = y - 1 // else Fyne takes an unchanged offset for no change
	u.scroll.ScrollToOffset(fyne.NewPos(0, y))
	u.laying = laying
}

// arrange gives every row in view its widget and place. A row above the edge
// that turns out higher than guessed does not move what is being read.
func (u *Utterances) arrange() {
	if u.laying || u.scroll.Size().Height <= 0 || u.geo.width <= 0 {
		return
	}
	u.laying = true
	defer func() { u.laying = false }()
	y := u.scroll.Offset.Y
	first, _ := u.geo.at(y)
	last := first
	for i := first; i < len(u.geo.ids); i++ {
		if u.geo.top(i) >= y+u.scroll.Size().Height {
			break
		}
		last = i
		if u.geo.known[i] {
			continue
		}
		guessed := u.geo.high[i]
		u.measure(i)
		if i == first && first > 0 {
			y += u.geo.high[i] - guessed
		}
	}
	u.scrollTo(y)
	u.place(first, last)
	u.shown = [2]int{first, last}
	u.editor.Resize(u.content.Size())
	u.editor.draw()
}

// place shows rows first to last and puts the widgets of others aside.
func (u *Utterances) place(first, last int) {
	wanted := map[uint64]bool{}
	for i := first; i <= last; i++ {
		wanted[u.geo.ids[i]] = true
	}
	for id, r := range u.rows {
		if !wanted[id] {
			delete(u.rows, id)
			u.spare = append(u.spare, r)
		}
	}
	objects := append(make([]fyne.CanvasObject, 0, last-first+2), u.editor)
	for i := first; i <= last; i++ {
		id := u.geo.ids[i]
		r := u.rows[id]
		if r == nil {
			r = u.spareRow()
			u.rows[id] = r
		}
		if at := fyne.NewPos(0, u.geo.top(i)); r.Position() != at {
			r.Move(at)
		}
		r.show(id)
		r.Resize(fyne.NewSize(u.geo.width, u.geo.high[i]))
		objects = append(objects, r)
	}
	u.content.Objects = objects
}

func (u *Utterances) spareRow() *utteranceRow {
	if n := len(u.spare); n > 0 {
		r := u.spare[n-1]
		u.spare = u.spare[:n-1]
		return r
	}
	return newUtteranceRow(u)
}

// caretTop is where the caret's line begins, and whether it is known.
func (u *Utterances) caretTop() (y float32, ok bool) {
	if u.geo.index(u.caret.ID) < 0 || u.scroll.Size().Height <= 0 {
		return 0, false
	}
	i, _, line := u.line()
	return u.lineTop(i, line), true
}

// caretInView reports whether the caret's line can be seen.
func (u *Utterances) caretInView() bool {
	y, ok := u.caretTop()
	return ok && y >= u.scroll.Offset.Y && y < u.scroll.Offset.Y+u.scroll.Size().Height
}

// reveal scrolls as little as possible until the caret's line is in view, and
// all of its row where it fits.
func (u *Utterances) reveal() {
	caret, ok := u.caretTop()
	if !ok {
		return
	}
	i := u.geo.index(u.caret.ID)
	if !u.geo.known[i] {
		u.measure(i)
		caret, _ = u.caretTop()
	}
	top, bottom := u.geo.top(i), u.geo.top(i)+u.geo.high[i]
	view := u.scroll.Size().Height
	if bottom-top > view {
		line := u.set.high
		top, bottom = caret-line, caret+2*line
	}
	y := u.scroll.Offset.Y
	switch {
	case i == 0 && top < y+theme.Gap8:
		y = 0 // with the air above the first row
	case top < y:
		y = top
	case bottom > y+view:
		y = bottom - view
	default:
		return
	}
	u.scrollTo(y)
	u.arrange()
}

// stampOf writes a time as rows show it.
func stampOf(ms int64) string { return text.Stamp(ms) }
