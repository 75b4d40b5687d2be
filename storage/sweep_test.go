package storage

import (
	"context"
	"errors"
	"testing"
)

func TestASweepNeverHoldsUpASound(t *testing.T) {
	b, id := recording(t, 40)
	other := b.create(NewObject{Kind: "recording"})
	b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
	ran := make(chan error, 1)
	release := b.hold()
	go func() {
		ran <- b.vault.Write(context.Background(), Sound, func(tx *Tx) error {
			return tx.Append(other, sound, Row{Data: pcm(1)})
		})
	}()
	b.waitQueued(Sound, 1)
	b.vault.queue.mu.Lock()
	behind := len(b.vault.queue.waiting[background]) <= 1 // a sweep asks for one step at a time
	b.vault.queue.mu.Unlock()
	if !behind {
		t.Error("a sweep fills the queue")
	}
	release()
	if err := <-ran; err != nil {
		t.Error(err)
	}
	b.vault.sweeps.group.Wait()
}

func TestASweepStepDeletesNoMoreThanAsked(t *testing.T) {
	b := newBench(t)
	id := b.text(10)
	b.vault.sweeps.end() // by hand from here
	b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
	step := func(n int) (deleted int) {
		err := b.vault.queue.do(t.Context(), background, func() (err error) {
			deleted, err = b.vault.sweepStep(id, n)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return deleted
	}
	for i, c := range []struct{ ask, want int }{{3, 3}, {3, 3}, {256, 4}, {1, 0}} {
		if got := step(c.ask); got != c.want {
			t.Errorf("step %d of %d deleted %d, want %d", i, c.ask, got, c.want)
		}
	}
}

func TestALivingObjectIsNeverSwept(t *testing.T) {
	b := newBench(t)
	id := b.text(5)
	b.vault.sweep(id, NewID())
	b.vault.sweeps.group.Wait()
	if got, damaged := b.reads(id, journal); len(got) != 5 || damaged != nil {
		t.Errorf("rows %v, damaged %v", got, damaged)
	}
	// Nor one that memory has forgotten and the file has not.
	b.vault.mu.Lock()
	o := b.vault.objects[id]
	delete(b.vault.objects, id)
	b.vault.mu.Unlock()
	b.vault.sweep(id)
	b.vault.sweeps.group.Wait()
	b.vault.mu.Lock()
	b.vault.objects[id] = o
	b.vault.mu.Unlock()
	if got, _ := b.reads(id, journal); len(got) != 5 {
		t.Errorf("rows %v", got)
	}
}

func TestClosingDuringASweepIsCleanAndTheNextOpenGoesOn(t *testing.T) {
	b, id := recording(t, 60)
	b.write(Text, func(tx *Tx) error { return tx.Erase(id) })
	b.close()
	b.open()
	b.vault.sweeps.group.Wait()
	if d := b.vault.Damage(); len(d) > 0 {
		t.Errorf("damage %+v", d)
	}
	b.close()
	if n := b.count("SELECT count(*) FROM chunk"); n != 0 {
		t.Errorf("%d rows left", n)
	}
	b.open()
}

func TestAnEmptyVaultHasNothingToSweep(t *testing.T) {
	b := newBench(t)
	ids, err := orphans(t.Context(), b.vault.db.read)
	if err != nil || len(ids) != 0 {
		t.Errorf("%v, %v", ids, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	b.text(1)
	if _, err := orphans(ended, b.vault.db.read); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}
