package crypto

import (
	"bytes"
	"errors"
	"testing"
)

func TestASealersBoxesOpenAsAnyOther(t *testing.T) {
	mine, other := newIdentity(t), newIdentity(t)
	s, err := NewSealer(mine.Recipient(), other.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	spare := make([]byte, 0, s.Room(70_000))
	for _, n := range []int{0, 1, 65_535, 65_536, 65_537, 200_000} { // the last is larger than its room
		plain := bytes.Repeat([]byte{byte(n + 1)}, n)
		begun, err := s.Begin(spare)
		if err != nil {
			t.Fatal(err)
		}
		box, err := begun.Seal(plain)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []Identity{mine, other} {
			if got, err := Open(box, id); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("%d bytes: %d came back, %v", n, len(got), err)
			}
		}
		if len(box) > s.Room(n) {
			t.Errorf("%d bytes took %d, room was made for %d", n, len(box), s.Room(n))
		}
		if _, err := begun.Seal(plain); err == nil {
			t.Error("one key sealed two contents")
		}
	}
}

func TestThereIsNoSealerForNobody(t *testing.T) {
	for _, to := range [][]Recipient{nil, {{}}, {newIdentity(t).Recipient(), {}}} {
		if _, err := NewSealer(to...); !errors.Is(err, ErrNoRecipient) {
			t.Errorf("%d recipients: %v", len(to), err)
		}
	}
}
