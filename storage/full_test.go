package storage

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"testing"
)

// limit lets the file grow by so many pages and no more; a negative number
// takes the limit away.
func (b *bench) limit(pages int) {
	b.Helper()
	var now int
	if err := b.vault.db.write.QueryRow("PRAGMA page_count").Scan(&now); err != nil {
		b.Fatal(err)
	}
	if pages < 0 {
		pages = 1 << 30
	}
	var set int
	if err := b.vault.db.write.QueryRow(fmt.Sprintf("PRAGMA max_page_count=%d", now+pages)).Scan(&set); err != nil {
		b.Fatal(err)
	}
}

func TestAFullDiskKeepsWhatIsThereAndGoesOnOnceThereIsRoom(t *testing.T) {
	b, id := recording(t, 3)
	b.limit(20)
	row := func(tx *Tx) error { return tx.Append(id, sound, Row{Count: 96000, Rate: 48000, Data: pcm(3)}) }
	for range 3 {
		if err := b.vault.Write(t.Context(), Sound, row); !errors.Is(err, ErrDiskFull) {
			t.Fatalf("Write: %v", err)
		}
	}
	if o, err := b.vault.Object(id); err != nil || o.Streams[sound].Rows != 3 {
		t.Errorf("%+v, %v", o, err)
	}
	// An import that does not fit is given up; the recording is not touched.
	s, err := b.vault.Stage(NewObject{Kind: "recording"})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; err == nil && i < 20; i++ {
		err = s.Append(t.Context(), sound, Row{Data: pcm(i)})
	}
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("Stage: %v", err)
	}
	if err := s.Abort(); err != nil {
		t.Error(err)
	}
	if rows, err := b.read(id, sound); err != nil || len(rows) != 3 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	b.limit(-1)
	b.write(Sound, row)
	b.reopen()
	rows, err := b.read(id, sound)
	if err != nil || len(rows) != 4 || !bytes.Equal(rows[3].Data, pcm(3)) || len(b.vault.Damage()) > 0 {
		t.Errorf("%d rows, %v, %v", len(rows), err, b.vault.Damage())
	}
}

// There is always room to erase: on a full disk that is the way out.
func TestErasingWorksOnAFullDisk(t *testing.T) {
	b, id := recording(t, 3)
	b.limit(0)
	b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
	b.vault.sweeps.group.Wait()
	b.text(3)
}

func TestAFileThatMayNotBeWrittenIsSaid(t *testing.T) {
	b, id := recording(t, 1)
	if _, err := b.vault.db.write.Exec("PRAGMA query_only=ON"); err != nil {
		t.Fatal(err)
	}
	err := b.vault.Write(t.Context(), Sound, func(tx *Tx) error { return tx.Append(id, sound, Row{}) })
	if !errors.Is(err, ErrReadOnly) {
		t.Errorf("Write: %v", err)
	}
	if err := checkWritable(t.Context(), b.vault.db); !errors.Is(err, ErrReadOnly) {
		t.Errorf("checkWritable: %v", err)
	}
	if _, err := b.vault.db.write.Exec("PRAGMA query_only=OFF"); err != nil {
		t.Fatal(err)
	}
	b.append(id, sound, Row{Data: pcm(1)}) // the control
}

// A COMMIT that reports an error may yet be in the file. The next write finds
// out which, so that memory never parts from the file.
func TestACommitInDoubtIsSettledByTheFile(t *testing.T) {
	b := newBench(t)
	id := b.text(1)
	for _, taken := range []bool{false, true} {
		generation := b.vault.Generation()
		rows := int64(1)
		err := b.vault.queue.do(t.Context(), Text, func() error {
			var c *change
			err := b.vault.plain(func(db *sql.Tx) (_ *change, err error) {
				tx := newTx(b.vault, db)
				if err := tx.Append(id, journal, Row{Data: line(1)}); err != nil {
					return nil, err
				}
				if c, err = tx.finish(); err != nil || taken {
					return nil, err // committed, and memory does not hear of it
				}
				return nil, errMine // rolled back
			})
			b.vault.doubt = c
			return err
		})
		if taken != (err == nil) || b.vault.Generation() != generation {
			t.Fatalf("the test did not set its scene: %v", err)
		}
		if taken {
			rows++
		}
		b.append(id, journal, Row{Data: line(int(rows))})
		if got, damaged := b.reads(id, journal); len(got) != int(rows)+1 || damaged != nil {
			t.Errorf("commit taken %v: rows %v, damaged %v", taken, got, damaged)
		}
		id = b.text(1)
	}
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
}
