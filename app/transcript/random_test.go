package transcript

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	"unicode/utf8"
)

// pieces are what people type and paste: åäö, decomposed letters, joined emoji,
// line ends of every kind, bytes that are no text.
var pieces = []string{"a", " ", "å", "ö", "hej ", "é", "e\u0301", "👨‍👩‍👧", "😀", "\n", "rad\r\nrad", "\xff", "det var bra ", "\u2028", "\x00"}

// scribble makes one random change, as the desk would, and says what time it is
// after it.
func scribble(r *rand.Rand, d *Document, now time.Time) time.Time {
	now = now.Add(time.Duration(r.IntN(3000)) * time.Millisecond)
	if d.Len() == 0 || r.IntN(12) == 0 {
		d.Insert(r.IntN(d.Len()+1), Utterance{Speaker: Speakers[r.IntN(4)], Start: r.Int64N(100_000), Text: pieces[r.IntN(len(pieces))]})
		return now
	}
	u := d.At(r.IntN(d.Len()))
	n := utf8.RuneCountInString(u.Text)
	switch r.IntN(18) {
	case 0:
		d.Undo()
	case 1:
		d.Redo()
	case 2:
		d.Split(u.ID, r.IntN(n+1), d.OtherSpeaker(d.Index(u.ID)), r.Int64N(100_000))
	case 3:
		d.Merge(u.ID)
	case 4:
		d.SetSpeaker(u.ID, Speakers[r.IntN(4+int(now.Unix()%5))])
	case 5:
		d.SetTimes(u.ID, r.Int64N(50_000), 50_000+r.Int64N(50_000))
	case 6:
		if r.IntN(4) == 0 {
			d.Remove(u.ID)
		}
	case 9:
		if r.IntN(3) == 0 {
			d.SetName(Speakers[r.IntN(8)], []string{"", "Mamma", "Tolk på telefon", " å ö "}[r.IntN(4)])
		}
	case 7:
		d.EndStep()
	case 8:
		from := r.IntN(n + 1)
		d.Replace(u.ID, from, from+r.IntN(n-from+1), pieces[r.IntN(len(pieces))])
	case 10, 11, 12: // over several utterances
		v := d.At(r.IntN(d.Len()))
		from, to := Place{u.ID, r.IntN(n + 1)}, Place{v.ID, r.IntN(utf8.RuneCountInString(v.Text) + 1)}
		first, _ := d.Ordered(from, to)
		switch r.IntN(3) {
		case 0:
			d.ReplaceRange(from, to, pieces[r.IntN(len(pieces))], now)
		case 1:
			d.Divide(from, to, d.OtherSpeaker(d.Index(first.ID)), r.Int64N(100_000))
		default:
			w := d.At(r.IntN(d.Len()))
			d.Paste(from, to, d.Pieces(Place{w.ID, 0}, Place{u.ID, r.IntN(n + 1)}))
		}
	default: // a run of keys
		pos := r.IntN(n + 1)
		for range 1 + r.IntN(8) {
			u, _ = d.Find(u.ID)
			runes := []rune(u.Text)
			now = now.Add(time.Duration(r.IntN(300)) * time.Millisecond)
			if r.IntN(4) == 0 && pos > 0 && pos <= len(runes) {
				pos--
				d.SetText(u.ID, string(slices.Delete(runes, pos, pos+1)), now)
				continue
			}
			pos = min(pos, len(runes))
			d.SetText(u.ID, string(slices.Insert(runes, pos, []rune("abå ö")[r.IntN(5)])), now)
			pos++
		}
	}
	return now
}

// same fails unless a and b hold the same text and the same history.
func same(t *testing.T, what string, a, b *Document) {
	t.Helper()
	if !slices.Equal(a.utts, b.utts) || a.names != b.names {
		t.Fatalf("%s: the text differs", what)
	}
	if a.next != b.next || a.revision != b.revision || a.pastBytes != b.pastBytes {
		t.Fatalf("%s: counters differ: %d %d %d, %d %d %d", what, a.next, a.revision, a.pastBytes, b.next, b.revision, b.pastBytes)
	}
	equal := func(x, y step) bool { return slices.Equal(x.edits, y.edits) }
	if !slices.EqualFunc(a.past, b.past, equal) || !slices.EqualFunc(a.future, b.future, equal) {
		t.Fatalf("%s: the history differs (%d/%d past, %d/%d future)", what, len(a.past), len(b.past), len(a.future), len(b.future))
	}
}

// live types seed's document and journals it in rows of random length, with a
// snapshot now and then.
func live(seed uint64, changes int) (d *Document, snapshot []byte, rows [][]byte) {
	r := rand.New(rand.NewPCG(seed, 7))
	d = New()
	now := time.Unix(1_800_000_000, 0)
	for range changes {
		now = scribble(r, d, now)
		switch r.IntN(9) {
		case 0, 1:
			if row, ok := d.TakeRow(); ok {
				rows = append(rows, row.Encode())
			}
		case 2:
			if r.IntN(10) == 0 {
				snapshot = d.Snapshot() // with edits pending, on purpose
			}
		}
	}
	if row, ok := d.TakeRow(); ok {
		rows = append(rows, row.Encode())
	}
	return d, snapshot, rows
}

func TestTheJournalGivesTextAndHistoryBack(t *testing.T) {
	for seed := range uint64(300) {
		d, snapshot, rows := live(seed, 120)
		fresh, err := Load(nil, rows)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		same(t, "rows alone", d, fresh)
		if fresh, err = Load(snapshot, rows); err != nil {
			t.Fatalf("seed %d: with snapshot: %v", seed, err)
		}
		same(t, "snapshot and rows", d, fresh)
		if fresh, err = Load(d.Snapshot(), append(rows, rows...)); err != nil {
			t.Fatalf("seed %d: rows twice: %v", seed, err)
		}
		same(t, "snapshot and rows it already holds", d, fresh)
	}
}

func TestUndoAllIsTheStartAndRedoAllIsTheEnd(t *testing.T) {
	for seed := range uint64(200) {
		d, _, _ := live(seed, 150)
		for d.CanRedo() {
			d.Redo()
		}
		end := d.Utterances()
		for d.CanUndo() {
			names := d.Names()
			caret, ok := d.Undo()
			if !ok {
				t.Fatalf("seed %d: the history does not fit", seed)
			}
			checkCaret(t, d, caret, names)
		}
		if d.Len() != 0 {
			t.Fatalf("seed %d: %d utterances left after undoing all", seed, d.Len())
		}
		for d.CanRedo() {
			names := d.Names()
			caret, _ := d.Redo()
			checkCaret(t, d, caret, names)
		}
		if !slices.Equal(d.utts, end) {
			t.Fatalf("seed %d: redoing all is not the end", seed)
		}
	}
}

// checkCaret fails unless p is a place in d, or nowhere after a change of names,
// which were other ones before.
func checkCaret(t *testing.T, d *Document, p Place, names Names) {
	t.Helper()
	if p == (Place{}) && names != d.Names() {
		return
	}
	u, ok := d.Find(p.ID)
	if !ok && d.Len() > 0 || ok && (p.Pos < 0 || p.Pos > utf8.RuneCountInString(u.Text)) {
		t.Fatalf("the caret points at nothing: %+v", p)
	}
}

func TestEveryPrefixOfTheJournalIsAWholeDocument(t *testing.T) {
	_, _, rows := live(3, 200)
	for i := range rows {
		d, err := Load(nil, rows[:i])
		if err != nil {
			t.Fatalf("%d rows: %v", i, err)
		}
		for _, u := range d.utts {
			if err := u.check(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func FuzzEdits(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(60))
	}
	f.Fuzz(func(t *testing.T, seed uint64, changes uint8) {
		d, snapshot, rows := live(seed, int(changes))
		fresh, err := Load(snapshot, rows)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "load", d, fresh)
	})
}
