package disposal

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/widget"
)

// confirm is step 2: the code, written by hand, and the one button that cannot
// be undone.
func (r *Room) confirm(c *choice, typed string) {
	k, plan := r.d.Kit, c.plan
	// What happens elsewhere must not move what is being confirmed: the vault
	// looks once more at everything, and says if something has changed.
	r.again = nil
	code := k.Entry("disposal.code", r.t("disposal.code.field")).Named(r.t("disposal.code.field"))
	code.SetText(typed)
	act := func() { r.dispose(c, code.Text()) }
	code.OnSubmit = act
	back := func() { r.open(func() { r.replan(c) }) }
	objs := []fyne.CanvasObject{
		k.Title(r.t("disposal.confirm." + string(plan.Request.Matter))),
		k.Body(r.t("disposal.confirm.how")),
		k.Body(r.t("disposal.code", "code", plan.Code)), k.Big(plan.Code), code,
	}
	objs = append(objs, r.told()...)
	objs = append(objs, widget.Row(
		k.Danger("disposal.do", r.t("disposal.do."+string(plan.Request.Matter)), act),
		k.Button("disposal.cancel", r.t("disposal.cancel"), back)))
	r.page("confirm", code, objs...)
}

// dispose does it. It goes on if the room is left.
func (r *Room) dispose(c *choice, typed string) {
	plan := c.plan
	switch {
	case r.working:
		return
	case !plan.Confirms(typed):
		r.refuse(c, typed, app.Fail(app.CodeDisposalUntyped, nil))
		return
	case r.d.Busy(plan.Request.Interview):
		r.refuse(c, typed, app.Fail(app.CodeDisposalBusy, nil))
		return
	}
	r.working, r.news = true, nil
	var work widget.Work
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (app.Disposal, error) {
		return r.d.Book.Dispose(ctx, plan, typed)
	}, nil, func(row app.Disposal, err error) {
		work.Done()
		r.working = false
		switch {
		case err != nil && r.closed():
			r.d.Problem(err)
		case err == nil && r.closed():
		case err != nil:
			r.refuse(c, typed, err)
		default:
			r.done(row)
		}
	})
	work = r.d.Start(r.t("disposal.working", "code", plan.Code), nil)
}

// refuse says on the page of step 2 why nothing was disposed of.
func (r *Room) refuse(c *choice, typed string, err error) {
	r.news = r.d.Kit.Problem(err)
	r.confirm(c, typed)
	r.d.Kit.Show(r.news)
}

// done tells what went, and whom to ring where copies are left.
func (r *Room) done(row app.Disposal) {
	k := r.d.Kit
	r.again, r.news = nil, nil
	r.d.Bus.Trace("disposal", "disposed", row.Left())
	objs := []fyne.CanvasObject{k.Notice(widget.KindGood, r.t("disposal.done."+string(row.Matter), "code", row.Code))}
	if row.Left() == 0 {
		objs = append(objs, k.Body(r.t("disposal.done.complete")))
	} else {
		objs = append(objs, k.Strong(text.Capital(r.leftOf(row))), k.Body(r.t("disposal.done.left")))
		for _, c := range row.Standing() {
			objs = append(objs, k.Body(r.askLine(c)))
		}
	}
	ok := k.Primary("disposal.ok", r.t("disposal.ok"), r.home)
	buttons := []fyne.CanvasObject{ok, k.Button("disposal.follow", r.t("disposal.follow"), func() { r.open(func() { r.row(row.ID) }) })}
	r.page("done", ok, append(objs, widget.Row(buttons...))...)
}

// askLine says what to do about a copy.
func (r *Room) askLine(c app.Copy) string {
	return r.t("copy.ask."+string(c.Kind), "name", c.Holder, "date", r.d.Kit.Text.Date(c.At), "receipt", c.Receipt)
}
