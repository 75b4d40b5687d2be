package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"barnrost/crypto"
)

// soundSize is the payload of a two-second row at 48 kHz, 16 bits.
const soundSize = 192000

// Streams of the tests' objects.
const (
	sound   Stream = 0
	peaks   Stream = 1
	journal Stream = 2
)

// clock is a time that the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2027, 3, 12, 9, 30, 0, 0, time.UTC)} }

// now moves on by a second each time.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Second)
	return c.at
}

func (c *clock) jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// testSetup is the same for a whole test run: making keys says nothing about
// this package.
var testSetup = sync.OnceValue(func() Setup {
	keys, err := crypto.NewKeys()
	if err != nil {
		panic(err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		panic(err)
	}
	return Setup{Keys: keys, Signer: signer, Slot: []byte("a slot, opaque here"), Now: newClock().now}
})

// bench is a vault in a folder of its own that can be closed and opened again.
type bench struct {
	testing.TB
	path  string
	vault *Vault
	setup Setup
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{TB: t, path: filepath.Join(t.TempDir(), "vault.barnrost"), setup: testSetup()}
	v, err := Create(t.Context(), b.path, b.setup)
	if err != nil {
		t.Fatalf("Create: %v", err)
	}
	b.vault = v
	t.Cleanup(func() {
		if err := b.vault.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return b
}

func (b *bench) close() {
	b.Helper()
	if err := b.vault.Close(); err != nil {
		b.Fatalf("Close: %v", err)
	}
}

// open opens the vault anew after close.
func (b *bench) open() {
	b.Helper()
	b.vault = mustUnlock(b, b.path, b.setup.Keys)
}

func (b *bench) reopen() {
	b.Helper()
	b.close()
	b.open()
}

func mustUnlock(t testing.TB, path string, k crypto.Keys) *Vault {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	v, err := s.Unlock(t.Context(), k, nil)
	if err != nil {
		t.Fatalf("Unlock: %v", errors.Join(err, s.Close()))
	}
	return v
}

// write runs fn in a transaction that must succeed.
func (b *bench) write(p Priority, fn func(*Tx) error) {
	b.Helper()
	if err := b.vault.Write(context.Background(), p, fn); err != nil {
		b.Fatalf("Write: %v", err)
	}
}

// create makes an object.
func (b *bench) create(n NewObject) (id ID) {
	b.Helper()
	b.write(Text, func(tx *Tx) (err error) {
		id, err = tx.Create(n)
		return err
	})
	return id
}

// append writes one row.
func (b *bench) append(id ID, s Stream, row Row) {
	b.Helper()
	b.write(Sound, func(tx *Tx) error { return tx.Append(id, s, row) })
}

// text returns an object with n rows of text in the stream journal.
func (b *bench) text(n int) ID {
	b.Helper()
	id := b.create(NewObject{Kind: "transcript", Meta: []byte(`{"code":"TALL-27"}`)})
	for i := range n {
		b.append(id, journal, Row{Data: line(i)})
	}
	return id
}

// line is the payload of a text row.
func line(i int) []byte { return fmt.Appendf(nil, "rad %d: jag vill att ni lyssnar", i) }

// pcm is two seconds of a sound that can be told from any other.
func pcm(i int) []byte { return bytes.Repeat([]byte{byte(i), byte(i >> 8), 0xA5, 0x5A}, soundSize/4) }

// read returns all rows of a stream and the error that ended it.
func (b *bench) read(id ID, s Stream) ([]Row, error) {
	var list []Row
	err := b.vault.Rows(b.Context(), id, s, 0, func(r Row) error {
		list = append(list, r)
		return nil
	})
	return list, err
}

func TestWhatWasWrittenIsThereAfterClosingAndOpening(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Meta: []byte("first"), Fixed: map[Stream]int{sound: soundSize}})
	for i := range 4 {
		b.write(Sound, func(tx *Tx) error {
			if err := tx.Append(id, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)}); err != nil {
				return err
			}
			return tx.Append(id, peaks, Row{Data: line(i)})
		})
	}
	b.write(Text, func(tx *Tx) error {
		if err := tx.SetMeta(id, []byte("second")); err != nil {
			return err
		}
		return tx.Append(id, sound, Row{First: 4 * 96000, Rate: 48000, Final: true})
	})
	before, err := b.vault.Object(id)
	if err != nil {
		t.Fatal(err)
	}
	b.reopen()
	if d := b.vault.Damage(); len(d) > 0 {
		t.Fatalf("damage after a clean close: %v", d)
	}
	after, err := b.vault.Object(id)
	if err != nil {
		t.Fatal(err)
	}
	if string(after.Meta) != "second" || !after.Created.Equal(before.Created) || after.Kind != "recording" {
		t.Errorf("object changed: %+v", after)
	}
	if want := (StreamHead{Rows: 5, Samples: 4 * 96000, Final: true}); after.Streams[sound] != want {
		t.Errorf("sound ends at %+v, want %+v", after.Streams[sound], want)
	}
	rows, err := b.read(id, sound)
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, r := range rows[:4] {
		if r.Seq != int64(i) || r.First != int64(i)*96000 || r.Count != 96000 || r.Rate != 48000 || r.Final || !bytes.Equal(r.Data, pcm(i)) {
			t.Errorf("row %d came back otherwise: seq %d first %d count %d rate %d final %v", i, r.Seq, r.First, r.Count, r.Rate, r.Final)
		}
	}
	if !rows[4].Final || len(rows[4].Data) != 0 {
		t.Errorf("the final row came back as %+v", rows[4])
	}
}
