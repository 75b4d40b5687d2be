package handover

import (
	"errors"
	"io"
	"testing"

	"barnrost/app"
)

func TestTheBeltStoresEveryBlockInOrder(t *testing.T) {
	var got []byte
	b := newBelt(func(block []byte) error {
		got = append(got, block...)
		return nil
	})
	for i := range 100 {
		block := b.room(1) // one that was stored, or a new one
		block[0] = byte(i)
		if err := b.put(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.end(); err != nil || len(got) != 100 {
		t.Fatalf("%d blocks, %v", len(got), err)
	}
	for i, v := range got {
		if int(v) != i {
			t.Fatalf("block %d is %d", i, v)
		}
	}
}

func TestABeltThatFailsSaysSoToWhoeverPutsAndAtTheEnd(t *testing.T) {
	full := errors.New("disk full")
	b := newBelt(func([]byte) error { return full })
	var err error
	for i := 0; err == nil && i < 100; i++ {
		err = b.put([]byte{1})
	}
	if !errors.Is(err, full) || !errors.Is(b.end(), full) {
		t.Errorf("put: %v", err)
	}
}

func TestAPanicOnTheBeltComesToWhoeverEndsIt(t *testing.T) {
	b := newBelt(func([]byte) error { panic("on the belt") })
	_ = b.put([]byte{1}) // the belt may have stopped before or after
	defer func() {
		if recover() == nil {
			t.Error("a panic was swallowed")
		}
	}()
	_ = b.end()
}

// reel is a sound that is longer or shorter than it says, or fails.
type reel struct {
	says   int64
	blocks [][]byte
	err    error
}

func (r reel) Rate() int      { return 48_000 }
func (r reel) SHA256() string { return "" }
func (r reel) Len() int64     { return r.says }
func (r reel) Each(take func([]byte) error) error {
	for _, b := range r.blocks {
		if err := take(b); err != nil {
			return err
		}
	}
	return r.err
}

func TestASoundThatIsNotAsLongAsItSaysIsNotSent(t *testing.T) {
	two, damaged := make([]byte, 4), errors.New("damaged row")
	for name, c := range map[string]struct {
		reel reel
		good bool
	}{
		"as long": {reel{4, [][]byte{two, two}, nil}, true},
		"shorter": {reel{4, [][]byte{two}, nil}, false},
		"longer":  {reel{4, [][]byte{two, two, two}, nil}, false},
		"damaged": {reel{4, [][]byte{two, two}, damaged}, false},
	} {
		w := readWAVOf(c.reel)
		got, err := io.ReadAll(w)
		if (err == nil) != c.good || c.good && len(got) != app.WAVHead+8 {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if err := errors.Join(w.Close(), w.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestAReaderThatIsClosedEarlyEndsTheFetching(t *testing.T) {
	endless := make([][]byte, 1000)
	for i := range endless {
		endless[i] = make([]byte, 2)
	}
	w := readWAVOf(reel{1000, endless, nil})
	if err := w.Close(); err != nil { // it returns only when the fetching has ended
		t.Fatal(err)
	}
}
