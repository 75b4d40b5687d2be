package storage

import (
	"errors"
	"testing"
)

// BenchmarkTwoSecondsOfSound is what recording does every two seconds: sound,
// peaks, head and catalog in one transaction.
func BenchmarkTwoSecondsOfSound(b *testing.B) {
	f := newBench(b)
	id := f.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	data := pcm(1)
	b.SetBytes(soundSize)
	for b.Loop() {
		f.write(Sound, func(tx *Tx) error {
			return errors.Join(
				tx.Append(id, sound, Row{Count: 96000, Rate: 48000, Data: data}),
				tx.Append(id, peaks, Row{Data: data[:1500]}))
		})
	}
}

// BenchmarkOneSecondOfTyping is a journal row of a transcript in a vault with
// two hundred objects.
func BenchmarkOneSecondOfTyping(b *testing.B) {
	f := newBench(b)
	fillObjects(f, 200)
	id := f.text(0)
	for b.Loop() {
		f.write(Text, func(tx *Tx) error { return tx.Append(id, journal, Row{Data: line(1)}) })
	}
}

// BenchmarkReadRow is one row of sound out of order, as for a click in the
// waveform.
func BenchmarkReadRow(b *testing.B) {
	f, id := recording(b, 60)
	b.SetBytes(soundSize)
	i := int64(0)
	for b.Loop() {
		if _, err := f.vault.Row(b.Context(), id, sound, i*7%60); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkReadRows is a minute of sound in order.
func BenchmarkReadRows(b *testing.B) {
	f, id := recording(b, 30)
	b.SetBytes(30 * soundSize)
	for b.Loop() {
		if rows, err := f.read(id, sound); err != nil || len(rows) != 30 {
			b.Fatal(len(rows), err)
		}
	}
}

// BenchmarkUnlock200 opens and unlocks a vault with two hundred objects.
func BenchmarkUnlock200(b *testing.B) {
	f := newBench(b)
	fillObjects(f, 200)
	for b.Loop() {
		f.reopen()
	}
}

// recording returns a vault with a recording of n rows.
func recording(t testing.TB, n int) (*bench, ID) {
	t.Helper()
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	for i := range n {
		b.append(id, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)})
	}
	return b, id
}

// fillObjects makes n small objects with a row each.
func fillObjects(b *bench, n int) {
	b.Helper()
	for done := 0; done < n; done += 20 {
		b.write(Text, func(tx *Tx) error {
			for i := range 20 {
				id, err := tx.Create(NewObject{Kind: "interview", Meta: line(i)})
				if err != nil {
					return err
				}
				if err := tx.Append(id, journal, Row{Data: line(i)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
