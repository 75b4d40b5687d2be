package share

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// showFacts writes what the receiver sees above the transcript.
func (r *Send) showFacts() {
	k, p := r.d.Kit, r.preview
	objs := []fyne.CanvasObject{
		k.Title(p.About.Code),
		k.Muted(r.about()),
		k.Muted(r.t("share.from", "name", p.Sender)),
		k.Notice(widget.KindAttention, r.rawLine()),
	}
	if len(p.Paper.Utterances) == 0 {
		objs = append(objs, k.Body(r.t("share.noText")))
	}
	if shared := k.Reflections("share.reflections", p.Reflections, func() { r.root.Refresh() }); shared != nil {
		objs = append(objs, shared)
	}
	r.facts.Objects = objs
	r.root.Refresh()
}

// rawLine is the label with the reason, as both sides read it.
func (r *Send) rawLine() string {
	if reason := strings.TrimSpace(r.choice.reason); reason != "" {
		return r.t("share.raw.reason", "reason", reason)
	}
	return r.t("share.raw.label")
}

func (r *Send) about() string {
	a := r.preview.About
	return r.t("share.about", "age", a.Age, "place", r.t("place."+string(a.Place)), "month", month(r.t, a.Month))
}

// month writes "2027-02" as "februari 2027".
func month(t func(string, ...any) string, s string) string {
	m, err := time.Parse("2006-01", s)
	if err != nil {
		return s
	}
	return t("month."+m.Format("1")) + m.Format(" 2006")
}

// showRight fills the right side: what there is to decide, or what came of it.
func (r *Send) showRight() {
	if r.done != nil {
		r.showDone()
		return
	}
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("share.to"))}
	r.first = nil
	objs = append(objs, r.receivers()...)
	objs = append(objs, k.Title(r.t("share.what")))
	objs = append(objs, r.ticks()...)
	if r.trouble != nil {
		objs = append(objs, r.trouble)
	}
	send := k.Primary("share.send", r.t("share.send"), r.send)
	if r.sending {
		send.Disable()
		objs = append(objs, k.Muted(r.t("share.sending.elsewhere")))
	}
	objs = append(objs, widget.Row(send, k.Button("share.back", r.t("share.back"), r.d.Back)))
	objs = append(objs, r.earlier()...)
	if r.first == nil {
		r.first = send
	}
	r.fill(objs)
}

// fill replaces the right side; what had the focus keeps it, so that nobody is
// thrown out of a field when a card arrives.
func (r *Send) fill(objs []fyne.CanvasObject) {
	had := widget.FocusedID(r.d.Window)
	r.right.Objects = objs
	r.root.Refresh()
	if had != "" {
		r.focus(had)
	}
}

// receivers is one line a card: a tick for those that may get it.
func (r *Send) receivers() []fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	confirmed := 0
	for n, contact := range r.contacts {
		tick := k.Check(id("share.to", n), r.nameOf(contact), func(on bool) { r.choice.to[contact.ID] = on })
		tick.SetChecked(r.choice.to[contact.ID])
		if contact.Confirmed {
			confirmed++
			if r.first == nil {
				r.first = tick
			}
		} else {
			tick.Disable()
		}
		objs = append(objs, widget.Stack(theme.Gap4, tick, container.New(indent{}, k.Muted(state(r.t, contact)))))
	}
	if confirmed == 0 {
		objs = append(objs, k.Notice(widget.KindAttention, r.t("share.nobody")))
	}
	if confirmed < len(r.contacts) || confirmed == 0 {
		toUnit := k.Button("share.unit", r.t("share.unit"), r.d.Unit)
		if r.first == nil {
			r.first = toUnit
		}
		objs = append(objs, widget.Row(toUnit))
	}
	return objs
}

func (r *Send) nameOf(c app.Contact) string { return nameOf(r.t, c) }

// nameOf is a card's owner in one line.
func nameOf(t func(string, ...any) string, c app.Contact) string {
	parts := []string{c.Name}
	if c.Role != "" {
		parts = append(parts, strings.ToLower(t("role."+string(c.Role))))
	}
	if c.Unit != "" && c.Unit != c.Name {
		parts = append(parts, c.Unit)
	}
	return strings.Join(parts, ", ")
}

// state says whether a card's words were compared, with the words.
func state(t func(string, ...any) string, c app.Contact) string {
	if c.Confirmed {
		return t("card.state.confirmed", "words", words(c.Words))
	}
	return t("card.state.unconfirmed", "words", words(c.Words))
}

// ticks are what leaves: the text as it is, with a reason, and the sound.
func (r *Send) ticks() []fyne.CanvasObject {
	k := r.d.Kit
	raw := k.Check("share.raw", r.t("share.raw"), func(on bool) { r.choice.raw = on })
	raw.SetChecked(r.choice.raw)
	reason := k.Entry("share.reason", r.t("share.reason"))
	reason.SetText(r.choice.reason)
	reason.OnChange = func(s string) {
		r.choice.reason = s
		r.showFacts()
	}
	objs := []fyne.CanvasObject{raw, k.Muted(r.t("share.reason.label")), k.Guarded(reason)}
	if ms := r.preview.SoundMillis; ms > 0 {
		sound := k.Check("share.sound", r.t("share.sound", "length", k.Text.Minutes(ms)), func(on bool) { r.choice.sound = on })
		sound.SetChecked(r.choice.sound)
		objs = append(objs, sound)
	} else {
		objs = append(objs, k.Muted(r.t("share.noSound")))
	}
	return objs
}

// earlier lists the bundles that this interview left in.
func (r *Send) earlier() []fyne.CanvasObject {
	if len(r.sent) == 0 {
		return nil
	}
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("share.earlier"))}
	for n := len(r.sent) - 1; n >= 0; n-- {
		s := r.sent[n]
		key := "share.earlier.text"
		if s.WithSound {
			key = "share.earlier.sound"
		}
		objs = append(objs, widget.Stack(theme.Gap4,
			k.Body(r.t(key, "date", k.Text.Date(s.At), "time", k.Text.Clock(s.At), "name", s.Receiver)),
			k.Muted(r.t("share.receipt.line", "code", s.Receipt))))
	}
	return objs
}

// showDone tells what to do with the file and which code to listen for.
func (r *Send) showDone() {
	k := r.d.Kit
	back := k.Primary("share.back", r.t("share.back"), r.d.Back)
	r.first = back
	said := []fyne.CanvasObject{k.Notice(widget.KindGood, r.t("share.done")), k.Body(r.t("share.done.path", "path", r.done.Path))}
	if r.done.Envelopes != "" {
		said = append(said, k.Body(r.t("share.done.envelopes", "path", r.done.Envelopes)))
	}
	r.right.Objects = append(said,
		k.Title(r.t("share.receipt")),
		k.Big(r.done.Receipt),
		k.Body(r.t("share.receipt.how")),
		widget.Row(back))
	r.root.Refresh()
}
