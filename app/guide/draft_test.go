package guide_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/guide"
)

var someone = guide.Review{By: "Maj Påhittad", On: "2027-01-12"}

func order(g guide.Guide, p guide.Part) string {
	var all []string
	for _, q := range g.Questions {
		if q.Part == p {
			all = append(all, q.Code)
		}
	}
	return strings.Join(all, " ")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestQuestionsAreAddedChangedMovedAndRemovedAndEachOfItTakenBack(t *testing.T) {
	d := guide.NewDraft(shipped(t))
	code, err := d.Put("", guide.Question{Part: guide.Contact, Text: "Hur har det varit i sommar?", Groups: guide.Groups})
	if must(t, err); code != "K5" || order(d.Guide(), guide.Contact) != "K1 K2 K3 K4 K5" {
		t.Fatalf("added as %s: %s", code, order(d.Guide(), guide.Contact))
	}
	must(t, d.Move("K5", -1))
	must(t, d.Move("K5", -1))
	must(t, d.Move("K1", -1)) // it is the first already
	must(t, d.Move("K4", 1))
	if got := order(d.Guide(), guide.Contact); got != "K1 K2 K5 K3 K4" {
		t.Errorf("moved to %s", got)
	}
	if nth, of := d.Guide().Place("K5"); nth != 3 || of != 5 {
		t.Errorf("it is %d of %d", nth, of)
	}
	k2, _ := d.Guide().Find("K2")
	k2.Text = "Vad tycker du om i kontakten?"
	_, err = d.Put("K2", k2)
	must(t, err)
	must(t, d.Remove("K3"))
	// In another part it is another question.
	v1, _ := d.Guide().Find("V1")
	v1.Part = guide.Taking
	if code, err = d.Put("V1", v1); err != nil || code != "D5" || order(d.Guide(), guide.Knowledge) != "V2 V3 V4" {
		t.Errorf("moved to another part as %q, %v", code, err)
	}
	steps := 0
	for ; d.CanUndo(); steps++ {
		d.Undo()
	}
	if steps != 6 || !reflect.DeepEqual(d.Guide(), shipped(t)) { // the two moves that moved nothing are none
		t.Errorf("%d steps back, to %+v", steps, d.Guide())
	}
	for d.CanRedo() {
		d.Redo()
	}
	if got := order(d.Guide(), guide.Contact); got != "K1 K2 K5 K4" {
		t.Errorf("made once more: %s", got)
	}
}

func TestAChangeThatCannotBeLeavesTheDraftAsItWas(t *testing.T) {
	d := guide.NewDraft(shipped(t))
	for name, change := range map[string]func() error{
		"no words": func() error {
			_, err := d.Put("K1", guide.Question{Part: guide.Contact, Groups: guide.Groups})
			return err
		},
		"nobody": func() error {
			_, err := d.Put("", guide.Question{Part: guide.Contact, Text: "Hur är det?"})
			return err
		},
		"two lines": func() error {
			_, err := d.Put("", guide.Question{Part: guide.Contact, Text: "Hur\när det?", Groups: guide.Groups})
			return err
		},
		"all removed": func() error { return d.Change(func(g *guide.Guide) { g.Questions = nil }) },
		"no area":     func() error { return d.Change(func(g *guide.Guide) { g.Areas[0].Title = "" }) },
	} {
		if err := change(); app.CodeOf(err) != app.CodeGuideText || d.CanUndo() || !reflect.DeepEqual(d.Guide(), shipped(t)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnApprovedDraftIsTheNextVersionOfTheUnitsOwn(t *testing.T) {
	d := guide.NewDraft(shipped(t))
	must(t, d.Remove("K4"))
	own := app.ID{7}
	one, err := d.Approve(shipped(t), own, someone)
	must(t, err)
	if one.ID != own.String() || one.Version != 2 || one.Reviewed != someone || len(one.Questions) != 14 {
		t.Errorf("%+v", one)
	}
	d = guide.NewDraft(one)
	must(t, d.Change(func(g *guide.Guide) { g.Order, g.Version, g.ID = guide.Goteborg, 99, guide.Shipped }))
	two, err := d.Approve(one, app.ID{8}, someone)
	if must(t, err); two.ID != own.String() || two.Version != 3 {
		t.Errorf("it became %s version %d", two.ID, two.Version)
	}
	for _, by := range []guide.Review{{}, {By: "Maj Påhittad"}, {On: "2027-01-12"}, {By: "Maj", On: "i dag"}, {By: " ", On: "2027-01-12"}} {
		if _, err := d.Approve(one, own, by); app.CodeOf(err) != app.CodeGuideReview {
			t.Errorf("approved by %+v: %v", by, err)
		}
	}
}

// Whatever is done to a draft in whatever order, it can be used, and the same
// number of steps back leads to where it began.
func TestNoSequenceOfChangesLeavesADraftUnusable(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		d := guide.NewDraft(shipped(t))
		for range 60 {
			list := d.Guide().Questions
			q := list[rnd.IntN(len(list))]
			switch rnd.IntN(7) {
			case 0:
				_ = d.Remove(q.Code)
			case 1:
				_ = d.Move(q.Code, 1-2*rnd.IntN(2))
			case 2:
				q.Part = guide.Original.Parts()[rnd.IntN(5)]
				_, _ = d.Put(q.Code, q)
			case 3:
				q.Text = strings.Repeat("å", rnd.IntN(2*guide.MaxLine))
				_, _ = d.Put("", q)
			case 4:
				d.Undo()
			case 5:
				d.Redo()
			case 6:
				_ = d.Change(func(g *guide.Guide) { g.Order = guide.Orders[rnd.IntN(2)] })
			}
			if err := d.Guide().Check(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		for d.CanUndo() {
			d.Undo()
		}
		if !reflect.DeepEqual(d.Guide(), shipped(t)) {
			t.Fatalf("seed %d does not lead back", seed)
		}
	}
}

func TestADifferenceIsNamedByWhatItIsAbout(t *testing.T) {
	a := shipped(t)
	if list := guide.Diff(a, a); len(list) != 0 {
		t.Fatalf("to itself: %+v", list)
	}
	d := guide.NewDraft(a)
	must(t, d.Remove("K4"))
	_, err := d.Put("", guide.Question{Part: guide.Closing, Text: "Hur känns det nu?", Groups: guide.Groups})
	must(t, err)
	must(t, d.Move("V3", -1))
	k1, _ := a.Find("K1")
	k1.Simple, k1.Groups = "Vad gör ni?", guide.Groups[1:]
	_, err = d.Put("K1", k1)
	must(t, err)
	must(t, d.Change(func(g *guide.Guide) { g.Order = guide.Goteborg; g.Presets[0].Minutes = 15 }))
	list := guide.Diff(a, d.Guide())
	var got []string
	for _, c := range list {
		got = append(got, string(c.Kind)+" "+c.What)
	}
	want := []string{"changed order", "changed presets", "changed K1", "added A3", "removed K4", "moved questions"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if k := list[2]; k.Before != "Vad brukar ni göra när ni ses? · 5–8, 9–12, 13–18" || k.After != "Vad gör ni? · 9–12, 13–18" {
		t.Errorf("%+v", k)
	}
}
