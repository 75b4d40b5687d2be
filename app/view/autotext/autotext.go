// Package autotext is the room for a typist's abbreviations: those that everybody
// has, and one's own to add, change and take away.
package autotext

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// List gives one's own abbreviations. It only reads memory.
	List func() ([]app.Autotext, error)
	// Save replaces them all. It is called off the UI goroutine.
	Save func(ctx context.Context, list []app.Autotext) error
	// BuiltIn is what one that everybody has becomes.
	BuiltIn func(short string) string
	Back    func()
}

// Room is the room. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container

	list    []app.Autotext
	editing int // index into list, -1 for a new one
	busy    bool

	short, text *widget.Entry
	said        *fyne.Container // what is wrong, or worth knowing, of what is typed
	news        *fyne.Container // what was done
	forms       *fyne.Container
	own         *fyne.Container
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, editing: -1}
	r.said, r.news = widget.Stack(theme.Gap8), widget.Stack(theme.Gap8)
	r.forms, r.own = widget.Stack(theme.Gap12), widget.Stack(theme.Gap8)
	r.build()
	list, err := d.List()
	if err != nil && app.CodeOf(err) != app.CodeNotFound {
		r.news.Objects = []fyne.CanvasObject{d.Kit.Problem(err)}
	}
	r.list = list
	r.edit(-1)
	r.show()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("autotext.title") }

// Focus implements the room.
func (r *Room) Focus() { r.d.Window.Canvas().Focus(r.short) }

// Close implements the room.
func (r *Room) Close() { r.cancel() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) build() {
	k := r.d.Kit
	r.short, r.text = k.Entry("autotext.short", r.t("autotext.short.example")), k.Entry("autotext.text", r.t("autotext.text.example"))
	r.short.Named(r.t("autotext.short"))
	r.text.Named(r.t("autotext.text"))
	r.short.OnChange = func(string) { r.warn() }
	r.short.OnSubmit = func() { r.d.Window.Canvas().Focus(r.text) }
	r.text.OnSubmit = r.save
	given := widget.Stack(theme.Gap4, k.Strong(r.t("autotext.given")))
	for _, short := range app.BuiltInShorts {
		given.Add(k.Body(short + "   " + r.d.BuiltIn(short)))
	}
	r.root = widget.Stack(theme.Gap24,
		k.Body(r.t("autotext.how", "undo", keys.Label(k.Text, keys.Undo))),
		widget.Card(theme.Gap16, r.forms),
		r.news,
		widget.Stack(theme.Gap8, k.Strong(r.t("autotext.own")), r.own),
		given,
		k.Muted(r.t("autotext.where")),
		widget.Row(k.Button("autotext.back", r.t("autotext.back"), r.d.Back)))
}

// edit puts an abbreviation into the form, or with -1 makes it ready for a new
// one.
func (r *Room) edit(i int) {
	k := r.d.Kit
	r.editing = i
	var now app.Autotext
	title, save := "autotext.new", "autotext.add"
	if i >= 0 {
		now, title, save = r.list[i], "autotext.change", "autotext.keep"
	}
	r.short.SetText(now.Short)
	r.text.SetText(now.Text)
	buttons := []fyne.CanvasObject{k.Primary("autotext.save", r.t(save), r.save)}
	if i >= 0 {
		buttons = append(buttons, k.Button("autotext.remove", r.t("autotext.remove"), func() { r.remove(i) }),
			k.Button("autotext.cancel", r.t("autotext.cancel"), func() { r.edit(-1); r.Focus() }))
	}
	r.said.Objects = nil
	r.forms.Objects = []fyne.CanvasObject{
		k.Strong(r.t(title)),
		widget.Stack(theme.Gap8, k.Body(r.t("autotext.short")), r.short),
		widget.Stack(theme.Gap8, k.Body(r.t("autotext.text")), r.text, k.Muted(r.t("autotext.time"))),
		r.said, widget.Row(buttons...),
	}
	r.root.Refresh()
}

// warn tells when the letters are also a word of every day.
func (r *Room) warn() {
	r.said.Objects = nil
	if app.EverydayWord(r.short.Text()) {
		r.said.Objects = []fyne.CanvasObject{r.d.Kit.Notice(widget.KindAttention, r.t("autotext.everyday"))}
	}
	r.root.Refresh()
}

// save takes what stands in the form.
func (r *Room) save() {
	others, i := slices.Clone(r.list), r.editing
	if i >= 0 {
		others = slices.Delete(others, i, i+1)
	}
	a, err := app.CheckAutotext(app.Autotext{Short: r.short.Text(), Text: r.text.Text()}, others)
	if err != nil {
		r.problem(err)
		return
	}
	r.put(app.SortAutotexts(append(others, a)), func() {
		r.tell(r.d.Kit.Notice(widget.KindGood, r.t("autotext.saved", "short", a.Short)))
	})
}

// remove takes one away, and offers to put it back.
func (r *Room) remove(i int) {
	before, gone := r.list, r.list[i]
	r.put(slices.Delete(slices.Clone(r.list), i, i+1), func() {
		undo := r.d.Kit.Button("autotext.undo", r.t("autotext.undo"), func() { r.put(before, func() { r.tell() }) })
		r.tell(r.d.Kit.Notice(widget.KindGood, r.t("autotext.removed", "short", gone.Short)), widget.Row(undo))
	})
}

// put stores a list, and shows it once it is stored.
func (r *Room) put(list []app.Autotext, then func()) {
	if r.busy {
		return
	}
	r.busy = true
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Save(context.WithoutCancel(ctx), list)
	}, nil, func(_ struct{}, err error) {
		r.busy = false
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.problem(err)
			return
		}
		r.list = list
		r.edit(-1)
		r.show()
		then()
		r.d.Bus.Trace("autotext", "kept", len(list))
		r.Focus()
	})
}

func (r *Room) problem(err error) {
	told := r.d.Kit.Problem(err)
	r.said.Objects = []fyne.CanvasObject{told}
	r.root.Refresh()
	r.d.Kit.Show(told)
}

// tell says what was done; it stays until something else is.
func (r *Room) tell(objs ...fyne.CanvasObject) {
	r.news.Objects = objs
	r.root.Refresh()
}

// show lists one's own.
func (r *Room) show() {
	k := r.d.Kit
	r.own.Objects = nil
	if len(r.list) == 0 {
		r.own.Objects = []fyne.CanvasObject{k.Muted(r.t("autotext.none"))}
	}
	for i, a := range r.list {
		r.own.Add(k.Item("autotext.own."+a.Short, a.Short, a.Text, func() {
			r.edit(i)
			r.d.Window.Canvas().Focus(r.text)
		}))
	}
	r.root.Refresh()
}
