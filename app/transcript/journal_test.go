package transcript

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestADamagedRowIsNamedAndWhatCameBeforeIsKept(t *testing.T) {
	_, _, rows := live(5, 120)
	for name, spoil := range map[string]func([]byte) []byte{
		"cut":       func(b []byte) []byte { return b[:len(b)-1] },
		"longer":    func(b []byte) []byte { return append(b, 0) },
		"empty":     func([]byte) []byte { return nil },
		"other":     func([]byte) []byte { return []byte{format, 0, 1, 0xff} },
		"version 0": func(b []byte) []byte { b[0] = 0; return b },
	} {
		bad := slices.Clone(rows)
		at := len(rows) / 2
		bad[at] = spoil(bytes.Clone(bad[at]))
		d, err := Load(nil, bad)
		var re *RowError
		if !errors.As(err, &re) || re.Row != at || d == nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, err := Load(nil, rows[:at])
		if err != nil {
			t.Fatal(err)
		}
		same(t, name, want, d)
		if !strings.Contains(re.Error(), "row") {
			t.Errorf("%s: %q does not name the row", name, re.Error())
		}
	}
}

func TestAMissingRowIsSeen(t *testing.T) {
	_, _, rows := live(6, 80)
	_, err := Load(nil, slices.Delete(slices.Clone(rows), 2, 3))
	var re *RowError
	if !errors.As(err, &re) || re.Row != 2 || !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestANewerFormatIsSaid(t *testing.T) {
	_, _, rows := live(6, 80)
	rows[0][0] = format2 + 1
	if _, err := Load(nil, rows); !errors.Is(err, ErrNewer) {
		t.Errorf("row: %v", err)
	}
	if d, err := Load([]byte{format2 + 1}, nil); !errors.Is(err, ErrNewer) || d != nil {
		t.Errorf("snapshot: %v", err)
	}
}

func TestTheSameEditsGiveTheSameBytes(t *testing.T) {
	a, snapA, rowsA := live(11, 100)
	b, snapB, rowsB := live(11, 100)
	if !bytes.Equal(snapA, snapB) || !slices.EqualFunc(rowsA, rowsB, bytes.Equal) || !bytes.Equal(a.Snapshot(), b.Snapshot()) {
		t.Error("the encoding is not deterministic")
	}
}

func TestUndoSurvivesCloseAndReopen(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	typeKeys(t, d, id, "det var roligt", noon)
	d.Undo()
	row, _ := d.TakeRow()
	d, err := Load(nil, [][]byte{row.Encode()})
	if err != nil {
		t.Fatal(err)
	}
	d.Redo()
	if text(d, id) != "det var roligt" {
		t.Errorf("redo after reopening gave %q", text(d, id))
	}
	d, err = Load(d.Snapshot(), nil)
	if err != nil {
		t.Fatal(err)
	}
	d.Undo()
	d.Undo()
	if text(d, id) != "det " {
		t.Errorf("undo after reopening gave %q", text(d, id))
	}
}

func FuzzParseRow(f *testing.F) {
	for seed := range uint64(4) {
		_, _, rows := live(seed, 30)
		for _, b := range rows {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		row, err := ParseRow(b)
		if err == nil && !bytes.Equal(row.Encode(), b) {
			t.Error("two forms of one row")
		}
	})
}

func FuzzLoad(f *testing.F) {
	for seed := range uint64(4) {
		d, _, rows := live(seed, 30)
		f.Add(d.Snapshot(), rows[len(rows)-1])
	}
	f.Fuzz(func(t *testing.T, snapshot, row []byte) {
		d, err := Load(snapshot, [][]byte{row})
		if d == nil {
			if err == nil {
				t.Error("no document and no error")
			}
			return
		}
		for range 50 {
			d.Undo()
		}
		for range 100 {
			d.Redo()
		}
		for _, u := range d.utts {
			if u.check() != nil {
				t.Error("an utterance that cannot be")
			}
		}
	})
}
