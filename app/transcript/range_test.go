package transcript

import (
	"testing"
	"time"
)

// spoken makes a document of utterances by interviewer and child in turn.
func spoken(t *testing.T, lines ...string) *Document {
	t.Helper()
	d := New()
	for i, s := range lines {
		if _, err := d.Insert(i, Utterance{Speaker: Speakers[i%2], Start: int64(i) * 4_000, Text: s}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func texts(d *Document) (all []string) {
	for _, u := range d.utts {
		all = append(all, string(u.Speaker[:1])+": "+u.Text)
	}
	return all
}

func wantTexts(t *testing.T, d *Document, want ...string) {
	t.Helper()
	got := texts(d)
	if len(got) != len(want) {
		t.Fatalf("the document is %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("the document is %q, want %q", got, want)
		}
	}
}

func TestTextOverSeveralUtterancesIsReplacedInOneStepWithTheCaretRight(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to [2]int // index and position
		text     string
		want     []string
		caret    int
	}{
		{"from the middle to the middle", [2]int{0, 3}, [2]int{2, 2}, "å", []string{"i: Hejåedje", "c: fyra"}, 4},
		{"nothing in its place", [2]int{0, 3}, [2]int{2, 2}, "", []string{"i: Hejedje", "c: fyra"}, 3},
		{"from end to start", [2]int{0, 6}, [2]int{1, 0}, "", []string{"i: Hej duandra", "i: tredje", "c: fyra"}, 6},
		{"all of several", [2]int{1, 0}, [2]int{3, 4}, "x", []string{"i: Hej du", "c: x"}, 1},
		{"backwards", [2]int{2, 2}, [2]int{0, 3}, "å", []string{"i: Hejåedje", "c: fyra"}, 4},
	} {
		d := spoken(t, "Hej du", "andra", "tredje", "fyra")
		before := d.Utterances()
		place := func(p [2]int) Place { return Place{d.At(p[0]).ID, p[1]} }
		from, to := place(c.from), place(c.to)
		first, last := d.Ordered(from, to)
		caret, err := d.ReplaceRange(from, to, c.text, time.Time{})
		if err != nil {
			t.Fatal(c.name, err)
		}
		wantTexts(t, d, c.want...)
		if caret != (Place{first.ID, c.caret}) {
			t.Errorf("%s: the caret is at %v", c.name, caret)
		}
		if back, ok := d.Undo(); !ok || back != last {
			t.Errorf("%s: undone, the caret is at %v, want %v", c.name, back, last)
		}
		for i, u := range d.Utterances() {
			if u != before[i] {
				t.Fatalf("%s: undo gives %q", c.name, texts(d))
			}
		}
		if again, ok := d.Redo(); !ok || again != caret {
			t.Errorf("%s: made again, the caret is at %v, want %v", c.name, again, caret)
		}
		wantTexts(t, d, c.want...)
	}
}

func TestARangeThatIsNotThereChangesNothing(t *testing.T) {
	d := spoken(t, "Hej", "andra")
	for _, p := range []Place{{99, 0}, {d.At(1).ID, 6}, {d.At(1).ID, -1}} {
		if _, err := d.ReplaceRange(Place{d.At(0).ID, 1}, p, "x", time.Time{}); err == nil {
			t.Errorf("%v was taken", p)
		}
	}
	wantTexts(t, d, "i: Hej", "c: andra")
}
