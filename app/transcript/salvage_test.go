package transcript

import (
	"slices"
	"strings"
	"testing"
)

// typedRows types lines into a new document, one journal row each, and returns
// the rows and the document.
func typedRows(t *testing.T, lines ...string) (*Document, [][]byte) {
	t.Helper()
	d := New()
	var rows [][]byte
	take := func() {
		if row, ok := d.TakeRow(); ok {
			rows = append(rows, row.Encode())
		}
	}
	for i, line := range lines {
		id := uint64(i + 1)
		u := Utterance{ID: id, Speaker: Speakers[0], Start: int64(i) * 1000, End: int64(i)*1000 + 500}
		if err := d.Apply(Edit{Kind: EditInsert, Pos: i, Utterance: u}); err != nil {
			t.Fatal(err)
		}
		take()
		if err := d.Apply(Edit{Kind: EditText, ID: id, Pos: 0, Old: "", New: line}); err != nil {
			t.Fatal(err)
		}
		take()
	}
	return d, rows
}

func TestWhatIsWholeOfAJournalWithGapsComesBack(t *testing.T) {
	lines := []string{"Hej Tuva", "jag heter Knut", "vad vill du berätta", "att ni lyssnar"}
	whole, rows := typedRows(t, lines...)
	if d, misfits := Salvage(nil, rows); misfits != 0 || !slices.Equal(d.Utterances(), whole.Utterances()) || !d.CanUndo() {
		t.Fatalf("without a gap %d misfits", misfits)
	}
	for gone := range rows {
		left := slices.Delete(slices.Clone(rows), gone, gone+1)
		d, _ := Salvage(nil, left)
		text := ""
		for _, u := range d.Utterances() {
			text += u.Text + "|"
		}
		for i, line := range lines {
			if lost := gone == 2*i+1; lost == strings.Contains(text, line) {
				t.Errorf("without row %d: %q", gone, text)
			}
			// Utterances that no gap touched are as they were.
			if gone != 2*i && gone != 2*i+1 && gone != 0 && !slices.Contains(d.Utterances(), whole.At(i)) {
				t.Errorf("without row %d utterance %d is another", gone, i)
			}
		}
		if d.CanUndo() && gone < len(rows)-1 {
			t.Errorf("without row %d what is not known can be undone", gone)
		}
		if again, err := Load(d.Snapshot(), nil); err != nil || !slices.Equal(again.Utterances(), d.Utterances()) {
			t.Errorf("without row %d it cannot be kept: %v", gone, err)
		}
		// The control: read as always, what comes after a gap is not there.
		if plain, err := Load(nil, left); gone < len(rows)-1 && (err == nil || plain.Len() > d.Len()) {
			t.Errorf("without row %d Load: %v", gone, err)
		}
	}
}

func TestADamagedSnapshotLeavesWhatWasTypedSince(t *testing.T) {
	d, _ := typedRows(t, "det här är borta")
	snapshot := d.Snapshot()
	if err := d.Apply(Edit{Kind: EditText, ID: 1, Pos: 0, Old: "", New: "men inte det här "}); err != nil {
		t.Fatal(err)
	}
	row, _ := d.TakeRow()
	snapshot[len(snapshot)/2] ^= 0xff
	got, misfits := Salvage(snapshot[:len(snapshot)-3], [][]byte{row.Encode()})
	if misfits != 1 || got.Len() != 1 || !strings.HasPrefix(got.At(0).Text, "men inte det här") {
		t.Errorf("%d misfits, %v", misfits, got.Utterances())
	}
}
