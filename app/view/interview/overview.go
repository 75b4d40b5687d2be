package interview

import (
	"reflect"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// overview shows an interview that has been recorded, written, sent or
// received, with what can be done next.
func (r *Room) overview(status app.SoundStatus, ms int64) {
	k, i := r.d.Kit, r.open
	now := facts{i, status, ms, r.d.Book.HasText(i)}
	if reflect.DeepEqual(r.facts, &now) {
		return // news of what is shown already must not move the focus
	}
	step := app.NextStep(i, status, now.hasText)
	objs := []fyne.CanvasObject{k.Muted(r.about(i))}
	switch {
	case status == app.SoundInterrupted:
		objs = append(objs, k.Notice(widget.KindAttention, r.t("overview.interrupted", "length", k.Text.Minutes(ms))))
	case status == app.SoundWhole:
		objs = append(objs, k.Notice(widget.KindGood, r.t("overview.saved", "length", k.Text.Minutes(ms))))
	}
	for _, gone := range []struct {
		since time.Time
		key   string
	}{{i.SoundGone, "overview.soundGone"}, {i.TextGone, "overview.textGone"}} {
		if !gone.since.IsZero() {
			objs = append(objs, k.Body(r.t(gone.key, "date", k.Text.Date(gone.since))))
		}
	}
	for _, b := range i.Blocks {
		objs = append(objs, k.Notice(widget.KindAttention, r.t("overview.blocked", "date", k.Text.Date(b.Since), "what", r.t("matter.the."+string(b.Matter)))))
	}
	if told := status == app.SoundInterrupted && step == app.StepTranscribe; !told && step != app.StepGone && step != app.StepBlocked {
		objs = append(objs, k.Body(text.Capital(r.status(i, status))))
	}
	if through := i.Through; through != nil && step != app.StepGone && step != app.StepBlocked {
		objs = append(objs, k.Body(r.through(*through)))
	}
	objs = append(objs, r.history(i)...)
	buttons, worry := r.actions(step), widget.Stack(0)
	if (step == app.StepTranscribe || step == app.StepSend || step == app.StepDone) && status != "" {
		buttons = append(buttons, k.Button("closing.open", r.t("closing.open"), func() { r.finish(i.ID) }))
	}
	if i.Origin == app.OriginOwn && step != app.StepGone && r.d.Concern != nil {
		buttons = append(buttons, k.Button("concern.open", r.t("concern.open"), func() { r.toggleConcern(worry) }))
	}
	buttons = append(buttons,
		k.Button("interview.dispose", r.t("interview.dispose"), func() { r.d.Dispose(i.ID) }),
		k.Button("interview.back", r.t("interview.back"), r.list))
	first, _ := buttons[0].(fyne.Focusable)
	objs = append(objs, widget.Row(buttons...), worry)
	r.concern = nil
	r.page("overview", first, objs...)
	r.facts = &now
}

// through says when the text was compared with the whole sound.
func (r *Room) through(h app.HeardThrough) string {
	words := "overview.through"
	if h.Edited {
		words = "overview.through.edited"
	}
	said := r.t(words, "date", r.d.Kit.Text.Date(h.At))
	if h.Reason != "" {
		said += " " + r.t("overview.through.reason", "reason", h.Reason)
	}
	return said
}

// facts are what an overview shows.
type facts struct {
	interview app.Interview
	status    app.SoundStatus
	ms        int64
	hasText   bool
}

// actions are the buttons of a step, the likeliest first.
func (r *Room) actions(step app.Step) []fyne.CanvasObject {
	k, id := r.d.Kit, r.open.ID
	transcribe := func() { r.d.Transcribe(id) }
	send := func() { r.d.Send(id) }
	switch step {
	case app.StepGone, app.StepBlocked:
		return nil
	case app.StepRead:
		if r.open.Blocked(app.MatterText) {
			return nil
		}
		return []fyne.CanvasObject{k.Primary("interview.read", r.t("interview.read"), func() { r.d.Read(id) })}
	case app.StepSend:
		return []fyne.CanvasObject{
			k.Primary("interview.transcribe", r.t("interview.transcribe.on"), transcribe),
			k.Button("interview.send", r.t("interview.send"), send),
		}
	case app.StepDone:
		return []fyne.CanvasObject{
			k.Primary("interview.transcribe", r.t("interview.text"), transcribe),
			k.Button("interview.send", r.t("interview.send.again"), send),
		}
	}
	return []fyne.CanvasObject{k.Primary("interview.transcribe", r.t("interview.transcribe"), transcribe)}
}

// history lists the bundles an interview left in, or came in.
func (r *Room) history(i app.Interview) []fyne.CanvasObject {
	k := r.d.Kit
	var lines []fyne.CanvasObject
	for _, s := range i.Sent {
		lines = append(lines, k.Body(r.t("overview.sent", "name", s.Receiver, "date", k.Text.Date(s.At), "receipt", s.Receipt)))
	}
	if in := i.Received; in != nil {
		lines = append(lines, k.Body(r.t("overview.received", "name", in.SenderName, "date", k.Text.Date(in.At), "receipt", in.Receipt)))
		if !in.Confirmed {
			lines = append(lines, k.Notice(widget.KindAttention, r.t("overview.unconfirmed")))
		}
		if in.Raw {
			lines = append(lines, k.Notice(widget.KindAttention, r.t("overview.raw", "reason", in.Reason)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []fyne.CanvasObject{widget.Card(theme.Gap16, widget.Stack(theme.Gap8, lines...))}
}
