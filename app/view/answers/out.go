package answers

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app/handover"
	"barnrost/app/view/widget"
)

// outSection is what was sealed here and waits to be sent.
func (r *Room) outSection() []fyne.CanvasObject {
	if r.state.Holder {
		return nil // they lie with the others
	}
	k, o := r.d.Kit, r.state.Out
	objs := []fyne.CanvasObject{k.Title(r.t("answers.out"))}
	switch {
	case r.state.Unit == "":
		return append(objs, k.Notice(widget.KindAttention, r.t("answers.unit.unknown")))
	case o.Waiting+o.Out == 0:
		objs = append(objs, k.Body(r.t("answers.out.none")))
	case o.Waiting > 0:
		objs = append(objs, k.Strong(k.Text.N("answers.out.waiting", o.Waiting)), k.Body(r.t("answers.out.how", "unit", r.state.Unit)))
	}
	if r.state.Elsewhere > 0 {
		objs = append(objs, k.Notice(widget.KindAttention, k.Text.N("answers.out.elsewhere", r.state.Elsewhere)))
	}
	objs = append(objs, r.told()...)
	var buttons []fyne.CanvasObject
	if o.Waiting > 0 {
		send := k.Primary("answers.send", r.t("answers.send"), r.send)
		r.led(send)
		buttons = append(buttons, send)
	}
	if last := o.Last; last != nil && o.Out > 0 {
		objs = append(objs, k.Body(r.t("answers.sent.line", "unit", last.Receiver, "date", k.Text.Date(last.At), "n", last.Count)),
			k.Body(r.t("answers.sent.receipt")), k.Big(last.Receipt))
		arrived := k.Button("answers.arrived", r.t("answers.arrived"), r.arrived)
		r.led(arrived)
		buttons = append(buttons, arrived)
		if o.Waiting == 0 {
			buttons = append(buttons, k.Button("answers.send", r.t("answers.send.again"), r.send))
		}
	}
	if len(buttons) > 0 {
		objs = append(objs, widget.Row(buttons...))
	}
	return objs
}

// send asks for a folder and writes the bundle into it.
func (r *Room) send() {
	r.d.Pick(widget.Pick{ID: "answers.folder", Title: r.t("answers.send.title"), Hint: r.t("answers.send.hint"), Folder: true}, func(folder string) {
		var sent handover.Sent
		r.do(func(ctx context.Context) (err error) {
			sent, err = r.d.Pool.Send(ctx, folder)
			return err
		}, func() {
			r.d.Bus.Trace("answers", "sent")
			r.tell(r.d.Kit.Notice(widget.KindGood, r.t("answers.sent", "path", sent.Path)))
		})
	})
}

// arrived asks first: what is let go of cannot be sent again.
func (r *Room) arrived() {
	r.d.Ask(widget.Question{
		ID: "answers.heard", Title: r.t("answers.arrived.ask", "code", r.state.Out.Last.Receipt), Body: []string{r.t("answers.arrived.how")},
		Yes: r.t("answers.arrived.yes"), No: r.t("answers.arrived.no"),
	}, func() {
		r.do(r.d.Pool.Arrived, func() {
			r.d.Bus.Trace("answers", "arrived")
			r.tell(r.d.Kit.Notice(widget.KindGood, r.t("answers.arrived.done")))
		})
	})
}
