package secrets

import (
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// overview shows one card for each thing that can be done.
func (r *Room) overview(focus string) {
	k := r.d.Kit
	if r.state.Reading {
		lock := k.Primary("secrets.lock", r.t("secrets.reading.lock"), r.d.Lock)
		r.page("", lock, k.Problem(app.Fail(app.CodeRecoveryMode, nil)), widget.Row(lock))
		return
	}
	change := k.Button("secrets.change", r.t("secrets.change"), r.askPresent)
	objs := []fyne.CanvasObject{
		card(k.Title(r.t("secrets.phrase")), r.told("phrase"), k.Body(r.t("secrets.phrase.how")), k.Muted(r.t("secrets.phrase.copies")), widget.Row(change)),
		card(k.Title(r.t("secrets.recovery")), r.told("recovery"), r.recovery()...),
	}
	if r.state.Unit {
		objs = append(objs, card(k.Title(r.t("secrets.sheet")), r.told("sheet"), r.sheet()...))
	}
	objs = append(objs, card(k.Title(r.t("secrets.rotate")), r.told("rotate"),
		k.Body(r.t("secrets.rotate.why")), k.Muted(r.t("secrets.rotate.others")),
		widget.Row(k.Button("secrets.rotate", r.t("secrets.rotate.open"), func() { r.askRotate(nil) }))))
	had, _ := r.d.Window.Canvas().Focused().(interface{ ID() string })
	r.page("", change, objs...)
	if focus == "" && had != nil {
		focus = had.ID()
	}
	if f := widget.Find(r.root, focus); focus != "" && f != nil {
		r.d.Window.Canvas().Focus(f)
	}
}

// card is a heading, what was just done, and the rest.
func card(title fyne.CanvasObject, told []fyne.CanvasObject, objs ...fyne.CanvasObject) fyne.CanvasObject {
	all := append([]fyne.CanvasObject{title}, told...)
	return widget.Card(theme.Gap16, widget.Stack(theme.Gap12, append(all, objs...)...))
}

// recovery is how the vault stands with the unit's recovery key.
func (r *Room) recovery() []fyne.CanvasObject {
	k, now := r.d.Kit, r.state.Recovery
	objs := []fyne.CanvasObject{k.Body(r.t("secrets.recovery.how"))}
	if now.On() {
		objs = append(objs, k.Notice(widget.KindGood, r.t("secrets.recovery.on",
			"unit", now.Key.Unit, "date", k.Text.Date(now.Since), "words", words(now.Key.Words))))
	}
	var buttons []fyne.CanvasObject
	switch offered := now.Offered; {
	case offered == nil && !now.On():
		return append(objs, k.Body(r.t("secrets.recovery.none")))
	case offered != nil && !r.state.Compared:
		objs = append(objs, k.Notice(widget.KindAttention, r.t("secrets.recovery.compare", "unit", offered.Unit)))
		buttons = append(buttons, k.Button("secrets.recovery.unit", r.t("secrets.recovery.unit"), r.d.Unit))
	case offered != nil && now.On():
		objs = append(objs, k.Notice(widget.KindAttention, r.t("secrets.recovery.new", "date", k.Text.Date(offered.Heard), "words", words(offered.Words))))
		buttons = append(buttons, k.Button("secrets.recovery.on", r.t("secrets.recovery.renew"), func() { r.setRecovery(true) }))
	case offered != nil:
		objs = append(objs, k.Notice(widget.KindAttention, r.t("secrets.recovery.off", "unit", offered.Unit, "words", words(offered.Words))))
		buttons = append(buttons, k.Button("secrets.recovery.on", r.t("secrets.recovery.turnon"), func() { r.setRecovery(true) }))
	}
	if now.On() {
		buttons = append(buttons, k.Button("secrets.recovery.off", r.t("secrets.recovery.turnoff"), func() { r.setRecovery(false) }))
	}
	return append(objs, k.Muted(r.t("secrets.recovery.never")), widget.Row(buttons...))
}

// sheet is the unit's recovery key, for whoever has the unit's key.
func (r *Room) sheet() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Body(r.t("secrets.sheet.how"))}
	label := "secrets.sheet.make"
	if r.state.Recovery.On() {
		label = "secrets.sheet.again"
		objs = append(objs, k.Muted(r.t("secrets.sheet.again.how")))
	}
	buttons := []fyne.CanvasObject{}
	if len(r.state.SheetWords) > 0 {
		objs = append(objs, k.Notice(widget.KindAttention, r.t("secrets.sheet.unproven", "words", words(r.state.SheetWords))))
		buttons = append(buttons, k.Button("secrets.sheet.prove", r.t("secrets.sheet.prove"), func() { r.askSheet("", nil) }))
	}
	if r.state.SheetPath != "" {
		objs = append(objs, k.Notice(widget.KindAttention, r.t("secrets.sheet.file", "path", r.state.SheetPath)))
		buttons = append(buttons, k.Button("secrets.sheet.remove", r.t("secrets.sheet.remove"), r.removeSheet))
	}
	buttons = append(buttons, k.Button("secrets.sheet.make", r.t(label), r.saveSheet))
	return append(objs, widget.Row(buttons...))
}

func words(w []string) string { return strings.Join(w, " · ") }
