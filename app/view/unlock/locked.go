package unlock

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// locked is every later start: one field, and what to do if the passphrase is
// lost. It never shows anything of what the vault holds.
func (r *Room) locked(problem error) {
	k := r.d.Kit
	field := k.Password("unlock.passphrase", r.t("unlock.passphrase"))
	open := func() { r.open(field.Text()) }
	field.OnSubmit = open
	objs := []fyne.CanvasObject{k.Big(r.t("unlock.title"))}
	if problem != nil {
		objs = append(objs, k.Problem(problem))
	}
	buttons := []fyne.CanvasObject{k.Primary("unlock.open", r.t("unlock.open"), open)}
	if r.d.Ready != nil {
		label := "ready.back"
		if r.d.MayRecord {
			label = "record.start"
		}
		buttons = append(buttons, k.Button("unlock.ready", r.t(label), r.d.Ready))
	}
	objs = append(objs, k.Body(r.t("unlock.how")), field, widget.Row(buttons...),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Strong(r.t("unlock.lost")), k.Body(r.t("unlock.lost.how")),
			widget.Row(k.Button("unlock.forgot", r.t("unlock.forgot"), r.forgot)))))
	r.back = func() { r.locked(nil) }
	r.show("locked", field, objs...)
}

// open tries a passphrase. Six words may be typed by their first four letters.
func (r *Room) open(typed string) {
	if strings.TrimSpace(typed) == "" {
		r.Focus()
		return
	}
	r.work(r.t("unlock.opening"), func(ctx context.Context) error {
		return r.tryPassphrases(ctx, app.PhraseCandidates(typed, r.d.Keeper.Complete))
	}, func(err error) {
		switch app.CodeOf(err) {
		case app.CodeVaultInUse, app.CodeNewerFormat, app.CodeNotAVault, app.CodeVaultMissing, app.CodeReadOnly, app.CodeVaultUnreadable:
			r.refused(err)
		default:
			r.locked(err)
		}
	})
}

// tryPassphrases tries one after the other as long as each is merely wrong.
func (r *Room) tryPassphrases(ctx context.Context, candidates []string) error {
	var err error
	for _, p := range candidates {
		if err = r.d.Keeper.Unlock(ctx, p); app.CodeOf(err) != app.CodeWrongPassphrase {
			return err
		}
	}
	return err
}

// work shows a bar while a key is being worked out: nobody can know how far
// scrypt has come, so the bar follows how long it usually takes here.
func (r *Room) work(label string, do func(context.Context) error, failed func(error)) {
	k := r.d.Kit
	expected := r.d.Keeper.Expected()
	busy := k.Busy(label, nil)
	seconds := max(int((expected+time.Second/2)/time.Second), 1)
	r.show("working", nil, k.Big(r.t("app.name")), busy, k.Muted(k.Text.N("unlock.expected", seconds)))
	stop := make(chan struct{})
	go r.tick(busy, expected, stop)
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		defer close(stop)
		return struct{}{}, do(ctx)
	}, nil, func(_ struct{}, err error) {
		switch {
		case r.ctx.Err() != nil:
		case err != nil:
			failed(err)
		default:
			r.d.Bus.Trace("unlocked")
			r.d.Done()
		}
	})
}

// tickEvery is ten steps a second: enough to be seen to move.
const tickEvery = 100 * time.Millisecond

func (r *Room) tick(busy *widget.Busy, expected time.Duration, stop <-chan struct{}) {
	began := r.d.Now()
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for {
		select {
		case <-stop:
			return
		case <-t.C:
			part := float32(r.d.Now().Sub(began)) / float32(max(expected, time.Millisecond))
			r.d.Bus.Do(func() { busy.Guess(part) })
		}
	}
}

// create makes the vault under a passphrase that was chosen.
func (r *Room) create(passphrase string) {
	s := r.start(passphrase)
	r.work(r.t("start.creating"), func(ctx context.Context) error { return r.d.Keeper.Create(ctx, s) }, func(err error) {
		switch app.CodeOf(err) {
		case app.CodeWeakPassphrase, app.CodeInternal, app.CodeDiskFull, app.CodeDiskTrouble:
			r.choose.Again()
			r.root.Objects = append([]fyne.CanvasObject{r.d.Kit.Problem(err)}, r.root.Objects...)
			r.root.Refresh()
		default:
			r.refused(err)
		}
	})
}
