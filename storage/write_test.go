package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

var errMine = errors.New("mine")

func TestAFailedWriteLeavesNothing(t *testing.T) {
	b := newBench(t)
	id := b.text(2)
	generation := b.vault.Generation()
	everything := func(tx *Tx) error {
		if _, err := tx.Create(NewObject{Kind: "half"}); err != nil {
			return err
		}
		return errors.Join(
			tx.SetMeta(id, []byte("changed")),
			tx.Append(id, journal, Row{Data: line(9)}),
			tx.Replace(id, peaks, []Row{{Data: line(8)}}),
			tx.Event(Event{Kind: "edited", Object: id}),
			tx.SeenBundle([32]byte{1}))
	}
	check := func(when string) {
		t.Helper()
		o, err := b.vault.Object(id)
		if err != nil || string(o.Meta) != `{"code":"TALL-27"}` || o.Streams[journal].Rows != 2 {
			t.Errorf("%s: object is %+v, %v", when, o, err)
		}
		if list := b.vault.Objects("half"); len(list) != 0 || b.vault.Generation() != generation {
			t.Errorf("%s: %v, generation %d", when, list, b.vault.Generation())
		}
		if list, err := b.vault.Events(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("%s: events %v, %v", when, list, err)
		}
		if seen, err := b.vault.Seen([32]byte{1}); seen || err != nil {
			t.Errorf("%s: bundle seen", when)
		}
	}
	err := b.vault.Write(t.Context(), Text, func(tx *Tx) error { return errors.Join(everything(tx), errMine) })
	if !errors.Is(err, errMine) {
		t.Fatalf("Write: %v", err)
	}
	check("after an error")
	panicked := func() (p any) {
		defer func() { p = recover() }()
		_ = b.vault.Write(t.Context(), Text, func(tx *Tx) error {
			if err := everything(tx); err != nil {
				t.Error(err)
			}
			panic("mine")
		})
		return nil
	}()
	if panicked != "mine" {
		t.Errorf("the panic came out as %v", panicked)
	}
	check("after a panic")
	b.reopen()
	check("after opening again")
	b.write(Text, everything) // the control: it can succeed
	if b.vault.Generation() != generation+1 || len(b.vault.Objects("half")) != 1 {
		t.Error("the same write without the error did nothing")
	}
}

func TestATransactionSeesItsOwnChanges(t *testing.T) {
	b := newBench(t)
	b.write(Text, func(tx *Tx) error {
		id, err := tx.Create(NewObject{Kind: "interview"})
		if err != nil {
			return err
		}
		if err := errors.Join(tx.SetMeta(id, []byte("m")), tx.Append(id, journal, Row{Data: line(0)})); err != nil {
			return err
		}
		if o, err := tx.Object(id); err != nil || string(o.Meta) != "m" || o.Streams[journal].Rows != 1 {
			t.Errorf("%+v, %v", o, err)
		}
		if _, err := b.vault.Object(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("others see it before the commit: %v", err)
		}
		if err := tx.Erase(id); err != nil {
			return err
		}
		if _, err := tx.Object(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("erased in the transaction: %v", err)
		}
		return nil
	})
	if len(b.vault.Objects("interview")) != 0 {
		t.Error("created and erased, and there")
	}
}

func TestATxCannotBeKept(t *testing.T) {
	b := newBench(t)
	var kept *Tx
	b.write(Text, func(tx *Tx) error { kept = tx; return nil })
	_, createErr := kept.Create(NewObject{Kind: "x"})
	for _, err := range []error{createErr, kept.Event(Event{}), kept.SeenBundle([32]byte{}), kept.SetMeta(ID{}, nil),
		kept.Append(ID{}, 0, Row{}), kept.Replace(ID{}, 0, nil), kept.Erase(ID{}), kept.Adopt(nil)} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("a kept Tx: %v", err)
		}
	}
}

func TestRowsHaveTheirLimits(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: 100}})
	b.append(id, journal, Row{Final: true})
	for _, c := range []struct {
		name string
		want error
		do   func(tx *Tx) error
	}{
		{"after the final row", ErrFinal, func(tx *Tx) error { return tx.Append(id, journal, Row{}) }},
		{"beyond the fixed size", ErrTooLarge, func(tx *Tx) error { return tx.Append(id, sound, Row{Data: make([]byte, 101)}) }},
		{"beyond MaxRow", ErrTooLarge, func(tx *Tx) error { return tx.Append(id, peaks, Row{Data: make([]byte, MaxRow+1)}) }},
		{"beyond MaxMeta", ErrTooLarge, func(tx *Tx) error { return tx.SetMeta(id, make([]byte, MaxMeta+1)) }},
		{"beyond MaxReplacement", ErrTooLarge, func(tx *Tx) error { return tx.Replace(id, peaks, make([]Row, MaxReplacement+1)) }},
		{"to no object", ErrNotFound, func(tx *Tx) error { return tx.Append(NewID(), sound, Row{}) }},
		{"of no kind", nil, func(tx *Tx) error { _, err := tx.Create(NewObject{}); return err }},
		{"of the vault's own kind", nil, func(tx *Tx) error { _, err := tx.Create(NewObject{Kind: kindSigning}); return err }},
	} {
		err := b.vault.Write(t.Context(), Text, c.do)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("a row %s: %v, want %v", c.name, err, c.want)
		}
	}
	b.append(id, sound, Row{Data: make([]byte, 100)}) // exactly the size
}

func TestRowsOfSoundAllLookAlike(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: 4000}})
	for _, n := range []int{4000, 17, 0} {
		b.append(id, sound, Row{Count: uint32(n / 2), Data: make([]byte, n)})
	}
	b.close()
	if n := b.count("SELECT count(DISTINCT length(box)) FROM chunk"); n != 1 {
		t.Errorf("%d different sizes", n)
	}
	b.open()
}

func TestReplaceExchangesAWholeStream(t *testing.T) {
	b := newBench(t)
	id := b.text(5)
	b.append(id, peaks, Row{Data: line(77)})
	snapshot := []Row{{Data: []byte("snapshot")}, {Data: []byte("rest")}}
	b.write(Text, func(tx *Tx) error { return tx.Replace(id, journal, snapshot) })
	b.append(id, journal, Row{Data: line(5)})
	for range 2 {
		rows, err := b.read(id, journal)
		if err != nil || len(rows) != 3 || string(rows[0].Data) != "snapshot" || !bytes.Equal(rows[2].Data, line(5)) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		if rows, err := b.read(id, peaks); err != nil || len(rows) != 1 {
			t.Fatalf("the other stream: %d rows, %v", len(rows), err)
		}
		b.reopen()
	}
	b.write(Text, func(tx *Tx) error { return tx.Replace(id, journal, nil) })
	if rows, err := b.read(id, journal); err != nil || len(rows) != 0 {
		t.Fatalf("replaced by nothing: %d rows, %v", len(rows), err)
	}
}

func TestAStreamReplacedUnderAReaderIsSaid(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "transcript"})
	large := make([]byte, fetchBytes) // one row to a fetch
	for range 3 {
		b.append(id, journal, Row{Data: large})
	}
	b.append(id, peaks, Row{Data: large})
	err := b.vault.Rows(t.Context(), id, journal, 0, func(r Row) error {
		if r.Seq == 0 {
			b.write(Text, func(tx *Tx) error { return tx.Replace(id, journal, []Row{{}, {}, {}}) })
		}
		return nil
	})
	if !errors.Is(err, ErrChanged) {
		t.Errorf("replaced meanwhile: %v", err)
	}
	// The control: another stream's being replaced is none of its business.
	err = b.vault.Rows(t.Context(), id, peaks, 0, func(Row) error {
		b.write(Text, func(tx *Tx) error { return tx.Replace(id, journal, nil) })
		return nil
	})
	if err != nil {
		t.Errorf("another stream: %v", err)
	}
}

func TestRowsCanBeReadWhileTheyAreWritten(t *testing.T) {
	b, id := recording(t, 3)
	n := 0
	err := b.vault.Rows(t.Context(), id, sound, 0, func(r Row) error {
		n++
		b.append(id, sound, Row{Data: pcm(10 + n)})
		return nil
	})
	if err != nil || n != 3 {
		t.Errorf("%d rows, %v", n, err)
	}
	if rows, err := b.read(id, sound); err != nil || len(rows) != 6 {
		t.Errorf("%d rows afterwards, %v", len(rows), err)
	}
}

func TestRowsBegunInTheMiddleAndStopped(t *testing.T) {
	b := newBench(t)
	id := b.text(6)
	var got []int64
	err := b.vault.Rows(t.Context(), id, journal, 3, func(r Row) error {
		got = append(got, r.Seq)
		if r.Seq == 4 {
			return errMine
		}
		return nil
	})
	if !errors.Is(err, errMine) || !slices.Equal(got, []int64{3, 4}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, seq := range []int64{-1, 6} {
		if _, err := b.vault.Row(t.Context(), id, journal, seq); !errors.Is(err, ErrNotFound) {
			t.Errorf("row %d: %v", seq, err)
		}
	}
	if _, err := b.vault.Row(t.Context(), NewID(), journal, 0); !errors.Is(err, ErrNotFound) {
		t.Errorf("row of no object: %v", err)
	}
}

func TestErasedIsGoneAndNotDamage(t *testing.T) {
	b := newBench(t)
	kept, erased := b.text(3), b.text(300)
	b.append(erased, sound, Row{Data: bytes.Repeat([]byte("x"), MaxRow/2)})
	b.write(Text, func(tx *Tx) error { return tx.Erase(erased) })
	if _, err := b.vault.Object(erased); !errors.Is(err, ErrNotFound) {
		t.Errorf("Object: %v", err)
	}
	if _, err := b.vault.Row(t.Context(), erased, journal, 0); !errors.Is(err, ErrNotFound) {
		t.Errorf("Row: %v", err)
	}
	if err := b.vault.Write(t.Context(), Text, func(tx *Tx) error { return tx.Erase(erased) }); !errors.Is(err, ErrNotFound) {
		t.Errorf("erased twice: %v", err)
	}
	b.vault.sweeps.group.Wait()
	b.close()
	if n := b.count("SELECT count(*) FROM chunk WHERE obj = ?", erased[:]); n != 0 {
		t.Errorf("%d rows left", n)
	}
	if n := b.count("PRAGMA freelist_count"); n != 0 {
		t.Errorf("%d free pages kept from the file system", n)
	}
	b.open()
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%v, %v", d, err)
	}
	if rows, err := b.read(kept, journal); err != nil || len(rows) != 3 {
		t.Errorf("the other object: %d rows, %v", len(rows), err)
	}
}

func TestAnErasedKeyIsOverwrittenInTheFile(t *testing.T) {
	b := newBench(t)
	id := b.text(1)
	b.close()
	db, err := sql.Open("sqlite", b.path)
	if err != nil {
		t.Fatal(err)
	}
	var key []byte
	if err := errors.Join(db.QueryRow("SELECT key_box FROM object WHERE id=?", id[:]).Scan(&key), db.Close()); err != nil {
		t.Fatal(err)
	}
	held := func() bool {
		content, err := os.ReadFile(b.path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(content, key[200:300]) // inside one page
	}
	if !held() {
		t.Fatal("the key is not found even before: the test shows nothing")
	}
	b.open()
	b.vault.sweeps.end() // what the transaction itself does is looked at
	b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
	b.close()
	if held() {
		t.Error("the erased key is still in the file")
	}
	b.open()
}

func TestABundleIsSeenOnce(t *testing.T) {
	b := newBench(t)
	hash := [32]byte{7}
	see := func(tx *Tx) error { return tx.SeenBundle(hash) }
	b.write(Import, see)
	if err := b.vault.Write(t.Context(), Import, see); !errors.Is(err, ErrSeen) {
		t.Errorf("a second time: %v", err)
	}
	b.reopen()
	if err := b.vault.Write(t.Context(), Import, see); !errors.Is(err, ErrSeen) {
		t.Errorf("after opening again: %v", err)
	}
	if seen, err := b.vault.Seen([32]byte{8}); seen || err != nil {
		t.Errorf("another: %v, %v", seen, err)
	}
}

func TestTheLogKeepsItsOrder(t *testing.T) {
	b := newBench(t)
	id := NewID()
	const n = markEvery + eventBatch + 5
	for at := 0; at < n; {
		b.write(Text, func(tx *Tx) error {
			for range min(200, n-at) {
				if err := tx.Event(Event{Kind: "opened", Object: id, Detail: strings.Repeat("I", at%7)}); err != nil {
					return err
				}
				at++
			}
			return nil
		})
	}
	b.reopen()
	list, err := b.vault.Events(t.Context())
	if err != nil || len(list) != n || len(b.vault.Damage()) != 0 {
		t.Fatalf("%d events, %v, %v", len(list), err, b.vault.Damage())
	}
	for i, e := range list {
		if e.Kind != "opened" || e.Object != id || len(e.Detail) != i%7 || e.At.IsZero() {
			t.Fatalf("event %d is %+v", i, e)
		}
	}
	if b.vault.mark.events == 0 {
		t.Error("the mark never moved")
	}
}

func TestAClockThatJumpsHarmsNothing(t *testing.T) {
	c := newClock()
	b := newBench(t)
	b.vault.now = c.now
	var ids []ID
	for _, jump := range []time.Duration{0, 50 * 365 * 24 * time.Hour, -90 * 365 * 24 * time.Hour} {
		c.jump(jump)
		id := b.text(2)
		b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "edited", Object: id}) })
		ids = append(ids, id)
	}
	b.reopen()
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%v, %v", d, err)
	}
	if list, err := b.vault.Events(t.Context()); err != nil || len(list) != 3 || list[0].Object != ids[0] || list[2].Object != ids[2] {
		t.Errorf("the log follows the clock: %v, %v", list, err)
	}
	if got := b.vault.Objects("transcript"); len(got) != 3 || got[0].ID != ids[2] {
		t.Errorf("%d objects", len(got))
	}
}

func TestAClosedVaultSaysSo(t *testing.T) {
	b := newBench(t)
	id := b.text(2)
	staged, err := b.vault.Stage(NewObject{Kind: "recording"})
	if err != nil {
		t.Fatal(err)
	}
	b.close()
	_, stageErr := b.vault.Stage(NewObject{Kind: "x"})
	_, seenErr := b.vault.Seen([32]byte{})
	_, eventsErr := b.vault.Events(t.Context())
	_, rowErr := b.vault.Row(t.Context(), id, journal, 0)
	_, checkErr := b.vault.Check(t.Context(), nil)
	for what, err := range map[string]error{
		"Write": b.vault.Write(t.Context(), Text, func(*Tx) error { return nil }), "Stage": stageErr, "Seen": seenErr,
		"Events": eventsErr, "Row": rowErr, "Check": checkErr,
		"Staged.Append": staged.Append(t.Context(), sound, Row{Data: make([]byte, 2*stageLeast)}),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := staged.Abort(); err != nil {
		t.Errorf("Abort: %v", err)
	}
}

func TestMemoryGivenAwayIsNotShared(t *testing.T) {
	b := newBench(t)
	meta := []byte("mine")
	id := b.create(NewObject{Kind: "x", Meta: meta})
	meta[0] = 'X'
	o, err := b.vault.Object(id)
	if err != nil || string(o.Meta) != "mine" {
		t.Fatalf("%q, %v", o.Meta, err)
	}
	o.Meta[0] = 'Y'
	o.Streams[9] = StreamHead{Rows: 1}
	if o, _ := b.vault.Object(id); string(o.Meta) != "mine" || len(o.Streams) != 0 {
		t.Errorf("the vault's own memory was changed: %+v", o)
	}
}

func TestAWriteThatWaitsCanBeWithdrawn(t *testing.T) {
	b := newBench(t)
	started, release := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- b.vault.Write(context.Background(), Text, func(*Tx) error {
			close(started)
			<-release
			return nil
		})
	}()
	<-started
	ctx, cancel := context.WithCancel(t.Context())
	second := make(chan error, 1)
	go func() {
		second <- b.vault.Write(ctx, Text, func(*Tx) error { t.Error("a withdrawn write ran"); return nil })
	}()
	b.waitQueued(Text, 1)
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("withdrawn: %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if err := b.vault.Write(ctx, Text, func(*Tx) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}
