package transcript

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var noon = time.Date(2027, 3, 4, 12, 0, 0, 0, time.UTC)

// typeKeys types s at the end of utterance id, a key each 100 ms.
func typeKeys(t *testing.T, d *Document, id uint64, s string, at time.Time) time.Time {
	t.Helper()
	for _, r := range s {
		u, _ := d.Find(id)
		if err := d.SetText(id, u.Text+string(r), at); err != nil {
			t.Fatal(err)
		}
		at = at.Add(100 * time.Millisecond)
	}
	return at
}

func text(d *Document, id uint64) string { u, _ := d.Find(id); return u.Text }

func first(t *testing.T, d *Document, s Speaker) uint64 {
	t.Helper()
	id, err := d.Insert(d.Len(), Utterance{Speaker: s})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestTypingIsUndoneWordByWord(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	typeKeys(t, d, id, "jag vet inte", noon)
	for _, want := range []string{"jag vet ", "jag ", ""} {
		if _, ok := d.Undo(); !ok || text(d, id) != want {
			t.Fatalf("undo left %q, want %q", text(d, id), want)
		}
	}
	for _, want := range []string{"jag ", "jag vet ", "jag vet inte"} {
		if _, ok := d.Redo(); !ok || text(d, id) != want {
			t.Fatalf("redo gave %q, want %q", text(d, id), want)
		}
	}
}

func TestAPauseEndsAnUndoStep(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	at := typeKeys(t, d, id, "sko", noon)
	typeKeys(t, d, id, "la", at.Add(3*time.Second))
	d.Undo()
	if text(d, id) != "sko" {
		t.Errorf("left %q", text(d, id))
	}
}

func TestMovingTheCaretEndsAnUndoStep(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	at := typeKeys(t, d, id, "sko", noon)
	d.EndStep()
	typeKeys(t, d, id, "la", at)
	d.Undo()
	if text(d, id) != "sko" {
		t.Errorf("left %q", text(d, id))
	}
}

func TestErasedLettersComeBackTogether(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	at := typeKeys(t, d, id, "skolan", noon)
	for _, s := range []string{"skola", "skol", "sko"} {
		d.SetText(id, s, at)
	}
	caret, _ := d.Undo()
	if text(d, id) != "skolan" || caret != (Place{id, 6}) {
		t.Errorf("got %q, caret %v", text(d, id), caret)
	}
}

func TestATypedWordIsOneEditInTheJournal(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	d.TakeRow()
	typeKeys(t, d, id, "skolan", noon)
	row, ok := d.TakeRow()
	if !ok || len(row.Edits) != 1 || row.Edits[0].New != "skolan" {
		t.Errorf("the row holds %d edits", len(row.Edits))
	}
	if _, again := d.TakeRow(); again {
		t.Error("the same edits were handed over twice")
	}
}

func TestPositionsAreCodePoints(t *testing.T) {
	d := New()
	id, _ := d.Insert(0, Utterance{Speaker: Child, Text: "å👨‍👩‍👧e\u0301x"})
	d.Replace(id, 1, 6, "ä") // the joined family is five code points
	if text(d, id) != "åäe\u0301x" {
		t.Fatalf("got %q", text(d, id))
	}
	d.Replace(id, 3, 4, "") // the accent alone
	if text(d, id) != "åäex" {
		t.Fatalf("got %q", text(d, id))
	}
}

func TestPastedLineEndsBecomeOneKind(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	d.SetText(id, "ett\r\ntvå\rtre\u2028fyra\x00\ufeff", noon)
	if text(d, id) != "ett\ntvå\ntre\nfyra" {
		t.Errorf("got %q", text(d, id))
	}
}

func TestDifferenceNeverCutsACodePoint(t *testing.T) {
	for _, pair := range [][2]string{{"å", "ä"}, {"xåy", "xäy"}, {"aå", "aåå"}, {"😀", "😁"}, {"", "é"}, {"öö", "ö"}, {"e\u0301", "e"}} {
		pos, old, fresh := difference(pair[0], pair[1])
		if !utf8.ValidString(old) || !utf8.ValidString(fresh) {
			t.Errorf("%q → %q cut a code point: %q %q", pair[0], pair[1], old, fresh)
		}
		if got, err := replaceAt(pair[0], pos, old, fresh); err != nil || got != pair[1] {
			t.Errorf("%q → %q gave %q, %v", pair[0], pair[1], got, err)
		}
	}
}

func TestSplitKeepsTimesInOrder(t *testing.T) {
	for _, c := range []struct {
		name           string
		at, start, end int64
	}{{"in between", 3_000, 3_000, 3_000}, {"before its own start", 200, 1_000, 1_000}, {"after the next", 99_000, 5_000, 5_000}} {
		d := New()
		id, _ := d.Insert(0, Utterance{Speaker: Interviewer, Start: 1_000, Text: "Hur var det? Bra."})
		d.Insert(1, Utterance{Speaker: Child, Start: 5_000})
		right, err := d.Split(id, 12, Child, c.at)
		if err != nil {
			t.Fatal(err)
		}
		l, _ := d.Find(id)
		r, _ := d.Find(right)
		if r.Start != c.start || l.End != c.end || l.Text != "Hur var det?" || r.Text != "Bra." || r.Speaker != Child {
			t.Errorf("%s: %+v %+v", c.name, l, r)
		}
		d.Undo()
		if u, _ := d.Find(id); u.Text != "Hur var det? Bra." || u.End != 0 || d.Len() != 2 {
			t.Errorf("%s: undo left %+v", c.name, u)
		}
	}
}

func TestMergePutsOneSpaceAtTheSeam(t *testing.T) {
	for _, c := range []struct {
		left, right, want string
		pos               int
	}{{"Ja", "visst", "Ja visst", 3}, {"Ja ", "visst", "Ja visst", 3}, {"", "visst", "visst", 0}, {"Ja", "", "Ja", 2}} {
		d := New()
		id, _ := d.Insert(0, Utterance{Speaker: Child, Text: c.left})
		second, _ := d.Insert(1, Utterance{Speaker: Interviewer, Start: 10, End: 20, Text: c.right})
		caret, ok, err := d.Merge(second)
		if err != nil || !ok || text(d, id) != c.want || caret != (Place{id, c.pos}) || d.Len() != 1 || d.At(0).End != 20 {
			t.Errorf("%q+%q: %q at %v, %v", c.left, c.right, text(d, id), caret, err)
		}
		if _, ok, _ := d.Merge(id); ok {
			t.Error("the first utterance was merged with nothing")
		}
	}
}

func TestTheOtherSpeakerIsWhoSpokeLast(t *testing.T) {
	d := New()
	for _, s := range []Speaker{Interviewer, Interpreter, Child} {
		d.Insert(d.Len(), Utterance{Speaker: s})
	}
	for i, want := range []Speaker{Child, Interviewer, Interpreter} {
		if got := d.OtherSpeaker(i); got != want {
			t.Errorf("after %s comes %s, want %s", d.At(i).Speaker, got, want)
		}
	}
}

func TestAnEditThatDoesNotFitChangesNothing(t *testing.T) {
	d := New()
	id, _ := d.Insert(0, Utterance{Speaker: Child, Text: "hej"})
	before, revision := d.Utterances(), d.Revision()
	for name, e := range map[string]Edit{
		"other text":      {Kind: EditText, ID: id, Pos: 0, Old: "nej", New: "x"},
		"past the end":    {Kind: EditText, ID: id, Pos: 9, New: "x"},
		"no utterance":    {Kind: EditText, ID: 99, New: "x"},
		"unclean":         {Kind: EditText, ID: id, New: "\r"},
		"same id":         {Kind: EditInsert, Utterance: Utterance{ID: id, Speaker: Child}},
		"unknown speaker": {Kind: EditSpeaker, ID: id, OldSpeaker: Child, NewSpeaker: "nobody"},
		"end first":       {Kind: EditTimes, ID: id, NewTimes: Times{5, 4}},
		"unknown kind":    {Kind: 9, ID: id},
		"other utterance": {Kind: EditRemove, Utterance: Utterance{ID: id, Speaker: Child, Text: "nej"}},
	} {
		if err := d.Apply(e); err == nil {
			t.Errorf("%s: was applied", name)
		}
	}
	if err := d.do(time.Time{}, Edit{Kind: EditText, ID: id, New: "x"}, Edit{Kind: EditText, ID: 99, New: "x"}); !errors.Is(err, ErrMismatch) {
		t.Errorf("half a step: %v", err)
	}
	if !slices.Equal(before, d.utts) || d.Revision() != revision {
		t.Error("something changed")
	}
}

func TestTheHistoryIsBoundedAndStillJournalled(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	var rows [][]byte
	for i := range maxSteps + 50 {
		d.Replace(id, 0, 0, string(rune('a'+i%26)))
		row, _ := d.TakeRow()
		rows = append(rows, row.Encode())
	}
	if len(d.past) != maxSteps {
		t.Fatalf("%d steps kept", len(d.past))
	}
	fresh, err := Load(nil, rows)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "bounded", d, fresh)
	big := New()
	id = first(t, big, Child)
	for range 10 {
		big.Replace(id, 0, utf8.RuneCountInString(text(big, id)), strings.Repeat("x", 700_000)+string(rune('a'+len(big.past))))
	}
	if big.pastBytes > maxPastBytes || len(big.past) == 0 {
		t.Errorf("%d bytes of history in %d steps", big.pastBytes, len(big.past))
	}
}
