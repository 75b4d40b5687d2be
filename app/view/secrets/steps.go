package secrets

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/phrase"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// askPresent begins a change of passphrase with the present one.
func (r *Room) askPresent() { r.present(nil) }

func (r *Room) present(problem error) {
	k := r.d.Kit
	field := k.Password("secrets.present", r.t("secrets.present"))
	next := func() {
		typed := field.Text()
		if strings.TrimSpace(typed) == "" {
			r.Focus()
			return
		}
		stop := r.working("checking", r.t("secrets.change.title"), r.t("secrets.checking"), 1, nil)
		bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
			return struct{}{}, r.d.Keys.CheckPresent(ctx, typed)
		}, nil, func(_ struct{}, err error) {
			stop()
			switch {
			case r.ctx.Err() != nil:
			case err != nil:
				r.present(err)
			default:
				r.choose(typed)
			}
		})
	}
	field.OnSubmit = next
	objs := []fyne.CanvasObject{k.Title(r.t("secrets.change.title"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	objs = append(objs, widget.Stack(theme.Gap8, k.Body(r.t("secrets.present.how")), field),
		widget.Row(k.Primary("secrets.next", r.t("secrets.next"), next), k.Button("secrets.back", r.t("secrets.back"), r.back)))
	r.page("present", field, objs...)
}

// choose lets the new passphrase be chosen, as at the first start.
func (r *Room) choose(present string) {
	c := &phrase.Chooser{
		Bus: r.d.Bus, Kit: r.d.Kit, Window: r.d.Window, Words: r.d.Keys, Personal: r.d.Keys.Personal,
		Show: r.page, Refresh: func() { r.root.Refresh() }, Back: r.back, Create: r.t("secrets.change.do"),
	}
	c.Refused = func(err error) {
		r.tell("phrase", r.d.Kit.Problem(err))
		r.back()
	}
	c.Chosen = func(next string) { r.change(c, present, next) }
	c.Start()
}

// change replaces the passphrase. Until the slot is written it can be stopped,
// and the old passphrase stays.
func (r *Room) change(c *phrase.Chooser, present, next string) {
	ctx, cancel := context.WithCancel(r.ctx)
	stop := r.working("changing", r.t("secrets.change.title"), r.t("secrets.changing"), 3, cancel)
	bus.Load(r.d.Bus, ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Keys.ChangePassphrase(ctx, present, next)
	}, nil, func(_ struct{}, err error) {
		stop()
		cancel()
		switch closed := r.ctx.Err() != nil; {
		case closed && err != nil && app.CodeOf(err) != app.CodeCancelled:
			r.d.Problem(err)
		case closed:
		case err != nil:
			c.Again()
			r.root.Objects = append([]fyne.CanvasObject{r.d.Kit.Problem(err)}, r.root.Objects...)
			r.root.Refresh()
		default:
			c.Forget()
			r.d.Bus.Trace("passphrase", "changed")
			r.tell("phrase", r.d.Kit.Notice(widget.KindGood, r.t("secrets.changed")))
			r.back()
		}
	})
}

func (r *Room) setRecovery(on bool) {
	code, done, focus := "off", "secrets.recovery.wentoff", "secrets.recovery.on"
	if on {
		code, done, focus = "on", "secrets.recovery.wenton", "secrets.recovery.off"
	}
	r.do("recovery", focus, func(ctx context.Context) error { return r.d.Keys.SetRecovery(ctx, on) }, func() fyne.CanvasObject {
		r.d.Bus.Trace("recovery", code)
		return r.d.Kit.Notice(widget.KindGood, r.t(done))
	})
}

// saveSheet makes the unit's recovery key and its page.
func (r *Room) saveSheet() {
	r.d.Pick(widget.Pick{ID: "secrets.sheetfolder", Title: r.t("secrets.sheet.title"), Hint: r.t("secrets.sheet.hint"), Folder: true}, func(folder string) {
		r.do("sheet", "secrets.sheet.prove", func(ctx context.Context) error {
			_, err := r.d.Keys.SaveSheet(ctx, folder)
			return err
		}, func() fyne.CanvasObject {
			r.d.Bus.Trace("sheet", "saved")
			return r.d.Kit.Body(r.t("secrets.sheet.print"))
		})
	})
}

// askSheet has the key read back off the paper: only then it is in force.
func (r *Room) askSheet(typed string, problem error) {
	k := r.d.Kit
	field := k.Multi("secrets.sheet.key", r.t("forgot.key"), 3)
	field.SetText(typed)
	prove := func() {
		text := field.Text()
		if strings.TrimSpace(text) == "" {
			r.Focus()
			return
		}
		bus.Load(r.d.Bus, context.WithoutCancel(r.ctx), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
			return struct{}{}, r.d.Keys.ProveSheet(ctx, text)
		}, nil, func(_ struct{}, err error) {
			switch closed := r.ctx.Err() != nil; {
			case closed && err != nil:
				r.d.Problem(err)
			case closed:
			case err != nil:
				r.askSheet(text, err)
			default:
				r.d.Bus.Trace("sheet", "proven")
				r.tell("sheet", k.Notice(widget.KindGood, r.t("secrets.sheet.proven")))
				r.step = ""
				r.load("secrets.sheet.remove")
			}
		})
	}
	objs := []fyne.CanvasObject{k.Title(r.t("secrets.sheet.prove.title"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	objs = append(objs, k.Body(r.t("secrets.sheet.prove.how")),
		widget.Stack(theme.Gap8, k.Strong(r.t("forgot.key")), field, k.Muted(r.t("forgot.key.how"))),
		widget.Row(k.Primary("secrets.sheet.check", r.t("secrets.sheet.check"), prove), k.Button("secrets.back", r.t("secrets.back"), r.back)))
	r.page("sheet", field, objs...)
}

func (r *Room) removeSheet() {
	r.do("sheet", "secrets.sheet.make", r.d.Keys.RemoveSheet, func() fyne.CanvasObject {
		r.d.Bus.Trace("sheet", "removed")
		return r.d.Kit.Notice(widget.KindGood, r.t("secrets.sheet.removed"))
	})
}

// askRotate says what new keys mean and takes the passphrase.
func (r *Room) askRotate(problem error) {
	k := r.d.Kit
	if r.d.Held() {
		r.tell("rotate", k.Notice(widget.KindAttention, r.t("secrets.rotate.held")))
		r.load("secrets.rotate")
		return
	}
	field := k.Password("secrets.rotate.phrase", r.t("secrets.present"))
	rotate := func() {
		if typed := field.Text(); strings.TrimSpace(typed) != "" {
			r.rotate(typed)
			return
		}
		r.Focus()
	}
	field.OnSubmit = rotate
	objs := []fyne.CanvasObject{k.Title(r.t("secrets.rotate.title"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	for _, part := range []string{"does", "not", "after", "lock"} {
		objs = append(objs, k.Body(r.t("secrets.rotate."+part)))
	}
	objs = append(objs, widget.Stack(theme.Gap8, k.Body(r.t("secrets.present.how")), field),
		widget.Row(k.Primary("secrets.rotate.do", r.t("secrets.rotate.do"), rotate), k.Button("secrets.back", r.t("secrets.back"), r.back)))
	r.page("rotate", field, objs...)
}

// rotate replaces the keys and locks: the old ones are still in memory, and
// only the end of the process takes them away. It does not end with the room.
func (r *Room) rotate(passphrase string) {
	if r.d.Held() {
		r.askRotate(nil)
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.ctx))
	work := r.d.Start(r.t("secrets.rotating"), cancel)
	stop := r.working("rotating", r.t("secrets.rotate.title"), r.t("secrets.rotating"), 3, cancel)
	bus.Load(r.d.Bus, ctx, func(ctx context.Context, p bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Keys.Rotate(ctx, passphrase, p)
	}, work.Set, func(_ struct{}, err error) {
		stop()
		cancel()
		work.Done()
		switch closed := r.ctx.Err() != nil; {
		case err == nil:
			r.d.Bus.Trace("keys", "rotated")
			r.d.Lock()
		case closed && app.CodeOf(err) != app.CodeCancelled:
			r.d.Problem(err)
		case !closed:
			r.askRotate(err)
		}
	})
}
