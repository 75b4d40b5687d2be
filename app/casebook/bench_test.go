package casebook

import (
	"bytes"
	"errors"
	"testing"
)

// BenchmarkColdRead is the first 20 ms of sound at a place nobody has been to:
// with what playback needs to begin, it makes a cold seek.
func BenchmarkColdRead(b *testing.B) {
	k := newBench(b)
	w, err := k.book.NewRecording(b.Context(), k.interview().ID, 48_000, "")
	if err != nil {
		b.Fatal(err)
	}
	const rows = 60
	for n := range rows {
		if err := w.Append(b.Context(), tone(n*96_000, 96_000)); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
	s := k.sound(w.ID())
	dst := make([]int16, 960)
	i := int64(0)
	for b.Loop() {
		if n, err := s.ReadAt(dst, i*7%rows*96_000+31_000); err != nil || n != len(dst) {
			b.Fatal(n, err)
		}
		i++
	}
}

// BenchmarkFiftyMinutes fetches and opens a whole interview's sound.
func BenchmarkFiftyMinutes(b *testing.B) {
	k := newBench(b)
	i := k.interview()
	stage, err := k.book.StageSound(b.Context(), 48_000, "")
	if err != nil {
		b.Fatal(err)
	}
	const rows = 50 * 30
	for n := range rows {
		if err := stage.Append(b.Context(), tone(n*96_000, 96_000)); err != nil {
			b.Fatal(err)
		}
	}
	if err := k.book.CommitWAV(b.Context(), i.ID, stage); err != nil {
		b.Fatal(err)
	}
	if i, err = k.book.Interview(i.ID); err != nil {
		b.Fatal(err)
	}
	s := k.sound(i.Recording)
	b.SetBytes(rows * 192_000)
	for b.Loop() {
		if err := s.Each(func([]byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func TestASoundFromEndToEndIsTheSameAsReadInPieces(t *testing.T) {
	b := newBench(t)
	n := 7*testRate + 77
	w := b.record(b.interview(), n)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := b.sound(w.ID())
	var got []byte
	if err := s.Each(func(pcm []byte) error { got = append(got, pcm...); return nil }); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, packSamples(tone(0, n))) {
		t.Errorf("%d bytes, not those recorded", len(got))
	}
	enough := errors.New("enough")
	calls := 0
	err := s.Each(func([]byte) error { calls++; return enough })
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("after an error %d calls, %v", calls, err)
	}
	// The control: rows that do not make up the sound are damage.
	s.index.total++
	if err := s.Each(func([]byte) error { return nil }); err == nil {
		t.Error("a sound with a missing end was given as whole")
	}
}
