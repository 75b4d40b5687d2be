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

// mostDamage is how many damaged things are listed one by one.
const mostDamage = 40

// Damage says in a sentence what is damaged.
func Damage(t *text.Table, d app.VaultDamage) string {
	key := "damage." + string(d.Kind)
	code := d.Code
	if code == "" {
		code = t.T("damage.nocode")
	}
	switch {
	case d.Lost:
		key += ".lost"
	case d.Doubtful:
		key = "damage.doubtful"
	case d.Kind == app.DamageSound && d.From == d.To:
		key += ".end"
	}
	if !t.Has(key) && !t.Has(key+".many") {
		key = "damage." + string(d.Kind)
	}
	if t.Has(key + ".many") {
		return t.N(key, d.Count, "code", code)
	}
	return t.T(key, "code", code, "from", text.Stamp(d.From), "to", text.Stamp(d.To), "what", t.T("damage.what."+string(d.Kind)))
}

// check is the part about the vault itself: whether it is whole, what is
// damaged, and saving the rest.
func (r *Room) check() fyne.CanvasObject {
	k := r.d.Kit
	damage := r.d.Book.DamageKnown()
	var objs []fyne.CanvasObject
	switch {
	case r.report != nil && len(r.report.Damage) == 0:
		objs = append(objs, k.Notice(widget.KindGood, r.t("check.whole", "clock", k.Text.Clock(r.report.At))))
	case r.report != nil:
		damage = r.report.Damage
		objs = append(objs, k.Notice(widget.KindAttention, k.Text.N("check.damaged", len(damage))))
	case len(damage) > 0:
		objs = append(objs, k.Notice(widget.KindAttention, k.Text.N("check.known", len(damage))))
	}
	for n, d := range damage {
		if n == mostDamage {
			objs = append(objs, k.Muted(k.Text.N("check.more", len(damage)-n)))
			break
		}
		objs = append(objs, k.Body(r.t("check.item", "what", Damage(k.Text, d))))
	}
	objs = append(objs, k.Muted(r.t("check.how")))
	if r.busy[newsCheck] {
		return r.card(r.t("check.heading"), newsCheck, append(objs, k.Muted(r.t("check.working")))...)
	}
	buttons := []fyne.CanvasObject{r.button(k.Button("check.run", r.t("check.run"), r.runCheck))}
	if len(damage) > 0 {
		objs = append(objs, k.Body(r.t("rescue.how")))
		buttons = append(buttons, r.button(k.Button("rescue.run", r.t("rescue.run"), r.rescue)))
	}
	return r.card(r.t("check.heading"), newsCheck, append(objs, widget.Row(buttons...))...)
}

func (r *Room) runCheck() {
	run(r, newsCheck, r.t("check.working"), func(ctx context.Context, p bus.Progress) (app.VaultReport, error) {
		return r.d.Book.CheckVault(ctx, p)
	}, func(got app.VaultReport, err error) {
		if err != nil {
			r.fail(newsCheck, err, "check.run")
			return
		}
		r.report = &got
		r.d.Bus.Trace("check", len(got.Damage))
		r.tell(newsCheck, nil, "check.run")
	})
}

// rescue asks where, and makes a vault of everything that is whole.
func (r *Room) rescue() {
	r.d.Pick(widget.Pick{ID: "rescue.folder", Title: r.t("rescue.title"), Hint: r.t("rescue.hint"), Folder: true}, func(folder string) {
		run(r, newsCheck, r.t("rescue.working"), func(ctx context.Context, p bus.Progress) (app.Rescued, error) {
			return r.d.Keeper.Rescue(ctx, folder, p)
		}, func(got app.Rescued, err error) {
			if err != nil {
				r.fail(newsCheck, err, "rescue.run")
				return
			}
			r.d.Bus.Trace("rescue", len(got.Missing))
			k := r.d.Kit
			objs := []fyne.CanvasObject{r.changeTo(widget.KindGood, r.t("rescue.done", "path", got.Path)+" "+k.Text.Contents(got.Contents),
				r.t("rescue.after"), filepath.Dir(got.Path))}
			for n, d := range got.Missing {
				if n == mostDamage {
					break
				}
				objs = append(objs, k.Body(r.t("rescue.missing", "what", Damage(k.Text, d))))
			}
			r.tell(newsCheck, widget.Stack(theme.Gap8, objs...), "rescue.run")
		})
	})
}
