package logbook

import (
	"context"

	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// save asks where, says what the file holds, and writes what is shown.
func (r *Room) save() {
	entries, words := r.shown, r.d.Kit.Text
	hint := words.N("log.save.all", len(entries))
	if !r.sift.all() {
		hint = words.N("log.save.some", len(entries))
	}
	r.d.Pick(widget.Pick{ID: "log.folder", Title: r.t("log.save.title"), Hint: hint + " " + r.t("log.save.what"), Folder: true}, func(folder string) {
		var work widget.Work
		cancel := bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (string, error) {
			return r.d.Save(ctx, folder, table(words, entries), len(entries))
		}, nil, func(path string, err error) {
			work.Done()
			if r.ctx.Err() != nil {
				return
			}
			if err != nil {
				r.news = r.d.Kit.Problem(err)
			} else {
				r.d.Bus.Trace("file", "saved")
				r.news = r.d.Kit.Notice(widget.KindGood, r.t("log.save.done", "path", path))
			}
			r.build()
			r.d.Window.Canvas().Focus(r.saver)
			if err == nil {
				r.load() // that it was saved is a row of its own
			}
		})
		work = r.d.Work(r.t("log.saving"), cancel)
	})
}
