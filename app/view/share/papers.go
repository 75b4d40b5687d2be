package share

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// papersSection tells which version of the unit's templates is here, leads to
// each, and says to whoever changes them how the others get the change.
func (r *Unit) papersSection() []fyne.CanvasObject {
	if len(r.d.Papers) == 0 {
		return nil
	}
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("unit.papers"))}
	if t := r.have.papers; t.Version == 0 {
		objs = append(objs, k.Body(r.t("unit.papers.shipped")))
	} else {
		objs = append(objs, k.Body(r.t("unit.papers.version", "version", t.Version, "date", k.Text.Date(t.Changed))))
	}
	switch {
	case r.have.unit != nil && r.have.unit.Invites:
		objs = append(objs, k.Muted(r.t("unit.papers.send")))
	case r.have.unit == nil:
		objs = append(objs, k.Muted(r.t("unit.papers.get")))
	}
	objs = append(objs, r.otherTemplates()...)
	var doors []fyne.CanvasObject
	for _, p := range r.d.Papers {
		doors = append(doors, k.Button("unit.paper."+p.ID, r.t("unit.paper."+p.ID), p.Open))
	}
	return append(objs, widget.Stack(theme.Gap8, widget.Row(doors...)))
}

// templatesCame tells what became of templates that an invitation brought, nil
// where it brought none.
func (r *Unit) templatesCame(what app.Taken) fyne.CanvasObject {
	if what == app.TakenNone {
		return nil
	}
	kind := widget.KindAttention
	if what == app.TakenNew {
		kind = widget.KindGood
	}
	r.d.Bus.Trace("templates", string(what))
	return r.d.Kit.Notice(kind, r.t("unit.papers.came."+string(what)))
}

// otherTemplates asks about templates that a confirmed unit sent and that do not hold,
// because another unit's do.
func (r *Unit) otherTemplates() []fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	for n, c := range r.have.contacts {
		if c.Offered == nil || !c.Confirmed {
			continue
		}
		objs = append(objs, k.Notice(widget.KindAttention, r.t("unit.papers.other", "unit", c.Name, "version", c.Offered.Version)),
			widget.Row(k.Button(id("unit.useoffered", n), r.t("unit.papers.use", "unit", c.Name), func() {
				r.do(newsPapers, func(ctx context.Context) error { return r.d.Cards.UseOffered(ctx, c.ID) }, func() {
					r.d.Bus.Trace("templates", "used")
					r.tell(newsPapers, k.Notice(widget.KindGood, r.t("unit.papers.used", "unit", c.Name)))
					r.load()
				})
			})))
	}
	return append(objs, r.told(newsPapers)...)
}
