package transcript

import (
	"bytes"
	"compress/flate"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestAVersionComesOutAsItWasKept(t *testing.T) {
	for seed := range uint64(60) {
		d, _, _ := live(seed, 80)
		v := d.Keep(noon, ByHand, " Före \n genomläsningen ")
		got, err := ParseVersion(v.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got.Name != "Före genomläsningen" || !got.At.Equal(noon) || got.Why != ByHand || got.Revision != d.Revision() ||
			got.Words != Count(d.Utterances()).Words {
			t.Fatalf("the head became %+v", got)
		}
		c, err := got.Content()
		if err != nil || c.Names != d.Names() || !slices.Equal(c.Utterances, d.Utterances()) {
			t.Fatalf("seed %d: the text differs, %v", seed, err)
		}
	}
}

func TestADamagedVersionIsRefused(t *testing.T) {
	d, _, _ := live(3, 80)
	whole := d.Keep(noon, Regularly, "").Encode()
	for n := range whole {
		bad := bytes.Clone(whole)
		bad[n] ^= 0x55
		v, err := ParseVersion(bad)
		if err != nil {
			continue
		}
		if c, err := v.Content(); err == nil && slices.ContainsFunc(c.Utterances, func(u Utterance) bool { return u.check() != nil }) {
			t.Fatalf("byte %d: an utterance that cannot be", n)
		}
	}
	whole[0]++
	if _, err := ParseVersion(whole); !errors.Is(err, ErrNewer) {
		t.Errorf("newer: %v", err)
	}
}

// A kept version is a few hundred kilobytes at most; one that would unpack to
// more than the memory should hold is refused while it unpacks.
func TestAVersionThatWouldFillTheMemoryIsRefused(t *testing.T) {
	var packed bytes.Buffer
	z, _ := flate.NewWriter(&packed, flate.BestCompression)
	for range maxUnpacked>>20 + 1 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
	if _, err := (Version{packed: packed.Bytes()}).Content(); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestTheDocumentBecomesAnyVersionInOneStepThatUndoTakesBack(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 9))
		d := New()
		now := noon
		var kept []Content
		for n := range 160 {
			now = scribble(r, d, now)
			if n%40 == 39 {
				kept = append(kept, d.Content())
			}
		}
		d.TakeRow()
		for i, c := range kept {
			before := d.Content()
			changed, err := d.Become(c)
			if err != nil {
				t.Fatalf("seed %d, version %d: %v", seed, i, err)
			}
			if got := d.Content(); got.Names != c.Names || !slices.Equal(got.Utterances, c.Utterances) {
				t.Fatalf("seed %d, version %d: it says something else", seed, i)
			}
			row, ok := d.TakeRow()
			if ok != changed {
				t.Fatalf("seed %d, version %d: changed %v, journalled %v", seed, i, changed, ok)
			}
			if !changed {
				continue
			}
			if again, _ := d.Become(c); again {
				t.Fatal("the same again was a step")
			}
			if _, err := ParseRow(row.Encode()); err != nil {
				t.Fatal(err)
			}
			d.Undo()
			if got := d.Content(); got.Names != before.Names || !slices.Equal(got.Utterances, before.Utterances) {
				t.Fatalf("seed %d, version %d: undo gave something else", seed, i)
			}
			d.Redo()
			d.TakeRow()
		}
	}
}

// One changed word of a long text is one small edit, not a text written anew.
func TestAVersionThatHardlyDiffersIsASmallStep(t *testing.T) {
	d := New()
	for i := range 700 {
		if _, err := d.Insert(i, Utterance{Speaker: Child, Start: int64(i), Text: "det var en gång en hund som hette Fia"}); err != nil {
			t.Fatal(err)
		}
	}
	was := d.Content()
	d.SetText(d.At(300).ID, "det var en gång en katt som hette Fia", noon)
	d.Remove(d.At(10).ID)
	d.TakeRow()
	if changed, err := d.Become(was); err != nil || !changed {
		t.Fatal(changed, err)
	}
	row, _ := d.TakeRow()
	if len(row.Edits) != 2 {
		t.Errorf("%d edits", len(row.Edits))
	}
}

func FuzzParseVersion(f *testing.F) {
	for seed := range uint64(3) {
		d, _, _ := live(seed, 40)
		f.Add(d.Keep(noon, Occasion(seed+1), "Före lunch").Encode())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := ParseVersion(b)
		if err != nil {
			return
		}
		if !bytes.Equal(v.Encode(), b) {
			t.Error("two forms of one version")
		}
		c, err := v.Content()
		if err != nil {
			return
		}
		again, err := NewVersion(c, v.Revision, v.At, v.Why, v.Name).Content()
		if err != nil || again.Names != c.Names || !slices.Equal(again.Utterances, c.Utterances) {
			t.Errorf("not the same when kept again: %v", err)
		}
	})
}

func BenchmarkKeep(b *testing.B) {
	d := New()
	for i := range 700 {
		d.Insert(i, Utterance{Speaker: Speakers[i%2], Start: int64(i) * 4000, Text: longText(i)})
	}
	v := d.Keep(noon, Regularly, "")
	for b.Loop() {
		d.Keep(time.Now(), Regularly, "")
	}
	b.ReportMetric(float64(len(v.Encode())), "bytes")
}

// longText is 64 characters that differ from row to row.
func longText(i int) string {
	words := []string{"hund", "trappa", "imorgon", "kanske", "sedan", "köket", "mormor", "skolan", "ingenting", "jag", "det", "var"}
	r := rand.New(rand.NewPCG(uint64(i), 1))
	var s []byte
	for len(s) < 60 {
		s = append(append(s, words[r.IntN(len(words))]...), ' ')
	}
	return string(s)
}
