package casebook

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/crypto"
	"barnrost/storage"
)

// takingChild is the variable that makes a test process the one that is killed:
// the folder it takes in from.
const takingChild = "BARNROST_TAKING_IN"

// openKilled opens the vault in a folder as a fresh process does.
func openKilled(ctx context.Context, dir string) (*storage.Vault, *Casebook, error) {
	sealed, err := storage.Open(ctx, filepath.Join(dir, "barnrost.vault"))
	if err != nil {
		return nil, nil, err
	}
	keys, err := crypto.OpenSlot(sealed.Slot(), "sex ord som ingen gissar")
	if err != nil {
		return nil, nil, errors.Join(err, sealed.Close())
	}
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return nil, nil, errors.Join(err, sealed.Close())
	}
	book, err := Open(ctx, v, time.Now, func(app.Event) {})
	if err != nil {
		return nil, nil, errors.Join(err, v.Close())
	}
	book.KeepSpool(filepath.Join(dir, "barnrost.spool"))
	return v, book, nil
}

// A process that takes in is killed at any moment, and the next goes on: the
// recording is there once, whole, and spool and key are gone in the end.
func TestAKillWhileTakingInLosesNothingAndDoublesNothing(t *testing.T) {
	if dir := os.Getenv(takingChild); dir != "" {
		v, book, err := openKilled(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := book.TakeIn(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		return
	}
	b := newBench(t)
	i, s := b.ready()
	w := b.begin(s)
	var all []int16
	for n := range 40 {
		b.must(w.Append(t.Context(), voice(n, 96_000)))
		all = append(all, voice(n, 96_000)...)
	}
	b.must(w.Mark(t.Context(), app.Marker{Kind: "skratt", At: 7}))
	b.must(s.AddEnvelope(t.Context(), []byte("en låda")))
	b.must(w.Close(t.Context()))
	b.must(s.Close())
	b.must(b.vault.Close())
	from := filepath.Dir(b.path)
	self, err := os.Executable()
	b.must(err)

	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 8))
	rounds := 12
	if testing.Short() {
		rounds = 4
	}
	took := time.Second // how long it takes unkilled, as the first round shows
	killed, left := 0, 0
	for n := range rounds {
		dir := t.TempDir()
		b.must(os.CopyFS(dir, os.DirFS(from)))
		child := exec.Command(self, "-test.run", "^"+t.Name()+"$")
		child.Env = append(os.Environ(), takingChild+"="+dir)
		began := time.Now()
		b.must(child.Start())
		if n > 0 {
			time.AfterFunc(time.Duration(r.Float64()*float64(took)), func() { _ = child.Process.Kill() })
		}
		if err := child.Wait(); err != nil {
			killed++
		}
		if n == 0 {
			if took = time.Since(began); killed > 0 {
				t.Fatal("it fails without a kill")
			}
		}
		v, book, err := openKilled(t.Context(), dir)
		b.must(err)
		if _, err := os.Lstat(book.spool); err == nil {
			left++
		}
		if _, err := book.TakeIn(t.Context(), nil); err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		got := &bench{t: t, vault: v, book: book, path: filepath.Join(dir, "barnrost.vault")}
		rec, pcm := got.heard(i.ID)
		if !slices.Equal(pcm, all) || rec.Status != app.SoundWhole || len(rec.Markers) != 1 {
			t.Errorf("%d samples, %s, markers %v", len(pcm), rec.Status, rec.Markers)
		}
		if list, err := book.Interviews(); err != nil || len(list) != 1 {
			t.Errorf("%d interviews, %v", len(list), err)
		}
		if boxes, err := book.EnvelopeBoxes(t.Context(), envelopeKey("age1pq1x")); err != nil || len(boxes) != 1 {
			t.Errorf("%d envelopes, %v", len(boxes), err)
		}
		got.nothingLeft()
		b.must(v.Close())
	}
	t.Logf("%d of %d were killed, %d left the spool", killed, rounds, left)
	if killed == 0 || left == 0 {
		t.Error("no kill came in the middle: the test shows nothing")
	}
}
