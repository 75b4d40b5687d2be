package storage

import (
	"encoding/binary"
	"errors"
	"fmt"

	"barnrost/crypto"
)

// frameSize is how many bytes precede a row's payload inside its box.
const frameSize = 128

// frameMagic begins every frame; the digit is the frame's version.
const frameMagic = "BRF1"

// frame says where a row belongs, so that a box that was moved or swapped is
// recognised, and which box precedes it in its stream.
//
// Layout, big-endian: magic 4, vault 16, object 16, stream 1, final 1, zeros
// 2, seq 8, first 8, count 4, rate 4, previous box's SHA-256 32 (zeros for the
// first row), payload length 4, zeros to 128.
type frame struct {
	vault, object ID
	stream        Stream
	final         bool
	seq, first    int64
	count, rate   uint32
	prev          [32]byte
	length        uint32
}

// errFrame: the plaintext of a row does not begin with a frame that fits it.
var errFrame = errors.New("storage: malformed frame")

// put writes f into the first frameSize bytes of b.
func (f frame) put(b []byte) {
	clear(b[:frameSize])
	copy(b, frameMagic)
	copy(b[4:], f.vault[:])
	copy(b[20:], f.object[:])
	b[36] = byte(f.stream)
	if f.final {
		b[37] = 1
	}
	binary.BigEndian.PutUint64(b[40:], uint64(f.seq))
	binary.BigEndian.PutUint64(b[48:], uint64(f.first))
	binary.BigEndian.PutUint32(b[56:], f.count)
	binary.BigEndian.PutUint32(b[60:], f.rate)
	copy(b[64:], f.prev[:])
	binary.BigEndian.PutUint32(b[96:], f.length)
}

// parseFrame reads a row's plaintext: its frame and its payload, which is a
// part of plain.
func parseFrame(plain []byte) (frame, []byte, error) {
	if len(plain) < frameSize || string(plain[:4]) != frameMagic || plain[37] > 1 {
		return frame{}, nil, errFrame
	}
	f := frame{
		stream: Stream(plain[36]),
		final:  plain[37] == 1,
		seq:    int64(binary.BigEndian.Uint64(plain[40:])),
		first:  int64(binary.BigEndian.Uint64(plain[48:])),
		count:  binary.BigEndian.Uint32(plain[56:]),
		rate:   binary.BigEndian.Uint32(plain[60:]),
		prev:   [32]byte(plain[64:96]),
		length: binary.BigEndian.Uint32(plain[96:]),
	}
	copy(f.vault[:], plain[4:])
	copy(f.object[:], plain[20:])
	rest := plain[frameSize:]
	if uint64(f.length) > uint64(len(rest)) || f.seq < 0 {
		return frame{}, nil, errFrame
	}
	return f, rest[:f.length:f.length], nil
}

// sealing seals a row's plaintext, which is not its own to keep.
type sealing func(plain []byte) ([]byte, error)

func sealTo(r crypto.Recipient) sealing {
	return func(plain []byte) ([]byte, error) { return crypto.Seal(plain, r) }
}

// sealRow returns the box of a row. fixed is the payload size that every row
// of the stream is padded to, 0 for PADMÉ.
func sealRow(seal sealing, f frame, data []byte, fixed int) ([]byte, error) {
	size := crypto.PadLen(frameSize + len(data))
	if fixed > 0 {
		size = frameSize + fixed
	}
	if len(data) > MaxRow || frameSize+len(data) > size {
		return nil, fmt.Errorf("%w: a row of %d bytes", ErrTooLarge, len(data))
	}
	f.length = uint32(len(data))
	plain := sparePlains.get(size)[:size]
	defer sparePlains.put(plain)
	f.put(plain)
	clear(plain[frameSize+copy(plain[frameSize:], data):])
	return seal(plain)
}
