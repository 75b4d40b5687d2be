package handover

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"barnrost/app"
)

// rates are the sample rates a vault stores.
var rates = []int{16_000, 48_000}

func rateOK(rate int) bool { return slices.Contains(rates, rate) }

// aheadBlocks is how many blocks of sound wait to be read, so that fetching
// and opening them goes on while others are hashed and sealed.
const aheadBlocks = 4

// wavOf streams a sound as a WAV file.
type wavOf struct {
	buf      []byte      // read next: the header at first
	blocks   chan []byte // closed at the end, after err and panicked are set
	err      error
	panicked any
	quit     chan struct{}
	once     sync.Once
}

// errUnread ends the reading of a sound whose reader was closed.
var errUnread = errors.New("handover: nobody reads on")

// readWAVOf begins to read a sound. The reader must be closed.
func readWAVOf(s Sound) io.ReadCloser {
	w := &wavOf{buf: app.WAVHeader(s.Rate(), s.Len()), blocks: make(chan []byte, aheadBlocks), quit: make(chan struct{})}
	go w.fetch(s)
	return w
}

func (w *wavOf) fetch(s Sound) {
	defer close(w.blocks)
	defer func() { w.panicked = recover() }()
	var given int64
	w.err = s.Each(func(pcm []byte) error {
		given += int64(len(pcm))
		select {
		case w.blocks <- pcm:
			return nil
		case <-w.quit:
			return errUnread
		}
	})
	if w.err == nil && given != 2*s.Len() {
		w.err = fmt.Errorf("handover: the sound ends at byte %d of %d", given, 2*s.Len())
	}
}

// Read implements [io.Reader].
func (w *wavOf) Read(b []byte) (int, error) {
	for len(w.buf) == 0 {
		block, more := <-w.blocks
		switch {
		case more:
			w.buf = block
		case w.panicked != nil:
			panic(w.panicked) // where the caller can see to it
		case w.err != nil:
			return 0, w.err
		default:
			return 0, io.EOF
		}
	}
	n := copy(b, w.buf)
	w.buf = w.buf[n:]
	return n, nil
}

// Close stops the fetching and waits for its end.
func (w *wavOf) Close() error {
	w.once.Do(func() { close(w.quit) })
	for range w.blocks {
	}
	return nil
}

var errWAV = errors.New("handover: not the WAV form of a bundle")

// readWAV reads the header of a WAV file of size bytes and hands the samples,
// little-endian, to take two seconds at a time. Each block is read into a
// buffer that room gives and take may keep. begin hears the rate and the length
// first.
func readWAV(r io.Reader, size int64, begin func(rate int, samples int64) error, room func(bytes int) []byte, take func([]byte) error) error {
	head := make([]byte, app.WAVHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return short(err)
	}
	rate := int(binary.LittleEndian.Uint32(head[24:]))
	samples := (size - app.WAVHead) / 2
	if !rateOK(rate) || size > 2*app.MaxWAV || app.WAVHead+2*samples != size || !bytes.Equal(head, app.WAVHeader(rate, samples)) {
		return errWAV
	}
	if err := begin(rate, samples); err != nil {
		return err
	}
	for left := samples; left > 0; {
		n := min(left, int64(2*rate))
		block := room(int(2 * n))
		if _, err := io.ReadFull(r, block); err != nil {
			return short(err)
		}
		if err := take(block); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// short makes of an early end an error of the form; others pass through.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errWAV
	}
	return err
}
