package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// finder is the strip between the controls and the text that words are looked
// for and replaced in. Nothing that is typed into it is kept.
type finder struct {
	r     *Room
	kit   *widget.Kit
	panel *fyne.Container

	field, with *widget.Entry
	count       *widget.Label
	options     []*widget.Button
	worded      []*widget.Button // those with fewer words in a narrow room
	short       bool
	exchange    *fyne.Container // what is shown for replacing only
	all         *widget.Button
	list        *widget.Rows

	query transcript.Query
	hits  []transcript.Hit
	off   map[transcript.Hit]bool // not to be replaced
	at    int                     // the hit gone to, -1 for none
	from  transcript.Place        // where the caret was before
}

// prefilled is how many letters of a selection are taken to be looked for.
const prefilled = 60

func newFinder(r *Room) *finder {
	f := &finder{r: r, at: -1, off: map[transcript.Hit]bool{}}
	kit := *r.kit
	kit.OnKey, kit.OnShortcut, kit.OnRune = func(ev *fyne.KeyEvent) { f.key(ev) }, f.shortcut, f.letter
	f.kit = &kit
	t := r.t
	f.field, f.with = f.entry("find.words", "find.words"), f.entry("find.with", "find.with")
	f.field.OnChange = func(s string) { f.query.Words = s; f.again() }
	f.with.OnChange = func(string) { f.list.Refresh() }
	f.count = kit.Line("")
	f.options = []*widget.Button{
		f.option("find.case", func(q *transcript.Query) *bool { return &q.Case }),
		f.option("find.whole", func(q *transcript.Query) *bool { return &q.Whole }),
		f.option("find.loose", func(q *transcript.Query) *bool { return &q.Loose }),
	}
	previous := kit.Button("find.previous", t("find.previous"), func() { f.step(true) })
	next := kit.Button("find.next", t("find.next"), func() { f.step(false) })
	one := kit.Button("find.one", t("find.one"), f.replaceOne)
	f.worded = append([]*widget.Button{previous, next, one}, f.options...)
	looking := widget.Row(wide(f.field), previous, next, f.count)
	how := widget.Row(f.options[0], f.options[1], f.options[2], kit.Button("find.close", t("find.close"), f.close))
	f.all = kit.Primary("find.all", "", f.replaceAll)
	f.list = kit.Lines("find.list", t("find.list"), f.line)
	f.list.OnMove, f.list.OnPress = f.goTo, f.tick
	f.exchange = widget.Stack(theme.Gap8, widget.Row(wide(f.with), one, f.all),
		container.New(previewHeight{f: f}, f.list))
	f.exchange.Hide()
	sheet := widget.Stack(theme.Gap8, looking, how, f.exchange)
	scroll := container.NewVScroll(widget.Pad(theme.Gap4, sheet))
	kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(scroll, o) }
	f.panel = container.New(strip{sheet: sheet}, scroll)
	f.panel.Hide()
	return f
}

func (f *finder) entry(id, words string) *widget.Entry {
	e := f.kit.Entry(id, f.r.t(words))
	e.OnKeyFirst = f.typed
	return e
}

// option is a button that stays pressed.
func (f *finder) option(id string, of func(*transcript.Query) *bool) *widget.Button {
	var b *widget.Button
	b = f.kit.Button(id, f.r.t(id), func() {
		on := of(&f.query)
		*on = !*on
		b.SetMarked(*on)
		f.again()
	})
	return b
}

// shorten gives the strip fewer words, so that a narrow room keeps its height for
// the text.
func (f *finder) shorten(on bool) {
	if on == f.short {
		return
	}
	f.short = on
	ending := ""
	if on {
		ending = ".short"
	}
	for _, b := range f.worded {
		b.SetText(f.r.t(b.ID() + ending))
	}
	f.panel.Refresh()
}

// findCommands are those that open the strip.
func (r *Room) findCommands() commands {
	return commands{
		keys.Find:       func() { r.find.open(false) },
		keys.Substitute: func() { r.find.open(true) },
	}
}

// open shows the strip, with what is selected as the words to look for, and gives
// its field the focus.
func (f *finder) open(replacing bool) {
	f.r.vers.panel.Hide() // one strip at a time
	f.from = f.r.list.Caret()
	if from, to, ok := f.r.list.Selection(); ok && from.ID == to.ID && to.Pos-from.Pos <= prefilled {
		u, _ := f.r.doc.Find(from.ID)
		f.field.SetText(string([]rune(u.Text)[from.Pos:to.Pos]))
		f.query.Words, f.from = f.field.Text(), from
	}
	if replacing {
		f.exchange.Show()
	} else {
		f.exchange.Hide()
	}
	clear(f.off)
	f.panel.Show()
	f.r.d.Bus.Trace("desk", "find")
	f.again()
	f.r.root.Refresh()
	f.r.d.Window.Canvas().Focus(f.field)
	f.field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// shown reports whether the strip is open.
func (f *finder) shown() bool { return f.panel.Visible() }

// close leaves the caret at the hit gone to.
func (f *finder) close() {
	f.panel.Hide()
	f.hits, f.at = nil, -1
	f.r.highlight()
	f.r.root.Refresh()
	f.r.list.Focus()
}

// again looks for the words from where the caret was and shows the nearest hit.
func (f *finder) again() {
	f.search()
	f.at = transcript.NearestHit(f.r.doc, f.hits, f.from, false)
	if f.at < 0 {
		f.r.list.GoTo(f.from)
	}
	f.show()
}

// search reads the text anew. What was not to be replaced stays so.
func (f *finder) search() {
	f.hits = transcript.Search(f.r.doc, f.query)
	if len(f.hits) != f.list.Length() {
		f.list.SetLength(len(f.hits))
		f.r.root.Refresh() // the list has another height
	}
}

// refresh is called when the text was changed by somebody else than the strip.
func (f *finder) refresh() {
	if !f.shown() {
		return
	}
	before := f.current()
	f.search()
	f.at = -1
	for i, h := range f.hits {
		if h == before {
			f.at = i
		}
	}
	f.tell()
}

func (f *finder) current() transcript.Hit {
	if f.at < 0 || f.at >= len(f.hits) {
		return transcript.Hit{}
	}
	return f.hits[f.at]
}

// step goes to the next hit, or the one before.
func (f *finder) step(back bool) {
	f.search()
	n, caret := len(f.hits), f.r.list.Caret()
	switch now := f.current(); {
	case n == 0:
		f.at = -1
	case now.At.ID == caret.ID && now.End == caret.Pos && back:
		f.at = (f.at + n - 1) % n
	case now.At.ID == caret.ID && now.End == caret.Pos:
		f.at = (f.at + 1) % n
	default:
		f.at = transcript.NearestHit(f.r.doc, f.hits, caret, back)
	}
	f.show()
}

// goTo shows hit i: the list's arrows stand on it.
func (f *finder) goTo(i int) {
	if f.exchange.Visible() && i < len(f.hits) && f.list.Focused() {
		f.at = i
		f.show()
	}
}

// show brings the hit gone to into view.
func (f *finder) show() {
	if h := f.current(); h != (transcript.Hit{}) {
		f.from = h.At
		f.r.list.GoTo(transcript.Place{ID: h.At.ID, Pos: h.End})
	}
	f.tell()
}

// tell says how many there are and marks them in the text.
func (f *finder) tell() {
	t := f.r.kit.Text
	words := ""
	switch n := len(f.hits); {
	case f.query.Words == "":
	case n == 0:
		words = t.T("find.none")
	case f.at < 0:
		words = t.N("find.many", n)
	default:
		words = t.T("find.count", "at", f.at+1, "n", n)
	}
	f.count.SetText(words)
	f.told()
	f.r.d.Bus.Trace("desk", "hits", len(f.hits))
}

// told shows what ticks and texts say now.
func (f *finder) told() {
	n := len(f.chosen())
	f.all.SetText(f.r.kit.Text.N("find.all", n))
	if n == 0 {
		f.all.Disable()
	} else {
		f.all.Enable()
	}
	f.list.Refresh()
	f.r.highlight()
	f.panel.Refresh()
}
