package storage

import (
	"context"
	"slices"
	"testing"
	"time"
)

// soundEvery is how often a recording writes.
const soundEvery = 2 * time.Second

// An import that takes the writer whenever it can makes no chunk of a recording
// late: each is in the file long before the next one comes.
func TestNoChunkIsLateDuringAnImport(t *testing.T) {
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	ctx, cancel := context.WithCancel(t.Context())
	staged, err := b.vault.Stage(NewObject{Kind: "received", Fixed: map[Stream]int{sound: soundSize}})
	if err != nil {
		t.Fatal(err)
	}
	imported := make(chan int)
	go func() {
		rows := 0
		for staged.Append(ctx, sound, Row{Data: pcm(rows)}) == nil {
			rows++
		}
		imported <- rows
	}()
	const chunks = 30
	waits := make([]time.Duration, chunks)
	for i := range chunks {
		began := time.Now()
		b.write(Sound, func(tx *Tx) error { return tx.Append(id, sound, Row{Count: 96000, Rate: 48000, Data: pcm(i)}) })
		waits[i] = time.Since(began)
	}
	cancel()
	rows := <-imported
	if err := staged.Abort(); err != nil {
		t.Error(err)
	}
	slices.Sort(waits)
	t.Logf("%d chunks beside %d rows imported: half in %v, all in %v", chunks, rows, waits[chunks/2].Round(time.Millisecond), waits[chunks-1].Round(time.Millisecond))
	if waits[chunks-1] > soundEvery {
		t.Errorf("a chunk took %v", waits[chunks-1])
	}
	if rows < 10 {
		t.Errorf("only %d rows were imported meanwhile: the test shows nothing", rows)
	}
	if got, err := b.read(id, sound); err != nil || len(got) != chunks {
		t.Errorf("%d chunks, %v", len(got), err)
	}
}
