package app

import (
	"strings"
	"testing"
)

func FuzzParseID(f *testing.F) {
	f.Add(ID{1, 2, 3}.String())
	f.Add(strings.ToUpper(ID{0xab}.String()))
	f.Add("00")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err != nil {
			if !id.IsZero() {
				t.Fatal("an id together with an error")
			}
			return
		}
		if !strings.EqualFold(id.String(), s) {
			t.Fatalf("%q became %q", s, id)
		}
		var again ID
		if err := again.UnmarshalText([]byte(id.String())); err != nil || again != id {
			t.Fatalf("%v became %v, %v", id, again, err)
		}
	})
}

// FuzzCheckName: what is accepted is accepted again unchanged, and holds
// nothing that could turn a line of a card into another.
func FuzzCheckName(f *testing.F) {
	for _, name := range []string{"Åsa Påhitt", "  Enheten   Norra Ån ", "\u202egnireD", "7", "\xff", "a\nb"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean, err := CheckName(name)
		if err != nil {
			if clean != "" || CodeOf(err) != CodeNameEmpty && CodeOf(err) != CodeNameAbsurd {
				t.Fatal(err)
			}
			return
		}
		if again, err := CheckName(clean); err != nil || again != clean {
			t.Fatalf("%q became %q, %v", clean, again, err)
		}
		if strings.ContainsAny(clean, "\n\r\t\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2028") {
			t.Fatalf("%q", clean)
		}
	})
}
