package keyring

import (
	"errors"
	"strings"
	"testing"

	"barnrost/app"
)

// cardsWith holds the unit's card among others, as a vault does.
func cardsWith(t *testing.T, units ...Unit) []app.Contact {
	t.Helper()
	cards := []app.Contact{{Name: "Anna Påhitt", Kind: app.CardPerson, Card: newPerson(t, anna).card}}
	for _, u := range units {
		cards = append(cards, app.Contact{Name: u.Name, Kind: app.CardUnit, Card: u.Card})
	}
	return cards
}

func TestAKeyCopiedByHandFromItsPaperOpensTheUnitsPost(t *testing.T) {
	u := sharedUnit()
	prefix, groups := u.PaperGroups()
	if len(groups) != 15 || prefix+strings.Join(groups, "") != u.Inbox.String() {
		t.Fatalf("the paper shows %d groups", len(groups))
	}
	whole := strings.Join(groups, " ")
	for name, typed := range map[string]string{
		"as age writes it":      u.Inbox.String(),
		"groups alone":          whole,
		"small letters":         strings.ToLower(whole),
		"with the prefix":       prefix + " " + whole,
		"on lines, with dots":   strings.Join(groups, ".\n"),
		"zero as O and L as 1":  strings.NewReplacer("0", "O", "L", "1", "8", "B").Replace(whole),
		"l as I, no-break gaps": strings.NewReplacer(" ", "\u00a0", "L", "I").Replace(whole),
	} {
		got, err := ReadPaper(typed, cardsWith(t, u))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Inbox.String() != u.Inbox.String() || got.Name != u.Name || got.Signs() {
			t.Errorf("%s: another key, or one that signs", name)
		}
		if _, err := Invite(got, nil, app.RecoveryKey{}, nil, nil, app.Templates{}, invited); app.CodeOf(err) != app.CodeUnitKeyUnsigned {
			t.Errorf("%s: it invites: %v", name, err)
		}
	}
}

func TestAPaperReadWrongSaysWhere(t *testing.T) {
	u := sharedUnit()
	_, groups := u.PaperGroups()
	with := func(at int, group string) string {
		other := append([]string{}, groups...)
		other[at] = group
		return strings.Join(other, " ")
	}
	swap := func(s string, at int) string { // another sign of the alphabet
		sign := byte('Q')
		if s[at] == 'Q' {
			sign = 'P'
		}
		return s[:at] + string(sign) + s[at+1:]
	}
	for name, c := range map[string]struct {
		typed   string
		kind, n string
	}{
		"nothing":            {"", "length", "0"},
		"a group short":      {strings.Join(groups[:14], " "), "length", "56"},
		"a sign too many":    {with(3, groups[3]+"X"), "length", "59"},
		"one wrong sign":     {with(6, swap(groups[6], 2)), "group", "7"},
		"the last one wrong": {with(14, swap(groups[14], 1)), "group", "15"},
		"two groups wrong":   {strings.Join(append([]string{swap(groups[0], 0), swap(groups[1], 0), swap(groups[2], 0)}, groups[3:]...), " "), "", ""},
	} {
		_, err := ReadPaper(c.typed, cardsWith(t, u))
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodePaperWrong || e.Args["kind"] != c.kind || e.Args["n"] != c.n {
			t.Errorf("%s: %v %+v", name, err, e)
		}
		if errors.Unwrap(err) != nil {
			t.Errorf("%s: the error carries a cause, which may quote the key", name)
		}
	}
}

func TestAPaperOfAUnitWhoseCardIsNotHereIsRefused(t *testing.T) {
	other, err := NewUnit("Enheten Södra Ån")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPaper(sharedUnit().Inbox.String(), cardsWith(t, other)); app.CodeOf(err) != app.CodePaperStranger {
		t.Errorf("%v", err)
	}
}

func TestPartsOfAUnitsKeyThatDoNotBelongTogetherAreRefused(t *testing.T) {
	u := sharedUnit()
	other, err := NewUnit("Enheten Södra Ån")
	if err != nil {
		t.Fatal(err)
	}
	person := newPerson(t, anna)
	for name, c := range map[string]struct {
		inbox      string
		card, seed []byte
		want       app.Code
	}{
		"whole":               {u.Inbox.String(), u.Card, u.Signer.Seed(), ""},
		"without the seed":    {u.Inbox.String(), u.Card, nil, ""},
		"another's card":      {u.Inbox.String(), other.Card, u.Signer.Seed(), app.CodeBundleForged},
		"another's seed":      {u.Inbox.String(), u.Card, other.Signer.Seed(), app.CodeBundleForged},
		"a seed of no length": {u.Inbox.String(), u.Card, []byte{}, app.CodeBundleForged},
		"a person's card":     {person.inbox.String(), person.card, nil, app.CodeBundleForged},
		"no key":              {"", u.Card, nil, app.CodeBundleForged},
		"a changed card":      {u.Inbox.String(), changed(t, u.Card, "Norra", "Södra"), nil, app.CodeBundleForged},
	} {
		got, err := JoinUnit(c.inbox, c.card, c.seed)
		if app.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && got.Signs() != (c.seed != nil) {
			t.Errorf("%s: signs %v", name, got.Signs())
		}
	}
}

// A copy without the signing seed survives the vault's own form.
func TestAUnitWithoutItsSeedIsKeptAndReadBack(t *testing.T) {
	u := sharedUnit()
	half, err := JoinUnit(u.Inbox.String(), u.Card, nil)
	if err != nil {
		t.Fatal(err)
	}
	work, signing, err := half.Secrets()
	if err != nil || signing != nil {
		t.Fatalf("signing %q, %v", signing, err)
	}
	whole, _, err := u.Secrets()
	if err != nil || string(whole) != string(work) {
		t.Errorf("the same key is kept in another form: %v", err)
	}
	if back, err := ReadUnit(work, signing); err != nil || back.Signs() || back.Inbox.String() != u.Inbox.String() {
		t.Errorf("read back: %v", err)
	}
}

// FuzzReadPaper: whatever is typed, what is read is a key whose paper reads the
// same, and nothing typed comes back in an error.
func FuzzReadPaper(f *testing.F) {
	u := goldenUnit(f) // the same in the process that fuzzes
	_, groups := u.PaperGroups()
	f.Add(strings.Join(groups, " "))
	f.Add(strings.ToLower(u.Inbox.String()))
	f.Add(strings.Join(groups[:14], ".") + ".1I")
	f.Add("")
	cards := []app.Contact{{Kind: app.CardUnit, Card: u.Card}}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := ReadPaper(typed, cards)
		if err != nil {
			if errors.Unwrap(err) != nil {
				t.Error("the error carries a cause")
			}
			return
		}
		if got.Inbox.String() != u.Inbox.String() {
			t.Errorf("another key was read")
		}
	})
}
