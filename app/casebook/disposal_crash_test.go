package casebook

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/storage"
	"barnrost/storage/crashtest"
)

// The power is cut at every sort of moment of a disposal, on a disk that keeps
// only what was synced. Afterwards either everything of it was done or nothing:
// never a sound without its key and no row that tells why, never a row for a
// sound that is still there.

// cutDisk is a vault on a disk that can lose its power.
type cutDisk struct {
	*crashtest.Disk
	*bench
	at string
}

func newCutDisk(t testing.TB, b *bench) *cutDisk {
	t.Helper()
	dir := t.TempDir()
	d := &cutDisk{crashtest.New(dir), b, filepath.Join(dir, "barnrost.vault")}
	t.Cleanup(d.Disk.Close)
	if err := os.WriteFile(d.at, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

// open opens the vault on the disk, as the program does after a power cut.
func (d *cutDisk) open(ctx context.Context) (*storage.Vault, *Casebook, error) {
	sealed, err := storage.Open(ctx, d.at, storage.WithVFS(crashtest.VFS()))
	if err != nil {
		return nil, nil, err
	}
	v, err := sealed.Unlock(ctx, d.keys, d.now)
	if err != nil {
		return nil, nil, errors.Join(err, sealed.Close())
	}
	book, err := Open(ctx, v, d.now, func(app.Event) {})
	if err != nil {
		return nil, nil, errors.Join(err, v.Close())
	}
	return v, book, nil
}

// whole says what became of the disposal of i's sound, or what is wrong.
func whole(ctx context.Context, v *storage.Vault, book *Casebook, i app.Interview) (done bool, err error) {
	if damage, err := v.Check(ctx, nil); err != nil || len(damage) > 0 {
		return false, fmt.Errorf("check: %v %w", damage, err)
	}
	now, err := book.Interview(i.ID)
	if err != nil {
		return false, err
	}
	rows, err := book.Disposals()
	if err != nil {
		return false, err
	}
	events, err := v.Events(ctx)
	if err != nil {
		return false, err
	}
	erased := 0
	for _, e := range events {
		if app.Act(e.Kind) == app.ActErased {
			erased++
		}
	}
	_, lost := v.Object(storage.ID(i.Recording))
	done = lost != nil
	if told := len(rows) == 1; told != done || (erased == 1) != done || now.SoundGone.IsZero() == done || now.Recording.IsZero() != done {
		return done, fmt.Errorf("the key is gone: %v; rows %d, events %d, the interview says %v", done, len(rows), erased, now.SoundGone)
	}
	if done || !book.HasText(now) {
		return done, nil
	}
	sound, err := book.ReadSound(ctx, i.Recording)
	if err != nil {
		return false, err
	}
	return false, sound.Each(func([]byte) error { return nil })
}

func TestAPowerCutLeavesADisposalDoneOrNotBegun(t *testing.T) {
	b := newBench(t)
	i := b.disposable(8)
	b.decide(app.MatterSound)
	b.must(b.vault.Close())
	key := b.keyBox(i.Recording)
	file, err := os.ReadFile(b.path)
	b.must(err)
	name := filepath.Base(b.path)
	d := newCutDisk(t, b)
	d.Load(crashtest.Image{name: file})
	v, book, err := d.open(t.Context())
	b.must(err)
	plan, err := book.PlanDisposal(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound}, nil)
	b.must(err)
	log := d.Record()
	_, err = book.Dispose(t.Context(), plan, i.Code, nil)
	b.must(err)
	d.Mark(1)
	for len(d.Image()[name]) >= len(file) { // until the rows have gone and the pages been given back
		runtime.Gosched()
	}
	b.must(v.Close())
	d.Stop()

	chance := rand.New(rand.NewPCG(2027, 6))
	after := newCutDisk(t, b)
	// Half of the cuts fall before it was acknowledged, half into the sweeping.
	const cuts = 120
	acknowledged := 0
	for p := log.Play(); p.Mark() == 0; acknowledged++ {
		p.Go(acknowledged)
	}
	done, undone := 0, 0
	p := log.Play()
	for n := range cuts {
		moment := n * acknowledged / (cuts / 2)
		if n >= cuts/2 {
			moment = acknowledged + (n-cuts/2)*(log.Len()-acknowledged)/(cuts/2)
		}
		p.Go(moment)
		after.Load(p.Crash(chance))
		v, book, err := after.open(t.Context())
		if err != nil {
			t.Fatalf("moment %d of %d: %v", moment, log.Len(), err)
		}
		gone, err := whole(t.Context(), v, book, i)
		if err != nil {
			t.Errorf("moment %d of %d: %v", moment, log.Len(), err)
		}
		if p.Mark() == 1 && !gone {
			t.Errorf("moment %d: a disposal that was acknowledged came back", moment)
		}
		b.must(v.Close())
		if gone {
			done++
			for file, content := range after.Image() {
				if bytes.Contains(content, key) {
					t.Errorf("moment %d: the key lies in %s", moment, file)
				}
			}
		} else {
			undone++
		}
	}
	if done < 10 || undone < 10 {
		t.Errorf("%d done, %d not begun: the cuts show nothing", done, undone)
	}
	t.Logf("%d power cuts in %d moments, %d of them before it was acknowledged: %d done, %d not begun", cuts, log.Len(), acknowledged, done, undone)
}

// The control: a disposal that were two transactions would be seen.
func TestHalfADisposalWouldBeSeen(t *testing.T) {
	for name, half := range map[string]func(*storage.Tx, *Casebook, app.DisposalPlan) error{
		"a key gone and no row": func(tx *storage.Tx, c *Casebook, p app.DisposalPlan) error {
			return tx.Erase(storage.ID(p.Goes[0].Object))
		},
		"a row and the key still there": func(tx *storage.Tx, c *Casebook, p app.DisposalPlan) error {
			_, err := c.enterProtocol(tx, p)
			return err
		},
	} {
		b := newBench(t)
		i := b.disposable(2)
		b.decide(app.MatterSound)
		plan, err := b.book.PlanDisposal(app.DisposalRequest{Interview: i.ID, Matter: app.MatterSound}, nil)
		b.must(err)
		b.must(b.vault.Write(t.Context(), storage.Text, func(tx *storage.Tx) error { return half(tx, b.book, plan) }))
		if _, err := whole(t.Context(), b.vault, b.book, i); err == nil {
			t.Errorf("%s: nothing was noticed", name)
		}
	}
}

// keyBox returns a piece of an object's sealed key, from the closed vault.
func (b *bench) keyBox(id app.ID) []byte {
	b.t.Helper()
	file, err := os.ReadFile(b.path)
	b.must(err)
	out, err := exec.Command("sqlite3", "-readonly", b.path, "SELECT hex(key_box) FROM object WHERE id = x'"+id.String()+"'").Output()
	b.must(err)
	box, err := hex.DecodeString(strings.TrimSpace(string(out)))
	b.must(err)
	for at := 300; at+64 < len(box); at += 64 { // one may lie across the end of a page
		if bytes.Contains(file, box[at:at+64]) {
			return box[at : at+64]
		}
	}
	b.t.Fatal("the key is not found to begin with: the search would show nothing")
	return nil
}
