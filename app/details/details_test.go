package details_test

import (
	"bytes"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/details"
)

func TestTheRuleSaysWhoseConsentIsNeededAtAnAge(t *testing.T) {
	for _, c := range []struct {
		rule      details.Rule
		own, age  int
		guardians int
	}{
		{details.Both, 0, 8, 2}, {details.Both, 0, 17, 2}, {details.Both, 15, 14, 2}, {details.Both, 15, 15, 0},
		{details.One, 0, 12, 1}, {details.One, 15, 16, 0}, {details.None, 0, 5, 0},
	} {
		d := details.Shipped()
		d.Guardians, d.OwnConsent = c.rule, c.own
		if got := d.NeedsGuardians(c.age); got != c.guardians {
			t.Errorf("%s from %d, %d years: %d, want %d", c.rule, c.own, c.age, got, c.guardians)
		}
	}
}

func TestDetailsComeBackAsTheyWere(t *testing.T) {
	d := details.Shipped()
	d.Model, d.Contact, d.Phone, d.OwnConsent, d.Kind = "Västermodellen", "Maj Påhittad", "000-00 00 00", 15, "familjehem"
	raw, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := details.Parse(raw); got != d || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := details.Current(nil); got != details.Shipped() || err != nil {
		t.Errorf("without any: %+v, %v", got, err)
	}
}

func TestWhatCannotBeDetailsIsRefused(t *testing.T) {
	good, err := details.Shipped().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := details.Parse(good); err != nil {
		t.Fatalf("the control: %v", err)
	}
	for name, raw := range map[string]string{
		"no model":      strings.Replace(string(good), "Västernorrlandsmodellen", "", 1),
		"two lines":     strings.Replace(string(good), "Västernorrlandsmodellen", `a\nb`, 1),
		"another rule":  strings.Replace(string(good), `"bada"`, `"alla"`, 1),
		"unknown field": strings.Replace(string(good), `"model"`, `"child":"x","model"`, 1),
		"after the end": string(good) + "{}",
		"age":           strings.Replace(string(good), `"guardians"`, `"own_consent":99,"guardians"`, 1),
		"nothing":       "",
	} {
		if _, err := details.Parse([]byte(raw)); app.CodeOf(err) != app.CodeTemplate {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := details.Parse([]byte(strings.Replace(string(good), `"format":1`, `"format":2`, 1))); app.CodeOf(err) != app.CodeNewerFormat {
		t.Errorf("a newer one: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	good, err := details.Shipped().Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"format":1,"model":"x","report":"arsrapport","order":"goteborg","guardians":"en","own_consent":15}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := details.Parse(raw)
		if err != nil {
			return
		}
		again, err := d.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		back, err := details.Parse(again)
		if second, e := back.Marshal(); err != nil || e != nil || !bytes.Equal(second, again) {
			t.Fatalf("it became another: %v, %v", err, e)
		}
	})
}
