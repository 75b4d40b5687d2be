package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// killTimes is the variable that asks for another number of kills than the
// usual; the long proof takes 300.
const killTimes = "BARNROST_KILLS"

// killSize is the sound in a row of the kill loop; killRow its payload.
const killSize = 9000

func killRow(i int64) []byte { return bytes.Repeat([]byte{byte(i), byte(i >> 8), 'p'}, killSize/3) }

// importRows is how many rows an import of the kill loop has: more than are
// staged in one step.
const importRows = 12

// killPace is how often sound comes and text is typed, a hundred times as
// often as at a desk; an import takes what time the writer has left.
const killPace = 10 * time.Millisecond

// childWorks records, types and imports at the same time for ever, and says of
// each how far it has been acknowledged.
func childWorks(v *Vault) error {
	failed := make(chan error)
	var say sync.Mutex
	for kind, step := range map[string]func(*Vault) (int64, error){"sound": killRecord, "text": killType, "import": killImport} {
		go func() {
			pace := time.NewTicker(killPace)
			for {
				if kind != "import" {
					<-pace.C
				}
				n, err := step(v)
				if err != nil {
					failed <- err
				}
				say.Lock()
				fmt.Println(kind, n)
				say.Unlock()
			}
		}()
	}
	return <-failed
}

// killRecord appends a row of sound, and says how many there are.
func killRecord(v *Vault) (n int64, err error) {
	id := v.Objects("recording")[0].ID
	err = v.Write(context.Background(), Sound, func(tx *Tx) error {
		o, err := tx.Object(id)
		n = o.Streams[sound].Rows + 1
		return errors.Join(err, tx.Append(id, sound, Row{Count: killSize / 2, Data: killRow(n - 1)}),
			tx.Append(id, peaks, Row{Data: line(int(n - 1))}))
	})
	return n, err
}

// killType writes one more line; each twentieth is a snapshot that replaces
// those before it. The metadata counts.
func killType(v *Vault) (n int64, err error) {
	o := v.Objects("transcript")[0]
	if n, err = strconv.ParseInt(string(o.Meta), 10, 64); err != nil {
		return 0, err
	}
	n++
	return n, v.Write(context.Background(), Text, func(tx *Tx) error {
		err := tx.SetMeta(o.ID, strconv.AppendInt(nil, n, 10))
		if n%20 == 0 {
			return errors.Join(err, tx.Replace(o.ID, journal, nil), tx.Replace(o.ID, snapshots, []Row{{Data: line(int(n))}}))
		}
		return errors.Join(err, tx.Append(o.ID, journal, Row{Data: line(int(n))}))
	})
}

// killImport stages, adopts, and erases what was imported two times before.
func killImport(v *Vault) (n int64, err error) {
	before := v.Objects("received")
	if len(before) > 0 {
		if n, err = strconv.ParseInt(string(before[len(before)-1].Meta), 10, 64); err != nil {
			return 0, err
		}
	}
	n++
	s, err := v.Stage(NewObject{Kind: "received", Meta: strconv.AppendInt(nil, n, 10), Fixed: map[Stream]int{sound: soundSize}})
	if err != nil {
		return 0, err
	}
	for i := range importRows {
		if err := s.Append(context.Background(), sound, Row{Data: pcm(i), Final: i == importRows-1}); err != nil {
			return 0, err
		}
	}
	return n, errors.Join(s.Settle(), v.Write(context.Background(), Import, func(tx *Tx) error {
		var erased error
		if len(before) > 1 {
			erased = tx.Erase(before[0].ID)
		}
		return errors.Join(erased, tx.Adopt(s), tx.SeenBundle([32]byte{byte(n), byte(n >> 8), 1}), tx.Event(Event{Kind: "imported", Detail: strconv.FormatInt(n, 10)}))
	}))
}

func TestNoKillLosesWhatWasRecordedTypedOrImported(t *testing.T) {
	kills := 15
	if testing.Short() || raced {
		kills = 3
	}
	if n, err := strconv.Atoi(os.Getenv(killTimes)); err == nil && n > 0 {
		kills = n
	}
	b := newBench(t)
	if err := os.MkdirAll(b.elsewhere(), 0o700); err != nil {
		t.Fatal(err)
	}
	b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: killSize}})
	b.create(NewObject{Kind: "transcript", Meta: []byte("0")})
	list := needles(b)
	list["sound"], list["imported sound"] = killRow(0x1234)[:64], pcm(1)[:64]
	began, interrupted := time.Now(), 0
	for i := range kills {
		b.close()
		acked := b.runAndKill("day", rand.IntN(40))
		if i%10 == 0 || i == kills-1 {
			b.scan(fmt.Sprintf("after kill %d", i+1), list)
		}
		if b.openAfterKill() {
			interrupted++
		}
		b.killed(acked)
		if t.Failed() {
			t.Fatalf("at kill %d, after %v", i+1, acked)
		}
	}
	if interrupted == 0 && kills > 10 {
		t.Error("no kill met an import: the test shows less than it says")
	}
	b.wholeDay()
	left, err := filepath.Glob(filepath.Join(b.elsewhere(), "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("files were made outside of the vault's folder: %v, %v", left, err)
	}
	t.Logf("%d kills, %d of them during an import, nothing lost, in %.0f s", kills, interrupted, time.Since(began).Seconds())
}

// openAfterKill opens the vault, and reports whether there are rows of an
// import that was cut off.
func (b *bench) openAfterKill() bool {
	b.Helper()
	s, err := Open(b.Context(), b.path)
	if err != nil {
		b.Fatalf("Open: %v", err)
	}
	half, err := orphans(b.Context(), s.db.read)
	if err == nil {
		b.vault, err = s.Unlock(b.Context(), b.setup.Keys, nil)
	}
	if err != nil {
		b.Fatal(errors.Join(err, s.Close()))
	}
	return len(half) > 0
}

// killed compares the vault with what was acknowledged before a kill: all of
// it is there, and of each kind of work at most the one step that was under
// way besides.
func (b *bench) killed(acked map[string]int64) {
	b.Helper()
	if d := b.vault.Damage(); len(d) > 0 {
		b.Errorf("damage %+v", d)
	}
	b.vault.sweeps.group.Wait()
	var orphaned int
	if err := b.vault.db.read.QueryRow("SELECT count(*) FROM chunk WHERE obj NOT IN (SELECT id FROM object)").Scan(&orphaned); err != nil || orphaned > 0 {
		b.Errorf("%d rows of an import were left, %v", orphaned, err)
	}
	within := func(kind string, n int64) {
		if n < acked[kind] || acked[kind] > 0 && n > acked[kind]+1 {
			b.Errorf("%s: %d, and %d was acknowledged", kind, n, acked[kind])
		}
	}
	rec, text := b.vault.Objects("recording")[0], b.vault.Objects("transcript")[0]
	within("sound", rec.Streams[sound].Rows)
	if rec.Streams[peaks].Rows != rec.Streams[sound].Rows {
		b.Errorf("%+v: half a transaction", rec.Streams)
	}
	typed, err := strconv.ParseInt(string(text.Meta), 10, 64)
	if err != nil {
		b.Error(err)
	}
	within("text", typed)
	lines, err := b.read(text.ID, journal)
	if err != nil || int64(len(lines)) != typed%20 {
		b.Errorf("%d lines since the last snapshot, %d were typed, %v", len(lines), typed, err)
	}
	for i, r := range lines {
		if want := line(int(typed/20*20) + i + 1); !bytes.Equal(r.Data, want) {
			b.Errorf("line %d came back as %q", i, r.Data)
		}
	}
	b.imports(within)
}

// imports checks that whatever was imported is whole.
func (b *bench) imports(within func(string, int64)) {
	b.Helper()
	last := int64(0)
	for _, o := range b.vault.Objects("received") {
		n, err := strconv.ParseInt(string(o.Meta), 10, 64)
		if err != nil {
			b.Error(err)
		}
		last = max(last, n)
		rows, err := b.read(o.ID, sound)
		if err != nil || len(rows) != importRows || !rows[len(rows)-1].Final {
			b.Errorf("import %d has %d rows, %v", n, len(rows), err)
		}
		if seen, err := b.vault.Seen([32]byte{byte(n), byte(n >> 8), 1}); !seen || err != nil {
			b.Errorf("import %d is there, and its bundle not noted, %v", n, err)
		}
	}
	within("import", last)
}

// wholeDay reads everything once at the end.
func (b *bench) wholeDay() {
	b.Helper()
	rows := int64(0)
	rec := b.vault.Objects("recording")[0]
	err := b.vault.Rows(b.Context(), rec.ID, sound, 0, func(r Row) error {
		if rows++; !bytes.Equal(r.Data, killRow(r.Seq)) {
			b.Errorf("row %d came back otherwise", r.Seq)
		}
		return nil
	})
	if err != nil || rows != rec.Streams[sound].Rows {
		b.Errorf("%d rows, %v", rows, err)
	}
	if d, err := b.vault.Check(b.Context(), nil); err != nil || len(d) > 0 {
		b.Errorf("%+v, %v", d, err)
	}
	events, err := b.vault.Events(b.Context())
	if err != nil {
		b.Error(err)
	}
	for i, e := range events {
		if e.Detail != strconv.Itoa(i+1) {
			b.Fatalf("event %d is of import %s", i+1, e.Detail)
		}
	}
}
