package handover

// belt carries blocks of sound from the one who reads them to the one who
// seals and stores them, so that both work at once.
type belt struct {
	blocks   chan []int16
	ended    chan struct{} // closed when nothing more is stored, after what follows is set
	err      error
	panicked any
}

// beltBlocks is how many blocks wait at most.
const beltBlocks = 8

// newBelt starts a belt; end it.
func newBelt(store func([]int16) error) *belt {
	b := &belt{blocks: make(chan []int16, beltBlocks), ended: make(chan struct{})}
	go b.run(store)
	return b
}

func (b *belt) run(store func([]int16) error) {
	defer close(b.ended)
	defer func() { b.panicked = recover() }()
	for block := range b.blocks {
		if b.err = store(block); b.err != nil {
			return
		}
	}
}

// put lays a block on the belt; after a failure it returns that.
func (b *belt) put(block []int16) error {
	select {
	case b.blocks <- block:
		return nil
	case <-b.ended:
		return b.err
	}
}

// end waits until all is stored and returns what storing failed with.
func (b *belt) end() error {
	close(b.blocks)
	<-b.ended
	if b.panicked != nil {
		panic(b.panicked) // where the caller can see to it
	}
	return b.err
}
