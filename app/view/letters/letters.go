// Package letters is the room for what children and guardians are given on
// paper: to read, to print, and for the unit to put in its own words.
package letters

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/letter"
	"barnrost/app/report"
	"barnrost/app/report/pdf"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Letters are the unit's own; Shipped is the text of a letter it has not
	// changed. Both only read memory.
	Letters func() (letter.Letters, error)
	Shipped func(letter.ID) string
	// Facts are what the letters are filled in with. It only reads memory.
	Facts func() (letter.Facts, error)
	// Save stores the unit's own, off the UI goroutine; nil for somebody who only
	// prints them.
	Save    func(ctx context.Context, l letter.Letters) error
	Print   pdf.Print
	Ask     widget.Asker
	Details func() // goes to where the unit's details are filled in
	// Draft is what was typed and not saved when the room was last left.
	Draft *Draft
	Back  func()
}

// Draft is a letter's text as it is typed. It outlives the room, in memory alone,
// so that looking something up elsewhere loses nothing.
type Draft struct {
	Letter letter.ID // "" where nothing is typed
	Text   string
}

// Room is the room. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container
	first  fyne.Focusable
	said   *fyne.Container
	shown  bool
	busy   bool

	letters letter.Letters
	facts   letter.Facts
	saveIt  *widget.Button // nil unless a letter is being changed
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, said: widget.Stack(theme.Gap8), root: widget.Stack(theme.Gap24)}
	var err error
	if r.letters, err = d.Letters(); err == nil {
		r.facts, err = d.Facts()
	}
	if err != nil && d.Save == nil {
		back := d.Kit.Button("letters.back", r.t("letters.back"), d.Back)
		r.page("problem", back, d.Kit.Problem(err), widget.Row(back))
		return r
	}
	if d.Save != nil && d.Draft.Letter != "" {
		r.change(d.Draft.Letter)
	} else {
		r.list(letter.IDs[0])
	}
	if err != nil { // the unit's texts can be written anew over the shipped ones
		r.say(d.Kit.Problem(err))
	}
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("letters.title") }

// Focus implements the room.
func (r *Room) Focus() {
	r.shown = true
	r.d.Window.Canvas().Focus(r.first)
}

// Close implements the room.
func (r *Room) Close() { r.cancel() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// page replaces what is shown and gives its first control the focus.
func (r *Room) page(name string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.first, r.said.Objects = first, nil
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("letters", name)
	if r.shown {
		r.Focus()
	}
}

// list shows the letters, with the focus on one.
func (r *Room) list(at letter.ID) {
	k := r.d.Kit
	items := widget.Stack(theme.Gap8)
	var first fyne.Focusable
	for _, id := range letter.IDs {
		detail := r.t("letters.shipped")
		if _, own := r.letters.Texts[id]; own {
			detail = r.t("letters.own")
		}
		item := k.Item("letters."+string(id), r.t("letter."+string(id)), detail, func() { r.read(id) })
		if items.Add(item); id == at {
			first = item
		}
	}
	r.page("list", first, k.Body(r.t("letters.how")), r.said, items, r.gaps(letter.IDs...),
		widget.Row(k.Button("letters.back", r.t("letters.back"), r.d.Back)))
}

// gaps says what the unit has not filled in, and the way there.
func (r *Room) gaps(ids ...letter.ID) fyne.CanvasObject {
	k := r.d.Kit
	var names []string
	values := r.facts.Values()
	for _, name := range letter.Names {
		for _, id := range ids {
			if values[name] == "" && strings.Contains(r.source(id), "{"+name+"}") {
				names = append(names, r.t("letter.name."+name))
				break
			}
		}
	}
	if len(names) == 0 {
		return widget.Stack(theme.Gap8)
	}
	box := widget.Stack(theme.Gap8, k.Notice(widget.KindAttention, r.t("letters.missing", "what", strings.Join(names, ", "))))
	if r.d.Details != nil {
		box.Add(widget.Row(k.Button("letters.details", r.t("letters.details"), r.d.Details)))
	}
	return box
}

func (r *Room) source(id letter.ID) string { return r.letters.Text(id, r.d.Shipped(id)) }

// document is a letter as it will be printed.
func (r *Room) document(id letter.ID) report.Document {
	filled, _ := letter.Fill(r.source(id), r.facts.Values())
	return letter.Document(filled, r.facts.Foot())
}

// read shows a letter as it will be printed.
func (r *Room) read(id letter.ID) {
	k := r.d.Kit
	d := r.document(id)
	out := k.Primary("letters.print", r.t("letters.print"), func() {
		r.d.Print(string(id), func(w io.Writer, f pdf.Fonts) error { return pdf.Write(w, d, f) })
	})
	buttons := []fyne.CanvasObject{out}
	if r.d.Save != nil {
		buttons = append(buttons, k.Button("letters.change", r.t("letters.change"), func() { r.change(id) }))
		if _, own := r.letters.Texts[id]; own {
			buttons = append(buttons, k.Button("letters.shipped", r.t("letters.return"), func() { r.askReturn(id) }))
		}
	}
	buttons = append(buttons, k.Button("letters.list", r.t("letters.list"), func() { r.list(id) }))
	r.page("read", out, r.said, r.gaps(id), widget.Row(buttons...), widget.Card(theme.Gap24, r.preview(d)))
}

// preview shows a paper's words in its order.
func (r *Room) preview(d report.Document) fyne.CanvasObject {
	k := r.d.Kit
	page := widget.Stack(theme.Gap12, k.Title(d.Title))
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Heading:
			page.Add(k.Strong(b.Text))
		case report.Paragraph:
			page.Add(r.paragraph(b))
		case report.List:
			for _, item := range b.Items {
				page.Add(k.Body("–  " + item))
			}
		case report.Tick:
			page.Add(k.Body("☐  " + b.Text))
		case report.Lines:
			page.Add(k.Body(b.Label + " ____________________"))
		case report.Signature:
			page.Add(k.Body("____________________  " + strings.Join(b.Labels, "      ____________________  ")))
		}
	}
	return page
}

// paragraph shows a paragraph; its look is that of the whole: what of it is bold
// is seen on paper.
func (r *Room) paragraph(p report.Paragraph) fyne.CanvasObject {
	k := r.d.Kit
	show, words := k.Body, ""
	for _, s := range p.Spans {
		words += s.Text
	}
	if len(p.Spans) == 1 {
		switch p.Spans[0].Look {
		case report.Strong:
			show = k.Strong
		case report.Faint:
			show = k.Muted
		}
	}
	return show(words)
}

// change shows a letter's text with its marks, as it was last left.
func (r *Room) change(id letter.ID) {
	k, f := r.d.Kit, r.d.Draft
	text := r.source(id)
	if f.Letter == id {
		text = f.Text
	}
	entry := k.Multi("letters.text", "", 18).Named(r.t("letter." + string(id)))
	entry.SetText(text)
	unknown := widget.Stack(theme.Gap8)
	entry.OnChange = func(s string) {
		*f = Draft{id, s}
		r.warn(unknown, s)
	}
	names := widget.Stack(theme.Gap4)
	for _, name := range letter.Names {
		names.Add(k.Body("{" + name + "}   " + r.t("letter.name."+name)))
	}
	r.saveIt = k.Primary("letters.save", r.t("letters.save"), func() { r.save(id, entry.Text()) })
	r.page("change", entry, k.Title(r.t("letter."+string(id))), k.Body(r.t("letters.marks")), entry, unknown, r.said,
		widget.Row(r.saveIt, k.Button("letters.cancel", r.t("kit.cancel"), func() {
			*f = Draft{}
			r.read(id)
		})),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Strong(r.t("letters.names")), names)))
	r.warn(unknown, text)
}

// warn tells of words in braces that nothing will fill in.
func (r *Room) warn(where *fyne.Container, text string) {
	var now []fyne.CanvasObject
	if unknown := letter.Unknown(text); len(unknown) > 0 {
		now = append(now, r.d.Kit.Notice(widget.KindAttention, r.t("letters.unknown", "what", strings.Join(unknown, ", "))))
	}
	if len(now) > 0 || len(where.Objects) > 0 {
		where.Objects = now
		r.root.Refresh()
	}
}

// save stores a letter as it was typed; what cannot be one stays in the field.
func (r *Room) save(id letter.ID, text string) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if err := letter.Check(text); err != nil {
		r.say(r.d.Kit.Problem(err))
		return
	}
	if text == strings.TrimSpace(r.d.Shipped(id)) {
		text = "" // it is the program's again
	}
	r.put(id, r.letters.With(id, text), "letters.saved")
}

func (r *Room) askReturn(id letter.ID) {
	r.d.Ask(widget.Question{
		ID: "letters.return", Title: r.t("letters.return.title"), Body: []string{r.t("letters.return.body")},
		Yes: r.t("letters.return"), Danger: true,
	}, func() { r.put(id, r.letters.With(id, ""), "letters.returned") })
}

// put stores letters and shows the one that changed.
func (r *Room) put(id letter.ID, l letter.Letters, done string) {
	if r.busy {
		return
	}
	r.busy = true
	typed := *r.d.Draft
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Save(context.WithoutCancel(ctx), l)
	}, nil, func(_ struct{}, err error) {
		r.busy = false
		if err == nil && *r.d.Draft == typed { // nobody types on
			*r.d.Draft = Draft{}
		}
		switch {
		case r.ctx.Err() != nil:
		case err != nil:
			r.say(r.d.Kit.Problem(err))
		default:
			r.letters = l
			r.read(id)
			r.say(r.d.Kit.Notice(widget.KindGood, r.t(done)))
			r.d.Bus.Trace("letters", "saved")
		}
	})
}

func (r *Room) say(o fyne.CanvasObject) {
	r.said.Objects = []fyne.CanvasObject{o}
	r.root.Refresh()
	r.d.Kit.Show(o)
}
