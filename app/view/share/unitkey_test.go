package share

import (
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view/theme"
)

func offered(v app.KeyVariant, signing bool) handover.Received {
	return handover.Received{Sender: "Cecilia Alm", Key: &handover.OfferedKey{
		Unit: app.Contact{Name: "Enhet Björken", Words: []string{"sol", "berg", "hylla", "båt"}}, Sender: "Cecilia Alm", Variant: v, Signing: signing,
	}}
}

func TestAUnitsKeyIsKeptOnlyAfterAYesToItsWords(t *testing.T) {
	b := newBench(t)
	b.post.got = offered(app.SecondHolder, false)
	r := b.unit(&cards{role: app.RoleWorker}, &unitBook{})
	defer r.Close()
	b.Press("unit.receive")
	b.WaitTrace("key offered")
	b.shows("Cecilia Alm vill ge dig nyckeln till Enhet Björken", "sol · berg · hylla · båt", "Ring Cecilia Alm")
	if b.Focused() != "unit.takekey.yes" || b.post.accepted != nil || b.Traced("import done") {
		t.Errorf("the focus is on %q, accepted %v", b.Focused(), b.post.accepted)
	}
	b.Shot("unit-takekey", 1)
	b.Press("unit.takekey.no")
	b.shows("Nyckeln är inte sparad")
	if b.post.accepted != nil || b.Control("unit.takekey.yes") != nil {
		t.Fatal("a no was taken for a yes")
	}

	b.ClearTrace()
	b.Press("unit.receive")
	b.WaitTrace("key offered")
	b.Press("unit.takekey.yes")
	b.WaitTrace("key taken")
	b.shows("Nyckeln till Enhet Björken ligger nu här", "kork sol 0001")
	if b.post.accepted != b.post.got.Key {
		t.Error("another key was accepted")
	}
	b.Shot("unit-tookkey", 1)
}

func TestAKeyThatCannotBeKeptSaysWhy(t *testing.T) {
	b := newBench(t)
	b.post.got = offered(app.Successor, true)
	r := b.unit(&cards{role: app.RoleManager}, &unitBook{})
	defer r.Close()
	b.Press("unit.receive")
	b.WaitTrace("key offered")
	b.shows("Som efterträdare får du allt")
	b.post.err = app.Fail(app.CodeUnitKeyOther, nil)
	b.Press("unit.takekey.yes")
	b.WaitTrace("problem unit-key-other")
	b.shows("en annan enhet")
}

func TestEnhetenShowsTheHoldersAndWhatTheCopyCan(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		b := newBenchIn(t, lang, theme.Dark)
		c := &cards{role: app.RoleWorker, unit: &UnitKey{Name: "Enhet Björken", Words: []string{"sol", "berg", "hylla", "båt"}},
			origin:  &app.KeyOrigin{From: "Cecilia Alm", At: when},
			holders: []app.Holder{{Name: "Olle Pil", Variant: app.SecondHolder, At: when}, {Name: "Siv Ås", Variant: app.Successor, At: when, Proven: when}}}
		r := b.unit(c, &unitBook{})
		if lang == app.Swedish {
			b.shows("Du fick nyckeln av Cecilia Alm 12 mars 2027", "Olle Pil, andra innehavare, 12 mars 2027 – väntar på kvittenskoden", "Siv Ås, efterträdare, 12 mars 2027", "Inbjudningar skriver den som gav dig nyckeln")
		}
		if b.Control("unit.invite") != nil {
			t.Error("a copy without the seed offers to invite")
		}
		if i := strings.Index(b.Words(), "‹"); i >= 0 {
			t.Errorf("%s: a key without words: %.60s", lang, b.Words()[i:])
		}
		b.Press("unit.holders")
		if !b.wentKey {
			t.Error("there is no way to the key's room")
		}
		r.Close()
	}
}

// Whoever gave the key up is told where it is, and is not offered to make
// another unit by the same name.
func TestAGivenUpKeyIsNotMadeAnew(t *testing.T) {
	b := newBench(t)
	r := b.unit(&cards{role: app.RoleManager, holders: []app.Holder{{Name: "Siv Ås", Variant: app.Successor, At: when, Proven: when}}}, &unitBook{})
	defer r.Close()
	b.shows("Siv Ås, efterträdare")
	if b.Control("unit.make") != nil {
		t.Error("a second key can be made")
	}
}
