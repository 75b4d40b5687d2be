package storage

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
)

// Everything that may go on at once, for the race detector to look at: a
// recording, typing with snapshots, an import, playback, lists, the log, a
// check and erasing.
func TestEverythingAtOnce(t *testing.T) {
	b := newBench(t)
	snd := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: 3000}})
	text := b.text(1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var group sync.WaitGroup
	beside := func(fn func() error) {
		group.Go(func() {
			for ctx.Err() == nil {
				if err := fn(); err != nil && ctx.Err() == nil && !errors.Is(err, ErrChanged) {
					t.Error(err)
					return
				}
			}
		})
	}
	all := func(Row) error { return nil }
	beside(func() error { return b.vault.Rows(ctx, snd, sound, 0, all) })
	beside(func() error { return b.vault.Rows(ctx, text, journal, 0, all) })
	beside(func() error {
		b.vault.Objects("recording")
		_, err := b.vault.Events(ctx)
		return err
	})
	beside(func() error {
		d, err := b.vault.Check(ctx, nil)
		if len(d) > 0 {
			t.Errorf("damage %+v", d)
		}
		return err
	})
	beside(func() error {
		s, err := b.vault.Stage(NewObject{Kind: "recording"})
		if err != nil {
			return err
		}
		for range 3 {
			err = errors.Join(err, s.Append(ctx, sound, Row{Data: pcm(1)[:stageLeast/10]}))
		}
		if err == nil {
			err = b.vault.Write(ctx, Import, func(tx *Tx) error { return tx.Adopt(s) })
		}
		if err == nil {
			err = b.vault.Write(ctx, Import, func(tx *Tx) error { return tx.Erase(s.ID()) })
		}
		return errors.Join(err, s.Abort())
	})
	for i := range 40 {
		b.append(snd, sound, Row{Data: make([]byte, 3000)})
		b.write(Text, func(tx *Tx) error {
			if i%5 == 0 {
				return tx.Replace(text, journal, []Row{{Data: line(i)}})
			}
			return errors.Join(tx.Append(text, journal, Row{Data: line(i)}), tx.Event(Event{Kind: "edited", Object: text}))
		})
	}
	cancel()
	group.Wait()
	b.reopen()
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
	if o, err := b.vault.Object(snd); err != nil || o.Streams[sound].Rows != 40 {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	b, id := recording(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.vault.Row(ctx, id, sound, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("Row: %v", err)
	}
	if err := b.vault.Rows(ctx, id, sound, 0, func(Row) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Rows: %v", err)
	}
	if _, err := b.vault.Check(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Check: %v", err)
	}
}

func TestTheVFSCanBeChosen(t *testing.T) {
	b := newBench(t)
	b.close()
	name := "unix"
	if runtime.GOOS == "windows" {
		name = "win32"
	}
	s, err := Open(t.Context(), b.path, WithVFS(name))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), b.path, WithVFS("no such thing")); err == nil {
		t.Errorf("an unknown VFS opened it: %v", s.Close())
	}
	b.open()
}

// database/sql opens the second reading connection when it is first needed,
// which may be in the middle of a transaction. It must not ask for the write
// lock then, as setting auto_vacuum would.
func TestAReadingConnectionOpensDuringAWrite(t *testing.T) {
	b := newBench(t)
	b.write(Text, func(tx *Tx) error {
		if _, err := tx.Create(NewObject{Kind: "interview"}); err != nil {
			return err
		}
		if _, err := tx.exec("INSERT INTO seen_bundle(hash) VALUES(x'00')"); err != nil {
			return err
		}
		var errs []error
		for range readers {
			conn, err := b.vault.db.read.Conn(t.Context())
			if err != nil {
				return err
			}
			var n int
			errs = append(errs, conn.QueryRowContext(t.Context(), "SELECT count(*) FROM object").Scan(&n))
			defer func() {
				if err := conn.Close(); err != nil {
					t.Error(err)
				}
			}()
		}
		if err := errors.Join(errs...); err != nil {
			t.Errorf("reading during a write: %v", err)
		}
		return nil
	})
}
