package transcript

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func written(t *testing.T, list ...Utterance) *Document {
	t.Helper()
	d := New()
	for i, u := range list {
		if u.Speaker == "" {
			u.Speaker = Child
		}
		if _, err := d.Insert(i, u); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestUnsurePlacesAreFoundInOrderAndGoRound(t *testing.T) {
	d := written(t,
		Utterance{Start: 1_000, Text: "å [ohörbart 00:12:34] sen [?Skövde?]"},
		Utterance{Start: 2_000, Text: "[nickar] helt säkert [ ]"},
		Utterance{Start: 3_000, Text: "[ohörbart]"},
		Utterance{Start: 4_000, Text: "så [0:00:09] kom [?Kex?]"},
	)
	a, b, c, e := d.At(0).ID, d.At(1).ID, d.At(2).ID, d.At(3).ID
	want := []Doubt{{Place{a, 2}, 21, 754_000}, {Place{a, 26}, 36, 754_000 + 5*70*9/10}, {Place{c, 0}, 10, 3_000}, {Place{e, 17}, 24, 9_000 + 5*70*9/10}}
	if got := Doubts(d); !slices.Equal(got, want) {
		t.Fatalf("found %v, want %v", got, want)
	}
	for _, x := range []struct {
		from Place
		want Doubt
		back bool
	}{
		{Place{a, 0}, want[0], false}, {want[0].At, want[1], false}, {Place{b, 3}, want[2], false}, {want[3].At, want[0], false},
		{want[0].At, want[3], true}, {Place{b, 0}, want[1], true}, {want[1].At, want[0], true},
	} {
		if got, ok := NextDoubt(d, x.from, x.back); !ok || got != x.want {
			t.Errorf("from %v, back %v: %v, want %v", x.from, x.back, got, x.want)
		}
	}
	if _, ok := NextDoubt(written(t, d.At(1)), Place{}, false); ok {
		t.Error("found one where there is none")
	}
}

// In a long answer the place is heard near where it is said, and before it.
func TestAnUncertainPlaceIsReckonedFromWhatWasSaidBefore(t *testing.T) {
	words := strings.Repeat("och så ", 100) // 700 letters
	for name, c := range map[string]struct {
		u        Utterance
		next     int64
		from, to int64
	}{
		"evenly to its end":        {Utterance{Start: 10_000, End: 70_000, Text: words + "[?Kex?]" + words}, 90_000, 34_000, 40_000},
		"to the next":              {Utterance{Start: 10_000, Text: words + "[?Kex?]" + words}, 70_000, 34_000, 40_000},
		"a long silence behind it": {Utterance{Start: 10_000, Text: words + "[?Kex?]"}, 900_000, 10_000 + 700*100, 10_000 + 707*150},
		"nothing behind it":        {Utterance{Start: 10_000, Text: words + "[?Kex?]"}, 0, 40_000, 60_000},
		"behind a time mark":       {Utterance{Start: 10_000, Text: words + "[0:05:00] ja [?Kex?]"}, 900_000, 300_000, 301_000},
	} {
		list := []Utterance{c.u}
		if c.next > 0 {
			list = append(list, Utterance{Start: c.next})
		}
		if q := Doubts(written(t, list...))[0]; q.Heard < c.from || q.Heard > c.to {
			t.Errorf("%s: heard at %d, want %d to %d", name, q.Heard, c.from, c.to)
		}
	}
}

func TestAResolvedPlaceKeepsItsWordAndUndoGivesTheBracketsBack(t *testing.T) {
	for _, c := range []struct {
		text, want string
		caret      int
	}{
		{"vi åkte till [?Skövde?] sen", "vi åkte till Skövde sen", 19},
		{"[?Åsa?]", "Åsa", 3},
		{"[? Åsa ]", "Åsa", 3},
		{"[??] ja", "ja", 0},
		{"det [ohörbart 00:12:34] var", "det var", 4},
		{"det [ohörbart]", "det", 3},
		{"[ohörbart] var", "var", 0},
		{"[ohörbart]", "", 0},
		{"det[ohörbart]var", "detvar", 3},
	} {
		d := written(t, Utterance{Text: c.text})
		q, ok := NextDoubt(d, Place{}, false)
		if !ok {
			t.Fatalf("%q: nothing found", c.text)
		}
		caret, err := d.Resolve(q)
		if got := d.At(0).Text; err != nil || got != c.want || caret.Pos != c.caret {
			t.Errorf("%q became %q, caret %d, %v; want %q, %d", c.text, got, caret.Pos, err, c.want, c.caret)
		}
		d.Undo()
		if d.At(0).Text != c.text {
			t.Errorf("undo gave %q", d.At(0).Text)
		}
	}
	// The control: a place that is not there any more is left alone.
	d := written(t, Utterance{Text: "[?Åsa?] ja"})
	q, _ := NextDoubt(d, Place{}, false)
	q.End--
	if _, err := d.Resolve(q); err == nil {
		t.Error("half a place was resolved")
	}
}

func TestAWordIsMadeUncertainAndCertainAgain(t *testing.T) {
	for _, c := range []struct {
		text     string
		from, to int
		want     string // "" for what cannot be
		caret    int
	}{
		{"vi var i Skövde då", 11, 11, "vi var i [?Skövde?] då", 19},
		{"vi var i Skövde", 15, 15, "vi var i [?Skövde?]", 19},
		{"Åsa", 0, 0, "[?Åsa?]", 7},
		{"vi var i Skövde då", 2, 9, "vi [?var i?] Skövde då", 12}, // with the spaces around it left out
		{"e\u0301n", 1, 1, "[?e\u0301n?]", 7},
		{"Jag var i Skövde?", 17, 17, "Jag var i [?Skövde?]?", 21}, // behind what was just written
		{"ja , nej", 3, 3, "[?ja?] , nej", 7},
		{"[nickar] ", 9, 9, "", 0}, {"ja\n", 3, 3, "", 0}, {" , nej", 1, 1, "", 0}, {"", 0, 0, "", 0}, {"ja [nickar] så", 0, 12, "", 0}, {"ja  så", 2, 4, "", 0}, {"ja", 1, 9, "", 0},
	} {
		d := written(t, Utterance{Text: c.text})
		id := d.At(0).ID
		caret, ok := d.Question(Place{id, c.from}, Place{id, c.to})
		if !ok {
			if c.want != "" || d.At(0).Text != c.text {
				t.Errorf("%q is %q", c.text, d.At(0).Text)
			}
			continue
		}
		if got := d.At(0).Text; got != c.want || caret != (Place{id, c.caret}) {
			t.Errorf("%q became %q, caret %v", c.text, got, caret)
		}
		q, ok := DoubtAt(d, caret)
		if !ok {
			t.Fatalf("%q: the caret is not at the place", c.text)
		}
		if _, err := d.Resolve(q); err != nil || d.At(0).Text != c.text {
			t.Errorf("resolved to %q, %v", d.At(0).Text, err)
		}
		d.Undo()
		d.Undo()
		if d.At(0).Text != c.text {
			t.Errorf("undo gave %q", d.At(0).Text)
		}
	}
	d := written(t, Utterance{Text: "ja"}, Utterance{Text: "nej"})
	if _, ok := d.Question(Place{d.At(0).ID, 0}, Place{d.At(1).ID, 1}); ok {
		t.Error("a place across two utterances")
	}
}

func TestTheCaretIsAtAnUncertainPlaceInItAndAtItsEnds(t *testing.T) {
	d := written(t, Utterance{Text: "å [?ö?][ohörbart] då"})
	id := d.At(0).ID
	for pos, want := range map[int]int{0: -1, 1: -1, 2: 2, 4: 2, 7: 7, 12: 7, 17: 7, 18: -1} {
		got := -1
		if q, ok := DoubtAt(d, Place{id, pos}); ok {
			got = q.At.Pos
		}
		if got != want {
			t.Errorf("at %d: %d, want %d", pos, got, want)
		}
	}
}

func TestTheTimeOfAMarkInTheTextIsRead(t *testing.T) {
	for _, c := range []struct {
		text string
		pos  int
		want int64 // -1: none
	}{
		{"så [0:12:34] kom", 3, 754_000}, {"så [0:12:34] kom", 12, 754_000}, {"så [0:12:34] kom", 13, -1}, {"så [0:12:34] kom", 2, -1},
		{"[12:34]", 4, 754_000}, {"[00:12:34.5]", 0, 754_500}, {"[00:12:34,056]", 0, 754_056}, {"å [ohörbart 00:12:34]", 5, 754_000},
		{"#00:12:34-5#", 1, 754_500}, {"[0:61:00]", 1, -1}, {"[kl 12:34:99]", 1, -1}, {"[999:59:59]", 1, -1}, {"[]", 1, -1},
	} {
		got, ok := TimeAt(c.text, c.pos)
		if !ok {
			got = -1
		}
		if got != c.want {
			t.Errorf("%q at %d: %d, want %d", c.text, c.pos, got, c.want)
		}
	}
	for _, ms := range []int64{0, 999, 59_000, 3_599_000, 36_000_000} {
		mark := TimeMark(ms)
		if got, ok := TimeAt(mark, 1); !ok || got != ms/1000*1000 {
			t.Errorf("%s is read as %d", mark, got)
		}
	}
	if got := TimeMarks("é [0:01] å [1:00:00]"); !slices.Equal(got, [][2]int{{2, 8}, {11, 20}}) {
		t.Errorf("they stand at %v", got)
	}
}

func TestAroundGivesAFewWholeWords(t *testing.T) {
	text := "Det var en gång en hund som hette Kex\noch den bodde hos oss länge"
	from := utf8.RuneCountInString("Det var en gång en hund som hette ")
	before, at, after := Around(text, from, from+3, 12)
	if before != "…som hette " || at != "Kex" || after != " och den…" {
		t.Errorf("%q %q %q", before, at, after)
	}
	before, at, after = Around("kort", 0, 4, 12)
	if before != "" || at != "kort" || after != "" {
		t.Errorf("%q %q %q", before, at, after)
	}
	before, _, _ = Around("ettmycketlångtordutanslut x", 25, 26, 5)
	if before != "…nslut" {
		t.Errorf("%q", before)
	}
	if _, at, _ = Around("å", -3, 99, 5); at != "å" {
		t.Errorf("%q", at)
	}
}

// FuzzStamps: times and uncertain places of any text stand within it.
func FuzzStamps(f *testing.F) {
	for _, text := range []string{"så [0:12:34] kom", "#00:12:34-5# [?å?]", "[ohörbart 99:99:99]", "[[?]]", "[0:0", "[999:59:59]"} {
		f.Add(text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, pos int) {
		text = Clean(text)
		n := utf8.RuneCountInString(text)
		if ms, ok := TimeAt(text, pos); ok && (pos < 0 || pos > n || ms < 0 || ms > MaxMillis) {
			t.Errorf("at %d of %d: %d", pos, n, ms)
		}
		for _, s := range TimeMarks(text) {
			if s[0] < 0 || s[1] <= s[0] || s[1] > n {
				t.Errorf("a time mark at %v of %d", s, n)
			}
			if _, ok := TimeAt(text, s[0]); !ok {
				t.Errorf("no time at %d", s[0])
			}
		}
		d := written(t, Utterance{Text: text})
		before := d.Utterances()
		for range Doubts(d) {
			q, _ := NextDoubt(d, Place{}, false)
			if q.At.Pos < 0 || q.End <= q.At.Pos || q.End > utf8.RuneCountInString(d.At(0).Text) {
				t.Fatalf("an uncertain place at %v", q)
			}
			p, err := d.Resolve(q)
			if err != nil {
				t.Fatal(err)
			}
			checkCaret(t, d, p, d.Names())
		}
		for from := range 4 {
			if p, ok := d.Question(Place{d.At(0).ID, pos}, Place{d.At(0).ID, pos + from}); ok {
				checkCaret(t, d, p, d.Names())
			}
		}
		for len(d.past) > 1 {
			d.Undo()
		}
		if d.At(0) != before[0] {
			t.Error("undo does not give the text back")
		}
	})
}
