package storage

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"barnrost/crypto"
)

// identity makes an object's key for tests of boxes alone.
func identity(t *testing.T) crypto.Identity {
	t.Helper()
	k, err := crypto.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestARowComesBackAtEverySize(t *testing.T) {
	key := identity(t)
	for _, n := range []int{0, 1, 127, 128, 129, 65535 - frameSize, 65536 - frameSize, 65537 - frameSize, 192000, MaxRow} {
		data := bytes.Repeat([]byte{0xC3}, n)
		for _, fixed := range []int{0, max(n, 1), n + 1000} {
			box, err := sealRow(sealTo(key.Recipient()), frame{vault: ID{1}, object: ID{2}, stream: 3, seq: 4}, data, fixed)
			if err != nil {
				t.Fatalf("%d bytes in %d: %v", n, fixed, err)
			}
			plain, err := openBox(box, key)
			if err != nil {
				t.Fatal(err)
			}
			f, got, err := parseFrame(plain)
			if err != nil || f.seq != 4 || !bytes.Equal(got, data) || cap(got) != len(got) {
				t.Errorf("%d bytes in %d came back as %d, %+v, %v", n, fixed, len(got), f, err)
			}
			if fixed > 0 && len(plain) != frameSize+fixed {
				t.Errorf("%d bytes in %d take %d", n, fixed, len(plain))
			}
		}
	}
}

func TestAFrameThatDoesNotFitIsRefused(t *testing.T) {
	good := make([]byte, frameSize+4)
	frame{length: 4, seq: 1}.put(good)
	if _, data, err := parseFrame(good); err != nil || len(data) != 4 {
		t.Fatalf("the control: %v", err)
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"short":            func(b []byte) []byte { return b[:frameSize-1] },
		"other magic":      func(b []byte) []byte { b[0] = 'X'; return b },
		"a later version":  func(b []byte) []byte { b[3] = '2'; return b },
		"an absurd flag":   func(b []byte) []byte { b[37] = 2; return b },
		"a longer payload": func(b []byte) []byte { b[99] = 5; return b },
		"a huge payload":   func(b []byte) []byte { b[96] = 255; return b },
		"a negative seq":   func(b []byte) []byte { b[40] = 255; return b },
	} {
		if _, _, err := parseFrame(spoil(bytes.Clone(good))); !errors.Is(err, errFrame) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an eavesdropper on sizes learns: not whether an interview's metadata
// grew by a few letters.
func TestSizesOfHeadsAndTextsAreBlurred(t *testing.T) {
	key := identity(t)
	sizes := map[int]bool{}
	for n := 1000; n < 1040; n++ {
		o := &object{id: ID{1}, kind: "interview", meta: make([]byte, n), created: time.Unix(0, 0).UTC(), to: key.Recipient()}
		head, err := sealHead(o, ID{9})
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(head)] = true
	}
	if len(sizes) > 2 {
		t.Errorf("40 lengths of metadata show as %d sizes", len(sizes))
	}
	clear(sizes)
	for n := 1000; n < 1040; n++ {
		box, err := sealRow(sealTo(key.Recipient()), frame{}, make([]byte, n), 0)
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(box)] = true
	}
	if len(sizes) > 2 {
		t.Errorf("40 lengths of text show as %d sizes", len(sizes))
	}
}

func TestAHeadIsBoundToItsVaultAndObject(t *testing.T) {
	key := identity(t)
	o := &object{id: ID{1}, kind: "interview", meta: []byte("m"), to: key.Recipient(),
		streams: map[Stream]stream{0: {rows: 1, last: [32]byte{1}}, 2: {}}, fixed: map[Stream]int{0: 7}}
	box, err := sealHead(o, ID{9})
	if err != nil {
		t.Fatal(err)
	}
	got, err := openHead(box, key, ID{9}, ID{1})
	if err != nil || got.kind != "interview" || string(got.meta) != "m" || got.streams[0] != o.streams[0] || got.fixed[0] != 7 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := openHead(box, key, ID{8}, ID{1}); !errors.Is(err, errHead) {
		t.Errorf("in another vault: %v", err)
	}
	if _, err := openHead(box, key, ID{9}, ID{2}); !errors.Is(err, errHead) {
		t.Errorf("as another object: %v", err)
	}
	if _, err := openHead(box, identity(t), ID{9}, ID{1}); !errors.Is(err, crypto.ErrNotForMe) {
		t.Errorf("with another key: %v", err)
	}
}

func TestACatalogSignedByAnotherIsRefused(t *testing.T) {
	s := testSetup()
	c := &catalog{vault: ID{1}, generation: 3, signer: s.Signer.Public(), entries: []entry{{id: ID{4}, private: true}}}
	box, err := sealCatalog(c, s.Signer, s.Keys.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := openCatalog(box, s.Keys.Vault); err != nil || got.generation != 3 || !got.entries[0].private {
		t.Errorf("the control: %+v, %v", got, err)
	}
	other, err := crypto.NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	// Signed by a key other than the one it names.
	if box, err = sealCatalog(c, other, s.Keys.Vault.Recipient()); err != nil {
		t.Fatal(err)
	}
	if _, err := openCatalog(box, s.Keys.Vault); !errors.Is(err, crypto.ErrBadSignature) {
		t.Errorf("another's signature: %v", err)
	}
}

func TestAnEventStandsInItsPlaceOnly(t *testing.T) {
	key := identity(t)
	at := time.Date(2027, 3, 12, 9, 0, 0, 0, time.UTC)
	e := Event{Kind: "exported", Object: ID{3}, Detail: "SHA256:x", At: at}
	head := logHead{4, [32]byte{7}}
	box, err := sealEvent(e, head, key.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	got, prev, err := openEvent(box, 5, key)
	if err != nil || got != e || prev != head.hash {
		t.Errorf("%+v, %v", got, err)
	}
	if _, _, err := openEvent(box, 6, key); !errors.Is(err, errEvent) {
		t.Errorf("in another's place: %v", err)
	}
	if a, b := head.after(box), head.after(append(box, 0)); a == b || a.events != 5 {
		t.Error("the running hash does not tell boxes apart")
	}
}
