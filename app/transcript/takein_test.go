package transcript

import (
	"slices"
	"testing"
)

func TestWhatIsTakenInIsOneStepThatOneUndoTakesBack(t *testing.T) {
	for _, replace := range []bool{false, true} {
		d := New()
		for _, text := range []string{"ett", "två"} {
			if _, err := d.Insert(d.Len(), Utterance{Speaker: Child, Text: text}); err != nil {
				t.Fatal(err)
			}
		}
		before := d.Content()
		list := []Utterance{{ID: 1, Speaker: Other, Start: 5, Text: "tre\r\n"}, {ID: 1, Speaker: Child, Start: 9, End: 12, Text: "fyra"}}
		if err := d.TakeIn(list, Names{}.With(Other, "Mamma"), replace); err != nil {
			t.Fatal(err)
		}
		want := 4
		if replace {
			want = 2
		}
		if d.Len() != want || d.At(want-1).Text != "fyra" || d.Names().Of(Other) != "Mamma" {
			t.Fatalf("replace %v: %+v", replace, d.Content())
		}
		loaded, err := Load(d.Snapshot(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := loaded.Undo(); !ok || !slices.Equal(loaded.Utterances(), before.Utterances) || loaded.Names() != before.Names {
			t.Errorf("replace %v: undone it is %+v", replace, loaded.Content())
		}
	}
}

func TestNothingIsTakenInWhenOnePartCannotBe(t *testing.T) {
	d := New()
	if err := d.TakeIn([]Utterance{{Speaker: Child, Text: "ja"}, {Speaker: "ingen"}}, Names{}, true); err == nil || d.Len() != 0 || d.CanUndo() {
		t.Errorf("%v, %+v", err, d.Content())
	}
}
