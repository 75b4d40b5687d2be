package storage

import (
	"bytes"
	"testing"

	"barnrost/crypto"
)

// Buffers are used again: what another row left in one must not become the
// padding of the next.
func TestARowsPaddingHoldsNothingOfAnotherRow(t *testing.T) {
	key, err := crypto.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	const size = 4000
	said := bytes.Repeat([]byte("sagt"), size/4)
	for n := range 50 { // the pool may give another buffer, or none
		if _, err := sealRow(sealTo(key.Recipient()), frame{}, said, size); err != nil {
			t.Fatal(err)
		}
		used := sparePlains.get(frameSize + size)
		dirty := bytes.Contains(used[:cap(used)], []byte("sagt"))
		sparePlains.put(used)
		box, err := sealRow(sealTo(key.Recipient()), frame{}, []byte("kort"), size)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := crypto.Open(box, key)
		if err != nil {
			t.Fatal(err)
		}
		if rest := plain[frameSize+len("kort"):]; len(rest) != size-4 || len(bytes.Trim(rest, "\x00")) > 0 {
			t.Fatalf("row %d: %q… is in the padding", n, rest[:8])
		}
		if dirty {
			return // it was put to the test
		}
	}
	t.Error("no buffer was used again: the test shows nothing")
}
