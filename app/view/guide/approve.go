package guide

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app/guide"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// approve shows what the draft changes, and asks who has reviewed it, and when;
// by and on are what was written before, "" for the person and today.
func (r *Room) approve(by, on string) {
	k := r.d.Kit
	if by == "" {
		by = r.d.Name
	}
	if on == "" {
		on = r.d.Now().Local().Format(time.DateOnly)
	}
	version := r.current.Version + 1
	name := k.Entry("guide.by", "").Named(r.t("guide.by"))
	name.SetText(by)
	day := k.Entry("guide.on", "").Named(r.t("guide.on"))
	day.SetText(on)
	objs := append([]fyne.CanvasObject{k.Title(r.t("guide.approve.title", "version", version)), k.Body(r.t("guide.approve.how"))}, r.told()...)
	back := k.Button("guide.approve.back", r.t("guide.approve.back"), func() { r.edit("guide.approve") })
	changes := guide.Diff(r.current, r.draft.Guide())
	if len(changes) == 0 {
		r.page("approve", back, append(objs, k.Body(r.t("guide.approve.nothing")), widget.Row(back))...)
		return
	}
	list := r.changes(changes)
	objs = append(objs,
		widget.Stack(theme.Gap4, k.Strong(r.t("guide.by")), name),
		widget.Stack(theme.Gap4, k.Strong(r.t("guide.on")), day),
		widget.Row(k.Primary("guide.approve.yes", r.t("guide.approve.yes", "version", version), func() { r.approved(name.Text(), day.Text()) }), back),
		k.Title(r.t("guide.changes")), list)
	r.page("approve", name, objs...)
	r.leafing(func() []fyne.CanvasObject { return list.Objects })
}

// approved makes the draft the version that holds.
func (r *Room) approved(by, on string) {
	next, err := r.draft.Approve(r.current, r.d.Book.NewID(), guide.Review{By: strings.TrimSpace(by), On: strings.TrimSpace(on)})
	if err != nil {
		r.tell(r.d.Kit.Problem(err))
		r.approve(by, on)
		return
	}
	r.reading = false // its own change is not to be shown before it is told
	r.do(func(ctx context.Context) error { return r.d.Book.Use(ctx, next) }, func() {
		r.d.Bus.Trace("guide", "approved", next.Version)
		r.saver.put(nil)
		r.tell(r.good("guide.approved", "version", next.Version),
			widget.Row(r.d.Kit.Button("guide.unit", r.t("guide.unit"), r.d.Unit)))
		r.read()
		r.focus("guide.unit")
	}, func() { r.approve(by, on) })
}

// toShipped goes back to the guide that comes with the program, and keeps a way
// back to the unit's own.
func (r *Room) toShipped() {
	own := r.current
	r.do(r.d.Book.UseShipped, func() {
		r.d.Bus.Trace("guide", "shipped")
		r.tell(r.good("guide.shipped.done"), widget.Row(r.d.Kit.Button("guide.own", r.t("guide.own"), func() {
			r.do(func(ctx context.Context) error { return r.d.Book.Use(ctx, own) }, r.read, r.read)
		})))
		r.read()
		r.focus("guide.own")
	}, r.read)
}

// changes lists what is different, as a person reads it.
func (r *Room) changes(list []guide.Change) *fyne.Container {
	k := r.d.Kit
	all := widget.Stack(theme.Gap12)
	for _, c := range list {
		what := c.What
		if slices.Contains(guide.Settings, c.What) {
			what = r.t("guide.setting." + c.What)
		}
		objs := []fyne.CanvasObject{k.Strong(r.t("guide.change."+string(c.Kind), "what", what))}
		if c.Kind != guide.Moved && c.What != "order" && c.What != "presets" {
			if c.Before != "" {
				objs = append(objs, k.Muted(r.t("guide.change.before", "text", c.Before)))
			}
			if c.After != "" {
				objs = append(objs, k.Body(r.t("guide.change.after", "text", c.After)))
			}
		}
		all.Add(widget.Card(theme.Gap12, widget.Stack(theme.Gap4, objs...)))
	}
	return all
}
