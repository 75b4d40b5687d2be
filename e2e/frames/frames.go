// Package frames tells when something new is seen on a test's screen, and
// presses keys at a time that is known: what lies between a key and the letter
// on the glass is measured by the X server's own word, for any program alike.
package frames

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"time"

	"golang.org/x/sys/unix"
)

// Frame is a picture that reached the screen and differs from the one before.
type Frame struct {
	At      time.Time       // when the server told
	Changed image.Rectangle // what differs
}

// Screen is a connection to an X server. Its methods are for one goroutine.
type Screen struct {
	w      *wire
	damage byte // opcode
	test   byte // opcode
	shm    byte // opcode
	first  byte // DAMAGE's event

	seg    uint32
	shared []byte // the picture, four bytes a pixel
	last   []byte
	area   image.Rectangle
	drawn  uint32 // the DAMAGE object, 0 until Watch
	frames chan Frame
	codes  map[uint32]key
}

// key is how a letter is typed.
type key struct {
	code  byte
	shift bool
}

// Open connects to a display such as ":3".
func Open(display string) (*Screen, error) {
	w, err := dial(display)
	if err != nil {
		return nil, err
	}
	s := &Screen{w: w, area: image.Rect(0, 0, w.width, w.height)}
	if err := s.begin(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Screen) begin() (err error) {
	if s.damage, s.first, err = s.w.extension("DAMAGE"); err != nil {
		return err
	}
	if _, err = s.w.ask(s.damage, 0, words(1, 1)); err != nil { // QueryVersion
		return err
	}
	if s.test, _, err = s.w.extension("XTEST"); err != nil {
		return err
	}
	if s.shm, _, err = s.w.extension("MIT-SHM"); err != nil {
		return err
	}
	if err := s.readKeys(); err != nil {
		return err
	}
	return s.share()
}

// share gives the server memory to put its picture into.
func (s *Screen) share() error {
	id, err := unix.SysvShmGet(unix.IPC_PRIVATE, 4*s.w.width*s.w.height, unix.IPC_CREAT|0o600)
	if err != nil {
		return fmt.Errorf("frames: shared memory: %w", err)
	}
	if s.shared, err = unix.SysvShmAttach(id, 0, 0); err != nil {
		return fmt.Errorf("frames: shared memory: %w", err)
	}
	s.seg = s.w.id()
	if err := s.w.send(s.shm, 1, words(s.seg, uint32(id), 0)); err != nil { // Attach
		return err
	}
	_, err = s.shot() // the server has it by now
	// From here on it goes with the last of the two that hold it.
	_, drop := unix.SysvShmCtl(id, unix.IPC_RMID, nil)
	return errors.Join(err, drop)
}

// Close ends the connection.
func (s *Screen) Close() error {
	err := s.w.conn.Close()
	if s.shared != nil {
		err = errors.Join(err, unix.SysvShmDetach(s.shared))
		s.shared = nil
	}
	return err
}

// readKeys learns which key gives which letter.
func (s *Screen) readKeys() error {
	n := s.w.maxKey - s.w.minKey + 1
	reply, err := s.w.ask(101, 0, []byte{s.w.minKey, n, 0, 0}) // GetKeyboardMapping
	if err != nil {
		return err
	}
	per := int(reply[1])
	s.codes = map[uint32]key{}
	for i := range int(n) {
		for level := range min(per, 2) {
			sym := le.Uint32(reply[32+4*(i*per+level):])
			if _, known := s.codes[sym]; sym != 0 && !known {
				s.codes[sym] = key{s.w.minKey + byte(i), level == 1}
			}
		}
	}
	return nil
}

// Symbols of keys that are no letters. Source: X11/keysymdef.h.
const (
	Return = rune(0xff0d)
	F4     = rune(0xffc1)
	shift  = rune(0xffe1)
)

// Press presses and releases the key of a letter or symbol, and returns when
// it was sent.
func (s *Screen) Press(letter rune) (time.Time, error) {
	k, ok := s.codes[uint32(letter)]
	if !ok {
		return time.Time{}, fmt.Errorf("frames: no key gives %q", letter)
	}
	strokes := [][2]byte{{2, k.code}, {3, k.code}} // KeyPress, KeyRelease
	if k.shift {
		hold := s.codes[uint32(shift)].code
		strokes = [][2]byte{{2, hold}, strokes[0], strokes[1], {3, hold}}
	}
	return s.fake(strokes, image.Point{})
}

// fake sends input as if from a keyboard or a mouse; at is where the mouse
// goes, for a stroke that moves it.
func (s *Screen) fake(strokes [][2]byte, at image.Point) (time.Time, error) {
	now := time.Now()
	for _, stroke := range strokes {
		body := make([]byte, 32)
		body[0], body[1] = stroke[0], stroke[1]
		le.PutUint32(body[8:], s.w.root)
		le.PutUint16(body[20:], uint16(at.X))
		le.PutUint16(body[22:], uint16(at.Y))
		if err := s.w.send(s.test, 2, body); err != nil { // FakeInput
			return now, err
		}
	}
	return now, nil
}

// Point moves the mouse to a place on the screen.
func (s *Screen) Point(x, y int) error {
	_, err := s.fake([][2]byte{{6, 0}}, image.Pt(x, y)) // MotionNotify, absolute
	return err
}

// Wheel turns the wheel by one notch, towards the person or away.
func (s *Screen) Wheel(down bool) (time.Time, error) {
	button := byte(4)
	if down {
		button = 5
	}
	return s.fake([][2]byte{{4, button}, {5, button}}, image.Point{}) // ButtonPress, ButtonRelease
}

// Watch gives every frame that changes something from now on. It may be called
// once.
func (s *Screen) Watch() (<-chan Frame, error) {
	picture, err := s.shot()
	if err != nil {
		return nil, err
	}
	s.last = bytes.Clone(picture)
	s.drawn = s.w.id()
	// Create, told once until Subtract: a picture is drawn in pieces.
	if err := s.w.send(s.damage, 1, words(s.drawn, s.w.root, 3)); err != nil {
		return nil, err
	}
	s.frames = make(chan Frame, 1<<16)
	go s.watch()
	return s.frames, nil
}

func (s *Screen) watch() {
	defer close(s.frames)
	for e := range s.w.events {
		if e.raw[0]&0x7f != s.first {
			continue
		}
		// First subtract, so that what is drawn from here on is told anew.
		if s.w.send(s.damage, 3, words(s.drawn, 0, 0)) != nil {
			return
		}
		picture, err := s.shot()
		if err != nil {
			return
		}
		if changed := s.differs(picture); !changed.Empty() {
			s.frames <- Frame{e.at, changed}
		}
	}
}

// shot has the server put its picture into the shared memory.
func (s *Screen) shot() ([]byte, error) {
	body := words(s.w.root, 0, uint32(s.w.width)|uint32(s.w.height)<<16, 0xffffffff, 2, s.seg, 0) // whole pixels
	if _, err := s.w.ask(s.shm, 4, body); err != nil {                                            // GetImage
		return nil, err
	}
	return s.shared, nil
}

// differs returns where a picture differs from the last, and keeps it.
func (s *Screen) differs(picture []byte) image.Rectangle {
	var changed image.Rectangle
	row := 4 * s.w.width
	for y := range s.w.height {
		was, is := s.last[y*row:(y+1)*row], picture[y*row:(y+1)*row]
		if bytes.Equal(was, is) {
			continue
		}
		left, right := 0, row
		for was[left] == is[left] {
			left++
		}
		for was[right-1] == is[right-1] {
			right--
		}
		changed = changed.Union(image.Rect(left/4, y, (right+3)/4, y+1))
		copy(was, is)
	}
	return changed
}
