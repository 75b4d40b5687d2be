package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// backup makes a backup that must succeed.
func (b *bench) backup(dir string) Backup {
	b.Helper()
	made, err := b.vault.Backup(b.Context(), dir, nil)
	if err != nil {
		b.Fatalf("Backup: %v", err)
	}
	return made
}

// dump is everything in a vault's file, row by row.
func dump(t testing.TB, path string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	tables, err := db.Query("SELECT name, sql FROM sqlite_master WHERE type='table'")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for tables.Next() {
		var name, made string
		if err := tables.Scan(&name, &made); err != nil {
			t.Fatal(err)
		}
		names, all["table "+name] = append(names, name), made
	}
	if err := errors.Join(tables.Err(), tables.Close()); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		columns := "*"
		if name == "chunk" {
			columns = "obj, stream, seq, box" // rowid is nobody's
		}
		rows, err := db.Query("SELECT " + columns + " FROM " + name)
		if err != nil {
			t.Fatal(err)
		}
		cols, _ := rows.Columns()
		for rows.Next() {
			values, into := make([]any, len(cols)), make([]any, len(cols))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all[fmt.Sprintf("%s %x", name, sha256.Sum256(fmt.Appendf(nil, "%x", values)))] = ""
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	for _, pragma := range []string{"application_id", "user_version", "auto_vacuum", "page_size", "encoding"} {
		var value string
		if err := db.QueryRow("PRAGMA " + pragma).Scan(&value); err != nil {
			t.Fatal(err)
		}
		all["pragma "+pragma] = value
	}
	return all
}

func TestABackupHoldsEveryRowOfTheVaultAndOpensByItself(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Meta: []byte("first"), Fixed: map[Stream]int{sound: soundSize}})
	for i := range 30 {
		b.append(id, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)})
	}
	text := b.text(40)
	b.write(Text, func(tx *Tx) error { return tx.Replace(text, journal, []Row{{Data: line(7)}}) })
	b.create(NewObject{Kind: "mirror", Private: true, Meta: []byte("only mine")})
	b.write(Import, func(tx *Tx) error {
		return errors.Join(tx.SeenBundle([32]byte{7}), tx.Event(Event{Kind: "opened", Object: id}))
	})
	dir := t.TempDir()
	var last, total int64
	made, err := b.vault.Backup(t.Context(), dir, func(d, of int64) {
		if d < last || d > of {
			t.Errorf("progress went from %d to %d of %d", last, d, of)
		}
		last, total = d, of
	})
	if err != nil {
		t.Fatal(err)
	}
	if last == 0 || last != total {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	if made.Generation != b.vault.Generation() || len(made.Damage) > 0 {
		t.Errorf("made %+v", made)
	}
	raw, err := os.ReadFile(made.Path)
	if err != nil || sha256.Sum256(raw) != made.SHA256 || int64(len(raw)) != made.Size {
		t.Errorf("the file is not the one that was told of: %v", err)
	}
	if left := snapshot(t, dir); len(left) != 1 {
		t.Errorf("in the folder lie %d files", len(left))
	}
	b.close()
	vault, copied := dump(t, b.path), dump(t, made.Path)
	for row := range vault {
		if copied[row] != vault[row] {
			t.Errorf("the copy lacks or changes %q", row)
		}
	}
	if len(copied) != len(vault) {
		t.Errorf("the copy holds %d things, the vault %d", len(copied), len(vault))
	}
	v := mustUnlock(t, made.Path, b.setup.Keys) // it can be worked in as it is
	if err := errors.Join(v.Write(t.Context(), Text, func(tx *Tx) error { return tx.SetMeta(id, []byte("on")) }), v.Close()); err != nil {
		t.Errorf("working in the copy: %v", err)
	}
	b.open()
}

// TestABackupTakenWhileEverythingIsWrittenIsTheVaultOfOneMoment records, types,
// snapshots, imports and erases while backups are made, and holds each against
// what was acknowledged.
func TestABackupTakenWhileEverythingIsWrittenIsTheVaultOfOneMoment(t *testing.T) {
	b := newBench(t)
	rec := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	text := b.text(3)
	for i := range 120 {
		b.append(rec, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)})
	}
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	work := func(fn func(i int) error) {
		group.Go(func() {
			tick := time.NewTicker(150 * time.Millisecond) // more often than in life, less than the disk can bear
			defer tick.Stop()
			for i := 0; ctx.Err() == nil; i++ {
				<-tick.C
				if err := fn(i); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		})
	}
	next := 120
	work(func(int) error { // the recording
		i := next
		next++
		return b.vault.Write(ctx, Sound, func(tx *Tx) error {
			return tx.Append(rec, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)})
		})
	})
	work(func(i int) error { // typing, and snapshots that replace the journal
		return b.vault.Write(ctx, Text, func(tx *Tx) error {
			if i%7 == 6 {
				return tx.Replace(text, journal, []Row{{Data: line(i)}})
			}
			return tx.Append(text, journal, Row{Data: line(i)})
		})
	})
	work(func(i int) error { // what comes and goes
		var id ID
		if err := b.vault.Write(ctx, Text, func(tx *Tx) (err error) {
			id, err = tx.Create(NewObject{Kind: "note", Meta: line(i)})
			return errors.Join(err, tx.Append(id, journal, Row{Data: line(i)}))
		}); err != nil {
			return err
		}
		return b.vault.Write(ctx, Text, func(tx *Tx) error { return tx.Erase(id) })
	})
	dir := t.TempDir()
	var made []Backup
	for range 4 {
		from := b.vault.Generation()
		one := b.backup(dir) // which checks the whole copy
		if one.Generation < from || one.Generation > b.vault.Generation() {
			t.Errorf("generation %d, while the vault went from %d to %d", one.Generation, from, b.vault.Generation())
		}
		made = append(made, one)
	}
	stop()
	group.Wait()
	for _, one := range made {
		v := inspect(t, one.Path)
		o, err := v.Object(rec)
		if err != nil {
			t.Fatal(err)
		}
		n := o.Streams[sound].Rows
		if n < 120 {
			t.Errorf("%d rows of sound of at least 120", n)
		}
		for _, seq := range []int64{0, 119, n - 1} {
			if row, err := v.Row(t.Context(), rec, sound, seq); err != nil || !bytes.Equal(row.Data, pcm(int(seq))) {
				t.Errorf("row %d of %d: %v", seq, n, err)
			}
		}
	}
}

// TestNoWriteOfSoundIsLateWhileABackupIsMade holds writing sound during a
// backup to the 200 ms that a recording can wait for.
func TestNoWriteOfSoundIsLateWhileABackupIsMade(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	b := newBench(t)
	rec := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	for i := 0; i < 300; i += 10 { // 58 MB
		b.write(Sound, func(tx *Tx) error {
			for k := i; k < i+10; k++ {
				if err := tx.Append(rec, sound, Row{First: int64(k) * 96000, Count: 96000, Rate: 48000, Data: pcm(k)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	live := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	writes := 0
	write := func() time.Duration {
		began := time.Now()
		b.append(live, sound, Row{First: int64(writes) * 96000, Count: 96000, Rate: 48000, Data: pcm(writes)})
		writes++
		return time.Since(began)
	}
	var alone time.Duration // the control: what this machine takes as it is
	for range 20 {
		alone = max(alone, write())
	}
	done := make(chan Backup)
	go func() {
		defer close(done)
		made, err := b.vault.Backup(t.Context(), b.TempDir(), nil)
		if err != nil {
			t.Error(err)
			return
		}
		done <- made
	}()
	var worst time.Duration
	before := writes
	tick := time.NewTicker(20 * time.Millisecond) // a hundred times as often as a recording
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-done:
			running = false
		case <-tick.C:
			worst = max(worst, write())
		}
	}
	t.Logf("%d writes of sound, the slowest took %v; without a backup %v", writes-before, worst.Round(time.Millisecond), alone.Round(time.Millisecond))
	if writes-before < 3 {
		t.Fatal("nothing was written meanwhile")
	}
	// 200 ms are what a recording waits for on a machine of its own; here others
	// work too.
	if most := max(3*200*time.Millisecond, 6*alone); worst > most {
		t.Errorf("a write of sound took %v, at most %v were allowed", worst, most)
	}
}

func TestACopyThatReadsBackOtherwiseIsNoBackup(t *testing.T) {
	b := newBench(t)
	id := b.text(6)
	other := b.text(3)
	dir := t.TempDir()
	made := b.backup(dir)
	meter, err := b.vault.meter(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	im := &image{generation: b.vault.Generation()}
	if _, err := b.vault.readBack(t.Context(), made.Path, im, meter); err != nil {
		t.Fatalf("the control: %v", err)
	}
	for name, spoil := range map[string]string{
		"a row":          "UPDATE chunk SET box=zeroblob(length(box)) WHERE seq=2",
		"a row gone":     "DELETE FROM chunk WHERE seq=5",
		"an object gone": "DELETE FROM object WHERE id=x'" + other.String() + "'",
		"the log":        "UPDATE event SET box=zeroblob(length(box))",
		"the catalog":    "UPDATE catalog SET box=zeroblob(length(box))",
	} {
		b.write(Text, func(tx *Tx) error { return tx.Event(Event{Kind: "opened", Object: id}) })
		spoiled := &bench{TB: t, path: b.backup(t.TempDir()).Path}
		spoiled.tamper(spoil)
		im.generation = b.vault.Generation()
		if _, err := b.vault.readBack(t.Context(), spoiled.path, im, meter); !errors.Is(err, ErrFaulty) {
			t.Errorf("%s: %v", name, err)
		}
	}
	im.generation++
	if _, err := b.vault.readBack(t.Context(), made.Path, im, meter); !errors.Is(err, ErrFaulty) {
		t.Errorf("another generation: %v", err)
	}
}

func TestADamagedVaultIsBackedUpWithItsDamageNamed(t *testing.T) {
	b := newBench(t)
	id, lost := b.text(6), b.text(2)
	b.close()
	b.tamper("UPDATE chunk SET box=zeroblob(length(box)) WHERE obj=? AND seq=2", id[:])
	b.tamper("DELETE FROM chunk WHERE obj=? AND seq=4", id[:])
	b.tamper("UPDATE object SET head_box=zeroblob(length(head_box)) WHERE id=?", lost[:])
	b.open()
	made := b.backup(t.TempDir())
	want, err := b.vault.Check(t.Context(), nil)
	if err != nil || len(want) != 3 || !slices.Equal(made.Damage, want) {
		t.Errorf("named are %v, in the vault %v, %v", made.Damage, want, err)
	}
	v := inspect(t, made.Path)
	for seq := range int64(6) {
		row, err := v.Row(t.Context(), id, journal, seq)
		if bad := seq == 2 || seq == 4; bad != (err != nil) || !bad && !bytes.Equal(row.Data, line(int(seq))) {
			t.Errorf("row %d: %v", seq, err)
		}
	}
}

func TestWhereABackupEndsHalfwayNothingIsLeft(t *testing.T) {
	b := newBench(t)
	b.text(200)
	dir := t.TempDir()
	for _, at := range []int{1, 100, 201, 300} { // copying, near its end, reading back
		ctx, cancel := context.WithCancel(t.Context())
		calls := 0
		_, err := b.vault.Backup(ctx, dir, func(_, _ int64) {
			if calls++; calls == at {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at the step %d: %v", at, err)
		}
		if left := snapshot(t, dir); len(left) > 0 {
			t.Errorf("cancelled at the step %d: %d files are left", at, len(left))
		}
	}
	if _, err := b.vault.Backup(t.Context(), filepath.Join(dir, "nowhere"), nil); !errors.Is(err, ErrTarget) {
		t.Errorf("a folder that is not there: %v", err)
	}
	// The leftover of one that was killed is taken away by the next.
	if err := os.WriteFile(filepath.Join(dir, ".barnrost-"+b.vault.asideName()+".part"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	made := b.backup(dir)
	if left := snapshot(t, dir); len(left) != 1 {
		t.Errorf("%d files are left", len(left))
	}
	again := b.backup(dir)
	if again.Path == made.Path || !strings.HasSuffix(again.Path, "-2"+BackupExtension) {
		t.Errorf("the second of a day is %s", filepath.Base(again.Path))
	}
}

func TestARestoredVaultIsTheBackupAndNothingIsOverwritten(t *testing.T) {
	b := newBench(t)
	id := b.text(5)
	made := b.backup(t.TempDir())
	b.text(1) // since then
	dir := t.TempDir()
	path := filepath.Join(dir, "barnrost.vault")
	if err := os.WriteFile(path+asideSuffix, []byte("half a vault"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := inspect(t, made.Path) // as the caller has it
	if err := Restore(t.Context(), made.Path, path, nil); err != nil {
		t.Fatal(err)
	}
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || sha256.Sum256(raw) != made.SHA256 {
		t.Errorf("the restored file is another: %v", err)
	}
	if err := Restore(t.Context(), made.Path, path, nil); !errors.Is(err, ErrExists) {
		t.Errorf("a second time: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(after, raw) {
		t.Error("what lay there was changed")
	}
	if err := Restore(t.Context(), made.Path, b.path, nil); !errors.Is(err, ErrInUse) {
		t.Errorf("over the vault that is open: %v", err)
	}
	v := mustUnlock(t, path, b.setup.Keys)
	if row, err := v.Row(t.Context(), id, journal, 4); err != nil || !bytes.Equal(row.Data, line(4)) || !v.Writable() {
		t.Errorf("in the restored vault: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Restore(ended, made.Path, filepath.Join(dir, "other.vault"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for name := range snapshot(t, dir) {
		if !strings.HasPrefix(name, "barnrost.vault") && name != "other.vault"+lockSuffix {
			t.Errorf("%s is left", name)
		}
	}
}
