package share

import (
	"fyne.io/fyne/v2"

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
	var doors []fyne.CanvasObject
	for _, p := range r.d.Papers {
		doors = append(doors, k.Button("unit.paper."+p.ID, r.t("unit.paper."+p.ID), p.Open))
	}
	return append(objs, widget.Stack(theme.Gap8, widget.Row(doors...)))
}
