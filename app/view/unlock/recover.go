package unlock

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Recoverer opens a vault whose passphrase is lost. None of it is called on
// the UI goroutine.
type Recoverer interface {
	// RecoveryThere reports whether the vault has a recovery slot.
	RecoveryThere(ctx context.Context) (bool, error)
	// Recover opens the vault for reading with the unit's recovery key as it
	// was typed; RecoverFile with a key file. Errors: CodePaperWrong,
	// CodeRecoveryNone, CodeRecoveryOther, CodeRecoveryDamaged.
	Recover(ctx context.Context, typed string) (Recovered, error)
	RecoverFile(ctx context.Context, path string) (Recovered, error)
	// CarryOver makes a new vault under a passphrase, carries the work over,
	// reads it back, and opens it in the old one's place. The old file is kept.
	// It can be cancelled until the exchange.
	CarryOver(ctx context.Context, passphrase string, progress func(done, total int64)) (Carried, error)
}

// Recovered is what was opened with the recovery key.
type Recovered struct {
	Name, Unit string
	Manager    bool
	Interviews int
}

// Carried is what came along into the new vault.
type Carried struct {
	Interviews int
	Lost       int    // places that were damaged and could not be read
	Kept       string // the name of the old file
}

// forgot begins the way back for somebody who has no passphrase any more.
func (r *Room) forgot() {
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (bool, error) {
		return r.d.Keeper.RecoveryThere(ctx)
	}, nil, func(there bool, err error) {
		switch {
		case r.ctx.Err() != nil:
		case err != nil:
			r.refused(err)
		case !there:
			r.noRecovery()
		default:
			r.askKey("", nil)
		}
	})
}

// noRecovery says plainly that this vault has no other way in, before anybody
// fetches a sheet.
func (r *Room) noRecovery() {
	k := r.d.Kit
	back := k.Primary("forgot.back", r.t("forgot.back"), func() { r.locked(nil) })
	r.show("norecovery", back, k.Big(r.t("forgot.title")), k.Problem(app.Fail(app.CodeRecoveryNone, nil)), widget.Row(back))
}

// askKey takes the recovery key: typed off the sheet, or from a file.
func (r *Room) askKey(typed string, problem error) {
	k := r.d.Kit
	field := k.Multi("forgot.key", r.t("forgot.key"), 3)
	field.SetText(typed)
	open := func() {
		if strings.TrimSpace(field.Text()) == "" {
			r.Focus()
			return
		}
		text := field.Text()
		r.recover(text, func(ctx context.Context) (Recovered, error) { return r.d.Keeper.Recover(ctx, text) })
	}
	file := func() {
		text := field.Text()
		r.d.Pick(widget.Pick{ID: "forgot.keyfile", Title: r.t("forgot.file.title"), Hint: r.t("forgot.file.hint")}, func(path string) {
			r.recover(text, func(ctx context.Context) (Recovered, error) { return r.d.Keeper.RecoverFile(ctx, path) })
		})
	}
	objs := []fyne.CanvasObject{k.Big(r.t("forgot.title")), k.Body(r.t("forgot.calm"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	objs = append(objs,
		k.Body(r.t("forgot.step.1")), k.Body(r.t("forgot.step.2")),
		widget.Stack(theme.Gap8, k.Strong(r.t("forgot.key")), field, k.Muted(r.t("forgot.key.how"))),
		widget.Row(k.Primary("forgot.open", r.t("forgot.open"), open),
			k.Button("forgot.file", r.t("forgot.file"), file),
			k.Button("forgot.back", r.t("forgot.back"), func() { r.locked(nil) })))
	r.show("forgot", field, objs...)
}

// recover opens the vault with a key. What was typed stays if it will not do.
func (r *Room) recover(typed string, open func(context.Context) (Recovered, error)) {
	k := r.d.Kit
	r.show("recovering", nil, k.Big(r.t("forgot.title")), k.Busy(r.t("forgot.opening"), nil))
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (Recovered, error) { return open(ctx) }, nil, func(got Recovered, err error) {
		switch {
		case r.ctx.Err() != nil:
		case app.CodeOf(err) == app.CodeVaultUnreadable, app.CodeOf(err) == app.CodeNewerFormat:
			r.refused(err)
		case err != nil:
			r.askKey(typed, err)
		default:
			r.draft.name, r.draft.unit = got.Name, got.Unit // bad material for the new passphrase
			r.recovered(got, nil)
		}
	})
}

// recovered says what can be done now: go on in a new vault, or read.
func (r *Room) recovered(got Recovered, problem error) {
	k := r.d.Kit
	r.choose.Forget()
	r.choose = r.chooser(r.t("recovered.create"), func() { r.recovered(got, nil) }, func(passphrase string) { r.carry(got, passphrase) })
	carry := k.Primary("recovered.carry", r.t("recovered.carry"), r.choose.Start)
	objs := []fyne.CanvasObject{k.Big(r.t("recovered.title"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	lost := []fyne.CanvasObject{k.Strong(r.t("recovered.lost")), k.Body(r.t("recovered.lost.private")), k.Body(r.t("recovered.lost.card"))}
	if got.Manager {
		lost = append(lost, k.Body(r.t("recovered.lost.unit")))
	}
	objs = append(objs,
		k.Notice(widget.KindGood, k.Text.N("recovered.found", got.Interviews, "name", got.Name)),
		k.Body(r.t("recovered.how")),
		widget.Row(carry, k.Button("recovered.read", r.t("recovered.read"), func() {
			r.d.Bus.Trace("unlocked")
			r.d.Done()
		})),
		k.Muted(r.t("recovered.read.how")),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap8, lost...)))
	r.show("recovered", carry, objs...)
}

// carry makes the new vault.
func (r *Room) carry(got Recovered, passphrase string) {
	k := r.d.Kit
	ctx, cancel := context.WithCancel(r.ctx)
	busy := k.Busy(r.t("recovered.carrying"), cancel)
	r.show("carrying", nil, k.Big(r.t("recovered.title")), busy, k.Muted(r.t("recovered.carrying.how")))
	bus.Load(r.d.Bus, ctx, func(ctx context.Context, p bus.Progress) (Carried, error) {
		return r.d.Keeper.CarryOver(ctx, passphrase, p)
	}, busy.Set, func(done Carried, err error) {
		cancel()
		switch {
		case r.ctx.Err() != nil:
		case err == nil:
			r.carried(done)
		case app.CodeOf(err) == app.CodeVaultUnreadable, app.CodeOf(err) == app.CodeVaultMissing, app.CodeOf(err) == app.CodeVaultInUse:
			r.refused(err)
		default:
			r.recovered(got, err)
		}
	})
}

// carried says what came along and what to do next.
func (r *Room) carried(c Carried) {
	k := r.d.Kit
	begin := k.Primary("recovered.begin", r.t("recovered.begin"), func() {
		r.d.Bus.Trace("unlocked")
		r.d.Done()
	})
	objs := []fyne.CanvasObject{k.Big(r.t("carried.title")), k.Notice(widget.KindGood, k.Text.N("carried.done", c.Interviews))}
	if c.Lost > 0 {
		objs = append(objs, k.Notice(widget.KindAttention, k.Text.N("carried.lost", c.Lost)))
	}
	objs = append(objs,
		k.Body(r.t("carried.kept", "file", c.Kept)), k.Body(r.t("carried.next.card")), k.Body(r.t("carried.next.sheet")), widget.Row(begin))
	r.show("carried", begin, objs...)
}
