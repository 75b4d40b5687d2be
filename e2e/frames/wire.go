package frames

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// wire speaks the X11 protocol, as far as it is needed here. Source: "X Window
// System Protocol", X Consortium Standard, version 11; the extensions' own
// documents for DAMAGE 1.1, XTEST 2.2 and MIT-SHM 1.2. All numbers are
// little-endian, by our choice at the beginning.
type wire struct {
	conn   net.Conn
	root   uint32
	width  int
	height int
	nextID uint32
	minKey byte
	maxKey byte

	mu      sync.Mutex // guards what follows, and the order of requests
	seq     uint16
	waiting map[uint16]chan []byte
	events  chan event
	broken  error
}

// event is 32 bytes from the server that nobody asked for.
type event struct {
	raw []byte
	at  time.Time
}

var le = binary.LittleEndian

// dial connects to a display such as ":3" of this machine.
func dial(display string) (*wire, error) {
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(display, ":"))
	if err != nil {
		return nil, fmt.Errorf("frames: %w", err)
	}
	w := &wire{conn: conn, waiting: map[uint16]chan []byte{}, events: make(chan event, 1024)}
	if err := w.greet(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go w.listen()
	return w, nil
}

// greet opens the connection and reads about the first screen.
func (w *wire) greet() error {
	hello := make([]byte, 12)
	hello[0] = 'l'
	le.PutUint16(hello[2:], 11)
	if _, err := w.conn.Write(hello); err != nil {
		return fmt.Errorf("frames: %w", err)
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(w.conn, head); err != nil {
		return fmt.Errorf("frames: %w", err)
	}
	body := make([]byte, 4*int(le.Uint16(head[6:])))
	if _, err := io.ReadFull(w.conn, body); err != nil {
		return fmt.Errorf("frames: %w", err)
	}
	if head[0] != 1 {
		return fmt.Errorf("frames: the X server refuses: %q", body)
	}
	w.nextID = le.Uint32(body[4:])
	vendor, formats := int(le.Uint16(body[16:])), int(body[21])
	w.minKey, w.maxKey = body[26], body[27]
	screen := body[32+(vendor+3)/4*4+8*formats:]
	w.root = le.Uint32(screen)
	w.width, w.height = int(le.Uint16(screen[20:])), int(le.Uint16(screen[22:]))
	return nil
}

// id returns a number for something new on the server.
func (w *wire) id() uint32 {
	w.nextID++
	return w.nextID
}

// listen hands replies to those who wait and events to the channel.
func (w *wire) listen() {
	err := w.receive()
	w.mu.Lock()
	w.broken = err
	for _, c := range w.waiting {
		close(c)
	}
	w.waiting = nil
	w.mu.Unlock()
	close(w.events)
}

func (w *wire) receive() error {
	for {
		msg := make([]byte, 32)
		if _, err := io.ReadFull(w.conn, msg); err != nil {
			return err
		}
		at := time.Now()
		switch msg[0] {
		case 0:
			return fmt.Errorf("frames: the X server reports error %d for request %d.%d", msg[1], msg[10], le.Uint16(msg[8:]))
		case 1:
			if more := 4 * int(le.Uint32(msg[4:])); more > 0 {
				msg = append(msg, make([]byte, more)...)
				if _, err := io.ReadFull(w.conn, msg[32:]); err != nil {
					return err
				}
			}
			w.mu.Lock()
			c := w.waiting[le.Uint16(msg[2:])]
			delete(w.waiting, le.Uint16(msg[2:]))
			w.mu.Unlock()
			if c != nil {
				c <- msg
			}
		default:
			w.events <- event{msg, at}
		}
	}
}

// send sends a request; opcode and data byte come first, body must fill whole
// words.
func (w *wire) send(opcode, data byte, body []byte) error {
	_, err := w.put(opcode, data, body, false)
	return err
}

// ask sends a request and waits for its reply.
func (w *wire) ask(opcode, data byte, body []byte) ([]byte, error) {
	reply, err := w.put(opcode, data, body, true)
	if err != nil {
		return nil, err
	}
	msg, ok := <-reply
	if !ok {
		return nil, fmt.Errorf("frames: the X server is gone: %w", w.fault())
	}
	return msg, nil
}

func (w *wire) put(opcode, data byte, body []byte, asks bool) (chan []byte, error) {
	req := make([]byte, 4, 4+len(body))
	req[0], req[1] = opcode, data
	le.PutUint16(req[2:], uint16(1+len(body)/4))
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken != nil {
		return nil, w.broken
	}
	w.seq++
	var reply chan []byte
	if asks {
		reply = make(chan []byte, 1)
		w.waiting[w.seq] = reply
	}
	if _, err := w.conn.Write(append(req, body...)); err != nil {
		return nil, fmt.Errorf("frames: %w", err)
	}
	return reply, nil
}

func (w *wire) fault() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken
}

// extension returns an extension's opcode and the number of its first event.
func (w *wire) extension(name string) (opcode, firstEvent byte, err error) {
	body := make([]byte, 4+(len(name)+3)/4*4)
	le.PutUint16(body, uint16(len(name)))
	copy(body[4:], name)
	reply, err := w.ask(98, 0, body)
	if err != nil {
		return 0, 0, err
	}
	if reply[8] == 0 {
		return 0, 0, fmt.Errorf("frames: the X server has no %s", name)
	}
	return reply[9], reply[10], nil
}

// words lays 32-bit numbers after each other.
func words(list ...uint32) []byte {
	var b []byte
	for _, v := range list {
		b = le.AppendUint32(b, v)
	}
	return b
}
