package crypto

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

func TestPadLenIsPADME(t *testing.T) {
	// Worked by hand from the paper's algorithm.
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, 2: 2, 8: 8, 9: 10, 15: 16, 100: 104, 1000: 1024, 65537: 67584, 1_000_000: 1_015_808} {
		if got := PadLen(n); got != want {
			t.Errorf("PadLen(%d) = %d, want %d", n, got, want)
		}
	}
}

func TestPadLenGrowsByTwelvePerCentAtMost(t *testing.T) {
	last := 0
	for n := 1; n < 1<<20; n += 1 + n/97 {
		p := PadLen(n)
		if p < n || float64(p) > 1.12*float64(n)+1 || p < last || PadLen(p) != p {
			t.Fatalf("PadLen(%d) = %d", n, p)
		}
		last = p
	}
}

func TestPaddedTextComesBack(t *testing.T) {
	for _, n := range append([]int{7, 8, 9, 255, 256}, sizes...) {
		plain := pattern(n)
		padded := Pad(plain)
		if len(padded) != PadLen(8+n) {
			t.Fatalf("%d bytes padded to %d", n, len(padded))
		}
		got, err := Unpad(padded)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	if got, err := Unpad(append(Pad([]byte("abc")), make([]byte, 500)...)); err != nil || string(got) != "abc" {
		t.Fatalf("longer padding: %v", err)
	}
}

func TestUnpadRefusesWhatPadDoesNotWrite(t *testing.T) {
	lying := binary.BigEndian.AppendUint64(nil, 3)
	huge := binary.BigEndian.AppendUint64(nil, 1<<63+1)
	dirty := append(Pad([]byte("abc")), 1)
	for name, b := range map[string][]byte{"empty": nil, "no length": make([]byte, 7), "too short": append(lying, 'a', 'b'), "absurd": append(huge, 'a'), "data in the padding": dirty} {
		if _, err := Unpad(b); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
