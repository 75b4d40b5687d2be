package app

import (
	"strings"
	"testing"
)

func TestAnAbbreviationIsLettersFewAndItsOwn(t *testing.T) {
	others := []Autotext{{"kex", "kexet"}}
	for _, c := range []struct {
		in   Autotext
		want Code
	}{
		{Autotext{"åsa", "Åsa Ek"}, ""}, {Autotext{" MVH ", " med vänlig hälsning "}, ""}, {Autotext{"x", "{tid}"}, ""},
		{Autotext{"", "a"}, CodeShortForm}, {Autotext{"fem55", "a"}, CodeShortForm}, {Autotext{"a1", "a"}, CodeShortForm},
		{Autotext{"a b", "a"}, CodeShortForm}, {Autotext{"fembo", "a"}, CodeShortForm}, {Autotext{"å\u030a", "a"}, CodeShortForm},
		{Autotext{"oh", "a"}, CodeShortTaken}, {Autotext{"OH", "a"}, CodeShortTaken}, {Autotext{"Kex", "a"}, CodeShortTaken},
		{Autotext{"a", " "}, CodeAutotextEmpty}, {Autotext{"a", strings.Repeat("å", MaxAutotext+1)}, CodeAutotextLong},
		{Autotext{"a", strings.Repeat("å", MaxAutotext)}, ""}, {Autotext{"a", "två\nrader"}, CodeAutotextLong}, {Autotext{"a", "\xff"}, CodeAutotextLong},
	} {
		got, err := CheckAutotext(c.in, others)
		if CodeOf(err) != c.want {
			t.Errorf("%q: %v, want %q", c.in, err, c.want)
		}
		if err == nil && (got.Short != strings.ToLower(strings.TrimSpace(c.in.Short)) || got.Text != strings.TrimSpace(c.in.Text)) {
			t.Errorf("%q is kept as %q", c.in, got)
		}
	}
	if _, err := CheckAutotext(Autotext{"z", "zebra"}, make([]Autotext, MaxAutotexts)); CodeOf(err) != CodeAutotextMany {
		t.Errorf("one too many: %v", err)
	}
	if !EverydayWord("Ja ") || EverydayWord("mvh") {
		t.Error("everyday words are told wrongly")
	}
}
