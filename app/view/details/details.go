// Package details is the room for what the unit says of itself in its papers, and
// the rules it has settled.
package details

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/details"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Details are those that hold now. It only reads memory.
	Details func() (details.Details, error)
	// Save stores others, off the UI goroutine; nil for somebody who only reads
	// what the unit has settled.
	Save func(ctx context.Context, d details.Details) error
	// Draft is what was typed and not saved when the room was last left.
	Draft *Draft
	Back  func()
}

// Draft is details as they are typed. It outlives the room, in memory alone, so
// that looking something up elsewhere loses nothing.
type Draft struct {
	Changed bool
	Details details.Details // its lines as they were typed
	Own     string          // the age, as it was typed
}

// Room is the room. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container
	first  fyne.Focusable
	said   *fyne.Container
	now    details.Details
	busy   bool

	fields []field
	own    *widget.Entry
	saveIt *widget.Button
}

// field is one line of the details.
type field struct {
	name  string
	at    func(*details.Details) *string
	entry *widget.Entry
}

// lines are the fields in the order shown; their words lie under
// details.<name>.
func lines() []field {
	return []field{
		{name: "model", at: func(d *details.Details) *string { return &d.Model }},
		{name: "administration", at: func(d *details.Details) *string { return &d.Administration }},
		{name: "town", at: func(d *details.Details) *string { return &d.Town }},
		{name: "board", at: func(d *details.Details) *string { return &d.Board }},
		{name: "contact", at: func(d *details.Details) *string { return &d.Contact }},
		{name: "phone", at: func(d *details.Details) *string { return &d.Phone }},
		{name: "officer", at: func(d *details.Details) *string { return &d.DataOfficer }},
		{name: "binder", at: func(d *details.Details) *string { return &d.Binder }},
	}
}

// New makes the room.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, said: widget.Stack(theme.Gap8), root: widget.Stack(theme.Gap24)}
	now, err := d.Details()
	switch {
	case err != nil && d.Save == nil:
		back := d.Kit.Button("details.back", r.t("details.back"), d.Back)
		r.first = back
		r.root.Objects = []fyne.CanvasObject{d.Kit.Problem(err), widget.Row(back)}
		return r
	case err != nil: // they can be written anew
		now = details.Shipped()
		r.said.Objects = []fyne.CanvasObject{d.Kit.Problem(err)}
	}
	r.now = now
	if d.Save == nil {
		r.read()
	} else {
		r.write()
	}
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("details.title") }

// Focus implements the room.
func (r *Room) Focus() { r.d.Window.Canvas().Focus(r.first) }

// Close implements the room.
func (r *Room) Close() { r.cancel() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// read shows what the unit has settled.
func (r *Room) read() {
	k := r.d.Kit
	facts := widget.Stack(theme.Gap12)
	add := func(name, value string) {
		if value == "" {
			value = r.t("details.empty")
		}
		facts.Add(widget.Stack(theme.Gap4, k.Muted(r.t("details."+name)), k.Body(value)))
	}
	for _, f := range lines() {
		add(f.name, *f.at(&r.now))
	}
	add("guardians", r.rule())
	add("report", r.t("details.report."+r.now.Report))
	if r.now.Kind != "" {
		add("kind", r.t("details.kind."+r.now.Kind))
	}
	back := k.Button("details.back", r.t("details.back"), r.d.Back)
	r.first = back
	// The way back stands first: the focus begins there, and so does the page.
	r.root.Objects = []fyne.CanvasObject{k.Body(r.t("details.read")), widget.Row(back), widget.Card(theme.Gap16, facts)}
	r.d.Bus.Trace("details", "read")
}

// rule is whose consent is needed, in one sentence.
func (r *Room) rule() string {
	s := r.t("details.rule." + string(r.now.Guardians))
	if r.now.OwnConsent > 0 && r.now.Guardians != details.None {
		s += " " + r.t("details.own.from", "age", r.now.OwnConsent)
	}
	return s
}

// write shows the form, as it was last left.
func (r *Room) write() {
	k, f := r.d.Kit, r.d.Draft
	if !f.Changed {
		*f = Draft{Details: r.now}
		if r.now.OwnConsent > 0 {
			f.Own = strconv.Itoa(r.now.OwnConsent)
		}
	}
	form := widget.Stack(theme.Gap16)
	r.fields = lines()
	for i := range r.fields {
		line := &r.fields[i]
		line.entry = k.Entry("details."+line.name, r.t("details."+line.name+".example")).Named(r.t("details." + line.name))
		line.entry.SetText(*line.at(&f.Details))
		line.entry.OnChange = func(s string) { *line.at(&f.Details), f.Changed = s, true }
		line.entry.OnSubmit = func() { r.d.Window.Canvas().FocusNext() }
		form.Add(widget.Stack(theme.Gap8, k.Body(r.t("details."+line.name)), line.entry))
	}
	r.first = r.fields[0].entry
	choices := widget.Stack(theme.Gap16,
		r.choice("guardians", "rule", texts(details.Rules), string(f.Details.Guardians), func(s string) { f.Details.Guardians = details.Rule(s) }),
		r.ownAge(),
		r.choice("report", "report", details.Reports, f.Details.Report, func(s string) { f.Details.Report = s }),
		r.choice("kind", "kind", details.Kinds, f.Details.Kind, func(s string) { f.Details.Kind = s }))
	r.saveIt = k.Primary("details.save", r.t("details.save"), r.save)
	r.root.Objects = []fyne.CanvasObject{
		k.Body(r.t("details.how")), form, k.Title(r.t("details.rules")), choices, r.said,
		widget.Row(r.saveIt, k.Button("details.back", r.t("details.back"), r.d.Back)),
	}
	r.d.Bus.Trace("details", "form")
}

func texts[T ~string](list []T) []string {
	var all []string
	for _, v := range list {
		all = append(all, string(v))
	}
	return all
}

// choice asks for one of several values, whose words lie under
// details.<words>.<value>.
func (r *Room) choice(name, words string, values []string, now string, set func(string)) fyne.CanvasObject {
	var shown []string
	for _, v := range values {
		shown = append(shown, r.t("details."+words+"."+v))
	}
	c := r.d.Kit.Choice("details."+name, shown, func(i int) {
		set(values[i])
		r.d.Draft.Changed = true
	}).Named(r.t("details." + name))
	if i := slices.Index(values, now); i >= 0 {
		c.SetSelected(i)
	}
	return widget.Stack(theme.Gap8, r.d.Kit.Body(r.t("details."+name)), c)
}

// ownAge asks from which age a child's own consent is enough.
func (r *Room) ownAge() fyne.CanvasObject {
	k := r.d.Kit
	r.own = k.Entry("details.own", r.t("details.own.example")).Named(r.t("details.own"))
	r.own.SetText(r.d.Draft.Own)
	r.own.OnChange = func(s string) { r.d.Draft.Own, r.d.Draft.Changed = s, true }
	r.own.OnSubmit = func() { r.d.Window.Canvas().FocusNext() }
	return widget.Stack(theme.Gap8, k.Body(r.t("details.own")), r.own)
}

func (r *Room) save() {
	if r.busy {
		return
	}
	d := r.d.Draft.Details
	for _, f := range r.fields {
		*f.at(&d) = app.OneLine(*f.at(&d))
	}
	d.OwnConsent = 0
	if typed := app.OneLine(r.d.Draft.Own); typed != "" {
		age, err := strconv.Atoi(typed)
		if err != nil || age < 1 || age > details.MaxAge {
			r.say(r.d.Kit.Notice(widget.KindAttention, r.t("details.own.wrong", "most", details.MaxAge)))
			r.d.Window.Canvas().Focus(r.own)
			r.d.Bus.Trace("details", "refused")
			return
		}
		d.OwnConsent = age
	}
	if err := d.Check(); err != nil {
		r.say(r.d.Kit.Problem(app.Fail(app.CodeDetails, err)))
		return
	}
	r.busy = true
	typed := *r.d.Draft
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Save(context.WithoutCancel(ctx), d)
	}, nil, func(_ struct{}, err error) {
		r.busy = false
		if err == nil {
			r.now = d
			r.d.Draft.Changed = *r.d.Draft != typed // somebody types on
		}
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.say(r.d.Kit.Problem(err))
			return
		}
		typesOn := r.d.Draft.Changed
		if !typesOn {
			r.write() // as it is stored: lines trimmed
		}
		r.say(r.d.Kit.Notice(widget.KindGood, r.t("details.saved")))
		if !typesOn {
			r.d.Window.Canvas().Focus(r.saveIt)
		}
		r.d.Bus.Trace("details", "saved")
	})
}

func (r *Room) say(o fyne.CanvasObject) {
	r.said.Objects = []fyne.CanvasObject{o}
	r.root.Refresh()
	r.d.Kit.Show(o)
}
