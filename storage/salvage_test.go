package storage

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"barnrost/crypto"
)

// silent stands for lost sound in the tests.
func silent(_ Object, n Stream, l Lost) []Row {
	if n != sound {
		return nil
	}
	var rows []Row
	for first, left := l.First, l.Count; left > 0; first, left = first+96000, left-96000 {
		rows = append(rows, Row{First: first, Count: uint32(min(left, 96000)), Rate: l.Rate, Data: make([]byte, 2*min(left, 96000))})
	}
	if l.Final {
		rows = append(rows, Row{First: l.First + l.Count, Rate: l.Rate, Final: true})
	}
	return rows
}

// eventful is a vault with a recording of eight rows, a closed end, two texts, a
// private note and a log; it says which events it holds.
func eventful(t *testing.T) (b *bench, rec, text, other, private ID) {
	b = newBench(t)
	rec = b.create(NewObject{Kind: "recording", Meta: []byte("rec"), Fixed: map[Stream]int{sound: soundSize}})
	for i := range 8 {
		b.append(rec, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)})
	}
	b.append(rec, sound, Row{First: 8 * 96000, Rate: 48000, Final: true})
	text, other = b.text(6), b.text(6)
	private = b.create(NewObject{Kind: "mirror", Private: true, Meta: []byte("only mine")})
	for i := range 5 {
		b.write(Text, func(tx *Tx) error {
			return tx.Event(Event{Kind: "opened", Object: text, Detail: string(rune('a' + i))})
		})
	}
	b.write(Import, func(tx *Tx) error { return tx.SeenBundle([32]byte{9}) })
	return b, rec, text, other, private
}

func TestEverythingWholeComesOutOfADamagedVaultAsItWas(t *testing.T) {
	for _, c := range []struct {
		name    string
		damage  func(b *bench, rec, text ID)
		rows    map[int64]bool // of the recording: silent now
		words   []int          // of the text, what is left
		noText  bool
		missing []int // events, by number
		nothing bool  // nothing is damaged
	}{
		{name: "nothing", damage: func(*bench, ID, ID) {}, words: []int{0, 1, 2, 3, 4, 5}, nothing: true},
		{name: "sound in the middle", damage: func(b *bench, rec, _ ID) {
			b.tamper("UPDATE chunk SET box=zeroblob(length(box)) WHERE obj=? AND seq IN (2,3)", rec[:])
		}, rows: map[int64]bool{2: true, 3: true}, words: []int{0, 1, 2, 3, 4, 5}},
		{name: "the first and the last of a sound", damage: func(b *bench, rec, _ ID) {
			b.tamper("DELETE FROM chunk WHERE obj=? AND seq IN (0,7,8)", rec[:])
		}, rows: map[int64]bool{0: true, 7: true}, words: []int{0, 1, 2, 3, 4, 5}},
		{name: "rows of text", damage: func(b *bench, _, text ID) {
			b.tamper("UPDATE chunk SET box=zeroblob(9) WHERE obj=? AND seq IN (1,4)", text[:])
		}, words: []int{0, 2, 3, 5}},
		{name: "a head", damage: func(b *bench, _, text ID) {
			b.tamper("UPDATE object SET head_box=zeroblob(length(head_box)) WHERE id=?", text[:])
		}, noText: true},
		{name: "a key", damage: func(b *bench, _, text ID) {
			b.tamper("UPDATE object SET key_box=zeroblob(length(key_box)) WHERE id=?", text[:])
		}, noText: true},
		{name: "an object", damage: func(b *bench, _, text ID) { b.tamper("DELETE FROM object WHERE id=?", text[:]) }, noText: true},
		{name: "the log", damage: func(b *bench, _, _ ID) {
			b.tamper("UPDATE event SET box=zeroblob(9) WHERE seq=2")
			b.tamper("DELETE FROM event WHERE seq=4")
		}, words: []int{0, 1, 2, 3, 4, 5}, missing: []int{2, 4}},
		{name: "the catalog", damage: func(b *bench, _, _ ID) { b.tamper("UPDATE catalog SET box=zeroblob(9)") },
			words: []int{0, 1, 2, 3, 4, 5}},
		{name: "the seen bundles", damage: func(b *bench, _, _ ID) { b.tamper("DELETE FROM seen_bundle") }, words: []int{0, 1, 2, 3, 4, 5}},
		{name: "rows too many", damage: func(b *bench, rec, _ ID) {
			b.tamper("INSERT INTO chunk(obj,stream,seq,box) VALUES(?,0,30,x'00')", rec[:])
		}, words: []int{0, 1, 2, 3, 4, 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, rec, text, other, private := eventful(t)
			b.close()
			c.damage(b, rec, text)
			b.open()
			b.vault.sweeps.group.Wait() // room that the tampering left is given back
			before, err := os.ReadFile(b.path)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "barnrost.vault")
			made, err := b.vault.Salvage(t.Context(), path, Salvage{Mend: silent, Missing: "lost", Events: []Event{{Kind: "rescued"}}})
			if err != nil {
				t.Fatal(err)
			}
			if c.nothing != (len(made.Damage) == 0) {
				t.Errorf("named as damaged: %v", made.Damage)
			}
			if after, _ := os.ReadFile(b.path); !bytes.Equal(after, before) {
				t.Error("the damaged vault was changed")
			}
			v := mustUnlock(t, path, b.setup.Keys)
			defer v.Close()
			n := &bench{TB: t, path: path, vault: v, setup: b.setup}
			if list, err := v.Check(t.Context(), nil); err != nil || len(list) > 0 || !v.Writable() {
				t.Errorf("the new vault is damaged itself: %v, %v", list, err)
			}
			rows, err := n.read(rec, sound)
			if err != nil || len(rows) != 9 || !rows[8].Final {
				t.Fatalf("%d rows of sound, %v", len(rows), err)
			}
			for i, r := range rows[:8] {
				want := pcm(i)
				if c.rows[int64(i)] {
					want = make([]byte, soundSize)
				}
				if !bytes.Equal(r.Data, want) || r.First != int64(i)*96000 || r.Count != 96000 || r.Rate != 48000 {
					t.Errorf("row %d of the sound is another: from %d on, %d samples", i, r.First, r.Count)
				}
			}
			words, err := n.read(text, journal)
			if c.noText != errors.Is(err, ErrNotFound) || !c.noText && len(words) != len(c.words) {
				t.Fatalf("the text: %d rows, %v", len(words), err)
			}
			for i, w := range words {
				if !bytes.Equal(w.Data, line(c.words[i])) {
					t.Errorf("row %d of the text is %q", i, w.Data)
				}
			}
			for i, w := range n.must(other) {
				if !bytes.Equal(w.Data, line(i)) {
					t.Errorf("row %d of the other text is %q", i, w.Data)
				}
			}
			if o, err := v.Object(private); err != nil || string(o.Meta) != "only mine" || !o.Private {
				t.Errorf("what is private: %v", err)
			}
			log, _, err := v.Log(t.Context(), nil)
			if err != nil || len(log) != 6 || log[5].Kind != "rescued" {
				t.Fatalf("the log: %v, %v", log, err)
			}
			for i, e := range log[:5] {
				switch lost := slices.Contains(c.missing, i+1); {
				case lost && e.Kind == "lost":
				case !lost && e.Kind == "opened" && e.Detail == string(rune('a'+i)) && e.Object == text:
				default:
					t.Errorf("event %d is %+v", i+1, e)
				}
			}
			n.append(other, journal, Row{Data: line(6)}) // it can be worked in
		})
	}
}

// must reads a stream that has to be whole.
func (b *bench) must(id ID) []Row {
	b.Helper()
	rows, err := b.read(id, journal)
	if err != nil || len(rows) != 6 {
		b.Errorf("%d rows, %v", len(rows), err)
	}
	return rows
}

func TestWithoutTheOwnersKeyNothingIsSignedInTheirName(t *testing.T) {
	b, _, _, _, _ := eventful(t)
	b.close()
	recovery := crypto.Keys{Vault: b.setup.Keys.Vault, Inbox: b.setup.Keys.Inbox}
	b.vault = mustUnlock(t, b.path, recovery)
	if _, err := b.vault.Salvage(t.Context(), filepath.Join(t.TempDir(), "v"), Salvage{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Salvage: %v", err)
	}
}

func TestPartOfAVaultIsAVaultOfItsOwn(t *testing.T) {
	b, rec, text, _, _ := eventful(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "some.vault")
	made, err := b.vault.Salvage(t.Context(), path, Salvage{Only: []ID{rec}})
	if err != nil || len(made.Damage) > 0 {
		t.Fatal(made.Damage, err)
	}
	v := inspect(t, path)
	if list, err := v.Check(t.Context(), nil); err != nil || len(list) > 0 {
		t.Errorf("Check: %v, %v", list, err)
	}
	if o, err := v.Object(rec); err != nil || o.Streams[sound].Rows != 9 {
		t.Errorf("what was asked for: %v", err)
	}
	if _, err := v.Object(text); !errors.Is(err, ErrNotFound) {
		t.Errorf("what was not asked for: %v", err)
	}
	if left := snapshot(t, dir); len(left) != 1 {
		t.Errorf("%d files lie there", len(left))
	}
	if _, err := b.vault.Salvage(t.Context(), path, Salvage{Only: []ID{rec}}); !errors.Is(err, ErrExists) {
		t.Errorf("over a file: %v", err)
	}
}

func TestWhereARescueEndsHalfwayNothingIsLeft(t *testing.T) {
	b, _, text, _, _ := eventful(t)
	b.close()
	b.tamper("DELETE FROM chunk WHERE obj=? AND seq=1", text[:])
	b.open()
	dir := t.TempDir()
	path := filepath.Join(dir, "v")
	for _, at := range []int{1, 20, 30} {
		ctx, cancel := context.WithCancel(t.Context())
		calls := 0
		_, err := b.vault.Salvage(ctx, path, Salvage{Progress: func(_, _ int64) {
			if calls++; calls == at {
				cancel()
			}
		}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at the step %d of %d: %v", at, calls, err)
		}
	}
	broken := errors.New("broken off")
	if _, err := b.vault.Salvage(t.Context(), path, Salvage{Polish: func(context.Context, *Vault) error { return broken }}); !errors.Is(err, broken) {
		t.Errorf("polish: %v", err)
	}
	if left := snapshot(t, dir); len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
}
