package handover

// belt carries blocks of sound from the one who reads them to the one who
// seals and stores them, so that both work at once.
type belt struct {
	blocks   chan []byte
	empty    chan []byte   // stored, to be filled again
	ended    chan struct{} // closed when nothing more is stored, after what follows is set
	err      error
	panicked any
}

// beltBlocks is how many blocks wait at most.
const beltBlocks = 4

// newBelt starts a belt; end it. store must not keep what it is given.
func newBelt(store func(pcm []byte) error) *belt {
	// One block is being filled, one stored, the others wait.
	b := &belt{blocks: make(chan []byte, beltBlocks), empty: make(chan []byte, beltBlocks+2), ended: make(chan struct{})}
	go b.run(store)
	return b
}

func (b *belt) run(store func([]byte) error) {
	defer close(b.ended)
	defer func() { b.panicked = recover() }()
	for block := range b.blocks {
		if b.err = store(block); b.err != nil {
			return
		}
		select {
		case b.empty <- block:
		default:
		}
	}
}

// room returns a buffer of n bytes to be filled and put.
func (b *belt) room(n int) []byte {
	select {
	case block := <-b.empty:
		if cap(block) >= n {
			return block[:n]
		}
	default:
	}
	return make([]byte, n)
}

// put lays a block on the belt, which has it then; after a failure it returns that.
func (b *belt) put(block []byte) error {
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
