package transcript

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var names = map[string]Speaker{"intervjuare": Interviewer, "barn": Child, "tolk": Interpreter}

func named(word string) (Speaker, bool) {
	s, ok := names[strings.ToLower(word)]
	return s, ok
}

func word(s Speaker) string {
	for w, is := range names {
		if is == s {
			return strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return "Annan"
}

func TestPastedTextIsCleanedOfWhatCannotBeSeen(t *testing.T) {
	for in, want := range map[string]string{
		"ett\r\ntvå\rtre":           "ett\ntvå\ntre",
		"a\u00a0b\tc\u2009d":        "a b c d",
		"ko\u00adj\u200ba\ufeff":    "koja",
		"a\x00b\x1bc\u0085d":        "abc\nd",
		"\u202edold\u202c":          "dold",
		"a\u200db":                  "ab",
		"👨‍👩‍👧 e\u0301":             "👨‍👩‍👧 e\u0301",
		"می\u200cخواهم":             "می\u200cخواهم",
		"rad\u2028rad\u2029\u2066x": "rad\nrad\nx",
	} {
		if got := CleanPaste(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestPastedLinesWithSpeakersBecomeUtterances(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string
	}{
		{"bara text", ":bara text"},
		{"två\nrader\n", ":två\nrader"},
		{"Klockan 12: då åt vi", ":Klockan 12: då åt vi"},
		{"Barn: Hej\r\nINTERVJUARE: Hej hej\r\n", "child:Hej|interviewer:Hej hej"},
		{"före\nBarn:  ja\noch mer\n\nTolk:\u00a0nej", ":före|child:ja\noch mer|interpreter:nej"},
		{"Barn: en: två", "child:en: två"},
		{"", ":"},
	} {
		var got []string
		for _, p := range ParsePieces(c.in, named) {
			got = append(got, string(p.Speaker)+":"+p.Text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q is read as %q", c.in, got)
		}
	}
}

func TestWhatIsCopiedCanBeReadAnywhereAndReadBack(t *testing.T) {
	d := spoken(t, "Hej du", "andra raden", "tredje")
	list := d.Pieces(Place{d.At(0).ID, 4}, Place{d.At(2).ID, 3})
	text := FormatPieces(list, word)
	if want := "Intervjuare: du\nBarn: andra raden\nIntervjuare: tre"; text != want {
		t.Fatalf("copied as %q", text)
	}
	back := ParsePieces(text, named)
	for i, p := range back {
		if p.Speaker != list[i].Speaker || p.Text != list[i].Text {
			t.Errorf("read back as %+v, was %+v", p, list[i])
		}
	}
	if one := d.Pieces(Place{d.At(1).ID, 0}, Place{d.At(1).ID, 5}); FormatPieces(one, word) != "andra" {
		t.Errorf("a part of one is copied as %q", FormatPieces(one, word))
	}
}

func TestPastedUtterancesKeepTheirSpeakersAndWhatWasAroundThem(t *testing.T) {
	ours := []Piece{{Child, "jo", true, true, 1_000, 2_000}, {Interviewer, "nå", true, true, 9_000, 9_500}}
	half := []Piece{{Child, "jo", false, true, 1_000, 2_000}, {Interviewer, "nå", true, true, 9_000, 0}}
	for _, c := range []struct {
		name string
		list []Piece
		at   [2]int
		want []string
		to   string // the caret's text before it
	}{
		{"into an empty one", ours, [2]int{1, 0}, []string{"i: Hej", "c: jo", "i: nå", "i: slut"}, "nå"},
		{"behind another's words", ours, [2]int{0, 3}, []string{"i: Hej", "c: jo", "i: nå", "c: ", "i: slut"}, "nå"},
		{"in the middle", ours, [2]int{0, 1}, []string{"i: H", "c: jo", "i: nåej", "c: ", "i: slut"}, "nå"},
		{"before the words", ours, [2]int{2, 0}, []string{"i: Hej", "c: ", "c: jo", "i: nåslut"}, "nå"},
		{"half a one joins", half, [2]int{0, 3}, []string{"i: Hejjo", "i: nå", "c: ", "i: slut"}, "nå"},
		{"one before another's words", ours[:1], [2]int{2, 0}, []string{"i: Hej", "c: ", "c: jo", "i: slut"}, "jo"},
		{"one behind another's words", ours[:1], [2]int{2, 4}, []string{"i: Hej", "c: ", "i: slut", "c: jo"}, "jo"},
		{"plain text", []Piece{{Text: "en\ntvå"}}, [2]int{0, 1}, []string{"i: Hen\ntvåej", "c: ", "i: slut"}, "Hen\ntvå"},
	} {
		d := spoken(t, "Hej", "", "slut")
		before := d.Utterances()
		at := Place{d.At(c.at[0]).ID, c.at[1]}
		caret, err := d.Paste(at, at, c.list)
		if err != nil {
			t.Fatal(c.name, err)
		}
		wantTexts(t, d, c.want...)
		if u, _ := d.Find(caret.ID); u.Text[:byteAt(u.Text, caret.Pos)] != c.to {
			t.Errorf("%s: the caret is at %d in %q", c.name, caret.Pos, u.Text)
		}
		checkOrder(t, d)
		if back, ok := d.Undo(); !ok || back != at || !slices.Equal(d.Utterances(), before) {
			t.Errorf("%s: undone, the caret is at %v, want %v, in %q", c.name, back, at, texts(d))
		}
		if again, ok := d.Redo(); !ok || again != caret {
			t.Errorf("%s: made again, the caret is at %v, want %v", c.name, again, caret)
		}
		wantTexts(t, d, c.want...)
	}
}

func TestPastedTimesStandWhereTheNeighboursAllowThem(t *testing.T) {
	d := spoken(t, "a", "", "slut") // 0, 4 and 8 s
	at := Place{d.At(1).ID, 0}
	_, err := d.Paste(at, at, []Piece{{Child, "x", true, true, 5_000, 6_000}, {Interviewer, "y", true, true, 50_000, 51_000}})
	if err != nil {
		t.Fatal(err)
	}
	if u := d.At(1); u.Start != 5_000 || u.End != 6_000 {
		t.Errorf("a time that fits became %d to %d", u.Start, u.End)
	}
	if u := d.At(2); u.Start != 8_000 {
		t.Errorf("a time behind the next became %d", u.Start)
	}
}

func checkOrder(t *testing.T, d *Document) {
	t.Helper()
	for i, u := range d.utts {
		if err := u.check(); err != nil {
			t.Fatal(err)
		}
		if i > 0 && u.Start < d.utts[i-1].Start {
			t.Fatalf("utterance %d starts before the one above", i)
		}
	}
}

// Cut and pasted where it was cut, everything is as before: any stretch, any
// text. And each is one step.
func TestCutAndPastedAtTheSamePlaceTheTextIsTheSame(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		var lines []string
		for range 2 + r.IntN(5) {
			line := ""
			for range r.IntN(4) {
				line += Clean(pieces[r.IntN(len(pieces))])
			}
			lines = append(lines, line)
		}
		d := spoken(t, lines...)
		before := fmt.Sprint(texts(d))
		spot := func() Place {
			u := d.At(r.IntN(d.Len()))
			return Place{u.ID, r.IntN(utf8.RuneCountInString(u.Text) + 1)}
		}
		from, to := d.Ordered(spot(), spot())
		list := d.Pieces(from, to)
		steps := len(d.past)
		hole, err := d.ReplaceRange(from, to, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		joined := strings.Join(strings.Fields(strings.Join(texts(d), " ")), "")
		if len(list) > 1 || list[0].Text != "" {
			if back, _ := d.Undo(); back != to {
				t.Fatalf("seed %d: undone, the caret is at %v, want %v", seed, back, to)
			}
			if got := fmt.Sprint(texts(d)); got != before {
				t.Fatalf("seed %d: undo gives %s, was %s", seed, got, before)
			}
			if again, _ := d.Redo(); again != hole || len(d.past) != steps+1 {
				t.Fatalf("seed %d: redone, the caret is at %v, want %v", seed, again, hole)
			}
		}
		caret, err := d.Paste(hole, hole, list)
		if err != nil {
			t.Fatal(err)
		}
		checkOrder(t, d)
		// The words are all there, in order; where the pieces' own beginnings
		// were whole, so are the utterances.
		all := func(s string) string { return strings.Join(strings.Fields(s), "") }
		var words string
		for _, u := range d.utts {
			words += u.Text
		}
		if want := all(strings.Join(lines, "")); all(words) != want {
			t.Fatalf("seed %d: %q is not %q (hole %q)", seed, words, want, joined)
		}
		checkCaret(t, d, caret, d.Names())
		if d.CanUndo() && (len(list) > 1 || list[0].Text != "") {
			if back, _ := d.Undo(); back != hole {
				t.Fatalf("seed %d: undone, the caret is at %v, want %v", seed, back, hole)
			}
		}
	}
}

// Whatever lies on the clipboard can be pasted, in one step that undo takes
// back whole.
func FuzzParsePieces(f *testing.F) {
	for _, s := range []string{"", "\n", "Barn: hej\r\nTolk: ja", "före\nBarn:", "Barn: :\n\n\nIntervjuare: \u00a0\u200d", "a:b:c", "\xff\x00Barn: e\u0301 👨‍👩‍👧"} {
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, s string, at uint8) {
		list := ParsePieces(s, named)
		for _, p := range list {
			if Clean(p.Text) != p.Text {
				t.Fatalf("%q is not clean", p.Text)
			}
		}
		d := spoken(t, "Hej du", "", "slut")
		before := d.Utterances()
		place := Place{d.At(int(at) % 3).ID, 0}
		if int(at)%3 != 1 {
			place.Pos = int(at) / 3 % 5
		}
		steps := len(d.past)
		caret, err := d.Paste(place, place, list)
		if err != nil {
			t.Skip() // too long for one utterance
		}
		checkOrder(t, d)
		checkCaret(t, d, caret, d.Names())
		if len(d.past) == steps {
			return // nothing to paste
		}
		if back, ok := d.Undo(); !ok || back != place || !slices.Equal(d.Utterances(), before) {
			t.Fatalf("undo gives %q, the caret at %v", texts(d), back)
		}
	})
}

// A book is pasted at once: lines are not copied again for each that follows.
func TestManyPastedLinesAreReadAtOnce(t *testing.T) {
	text := strings.Repeat("en rad till\n", 200_000)
	list := ParsePieces(text, named)
	if len(list) != 1 || len(list[0].Text) != len(text)-1 {
		t.Fatalf("%d pieces", len(list))
	}
}
