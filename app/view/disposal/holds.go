package disposal

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// holdLine says why and since when something must be kept, and whether the
// hold has been lifted.
func (r *Room) holdLine(h app.Hold) string {
	line := r.t("disposal.hold.line", "reason", r.t("hold."+string(h.Reason)), "date", r.d.Kit.Text.Date(h.Set), "name", h.SetBy)
	if !h.Stands() {
		line += " " + r.t("disposal.hold.lifted", "date", r.d.Kit.Text.Date(h.Lifted), "name", h.LiftedBy)
	}
	return line
}

// newHold asks why an interview must be kept.
func (r *Room) newHold(i app.Interview) func() {
	reason := -1
	return func() {
		k := r.d.Kit
		r.code = i.Code
		var words []string
		for _, h := range app.HoldReasons {
			words = append(words, r.t("hold."+string(h)))
		}
		why := k.Choice("disposal.reason", words, func(n int) { reason = n }).Named(r.t("disposal.reason"))
		why.SetSelected(reason)
		objs := []fyne.CanvasObject{k.Title(r.t("disposal.stop.title")), k.Body(r.t("disposal.stop.how")),
			widget.Stack(theme.Gap8, k.Strong(r.t("disposal.reason")), why)}
		objs = append(objs, r.told()...)
		set := k.Primary("disposal.stop.set", r.t("disposal.stop.set"), func() {
			if reason < 0 {
				r.tell(k.Notice(widget.KindAttention, r.t("disposal.reason.missing")))
				return
			}
			r.write(func(ctx context.Context) error {
				_, err := r.d.Book.Hold(ctx, i.ID, app.HoldReasons[reason])
				return err
			}, func() {
				r.d.Bus.Trace("disposal", "held")
				r.open(func() { r.interview(i.ID) })
			})
		})
		back := k.Button("disposal.back", r.t("disposal.back"), func() { r.open(func() { r.interview(i.ID) }) })
		r.page("stop", why, append(objs, widget.Row(set, back))...)
	}
}

// hold shows one hold, and lifts it in two steps: by asking, and by the
// interview's code.
func (r *Room) hold(id app.ID) {
	at := slices.IndexFunc(r.have.holds, func(h app.Hold) bool { return h.ID == id })
	if at < 0 {
		r.home()
		return
	}
	h, k := r.have.holds[at], r.d.Kit
	r.code = h.Code
	objs := []fyne.CanvasObject{k.Title(r.t("disposal.holds")), k.Body(r.holdLine(h))}
	objs = append(objs, r.told()...)
	back := k.Button("disposal.back", r.t("disposal.back"), r.home)
	if !h.Stands() {
		r.page("hold", back, append(objs, widget.Row(back))...)
		return
	}
	lift := k.Button("disposal.lift", r.t("disposal.lift"), func() { r.lifting(h, "") })
	objs = append(objs, k.Body(r.t("disposal.hold.how")))
	r.page("hold", lift, append(objs, widget.Row(lift, back))...)
}

// lifting is the second step of lifting a hold.
func (r *Room) lifting(h app.Hold, typed string) {
	k := r.d.Kit
	r.again = func() { r.lifting(h, typed) }
	code := k.Entry("disposal.code", r.t("disposal.code.field")).Named(r.t("disposal.code.field"))
	code.SetText(typed)
	code.OnChange = func(s string) { typed = s }
	act := func() {
		r.write(func(ctx context.Context) error { return r.d.Book.LiftHold(ctx, h.ID, typed) }, func() {
			r.d.Bus.Trace("disposal", "lifted")
			r.home()
		})
	}
	code.OnSubmit = act
	objs := []fyne.CanvasObject{k.Title(r.t("disposal.lift.title")), k.Body(r.holdLine(h)), k.Body(r.t("disposal.lift.how")),
		k.Body(r.t("disposal.code", "code", h.Code)), code}
	objs = append(objs, r.told()...)
	r.page("lifting", code, append(objs, widget.Row(
		k.Primary("disposal.lift.do", r.t("disposal.lift.do"), act),
		k.Button("disposal.back", r.t("disposal.cancel"), func() { r.open(func() { r.hold(h.ID) }) })))...)
}
