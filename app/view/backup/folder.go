package backup

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Copies is what the room needs for the sealed copies in the unit's folder.
// CopyRule, ToCopy, SoundCopies and Trouble only read memory.
type Copies interface {
	CopyRule() (app.CopyRule, error)
	SaveCopyRule(ctx context.Context, r app.CopyRule) error
	// ToCopy lists the interviews whose recording waits to be copied.
	ToCopy() ([]app.Interview, error)
	SoundCopies() ([]app.SoundCopy, error)
	MarkSoundCopyGone(ctx context.Context, id app.ID) error
	// FetchCopy brings a recording back from its copy.
	FetchCopy(ctx context.Context, file string, progress func(done, total int64)) (app.Interview, error)
	// Trouble is why the last try to copy failed, nil if it did not.
	Trouble() error
	// Invites: this vault makes invitations, which carry the rule.
	Invites() bool
}

// folder is the part about sealed copies of new recordings.
func (r *Room) folder() fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Muted(r.t("copies.how"))}
	rule, err := r.d.Copies.CopyRule()
	if err != nil {
		return r.card(r.t("copies.heading"), newsFolder, append(objs, k.Problem(err))...)
	}
	on := k.Check("copies.on", r.t("copies.on"), func(on bool) {
		rule.On = on
		r.saveRule(rule, "copies.on")
	})
	on.SetChecked(rule.On)
	r.buttons["copies.on"] = on
	objs = append(objs, on)
	if rule.On {
		objs = append(objs, r.rule(rule)...)
	}
	objs = append(objs, r.spare()...)
	if r.busy[newsFolder] {
		return r.card(r.t("copies.heading"), newsFolder, append(objs, k.Muted(r.t("copies.fetching")))...)
	}
	return r.card(r.t("copies.heading"), newsFolder, append(objs,
		widget.Row(r.button(k.Button("copies.fetch", r.t("copies.fetch"), r.fetch))))...)
}

// rule tells where the copies go and what waits.
func (r *Room) rule(rule app.CopyRule) []fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	if r.d.Copies.Invites() {
		objs = append(objs, k.Muted(r.t("copies.invites")))
	}
	where := r.t("copies.folder.none")
	if rule.Folder != "" {
		where = r.t("copies.folder.at", "folder", rule.Folder)
	}
	objs = append(objs, k.Body(where))
	if waiting, err := r.d.Copies.ToCopy(); err == nil && len(waiting) > 0 {
		objs = append(objs, k.Body(k.Text.N("copies.waiting", len(waiting))))
		if err := r.d.Copies.Trouble(); err != nil {
			objs = append(objs, k.Problem(err))
		}
	}
	choose := r.button(k.Button("copies.choose", r.t("copies.choose"), func() {
		r.d.Pick(widget.Pick{ID: "copies.folder", Title: r.t("copies.choose.title"), Hint: r.t("copies.choose.hint"), Folder: true}, func(folder string) {
			rule.Folder = folder
			r.saveRule(rule, "copies.choose")
		})
	}))
	return append(objs, widget.Row(choose))
}

// spare lists the copies that nothing needs any more. The program deletes none:
// the folder is the unit's.
func (r *Room) spare() []fyne.CanvasObject {
	k := r.d.Kit
	all, err := r.d.Copies.SoundCopies()
	if err != nil {
		return []fyne.CanvasObject{k.Problem(err)}
	}
	var objs []fyne.CanvasObject
	for _, c := range all {
		if !c.Spare || !c.Gone.IsZero() {
			continue
		}
		if len(objs) == 0 {
			objs = append(objs, k.Body(r.t("copies.spare")))
		}
		if len(objs) > shownCopies {
			break
		}
		gone := r.button(k.Quiet("copies.gone."+c.ID.String(), r.t("backup.gone"), func() { r.copyGone(c) }))
		objs = append(objs, widget.Stack(theme.Gap4, k.Muted(filepath.Join(c.Folder, c.File)), widget.Row(gone)))
	}
	return objs
}

func (r *Room) saveRule(rule app.CopyRule, focus string) {
	r.quick(newsFolder, focus, func(ctx context.Context) error { return r.d.Copies.SaveCopyRule(ctx, rule) }, func() {
		r.d.Bus.Trace("copies", "rule")
		r.tell(newsFolder, nil, focus)
	})
}

func (r *Room) copyGone(c app.SoundCopy) {
	r.quick(newsFolder, "copies.fetch", func(ctx context.Context) error { return r.d.Copies.MarkSoundCopyGone(ctx, c.ID) }, func() {
		r.d.Bus.Trace("copies", "gone")
		r.tell(newsFolder, nil, "copies.fetch")
	})
}

// quick does something short off the UI goroutine.
func (r *Room) quick(at news, focus string, work func(context.Context) error, then func()) {
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			r.fail(at, err, focus)
			return
		}
		then()
	})
}

// fetch brings a recording back from a copy.
func (r *Room) fetch() {
	r.d.Pick(widget.Pick{ID: "copies.file", Title: r.t("copies.fetch.title"), Hint: r.t("copies.fetch.hint"), Extensions: []string{".vault"}}, func(file string) {
		run(r, newsFolder, r.t("copies.fetching"), func(ctx context.Context, p bus.Progress) (app.Interview, error) {
			return r.d.Copies.FetchCopy(ctx, file, p)
		}, func(got app.Interview, err error) {
			if err != nil {
				r.fail(newsFolder, err, "copies.fetch")
				return
			}
			r.d.Bus.Trace("copies", "fetched")
			r.tell(newsFolder, r.d.Kit.Notice(widget.KindGood, r.t("copies.fetched", "code", got.Code)), "copies.fetch")
		})
	})
}
