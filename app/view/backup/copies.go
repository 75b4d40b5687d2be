package backup

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// shownCopies is how many backups are listed; older ones count only.
const shownCopies = 5

// Status says in one sentence how the backups stand, and whether that wants
// something of the person.
func Status(t *text.Table, s app.BackupState) (words string, attention bool) {
	switch {
	case s.Last.ID.IsZero() && s.Due:
		return t.T("backup.status.none.due"), true
	case s.Last.ID.IsZero():
		return t.T("backup.status.none"), false
	case s.Due:
		return t.T("backup.status.old", "date", t.Date(s.Last.Made), "folder", s.Last.Folder), true
	case s.Since:
		return t.T("backup.status.since", "date", t.Date(s.Last.Made), "folder", s.Last.Folder), false
	}
	return t.T("backup.status.fresh", "date", t.Date(s.Last.Made), "folder", s.Last.Folder), false
}

// copies is the part about backups: how they stand, making one, which there are.
func (r *Room) copies() fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	state, err := r.d.Book.BackupState()
	if err != nil {
		objs = append(objs, k.Problem(err))
	} else if words, attention := Status(k.Text, state); attention {
		objs = append(objs, k.Notice(widget.KindAttention, words))
	} else {
		objs = append(objs, k.Body(words))
	}
	objs = append(objs, k.Muted(r.t("backup.how")))
	if r.busy[newsBackup] {
		objs = append(objs, k.Muted(r.t("backup.making")))
	} else {
		objs = append(objs, widget.Row(r.button(k.Primary("backup.make", r.t("backup.make"), r.make))))
	}
	list, err := r.d.Book.Backups()
	if err != nil {
		objs = append(objs, k.Problem(err))
	}
	return r.card(r.t("backup.heading"), newsBackup, append(objs, r.list(list)...)...)
}

// list shows the newest backups, each with the way to say that it is gone.
func (r *Room) list(all []app.Backup) []fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	for _, b := range all {
		if !b.Gone.IsZero() {
			continue
		}
		if len(objs) == shownCopies {
			objs = append(objs, k.Muted(r.t("backup.more")))
			break
		}
		words := r.t("backup.one", "date", k.Text.Date(b.Made), "clock", k.Text.Clock(b.Made), "size", k.Text.Size(b.Size))
		if b.Damaged > 0 {
			words += " " + r.t("backup.one.damaged")
		}
		gone := r.button(k.Quiet("backup.gone."+b.ID.String(), r.t("backup.gone"), func() { r.gone(b) }))
		objs = append(objs, widget.Stack(theme.Gap4, k.Strong(words), k.Muted(filepath.Join(b.Folder, b.File)), widget.Row(gone)))
	}
	return objs
}

// make asks where a backup shall lie, and makes it. Where the place is doubtful
// it is asked about once more: a disk that breaks takes vault and copy.
func (r *Room) make() {
	r.d.Pick(widget.Pick{ID: "backup.folder", Title: r.t("backup.make.title"), Hint: r.t("backup.make.hint"), Folder: true}, func(folder string) {
		bus.Load(r.d.Bus, r.ctx, func(context.Context, bus.Progress) (Doubt, error) {
			return r.d.Keeper.Doubt(folder), nil
		}, nil, func(doubt Doubt, _ error) {
			switch {
			case r.ctx.Err() != nil:
			case doubt == NoDoubt:
				r.makeIn(folder)
			default:
				r.doubted(doubt, folder)
			}
		})
	})
}

func (r *Room) doubted(doubt Doubt, folder string) {
	k := r.d.Kit
	other := k.Primary("backup.other", r.t("backup.doubt.other"), r.make)
	anyway := k.Button("backup.anyway", r.t("backup.doubt.anyway"), func() { r.makeIn(folder) })
	r.d.Bus.Trace("backup", string(doubt))
	r.tell(newsBackup, widget.Stack(theme.Gap8, k.Notice(widget.KindAttention, r.t("backup.doubt."+string(doubt))), widget.Row(other, anyway)), "")
	r.d.Window.Canvas().Focus(other)
}

func (r *Room) makeIn(folder string) {
	run(r, newsBackup, r.t("backup.making"), func(ctx context.Context, p bus.Progress) (app.Backup, error) {
		return r.d.Book.MakeBackup(ctx, folder, p)
	}, func(b app.Backup, err error) {
		if err != nil {
			r.fail(newsBackup, err, "backup.make")
			return
		}
		k := r.d.Kit
		kind, words := widget.KindGood, r.t("backup.done", "path", filepath.Join(b.Folder, b.File), "size", k.Text.Size(b.Size))
		if b.Damaged > 0 {
			kind, words = widget.KindAttention, words+" "+k.Text.N("backup.done.damaged", b.Damaged)
		}
		r.d.Bus.Trace("backup", "made")
		r.tell(newsBackup, k.Notice(kind, words), "backup.make")
	})
}

// gone notes that a backup does not exist any more.
func (r *Room) gone(b app.Backup) {
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Book.MarkBackupGone(ctx, b.ID)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			r.fail(newsBackup, err, "backup.make")
			return
		}
		r.d.Bus.Trace("backup", "gone")
		r.tell(newsBackup, r.d.Kit.Muted(r.t("backup.gone.done", "date", r.d.Kit.Text.Date(b.Made))), "backup.make")
	})
}
