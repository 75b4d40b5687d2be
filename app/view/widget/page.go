package widget

import (
	"sort"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/transcript"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
)

// pageMeasure is a line of 66 characters, the width of a book's page: its
// length on screen is the width of the text.
const pageMeasure = "Det var en gång ett barn som kom in i rummet och satte sig vid bor"

// PageWidth is the width of a page's text where there is room for it.
func PageWidth() float32 {
	return fyne.MeasureText(pageMeasure, theme.SizeNow(theme.SizeBody), fyne.TextStyle{}).Width
}

// Page shows a transcript to be read: one utterance below the other, in lines
// of 66 characters, nothing to be changed. Only the rows in view exist. It is
// one stop for the focus: the arrows walk from utterance to utterance, Enter,
// Space or a click chooses one.
type Page struct {
	fw.BaseWidget
	// OnChoose, when set, gets the utterance that was chosen.
	OnChoose func(i int)

	kit   *Kit
	id    string
	label string
	lines []pageLine

	scroll  *container.Scroll
	content *fyne.Container
	probe   *fw.Label
	rows    map[int]*pageRow
	spare   []*pageRow
	laying  bool

	width   float32 // of the text, 0 before the first layout
	names   transcript.Names
	left    float32   // where the text begins
	line    float32   // the height of a line of text
	high    []float32 // of each row
	known   []bool    // measured, not guessed
	tops    []float32 // one more than rows
	at      int       // the row the arrows stand on
	now     int       // the row being heard, -1 for none
	focused bool
}

// pageLine is what one row shows.
type pageLine struct {
	stamp   string
	speaker transcript.Speaker
	text    string
	marks   string
}

var (
	_ fyne.Focusable  = (*Page)(nil)
	_ fyne.Accessible = (*Page)(nil)
	_ desktop.Keyable = (*Page)(nil)
)

// Page makes a page of utterances with the marks that were made while they
// were said. label says what it is, for a screen reader.
func (k *Kit) Page(id, label string, list []transcript.Utterance, marks []transcript.Mark) *Page {
	p := &Page{kit: k, id: id, label: label, rows: map[int]*pageRow{}, now: -1, probe: wrapped("")}
	p.ExtendBaseWidget(p)
	p.content = container.New(pageSheet{p})
	p.scroll = container.NewVScroll(p.content)
	p.scroll.OnScrolled = func(fyne.Position) {
		k.Active()
		p.arrange()
	}
	p.SetUtterances(list, marks)
	return p
}

// SetPaper shows another transcript, with the names its speakers have.
func (p *Page) SetPaper(paper transcript.Paper) {
	p.names = paper.Names
	p.SetUtterances(paper.Utterances, paper.Marks)
}

// SetUtterances shows other utterances.
func (p *Page) SetUtterances(list []transcript.Utterance, marks []transcript.Mark) {
	before, with := transcript.PlaceMarks(list, marks)
	p.lines = p.lines[:0]
	for _, m := range before {
		p.lines = append(p.lines, pageLine{stamp: text.Stamp(m.At), marks: p.markWords([]transcript.Mark{m})})
	}
	for _, u := range list {
		p.lines = append(p.lines, pageLine{text.Stamp(u.Start), u.Speaker, u.Text, p.markWords(with[u.ID])})
	}
	p.at = min(p.at, max(len(p.lines)-1, 0))
	p.guessAll()
	p.rows, p.spare = map[int]*pageRow{}, nil
	p.Refresh()
}

func (p *Page) markWords(marks []transcript.Mark) string {
	words := make([]string, 0, len(marks))
	for _, m := range marks {
		words = append(words, "["+p.kit.Text.Marker(m.Marker())+"]")
	}
	return strings.Join(words, " ")
}

// Rows returns how many rows there are; rows for marks that were made before
// the first utterance come first.
func (p *Page) Rows() int { return len(p.lines) }

// At returns the row that the arrows stand on.
func (p *Page) At() int { return p.at }

// SetNow shows a row as the one being heard, -1 for none, and keeps it in
// sight.
func (p *Page) SetNow(i int) {
	if i == p.now {
		return
	}
	p.now = i
	if i >= 0 && i < len(p.lines) {
		p.reveal(i)
	}
	p.repaint()
}

// ID returns the control's id.
func (p *Page) ID() string { return p.id }

// FocusGained implements [fyne.Focusable].
func (p *Page) FocusGained() {
	p.focused = true
	p.kit.gained(p.id, p)
	p.Refresh()
}

// FocusLost implements [fyne.Focusable].
func (p *Page) FocusLost() {
	p.focused = false
	p.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (p *Page) TypedKey(ev *fyne.KeyEvent) {
	screen := max(1, int(p.scroll.Size().Height/max(p.rowGuess(), 1))-1)
	switch ev.Name {
	case fyne.KeyUp:
		p.walk(p.at - 1)
	case fyne.KeyDown:
		p.walk(p.at + 1)
	case fyne.KeyPageUp:
		p.walk(p.at - screen)
	case fyne.KeyPageDown:
		p.walk(p.at + screen)
	case fyne.KeyHome:
		p.walk(0)
	case fyne.KeyEnd:
		p.walk(len(p.lines) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if p.kit.Once(ev.Name) {
			p.choose(p.at)
		}
	default:
		p.kit.passKey(ev)
	}
}

// TypedRune implements [fyne.Focusable].
func (p *Page) TypedRune(r rune) {
	if r != ' ' {
		p.kit.passRune(r)
	}
}

// KeyDown implements [desktop.Keyable].
func (p *Page) KeyDown(ev *fyne.KeyEvent) { p.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (p *Page) KeyUp(ev *fyne.KeyEvent) { p.kit.KeyUp(ev) }

func (p *Page) walk(i int) {
	i = min(max(i, 0), len(p.lines)-1)
	if i < 0 {
		return
	}
	p.at = i
	p.reveal(i)
	p.repaint()
}

func (p *Page) choose(i int) {
	if i < 0 || i >= len(p.lines) || p.OnChoose == nil {
		return
	}
	p.at = i
	p.kit.trace("tap", p.id)
	p.repaint()
	p.kit.guard(func() { p.OnChoose(i) })
}

// AccessibilityLabel implements [fyne.Accessible]: what it is, and the row the
// arrows stand on.
func (p *Page) AccessibilityLabel() string {
	if p.at >= len(p.lines) {
		return p.label
	}
	return p.label + ": " + p.spoken(p.at)
}

// AccessibilityRole implements [fyne.Accessible].
func (p *Page) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (p *Page) spoken(i int) string {
	l := p.lines[i]
	return strings.TrimSpace(strings.Join([]string{l.stamp, p.speakerWord(l.speaker), l.text, l.marks}, " "))
}

func (p *Page) speakerWord(s transcript.Speaker) string {
	if s == "" {
		return ""
	}
	if name := p.names.Of(s); name != "" {
		return name
	}
	return p.kit.Text.T("speaker." + string(s))
}

// CreateRenderer implements [fyne.Widget].
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	// The ring goes around the row that the arrows stand on; around the whole
	// only where there is no row.
	return Ringed(&pageRenderer{p}, 0, func() bool { return p.focused && len(p.lines) == 0 })
}

type pageRenderer struct{ p *Page }

func (r *pageRenderer) Layout(size fyne.Size) {
	p := r.p
	p.scroll.Resize(size)
	width := max(min(size.Width-2*theme.Gap24, PageWidth()), 1)
	p.left = max((size.Width-width)/2, theme.Gap16)
	if width != p.width {
		p.width = width
		p.guessAll()
	}
	p.arrange()
}

func (r *pageRenderer) MinSize() fyne.Size { return fyne.NewSize(280, 200) }

func (r *pageRenderer) Refresh() {
	if lineHigh() != r.p.line { // text of another size
		r.p.guessAll()
	}
	r.p.repaint()
}

func (r *pageRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.scroll} }
func (r *pageRenderer) Destroy()                     {}

// lineHigh is the height of one line of text.
func lineHigh() float32 {
	return fyne.MeasureText("Åg", theme.SizeNow(theme.SizeBody), fyne.TextStyle{}).Height
}

// rowGuess is the height of a row of two lines.
func (p *Page) rowGuess() float32 { return 3*lineHigh() + theme.Gap16 }

// guessAll forgets what was measured. Measuring every row of a long interview
// at once would be felt; what is in sight is measured when it comes there.
func (p *Page) guessAll() {
	n := len(p.lines)
	p.high, p.known, p.tops = make([]float32, n), make([]bool, n), make([]float32, n+1)
	p.line = lineHigh()
	for i, l := range p.lines {
		count := 1 + utf8.RuneCountInString(l.text)/len(pageMeasure) + strings.Count(l.text, "\n")
		if l.marks != "" {
			count++
		}
		p.high[i] = float32(count+1)*p.line + 2*pageInset + 2*theme.Gap4
	}
	p.sum()
}

func (p *Page) sum() {
	for i, h := range p.high {
		p.tops[i+1] = p.tops[i] + h
	}
}

// measure asks a label like the row's for its height and reports whether the
// guess was wrong.
func (p *Page) measure(i int) bool {
	if p.known[i] || p.width == 0 {
		return false
	}
	l := p.lines[i]
	h := lineHigh() + theme.Gap4 + 2*pageInset + theme.Gap4
	for _, s := range []string{l.text, l.marks} {
		if s != "" {
			h += p.wrappedHeight(s)
		}
	}
	p.known[i] = true
	changed := h != p.high[i]
	p.high[i] = h
	return changed
}

func (p *Page) wrappedHeight(s string) float32 {
	p.probe.SetText(s)
	settle(p.probe, p.width+2*labelInset)
	return p.probe.MinSize().Height - 2*labelInset
}

// first returns the row at height y.
func (p *Page) first(y float32) int {
	return min(sort.Search(len(p.lines), func(i int) bool { return p.tops[i+1] > y }), max(len(p.lines)-1, 0))
}

// arrange puts rows where the window is and takes away the others.
func (p *Page) arrange() {
	if p.laying || p.width == 0 || len(p.lines) == 0 {
		return
	}
	p.laying = true
	defer func() { p.laying = false }()
	from := p.first(p.scroll.Offset.Y)
	to, changed := from, false
	for bottom := p.scroll.Offset.Y + p.scroll.Size().Height; to < len(p.lines); to++ {
		if p.measure(to) {
			changed = true
			p.sum()
		}
		if p.tops[to] > bottom {
			break
		}
	}
	for i, r := range p.rows {
		if i < from || i >= to {
			p.spare = append(p.spare, r)
			delete(p.rows, i)
		}
	}
	objs := make([]fyne.CanvasObject, 0, to-from)
	for i := from; i < to; i++ {
		objs = append(objs, p.row(i))
	}
	p.content.Objects = objs
	if changed {
		p.scroll.Refresh()
	}
	p.content.Refresh()
}

func (p *Page) row(i int) *pageRow {
	r := p.rows[i]
	if r == nil {
		if n := len(p.spare); n > 0 {
			r, p.spare = p.spare[n-1], p.spare[:n-1]
		} else {
			r = newPageRow(p)
		}
		p.rows[i] = r
	}
	r.show(i)
	return r
}

// reveal scrolls just so far that a row lies in sight.
func (p *Page) reveal(i int) {
	// All that will be in sight is measured first: a guess put right afterwards
	// would push the row out again.
	window := p.scroll.Size().Height
	for j, high := i, float32(0); j >= 0 && high < window; j-- {
		p.measure(j)
		high += p.high[j]
	}
	p.sum()
	top, bottom := p.tops[i], p.tops[i+1]
	switch {
	case top < p.scroll.Offset.Y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > p.scroll.Offset.Y+window:
		p.scroll.ScrollToOffset(fyne.NewPos(0, min(top, bottom-window)))
	}
}

// repaint draws the rows in sight anew.
func (p *Page) repaint() {
	p.arrange()
	for i, r := range p.rows {
		r.show(i)
		r.Refresh()
	}
	canvas.Refresh(p)
}

// pageSheet is the sheet under the window: as high as all rows.
type pageSheet struct{ p *Page }

func (s pageSheet) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		if r, ok := o.(*pageRow); ok && r.i < len(s.p.high) {
			r.Move(fyne.NewPos(0, s.p.tops[r.i]))
			r.Resize(fyne.NewSize(size.Width, s.p.high[r.i]))
		}
	}
}

func (s pageSheet) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(1, s.p.tops[len(s.p.lines)])
}
