package interview

import (
	"context"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// guessPart is what the page before a recording says of the guess: where it is
// written, or that it lies hidden until afterwards.
func (r *Room) guessPart() fyne.CanvasObject {
	k := r.d.Kit
	if r.d.Own == nil {
		return widget.Stack(0)
	}
	words, button := r.t("guess.how"), r.t("guess.open")
	if r.d.Own.Guessed(r.open.ID) > 0 {
		words, button = r.t("guess.hidden"), r.t("guess.more")
	}
	return widget.Stack(theme.Gap8, k.Title(r.t("guess.title")), k.Body(words), widget.Row(k.Button("guess.open", button, r.guess)))
}

// guess is the page where one writes what the child will say. What was written
// before stays hidden: this is added to it.
func (r *Room) guess() {
	k, id, d := r.d.Kit, r.open.ID, r.d
	after := d.Own.Guessed(id)
	problem := widget.Stack(theme.Gap12)
	field := k.Multi("guess.text", r.t("guess.hint"), 6).Named(r.t("guess.title"))
	p := r.pen(func() func(context.Context) error {
		text := field.Text()
		return func(ctx context.Context) error { return d.Own.SaveGuess(ctx, id, after, text) }
	}, r.tellIn(problem))
	field.OnChange = func(s string) {
		bound(field, s, app.MaxReflection-after-2)
		p.changed()
	}
	hide := func() { p.leave(func() { r.show(id) }) }
	words := r.t("guess.why")
	if after > 0 {
		words += " " + r.t("guess.added")
	}
	r.prepare = nil
	r.page("guess", field,
		k.Title(r.t("guess.title")), k.Body(words), k.Guarded(field), problem,
		widget.Row(k.Primary("guess.hide", r.t("guess.hide"), hide)), k.Muted(r.t("own.alone")))
	r.closing = &closing{r: r} // a page that news of the interview must not replace
}

// tellIn shows a write that failed in a place of the page that is about to be
// shown, or over the window once that is left.
func (r *Room) tellIn(place *fyne.Container) func(error) {
	page := r.pages + 1
	return func(err error) {
		place.Objects = nil
		switch {
		case err == nil:
		case r.closed || r.pages != page:
			r.d.Problem(err)
			return
		default:
			place.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
			r.d.Kit.Show(place)
		}
		r.root.Refresh()
	}
}

// bound cuts what is typed into a field at so many code points, in sight: what
// stands there is what is stored.
func bound(field *widget.Entry, typed string, most int) {
	if utf8.RuneCountInString(typed) > most {
		field.SetText(string([]rune(typed)[:max(most, 0)]))
	}
}
