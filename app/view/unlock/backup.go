package unlock

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// pickBackup is the other way to begin: with a backup, on a new computer or
// after a disk that broke.
func (r *Room) pickBackup() {
	r.d.Pick(widget.Pick{ID: "start.backupfile", Title: r.t("restore.pick.title"), Hint: r.t("restore.pick.hint"), Extensions: []string{".vault"}},
		func(file string) { r.fromBackup(file, nil) })
}

// fromBackup asks for the passphrase that the backup was made under.
func (r *Room) fromBackup(file string, problem error) {
	k := r.d.Kit
	field := k.Password("start.backup.passphrase", r.t("restore.passphrase"))
	restore := func() {
		if strings.TrimSpace(field.Text()) == "" {
			r.Focus()
			return
		}
		r.restore(file, field.Text())
	}
	field.OnSubmit = restore
	objs := []fyne.CanvasObject{k.Big(r.t("start.backup.title"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	objs = append(objs, k.Body(r.t("restore.passphrase.how", "file", filepath.Base(file))), field,
		widget.Row(k.Primary("start.restore", r.t("start.restore"), restore),
			k.Button("start.backup.other", r.t("start.backup.other"), r.pickBackup),
			k.Button("start.back", r.t("start.back"), r.aboutYou)),
		k.Muted(r.t("unlock.folder", "folder", r.d.Keeper.Folder())))
	r.back = func() { r.fromBackup(file, nil) }
	r.show("backup", field, objs...)
}

// restore checks the backup, puts it in place and opens it, with progress.
func (r *Room) restore(file, typed string) {
	k := r.d.Kit
	ctx, cancel := context.WithCancel(r.ctx)
	busy := k.Busy(r.t("restore.working"), cancel)
	r.show("restoring", nil, k.Big(r.t("start.backup.title")), busy, k.Muted(r.t("restore.working.how")))
	bus.Load(r.d.Bus, ctx, func(ctx context.Context, p bus.Progress) (app.Restored, error) {
		return r.d.Keeper.RestoreBackup(ctx, file, typed, p)
	}, busy.Set, func(got app.Restored, err error) {
		cancel()
		switch {
		case r.ctx.Err() != nil:
		case err != nil:
			r.fromBackup(file, err)
		default:
			r.restored(got)
		}
	})
}

// restored says what the vault holds that was put back, and how old it is.
func (r *Room) restored(got app.Restored) {
	k := r.d.Kit
	begin := k.Primary("start.restored", r.t("start.restored.go"), func() {
		r.d.Bus.Trace("unlocked")
		r.d.Done()
	})
	objs := []fyne.CanvasObject{k.Big(r.t("start.restored")), k.Body(k.Text.Contents(got.Contents))}
	if got.Damaged > 0 {
		objs = append(objs, k.Notice(widget.KindAttention, k.Text.N("restore.damaged", got.Damaged)))
	}
	objs = append(objs, k.Notice(widget.KindAttention, r.t("restore.after")), widget.Row(begin))
	r.back = func() { r.restored(got) }
	r.show("restored", begin, objs...)
}
