package transcript

import (
	"slices"
	"testing"
)

func TestUnsurePlacesAreFoundInOrderAndGoRound(t *testing.T) {
	list := []Utterance{
		{ID: 4, Text: "å [ohörbart 00:12:34] sen [?Skövde?]"},
		{ID: 2, Text: "[nickar] helt säkert [ ]"},
		{ID: 9, Text: "[ohörbart]"},
	}
	want := []Place{{4, 2}, {4, 26}, {9, 0}}
	if got := Unsure(list); !slices.Equal(got, want) {
		t.Fatalf("found %v, want %v", got, want)
	}
	for _, c := range []struct {
		from, want Place
		back       bool
	}{
		{Place{4, 0}, want[0], false}, {want[0], want[1], false}, {Place{2, 3}, want[2], false}, {want[2], want[0], false},
		{want[0], want[2], true}, {Place{2, 0}, want[1], true}, {want[1], want[0], true},
	} {
		if got, ok := NextUnsure(list, c.from, c.back); !ok || got != c.want {
			t.Errorf("from %v, back %v: %v, want %v", c.from, c.back, got, c.want)
		}
	}
	if _, ok := NextUnsure(list[1:2], Place{}, false); ok {
		t.Error("found one where there is none")
	}
}
