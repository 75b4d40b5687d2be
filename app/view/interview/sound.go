package interview

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// listen makes a sound check.
func (p *prepare) listen() {
	d, mic := p.r.d, p.mic()
	p.busy = true
	p.problem.Objects = nil
	p.verdict.Objects = []fyne.CanvasObject{d.Kit.Body(p.r.t("sound.listening"))}
	p.level.Show()
	p.refresh()
	bus.Load(d.Bus, p.r.ctx, func(ctx context.Context, report bus.Progress) (string, error) {
		// The bus carries whole numbers: hundredths of a decibel.
		return d.Recorder.Check(ctx, mic, func(dbfs float64) { report(int64(max(dbfs, -120)*100), 1) })
	}, func(hundredths, _ int64) {
		if p.current() {
			p.level.Set(float64(hundredths) / 100)
		}
	}, func(verdict string, err error) {
		if !p.current() {
			return
		}
		p.busy = false
		p.verdict.Objects = nil
		p.level.Hide()
		if err != nil {
			p.fail(err)
			return
		}
		p.judged(mic, verdict)
	})
}

// judged says how it sounded. A fine one is remembered for the day, and leads
// to the record button.
func (p *prepare) judged(mic, verdict string) {
	d := p.r.d
	words, kind := p.r.t("soundcheck."+verdict), widget.KindAttention
	switch {
	case verdict == "fine":
		kind = widget.KindGood
	case unheard(verdict) && len(p.names) > 1:
		words += " " + p.r.t("soundcheck.other", "mic", mic)
	}
	p.verdict.Objects = []fyne.CanvasObject{d.Kit.Notice(kind, words)}
	d.Bus.Trace("sound", verdict)
	p.refresh()
	if verdict != "fine" {
		d.Kit.Show(p.verdict)
		return
	}
	if d.SetChecked != nil {
		d.SetChecked(mic)
	}
	if !p.start.Disabled() {
		d.Window.Canvas().Focus(p.start)
	}
	p.settle()
}

// unheard reports whether a verdict may come of listening to the wrong
// microphone.
func unheard(verdict string) bool {
	return verdict == "silent" || verdict == "blocked" || verdict == "quiet"
}

// record starts the recording.
func (p *prepare) record() {
	d, id, mic := p.r.d, p.r.open.ID, p.mic()
	p.busy = true
	p.problem.Objects = nil
	p.refresh()
	d.Bus.Trace("recording", "opening")
	// Not bound to the room: whoever leaves it in this moment finds the
	// recording running, and its sign.
	bus.Load(d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, d.Recorder.Start(ctx, id, mic)
	}, nil, func(_ struct{}, err error) {
		p.busy = false
		switch {
		case err != nil:
			p.fail(err)
		case p.current():
			p.r.show(id)
		}
	})
}

// pickWAV makes a dictaphone's file the recording.
func (p *prepare) pickWAV() {
	p.r.d.Pick(widget.Pick{ID: "wav", Title: p.r.t("wav.title"), Hint: p.r.t("wav.hint"), Extensions: []string{".wav"}}, p.importing)
}

// importing reads the file while the status line shows how far it has come; it
// goes on if the room is left.
func (p *prepare) importing(path string) {
	d, i := p.r.d, p.r.open
	p.busy = true
	p.problem.Objects = nil
	p.refresh()
	var work widget.Work
	cancel := bus.Load(d.Bus, context.Background(), func(ctx context.Context, report bus.Progress) (struct{}, error) {
		return struct{}{}, d.Recorder.Import(ctx, i.ID, path, report)
	}, func(done, total int64) { work.Set(done, total) }, func(_ struct{}, err error) {
		work.Done()
		p.busy = false
		switch {
		case app.CodeOf(err) == app.CodeCancelled:
			d.Bus.Trace("import", "cancelled")
			if p.current() {
				p.say(err)
			}
		case err != nil:
			p.fail(err)
		default:
			d.Bus.Trace("import", "done")
			if p.current() {
				p.r.show(i.ID)
			}
		}
	})
	work = d.Start(p.r.t("wav.reading", "code", i.Code), cancel)
}
