package holders

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// words writes fingerprint words as they are read aloud.
func words(w []string) string { return strings.Join(w, " · ") }

// id numbers the controls of a list from 1.
func id(base string, n int) string { return base + "." + strconv.Itoa(n+1) }

// holdersSection says which key lies here and who else has it.
func (r *Room) holdersSection() []fyne.CanvasObject {
	k, u := r.d.Kit, r.have.unit
	objs := []fyne.CanvasObject{k.Title(u.Name), k.Muted(r.t("unit.key.words")), k.Big(words(u.Words))}
	own := r.t("holders.made")
	if o := r.have.origin; o != nil {
		key := "holders.origin.paper"
		if o.From != "" {
			key = "holders.origin"
		}
		own = r.t(key, "name", o.From, "date", k.Text.Date(o.At))
	}
	can := "holders.can.open"
	if u.Invites {
		can = "holders.can.invite"
	}
	objs = append(objs, k.Body(own+" "+r.t(can)), k.Title(r.t("holders.others")))
	if len(r.have.holders) == 0 {
		objs = append(objs, k.Body(r.t("holders.none")))
	}
	for n, h := range r.have.holders {
		objs = append(objs, r.holder(n, h))
	}
	objs = append(objs, r.told(newsHolders)...)
	if r.heir() != nil {
		objs = append(objs, k.Body(r.t("holders.giveup.how", "name", r.heir().Name)),
			widget.Row(k.Danger("holders.giveup", r.t("holders.giveup"), r.giveUp)))
	}
	return objs
}

// holder is one line, and while the receipt code has not been read back a field
// for it.
func (r *Room) holder(n int, h app.Holder) fyne.CanvasObject {
	k := r.d.Kit
	key := "holders.line." + string(h.Variant)
	if h.Proven.IsZero() {
		key += ".waits"
	}
	objs := []fyne.CanvasObject{
		k.Strong(r.t(key, "name", h.Name, "date", k.Text.Date(h.At))), k.Muted(words(h.Words)),
	}
	if !h.Proven.IsZero() {
		return widget.Stack(theme.Gap4, append(objs, k.Muted(r.t("holders.proven", "date", k.Text.Date(h.Proven))))...)
	}
	field := k.Entry(id("holders.code", n), r.t("holders.code"))
	field.SetText(r.said[h.ID])
	field.OnChange = func(s string) { r.said[h.ID] = s }
	field.OnSubmit = func() { r.prove(h) }
	return widget.Stack(theme.Gap8, append(objs, k.Body(r.t("holders.code.how", "name", h.Name)), field,
		widget.Row(k.Button(id("holders.prove", n), r.t("holders.code.check"), func() { r.prove(h) })))...)
}

// heir is a successor who has read back that this very key arrived, nil if
// there is none.
func (r *Room) heir() *app.Holder {
	at := slices.IndexFunc(r.have.holders, func(h app.Holder) bool {
		return h.Variant == app.Successor && !h.Proven.IsZero() && bytes.Equal(h.Card, r.have.unit.Card)
	})
	if at < 0 {
		return nil
	}
	return &r.have.holders[at]
}

// handSection hands the key to somebody.
func (r *Room) handSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("holders.hand")), k.Body(r.t("holders.hand.how"))}
	if len(r.have.people) == 0 {
		return append(objs, k.Notice(widget.KindAttention, r.t("holders.hand.nobody")))
	}
	var names []string
	at := -1
	for n, c := range r.have.people {
		names = append(names, r.t("holders.person", "name", c.Name, "words", words(c.Words)))
		if c.ID == r.draft.to {
			at = n
		}
	}
	to := k.Select("holders.to", names, func(i int) { r.draft.to = r.have.people[i].ID })
	to.SetIndex(at)
	var variants []string
	for _, v := range app.KeyVariants {
		variants = append(variants, r.t("holders.variant."+string(v)))
	}
	if !r.have.unit.Invites {
		variants = variants[:1] // a successor needs the seed, which is not here
	}
	variant := k.Choice("holders.variant", variants, func(i int) {
		r.draft.variant = i
		r.show()
	}).Named(r.t("holders.variant"))
	r.draft.variant = min(r.draft.variant, len(variants)-1)
	variant.SetSelected(r.draft.variant)
	objs = append(objs, widget.Stack(theme.Gap8, k.Strong(r.t("holders.to")), to),
		widget.Stack(theme.Gap8, k.Strong(r.t("holders.variant")), variant,
			k.Muted(r.t("holders.variant."+string(r.variant())+".how"))))
	if r.variant() == app.SecondHolder && r.have.unit.Invites {
		tick := k.Check("holders.invites", r.t("holders.invites"), func(on bool) { r.draft.invites = on })
		tick.SetChecked(r.draft.invites)
		objs = append(objs, tick)
	}
	objs = append(objs, r.told(newsHand)...)
	return append(objs, widget.Row(k.Primary("holders.send", r.t("holders.send"), r.hand)))
}

func (r *Room) variant() app.KeyVariant { return app.KeyVariants[r.draft.variant] }

// paperSection prints the key, and takes the page away afterwards.
func (r *Room) paperSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("holders.paper")), k.Body(r.t("holders.paper.how"))}
	objs = append(objs, r.told(newsPaper)...)
	if r.have.left != "" {
		return append(objs, k.Notice(widget.KindAttention, r.t("holders.paper.left", "path", r.have.left)),
			widget.Row(k.Danger("holders.shred", r.t("holders.paper.shred"), r.shred)))
	}
	return append(objs, widget.Row(k.Button("holders.print", r.t("holders.paper.save"), r.print)))
}

// goneSection says where the key is that is not here.
func (r *Room) goneSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("holders.gone"))}
	if len(r.have.holders) == 0 {
		objs = append(objs, k.Body(r.t("holders.gone.never")))
	}
	for _, h := range r.have.holders {
		if !h.Proven.IsZero() {
			objs = append(objs, k.Body(r.t("holders.line."+string(h.Variant), "name", h.Name, "date", k.Text.Date(h.At))))
		}
	}
	return append(objs, r.told(newsHolders)...)
}

// readSection reads the key back from its paper.
func (r *Room) readSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("holders.read")), k.Body(r.t("holders.read.how"))}
	if r.read != nil {
		objs = append(objs, k.Body(r.t("holders.read.whose", "unit", r.read.Name)), k.Big(words(r.read.Words)))
		return append(append(objs, r.told(newsRead)...),
			widget.Row(
				k.Primary("holders.keep", r.t("holders.read.yes"), r.keep),
				k.Button("holders.keep.no", r.t("holders.read.no"), func() {
					r.read = nil
					r.show()
					r.focus("holders.typed")
				})))
	}
	field := k.Multi("holders.typed", r.t("holders.read.field"), 3)
	field.SetText(r.typed)
	field.OnChange = func(s string) { r.typed = s }
	objs = append(objs, field)
	objs = append(objs, r.told(newsRead)...)
	return append(objs, widget.Row(k.Primary("holders.read", r.t("holders.read.button"), r.readTyped)))
}
