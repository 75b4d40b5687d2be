package storage

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"
)

// A laptop's clock is set right in the middle of an interview, or wrong: by
// hours, forwards and back. What is recorded, typed and imported meanwhile
// keeps its order, and nothing of it is refused or lost.
func TestAClockThatJumpsDisturbsNothing(t *testing.T) {
	b := newBench(t)
	c := newClock()
	b.setup.Now = c.now
	b.reopenAt(c.now)
	snd := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: 3000}})
	text := b.text(0)
	jumps := []time.Duration{-3 * time.Hour, 26 * time.Hour, -400 * 24 * time.Hour, 0, 7 * time.Hour, -time.Millisecond}
	for i, jump := range jumps {
		staged, err := b.vault.Stage(NewObject{Kind: "received", Meta: line(i)})
		if err != nil {
			t.Fatal(err)
		}
		b.append(snd, sound, Row{First: int64(i) * 1500, Count: 1500, Data: pcm(i)[:3000]})
		c.jump(jump)
		b.write(Text, func(tx *Tx) error {
			return errors.Join(tx.Append(text, journal, Row{Data: line(i)}), tx.Event(Event{Kind: "edited", Detail: fmt.Sprint(i)}))
		})
		if err := errors.Join(staged.Append(t.Context(), sound, Row{Data: line(i)}), staged.Settle()); err != nil {
			t.Fatal(err)
		}
		b.write(Import, func(tx *Tx) error { return tx.Adopt(staged) })
		if i == len(jumps)/2 {
			b.reopenAt(c.now)
		}
	}
	b.reopenAt(c.now)
	for i, r := range must(b.read(snd, sound))(t) {
		if r.First != int64(i)*1500 || !bytes.Equal(r.Data, pcm(i)[:3000]) {
			t.Errorf("row %d of sound came back otherwise", i)
		}
	}
	if got, damaged := b.reads(text, journal); len(got) != len(jumps) || damaged != nil {
		t.Errorf("lines %v, damaged %v", got, damaged)
	}
	for i, e := range must(b.vault.Events(t.Context()))(t) {
		if e.Detail != fmt.Sprint(i) {
			t.Errorf("event %d is %s: the log follows the clock and not the acts", i, e.Detail)
		}
	}
	if n := len(b.vault.Objects("received")); n != len(jumps) {
		t.Errorf("%d imports", n)
	}
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

// reopenAt closes the vault and opens it with a clock.
func (b *bench) reopenAt(now func() time.Time) {
	b.Helper()
	b.close()
	s, err := Open(b.Context(), b.path)
	if err != nil {
		b.Fatal(err)
	}
	if b.vault, err = s.Unlock(b.Context(), b.setup.Keys, now); err != nil {
		b.Fatal(errors.Join(err, s.Close()))
	}
}

// must returns what there is where there was no error.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
