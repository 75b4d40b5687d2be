package crypto

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"
)

var unitSigner = sync.OnceValue(func() SigningKey {
	k, err := SigningKeyFromSeed([]byte("the invented unit's seed, 32 b. "))
	if err != nil {
		panic(err)
	}
	return k
})

func unitCard(t testing.TB) []byte {
	t.Helper()
	raw, err := Card{Name: "Enheten Norra Ån", Kind: CardUnit, Recipient: sharedKeys().Vault.Recipient()}.Marshal(unitSigner())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func sampleInvitation(t testing.TB) Invitation {
	return Invitation{
		UnitRaw: unitCard(t), ManagerRaw: marshalled(t, sampleCard()),
		Dates:    map[string]string{"omgang-start": "2027-01-11", "seminarium": "2027-05-20"},
		Rules:    map[string]string{"samtycke": "Vårdnadshavare tillfrågas alltid.\nBarnet bestämmer."},
		Recovery: sharedKeys().Owner.Recipient(),
		Created:  time.Date(2027, 1, 2, 3, 4, 5, 600, time.FixedZone("", 3600)),
	}
}

func marshalledInvitation(t testing.TB) []byte {
	t.Helper()
	raw, err := sampleInvitation(t).Marshal(unitSigner())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestInvitationComesBackWhole(t *testing.T) {
	want := sampleInvitation(t)
	var indented bytes.Buffer
	if err := json.Indent(&indented, marshalledInvitation(t), "", "  "); err != nil {
		t.Fatal(err)
	}
	got, err := ParseInvitation(indented.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got.Unit.Name != "Enheten Norra Ån" || got.Unit.Kind != CardUnit || got.Manager != sampleCard() ||
		!maps.Equal(got.Dates, want.Dates) || !maps.Equal(got.Rules, want.Rules) || !(got.Recovery == want.Recovery) {
		t.Fatal("a field changed")
	}
	if !got.Created.Equal(want.Created.Truncate(time.Second)) || got.Created.Location() != time.UTC {
		t.Fatal(got.Created)
	}
	if !bytes.Equal(got.UnitRaw, want.UnitRaw) || !bytes.Equal(got.ManagerRaw, want.ManagerRaw) {
		t.Fatal("a card's own file changed on the way")
	}
}

func TestBareInvitationIsEnough(t *testing.T) {
	i := sampleInvitation(t)
	i.Dates, i.Rules, i.Recovery = nil, nil, Recipient{}
	raw, err := i.Marshal(unitSigner())
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseInvitation(raw)
	if err != nil || len(got.Dates) != 0 || len(got.Rules) != 0 || !got.Recovery.IsZero() {
		t.Fatal(err)
	}
}

// withSomeTemplates is an invitation of format 2.
func withSomeTemplates(t testing.TB) []byte {
	t.Helper()
	i := sampleInvitation(t)
	i.Templates = []byte("{ \"version\": 3,\n \"sections\": {\"guide\": {\"text\": \"<b> & \u2028 ä\", \"n\": 1.50}} }")
	raw, err := i.Marshal(unitSigner())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestTheUnitsTemplatesComeAlongSignedInFormat2(t *testing.T) {
	var indented bytes.Buffer
	if err := json.Indent(&indented, withSomeTemplates(t), "", "  "); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"as written": withSomeTemplates(t), "indented on its way": indented.Bytes()} {
		got, err := ParseInvitation(raw)
		if err != nil {
			t.Fatal(name, err)
		}
		if want := "{\"version\":3,\"sections\":{\"guide\":{\"text\":\"<b> & \u2028 ä\",\"n\":1.50}}}"; string(got.Templates) != want {
			t.Errorf("%s: %s", name, got.Templates)
		}
		if got.Unit.Name != "Enheten Norra Ån" || len(got.Dates) != 2 || !(got.Recovery == sampleInvitation(t).Recovery) {
			t.Errorf("%s: a field changed", name)
		}
	}
	// Without them it is what it was, down to the byte.
	if plain := string(marshalledInvitation(t)); strings.Contains(plain, "templates") || !strings.Contains(plain, `"format":1`) {
		t.Error("an invitation without templates is of another format")
	}
}

func TestTemplatesAndFormatAgreeAndAreBounded(t *testing.T) {
	two, one := string(withSomeTemplates(t)), string(marshalledInvitation(t))
	for name, c := range map[string]struct {
		raw  string
		want error
	}{
		"one word changed":     {strings.Replace(two, `"version":3`, `"version":4`, 1), ErrBadSignature},
		"format 2 without":     {strings.Replace(one, `"type":"barnrost-invitation","format":1`, `"type":"barnrost-invitation","format":2`, 1), ErrNotAnInvitation},
		"format 1 with":        {strings.Replace(two, `"type":"barnrost-invitation","format":2`, `"type":"barnrost-invitation","format":1`, 1), ErrNotAnInvitation},
		"no object":            {strings.Replace(two, `"templates":{`, `"templates":null,"rules":{`, 1), ErrNotAnInvitation},
		"a field twice within": {strings.Replace(two, `"version":3`, `"version":3,"Version":4`, 1), ErrNotAnInvitation},
	} {
		if c.raw == two || c.raw == one {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := ParseInvitation([]byte(c.raw)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, templates := range map[string]string{
		"empty": "", "null": "null", "a list": "[]", "no JSON": "{", "two": "{}{}", "too large": `{"a":"` + strings.Repeat("x", maxTemplates) + `"}`,
		"a field twice": `{"a":1,"a":2}`, "too deep": strings.Repeat(`{"a":`, 20) + "1" + strings.Repeat("}", 20),
	} {
		i := sampleInvitation(t)
		i.Templates = []byte(templates)
		if raw, err := i.Marshal(unitSigner()); raw != nil || err == nil {
			t.Errorf("%s was signed", name)
		}
	}
	i := sampleInvitation(t)
	i.Templates = []byte(`{"a":"` + strings.Repeat("x", maxTemplates-8) + `"}`)
	raw, err := i.Marshal(unitSigner())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseInvitation(raw); err != nil || len(got.Templates) != maxTemplates {
		t.Errorf("the largest: %d bytes, %v", len(got.Templates), err)
	}
}

func TestOnlyTheUnitSignsItsInvitation(t *testing.T) {
	if _, err := sampleInvitation(t).Marshal(sharedSigner()); !errors.Is(err, ErrBadSignature) {
		t.Fatal(err)
	}
	if _, err := sampleInvitation(t).Marshal(SigningKey{}); !errors.Is(err, ErrNoKey) {
		t.Fatal(err)
	}
}

func TestChangedInvitationIsForged(t *testing.T) {
	raw := string(marshalledInvitation(t))
	stranger, err := sampleCard().Marshal(newSigner(t))
	if err != nil {
		t.Fatal(err)
	}
	manager := string(marshalled(t, sampleCard()))
	for name, change := range map[string][2]string{
		"a date": {"2027-05-20", "2027-05-21"}, "a rule": {"alltid", "aldrig"}, "the time": {"2027-01-02T", "2027-01-03T"},
		"the recovery key":   {sharedKeys().Owner.Recipient().String(), newIdentity(t).Recipient().String()},
		"another manager":    {manager, string(stranger)},
		"the manager's name": {"Åsa", "Eva"},
		"the unit's name":    {`"name":"Enheten Norra`, `"name":"Enheten Södra`},
		"no recovery key":    {sharedKeys().Owner.Recipient().String(), ""},
	} {
		changed := strings.Replace(raw, change[0], change[1], 1)
		if changed == raw {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := ParseInvitation([]byte(changed)); !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOtherFilesAreNoInvitations(t *testing.T) {
	raw := string(marshalledInvitation(t))
	for name, s := range map[string]string{
		"empty": "", "text": "Hej", "object": "{}", "card": string(marshalled(t, sampleCard())), "cut": raw[:len(raw)-1],
		"two": raw + "{}", "huge": strings.Repeat(" ", maxInvitation+1),
		"unknown field": strings.Replace(raw, `"dates"`, `"barn":"x","dates"`, 1),
		"a field twice": strings.Replace(raw, `"recovery"`, `"dates":{},"recovery"`, 1),
		"a broken card": strings.Replace(raw, `"kind":"person"`, `"kind":"x"`, 1),
		"bad recovery":  strings.Replace(raw, sharedKeys().Owner.Recipient().String(), "age1pq1x", 1),
		"no time":       strings.Replace(raw, `"2027-01-02T02:04:05Z"`, `"0001-01-01T00:00:00Z"`, 1),
		"bad time":      strings.Replace(raw, `"2027-01-02T02:04:05Z"`, `"i morgon"`, 1),
	} {
		if _, err := ParseInvitation([]byte(s)); !errors.Is(err, ErrNotAnInvitation) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInvitationOfALaterVersionSaysSo(t *testing.T) {
	later := `{"invitation":{"type":"barnrost-invitation","format":3,"new":[]},"x":0}`
	if _, err := ParseInvitation([]byte(later)); !errors.Is(err, ErrNewerFormat) {
		t.Fatal(err)
	}
}

func TestAbsurdInvitationsAreNotMade(t *testing.T) {
	many := map[string]string{}
	for i := range maxEntries + 1 {
		many[strings.Repeat("k", i%60+1)+string(rune('a'+i/60))] = "x"
	}
	for name, c := range map[string]struct {
		change func(*Invitation)
		want   error
	}{
		"cards swapped":   {func(i *Invitation) { i.UnitRaw, i.ManagerRaw = i.ManagerRaw, i.UnitRaw }, ErrNotAnInvitation},
		"two units":       {func(i *Invitation) { i.ManagerRaw = i.UnitRaw }, ErrNotAnInvitation},
		"no card":         {func(i *Invitation) { i.ManagerRaw = nil }, ErrNotACard},
		"no time":         {func(i *Invitation) { i.Created = time.Time{} }, ErrNotAnInvitation},
		"too many rules":  {func(i *Invitation) { i.Rules = many }, ErrNotAnInvitation},
		"a rule too long": {func(i *Invitation) { i.Rules["x"] = strings.Repeat("å", maxEntryValue+1) }, ErrNotAnInvitation},
		"a hidden sign":   {func(i *Invitation) { i.Rules["x"] = "a\u202eb" }, ErrNotAnInvitation},
		"a nameless date": {func(i *Invitation) { i.Dates[""] = "x" }, ErrNotAnInvitation},
		"not UTF-8":       {func(i *Invitation) { i.Dates["x"] = "\xff" }, ErrNotAnInvitation},
	} {
		i := sampleInvitation(t)
		c.change(&i)
		if _, err := i.Marshal(unitSigner()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
