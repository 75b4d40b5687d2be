package interview

import (
	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// ConsentRule is what the unit has settled about consent, for one age.
type ConsentRule struct {
	// Settled: the unit has said so itself. Where it has not, the person who
	// prepares the interview says whether guardians' consent is needed.
	Settled   bool
	Guardians int    // how many guardians' consent is needed: 0, 1, or 2 for all
	Binder    string // where the papers are kept, "" if nobody said
}

// guardians are the answers to the question about guardians, in the order shown,
// where the unit has settled nothing.
var guardians = []app.GuardianConsent{app.GuardianGiven, app.GuardianNotNeeded}

// consents are the yeses without which nothing is recorded, one that bars
// nothing, and what the unit has settled. first is where one begins.
func (p *prepare) consents() (first fyne.Focusable, card fyne.CanvasObject) {
	k, r := p.r.d.Kit, p.r
	tick := func(id, words string, now bool, set func(*app.Consent, bool)) *widget.Check {
		c := k.Check(id, words, func(on bool) { p.tick(func(c *app.Consent) { set(c, on) }) })
		c.SetChecked(now)
		return c
	}
	child := tick("consent.child", r.t("consent.child"), p.consent.ChildTakesPart, func(c *app.Consent, on bool) { c.ChildTakesPart = on })
	rec := tick("consent.recording", r.t("consent.recording"), p.consent.ChildAllowsRec, func(c *app.Consent, on bool) { c.ChildAllowsRec = on })
	quote := tick("consent.quote", r.t("consent.quote"), p.consent.MayQuote, func(c *app.Consent, on bool) { c.MayQuote = on })
	objs := []fyne.CanvasObject{
		k.Title(r.t("consent.title")), k.Body(r.t("consent.how")),
		widget.Stack(theme.Gap4, child, rec), p.guardians(), quote,
	}
	if rule := p.rule(); rule.Binder != "" {
		objs = append(objs, k.Muted(r.t("consent.binder", "where", rule.Binder)))
	}
	if r.d.Letters != nil {
		objs = append(objs, widget.Row(k.Button("consent.letters", r.t("consent.letters"), func() { r.d.Letters(r.open.ID) })))
	}
	return child, widget.Stack(theme.Gap16, objs...)
}

func (p *prepare) rule() ConsentRule {
	if p.r.d.Rule == nil {
		return ConsentRule{}
	}
	return p.r.d.Rule(p.r.open.Age)
}

// byRule brings what was stored of the guardians under the unit's rule, and stores
// that: what is stored is what a recording is held against.
func (p *prepare) byRule() {
	rule := p.rule()
	now := p.consent.Guardian
	switch {
	case !rule.Settled:
	case rule.Guardians == 0:
		now = app.GuardianNotNeeded
	case now == app.GuardianNotNeeded:
		now = app.GuardianUnset // the rule asks for it
	}
	if now != p.consent.Guardian {
		p.consent.Guardian, p.unsaved = now, true
		p.save()
	}
}

// gap are the words for what bars recording.
func (p *prepare) gap(g app.ConsentGap) string {
	key := "consent.missing." + string(g)
	if g == app.GapGuardian && p.rule().Settled {
		key += ".settled"
	}
	return p.r.t(key)
}

// guardians asks for the guardians' consent by the unit's rule.
func (p *prepare) guardians() fyne.CanvasObject {
	k, r := p.r.d.Kit, p.r
	rule := p.rule()
	set := func(g app.GuardianConsent) { p.tick(func(c *app.Consent) { c.Guardian = g }) }
	switch {
	case !rule.Settled:
		c := k.Choice("consent.guardian", []string{r.t("consent.guardian.finns"), r.t("consent.guardian.behovs-inte")}, func(i int) { set(guardians[i]) }).Named(r.t("consent.guardian"))
		for i, g := range guardians {
			if g == p.consent.Guardian {
				c.SetSelected(i)
			}
		}
		return widget.Stack(theme.Gap8, k.Body(r.t("consent.guardian")), c)
	case rule.Guardians == 0:
		return k.Body(r.t("consent.guardian.own"))
	}
	words := "consent.guardian.one"
	if rule.Guardians > 1 {
		words = "consent.guardian.all"
	}
	given := k.Check("consent.guardian", r.t(words), func(on bool) {
		if on {
			set(app.GuardianGiven)
		} else {
			set(app.GuardianUnset)
		}
	})
	given.SetChecked(p.consent.Guardian == app.GuardianGiven)
	return given
}
