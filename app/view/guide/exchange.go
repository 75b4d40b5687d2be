package guide

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app/guide"
	"barnrost/app/view/widget"
)

// ending is that of a guide's file.
const ending = ".barnrost-guide"

// saveFile writes the guide that holds into a folder.
func (r *Room) saveFile() {
	r.d.Pick(widget.Pick{ID: "guide.folder", Title: r.t("guide.save.title"), Folder: true}, func(folder string) {
		var path string
		r.do(func(ctx context.Context) (err error) {
			path, err = r.d.Book.Save(ctx, r.current, folder)
			return err
		}, func() {
			r.d.Bus.Trace("file", "saved")
			r.tell(r.good("guide.saved", "path", path))
			r.read()
			r.focus("guide.save")
		}, r.read)
	})
}

// openFile reads a guide from a file and shows what is different in it.
func (r *Room) openFile() {
	r.d.Pick(widget.Pick{ID: "guide.file", Title: r.t("guide.open.title"), Hint: r.t("guide.open.hint"), Extensions: []string{ending}}, func(path string) {
		var came guide.Guide
		r.do(func(ctx context.Context) (err error) {
			came, err = r.d.Book.Read(ctx, path)
			return err
		}, func() { r.compare(came) }, func() {
			r.read()
			r.focus("guide.open")
		})
	})
}

// compare shows what taking a guide in would change. Nothing is taken yet.
func (r *Room) compare(came guide.Guide) {
	k := r.d.Kit
	no := k.Button("guide.take.no", r.t("guide.take.no"), func() { r.read(); r.focus("guide.open") })
	changes := guide.Diff(r.current, came)
	if len(changes) == 0 {
		r.page("compare", no, k.Title(r.t("guide.take")), k.Body(r.t("guide.take.same")), widget.Row(no))
		return
	}
	yes := k.Primary("guide.take.yes", r.t("guide.take.yes"), func() { r.take(came) })
	list := r.changes(changes)
	r.page("compare", yes, k.Title(r.t("guide.take")), k.Body(r.t("guide.take.how", "name", came.Name)), widget.Row(yes, no), list)
	r.leafing(func() []fyne.CanvasObject { return list.Objects })
}

// take makes a guide that was read the draft; what the draft was can be had back
// by undoing.
func (r *Room) take(came guide.Guide) {
	r.begin()
	if r.draft == nil {
		return // the draft could not be read, which is told
	}
	if err := r.draft.Take(came); err != nil {
		r.tell(r.d.Kit.Problem(err))
		r.edit("")
		return
	}
	r.changed()
	r.d.Bus.Trace("guide", "taken")
	r.tell(r.good("guide.taken"))
	r.edit("guide.undo")
}
