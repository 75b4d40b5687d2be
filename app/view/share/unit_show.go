package share

import (
	"bytes"
	"encoding/hex"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// waitingSection lists bundles whose sender is to be recognised first.
func (r *Unit) waitingSection() []fyne.CanvasObject {
	if len(r.have.waiting) == 0 {
		return nil
	}
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("unit.waiting")), k.Body(r.t("unit.waiting.how"))}
	for n, w := range r.have.waiting {
		if r.known(w) {
			objs = append(objs, widget.Stack(theme.Gap8,
				k.Body(r.t("unit.waiting.known", "name", w.Name, "date", k.Text.Date(w.Since))),
				widget.Row(k.Button(id("unit.open", n), r.t("unit.open.waiting"), func() { r.open(w.Path) }))))
			continue
		}
		key := hex.EncodeToString(w.Hash)
		objs = append(objs, r.comparison(stranger{
			key: key, name: w.Name, words: w.Words, line: r.t("unit.waiting.line", "name", w.Name, "date", k.Text.Date(w.Since)),
			compare: id("unit.compare", n), yes: func() { r.recognise(w) },
		}))
	}
	return objs
}

// known reports whether a waiting bundle's sender has been recognised since: the
// bundle was not where it lay when that was done, or it could not be stored.
func (r *Unit) known(w casebook.Waiting) bool {
	return slices.ContainsFunc(r.have.contacts, func(c app.Contact) bool {
		return c.Confirmed && len(w.Card) > 0 && bytes.Equal(c.Card, w.Card)
	})
}

// stranger is a card whose words have not been compared.
type stranger struct {
	key     string // tells it from the others on the page
	name    string
	unit    bool // a unit's card: its enhetschef reads the words
	words   []string
	line    string
	compare string // id of the button
	yes     func()
}

// comparison is a stranger's line and, once asked for, the words with the two
// answers.
func (r *Unit) comparison(s stranger) fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Body(s.line)}
	switch s.key {
	case r.differing:
		objs = append(objs, k.Notice(widget.KindDanger, r.t("card.differ", "name", s.name)))
	case r.comparing:
		how := "card.compare.how"
		if s.unit {
			how = "card.compare.unit"
		}
		objs = append(objs, k.Body(r.t(how, "name", s.name)), k.Big(words(s.words)), widget.Row(
			k.Button(s.compare+".yes", r.t("card.compare.yes"), s.yes),
			k.Button(s.compare+".no", r.t("card.compare.no"), func() {
				r.comparing, r.differing = "", s.key
				r.show()
				r.Focus()
			})))
		return widget.Stack(theme.Gap8, objs...)
	}
	objs = append(objs, widget.Row(k.Button(s.compare, r.t("card.compare"), func() {
		r.comparing, r.differing = s.key, ""
		r.show()
		r.focus(s.compare + ".yes")
	})))
	return widget.Stack(theme.Gap8, objs...)
}

// receiveSection opens bundles and lists what came.
func (r *Unit) receiveSection() []fyne.CanvasObject {
	k := r.d.Kit
	open := k.Primary("unit.receive", r.t("unit.receive"), r.receive)
	objs := []fyne.CanvasObject{k.Title(r.t("unit.received"))}
	if r.receiving {
		open.Disable()
	}
	if len(r.have.received) == 0 && r.arrived == nil {
		objs = append(objs, k.Body(r.t("unit.received.none")))
	}
	objs = append(objs, r.told(newsReceive)...)
	objs = append(objs, r.arrival()...)
	objs = append(objs, r.keyQuestion()...)
	if r.offered == nil { // one question at a time
		objs = append(objs, widget.Row(open))
	}
	for n, i := range r.have.received {
		objs = append(objs, k.Quiet(id("unit.read", n), r.receivedLine(i), func() { r.d.Read(i.ID) }))
	}
	return objs
}

// arrival is the receipt of what came just now.
func (r *Unit) arrival() []fyne.CanvasObject {
	if r.arrived == nil {
		return nil
	}
	k, a := r.d.Kit, *r.arrived
	if a.Envelopes > 0 {
		return []fyne.CanvasObject{
			k.Notice(widget.KindGood, k.Text.N("unit.arrived.envelopes", a.Envelopes)),
			k.Body(r.t("unit.arrived.receipt", "name", a.Sender)),
			k.Big(a.Receipt),
		}
	}
	return []fyne.CanvasObject{
		k.Notice(widget.KindGood, r.t("unit.arrived", "code", a.About.Code, "name", a.Sender)),
		k.Body(r.t("unit.arrived.receipt", "name", a.Sender)),
		k.Big(a.Receipt),
		widget.Row(k.Button("unit.read.new", r.t("unit.read", "code", a.About.Code), func() { r.d.Read(a.Interview) })),
	}
}

func (r *Unit) receivedLine(i app.Interview) string {
	key := "unit.received.line"
	if i.Received.Raw {
		key = "unit.received.raw"
	}
	return r.t(key, "code", i.Code, "age", i.Age, "name", i.Received.SenderName, "date", r.d.Kit.Text.Date(i.Received.At))
}

// cardsSection lists the cards held.
func (r *Unit) cardsSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("unit.cards"))}
	if len(r.have.contacts) == 0 {
		objs = append(objs, k.Body(r.t("unit.cards.none")))
	}
	for n, c := range r.have.contacts {
		if c.Confirmed {
			objs = append(objs, widget.Stack(theme.Gap4, k.Body(nameOf(r.t, c)), k.Muted(state(r.t, c))))
			continue
		}
		objs = append(objs, r.comparison(stranger{
			key: c.ID.String(), name: c.Name, unit: c.Kind == app.CardUnit, words: c.Words, line: nameOf(r.t, c) + " – " + r.t("card.unconfirmed"),
			compare: id("unit.card", n), yes: func() { r.confirm(c.ID) },
		}))
	}
	objs = append(objs, r.told(newsCards)...)
	return append(objs, widget.Row(k.Button("unit.readcard", r.t("unit.readcard"), r.readCards)))
}

// mineSection is the own card.
func (r *Unit) mineSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{
		k.Title(r.t("unit.mine")), k.Body(nameOf(r.t, r.have.mine)), k.Muted(r.t("unit.mine.words")), k.Big(words(r.have.mine.Words)),
		k.Body(r.t("unit.mine.how")),
	}
	objs = append(objs, r.told(newsMine)...)
	return append(objs, widget.Row(k.Button("unit.savecard", r.t("unit.savecard"), r.saveCard)))
}

// unitSection is the unit's own key, for its enhetschef; for others who the
// unit is.
func (r *Unit) unitSection() []fyne.CanvasObject {
	k := r.d.Kit
	if r.have.profile.Role != app.RoleManager && r.have.unit == nil {
		return r.memberSection()
	}
	objs := []fyne.CanvasObject{k.Title(r.t("unit.key"))}
	if r.have.unit == nil && len(r.have.holders) > 0 {
		return append(append(objs, r.holderLines()...), r.toHolders())
	}
	if r.have.unit == nil {
		name := k.Entry("unit.name", r.t("unit.key.name"))
		if r.unitName == "" {
			r.unitName = r.have.profile.Unit
		}
		name.SetText(r.unitName)
		name.OnChange = func(s string) { r.unitName = s }
		name.OnSubmit = r.makeUnit
		objs = append(objs, k.Body(r.t("unit.key.why")), k.Muted(r.t("unit.key.name")), name)
		objs = append(objs, r.told(newsUnit)...)
		return append(objs, widget.Row(k.Button("unit.make", r.t("unit.key.make"), r.makeUnit), r.holdersButton()))
	}
	objs = append(objs, k.Body(r.have.unit.Name), k.Muted(r.t("unit.key.words")), k.Big(words(r.have.unit.Words)))
	objs = append(objs, r.holderLines()...)
	if !r.have.unit.Invites {
		return append(objs, k.Body(r.t("unit.invite.cannot")), r.toHolders())
	}
	objs = append(objs, k.Body(r.t("unit.invite.how")))
	objs = append(objs, r.told(newsUnit)...)
	return append(objs, widget.Row(k.Button("unit.invite", r.t("unit.invite"), r.saveInvitation), r.holdersButton()))
}

// memberSection tells a worker which unit they belong to.
func (r *Unit) memberSection() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("unit.member"))}
	for _, c := range r.have.contacts {
		if c.Kind == app.CardUnit {
			return append(objs, widget.Stack(theme.Gap4, k.Body(c.Name), k.Muted(state(r.t, c))),
				k.Quiet("unit.holders", r.t("unit.paper"), r.d.Holders))
		}
	}
	return append(objs, k.Body(r.t("unit.member.none")))
}

// focus gives a control on the page the focus, if it is there.
func (r *Unit) focus(id string) {
	if f := widget.Find(r.root, id); f != nil {
		r.d.Window.Canvas().Focus(f)
	}
}
