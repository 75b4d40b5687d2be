package backup

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// beside is the part about putting a backup back.
func (r *Room) beside() fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Muted(r.t("restore.how"))}
	switch {
	case r.busy[newsRestore]:
		objs = append(objs, k.Muted(r.t("restore.working")))
	case r.restoring != "":
		objs = append(objs, r.passphrase()...)
	default:
		objs = append(objs, widget.Row(r.button(k.Button("restore.pick", r.t("restore.pick"), r.pick))))
	}
	return r.card(r.t("restore.heading"), newsRestore, objs...)
}

// pick asks which backup.
func (r *Room) pick() {
	r.d.Pick(widget.Pick{ID: "restore.file", Title: r.t("restore.pick.title"), Hint: r.t("restore.pick.hint"), Extensions: []string{".vault"}}, func(file string) {
		r.restoring = file
		r.tell(newsRestore, nil, "restore.passphrase")
	})
}

// passphrase asks for the backup's own passphrase: it is the one that was in
// use when it was made.
func (r *Room) passphrase() []fyne.CanvasObject {
	k := r.d.Kit
	field := k.Password("restore.passphrase", r.t("restore.passphrase"))
	r.buttons["restore.passphrase"] = field
	next := func() {
		if strings.TrimSpace(field.Text()) == "" {
			r.focus("restore.passphrase")
			return
		}
		typed, file := field.Text(), r.restoring
		r.d.Pick(widget.Pick{ID: "restore.folder", Title: r.t("restore.folder.title"), Hint: r.t("restore.folder.hint"), Folder: true}, func(folder string) {
			r.restore(file, typed, folder)
		})
	}
	field.OnSubmit = next
	return []fyne.CanvasObject{
		k.Body(r.t("restore.passphrase.how", "file", filepath.Base(r.restoring))), field,
		widget.Row(r.button(k.Primary("restore.next", r.t("restore.next"), next)),
			r.button(k.Button("restore.no", r.t("kit.cancel"), func() {
				r.restoring = ""
				r.tell(newsRestore, nil, "restore.pick")
			}))),
	}
}

func (r *Room) restore(file, typed, folder string) {
	r.restoring = ""
	run(r, newsRestore, r.t("restore.working"), func(ctx context.Context, p bus.Progress) (app.Restored, error) {
		return r.d.Keeper.Restore(ctx, file, typed, folder, p)
	}, func(got app.Restored, err error) {
		if err != nil {
			if app.CodeOf(err) == app.CodeWrongPassphrase {
				r.restoring = file
				r.fail(newsRestore, err, "restore.passphrase")
				return
			}
			r.fail(newsRestore, err, "restore.pick")
			return
		}
		r.d.Bus.Trace("restore", "done")
		k := r.d.Kit
		kind, words := widget.KindGood, r.t("restore.done", "path", got.Path)+" "+k.Text.Contents(got.Contents)
		if got.Damaged > 0 {
			kind, words = widget.KindAttention, words+" "+k.Text.N("restore.damaged", got.Damaged)
		}
		r.tell(newsRestore, r.changeTo(kind, words, r.t("restore.after"), filepath.Dir(got.Path)), "restore.pick")
	})
}

// changeTo tells of a vault beside and offers to go on in it.
func (r *Room) changeTo(kind, words, after, folder string) fyne.CanvasObject {
	k := r.d.Kit
	return widget.Stack(theme.Gap8, k.Notice(kind, words), k.Body(after),
		widget.Row(k.Button("restore.change", r.t("restore.change"), func() { r.d.Keeper.Change(folder) })))
}
