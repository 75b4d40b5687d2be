package transcript

import (
	"testing"
	"unicode/utf8"

	"barnrost/app"
)

func TestAnAbbreviationAndTwoSpacesBecomeItsText(t *testing.T) {
	list := []app.Autotext{{Short: "oh", Text: "[ohörbart {tid}]"}, {Short: "ni", Text: "[nickar]"}, {Short: "åsa", Text: "åsa från skolan"}, {Short: "mvhx", Text: "hej"}}
	for _, c := range []struct {
		text  string
		erase int // 0: nothing happens
		put   string
	}{
		{"oh  ", 4, "[ohörbart 00:12:34] "},
		{"å ja oh  ", 4, "[ohörbart 00:12:34] "},
		{"Oh  ", 4, "[ohörbart 00:12:34] "},
		{"ja.ni  ", 4, "[nickar] "}, {"ja,\nni  ", 4, "[nickar] "}, {"(ni  ", 4, "[nickar] "}, {"”ni  ", 4, "[nickar] "}, {"]ni  ", 4, "[nickar] "},
		{"åsa  ", 5, "åsa från skolan "}, {"Åsa  ", 5, "Åsa från skolan "}, {"ÅSA  ", 5, "Åsa från skolan "},
		{"mvhx  ", 6, "hej "},
		{"ni ", 0, ""}, {"ni", 0, ""}, {"  ", 0, ""}, {"ni   ", 0, ""}, {"ni \u00a0", 0, ""}, {"ni\n  ", 0, ""},
		{"finni  ", 0, ""}, {"9ni  ", 0, ""}, {"i\u0301ni  ", 0, ""}, {"amvhx  ", 0, ""}, {"xx  ", 0, ""}, {"ni\u0301  ", 0, ""},
	} {
		pos := utf8.RuneCountInString(c.text)
		for _, after := range []string{"", "så"} { // what comes after the caret is nobody's business
			erase, put, ok := Expand(list, c.text+after, pos, 754_900)
			if erase != c.erase || put != c.put || ok != (c.erase > 0) {
				t.Errorf("%q: %d %q %v, want %d %q", c.text, erase, put, ok, c.erase, c.put)
			}
		}
	}
	if _, _, ok := Expand(list, "ni", 9, 0); ok {
		t.Error("a place outside the text")
	}
}
