package phrase

import (
	"strings"
	"testing"
)

var few = []string{"tallkotte", "klippa", "bark", "ek", "tallrik", "äppelträd"}

func completeFew(prefix string) []string {
	var found []string
	for _, w := range few {
		if w == prefix || len([]rune(prefix)) >= 4 && strings.HasPrefix(w, prefix) {
			found = append(found, w)
		}
	}
	return found
}

// type1 types letter by letter, as a field would tell it.
func type1(c *completer, words string) string {
	text := ""
	for _, r := range words {
		text = c.typed(text + string(r))
	}
	return text
}

func TestCompleter(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"klip", "klippa "},
		{"klippa", "klippa "},
		{"klippa ", "klippa "},
		{"klipbark", "klippa bark "},
		{"klip bark", "klippa bark "},
		{"klippa bark", "klippa bark "},
		{"klippa bark äpp", "klippa bark äpp"},
		{"äppeklip", "äppelträd klippa "},
		{"ek klip", "ek klippa "},
		{"tall", "tall"}, // two words begin so: nothing is guessed
		{"KLIP", "klippa "},
		{"xyzq", "xyzq"},
	} {
		if got := type1(newCompleter(completeFew), c.typed); got != c.want {
			t.Errorf("typed %q, got %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestCompleterGivesBackALetterThatBelongedToTheNextWord(t *testing.T) {
	list := []string{"barkis", "istapp"}
	complete := func(p string) []string {
		var found []string
		for _, w := range list {
			if len(p) >= 4 && strings.HasPrefix(w, p) {
				found = append(found, w)
			}
		}
		return found
	}
	// After "bark" the rest "is " is written; "ista" begins with the same.
	if got := type1(newCompleter(complete), "barkista"); got != "barkis istapp " {
		t.Errorf("got %q", got)
	}
}

func TestCompleterLeavesDeletingAndPastingAlone(t *testing.T) {
	c := newCompleter(completeFew)
	type1(c, "klip")
	if got := c.typed("klippa"); got != "klippa" {
		t.Errorf("after deleting the space: %q", got)
	}
	if got := c.typed("klippa bark ek"); got != "klippa bark ek" {
		t.Errorf("after pasting: %q", got)
	}
	if got := c.typed(""); got != "" {
		t.Errorf("after emptying: %q", got)
	}
}

func FuzzCompleterTakesAnything(f *testing.F) {
	f.Add("klippa bark")
	f.Add("ek äppelträd")
	f.Add("  x")
	f.Fuzz(func(t *testing.T, s string) {
		// Whatever is typed, the completer ends and holds valid text.
		got := type1(newCompleter(completeFew), strings.ToValidUTF8(s, ""))
		if strings.Contains(got, "\ufffd") && !strings.Contains(s, "\ufffd") {
			t.Errorf("typed %q, got %q", s, got)
		}
	})
}
