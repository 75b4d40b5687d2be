package share

import (
	"context"
	"unicode/utf8"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// send looks whether everything is decided, asks about the sound and about the
// folder, and writes the bundle.
func (r *Send) send() {
	d := r.draft()
	switch {
	case r.sending:
		return
	case len(d.To) == 0:
		r.say(nil, r.t("share.nobodyChosen"))
		return
	case len(r.preview.Paper.Utterances) == 0 && !d.WithSound:
		r.say(app.Fail(app.CodeNothingToSend, nil), "")
		return
	case !d.RawAgreed || blank(d.Reason):
		r.say(app.Fail(app.CodeReasonMissing, nil), "")
		return
	case utf8.RuneCountInString(d.Reason) > handover.MaxReason:
		r.d.Bus.Trace("problem", "reason-long")
		r.say(nil, r.t("share.reason.long", "most", handover.MaxReason))
		return
	}
	r.say(nil, "")
	if !d.WithSound {
		r.where(d)
		return
	}
	r.d.Ask(widget.Question{
		ID: "share.soundask", Title: r.t("share.sound.ask"),
		Body: []string{r.t("share.sound.ask.who"), r.t("share.sound.ask.back")},
		Yes:  r.t("share.sound.yes"), No: r.t("share.sound.no"),
	}, func() {
		d.SoundAgreed = true
		r.where(d)
	})
}

// say shows a problem or a sentence above the button, or takes it away.
func (r *Send) say(err error, sentence string) {
	r.trouble = nil
	switch {
	case err != nil:
		r.trouble = r.d.Kit.Problem(err)
	case sentence != "":
		r.trouble = r.d.Kit.Notice(widget.KindAttention, sentence)
	}
	r.showRight()
	r.focus("share.send")
}

// where asks for the folder that the file is put into.
func (r *Send) where(d handover.Draft) {
	r.d.Pick(widget.Pick{ID: "share.folder", Title: r.t("share.folder"), Hint: r.t("share.folder.hint"), Folder: true}, func(dir string) {
		r.write(d, dir)
	})
}

// write sends. It does not end with the room: a person may do other things
// meanwhile, and the status line shows how far it is.
func (r *Send) write(d handover.Draft, dir string) {
	r.sending, r.trouble = true, nil
	var work widget.Work
	cancel := bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, p bus.Progress) (handover.Sent, error) {
		return r.d.Post.Send(ctx, d, dir, handover.Progress(p))
	}, func(done, total int64) { work.Set(done, total) }, func(sent handover.Sent, err error) {
		work.Done()
		r.sending = false
		r.sentOrNot(sent, err)
	})
	work = r.d.Start(r.t("share.sending", "code", r.preview.About.Code), cancel)
	r.showRight()
}

func (r *Send) sentOrNot(sent handover.Sent, err error) {
	closed := r.ctx.Err() != nil
	switch {
	case err != nil && closed:
		r.d.Problem(err)
	case err != nil:
		r.say(err, "")
	default:
		r.d.Bus.Trace("export", "done")
		if !closed {
			r.done = &sent
			r.showRight()
			r.Focus()
		}
	}
}

// focus gives a control on the right the focus, if it is there.
func (r *Send) focus(id string) {
	if f := widget.Find(r.right, id); f != nil {
		r.d.Window.Canvas().Focus(f)
	}
}
