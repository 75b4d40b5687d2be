package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"testing"
)

// FuzzTape reaches the tar and the manifest by leaving age out: a tape that
// is accepted must be, byte for byte, the one its manifest decides.
func FuzzTape(f *testing.F) {
	anna, chief := newSomeone(f, "Anna Ek"), newSomeone(f, "Cecilia Alm")
	for _, members := range [][]Member{nil, texts(), append(texts(), member(NameSound, noise(2, 3000)), member(NameMarkers, []byte("[]")))} {
		plain := unseal(f, write(f, request(anna, chief, members...)), chief)
		f.Add(plain)
		f.Add(plain[:len(plain)/2])
		f.Add(append(bytes.Clone(plain), 0))
	}
	f.Add([]byte{})
	f.Add(make([]byte, 2048))
	mine := sha256.Sum256([]byte(chief.inbox.Recipient().String()))

	f.Fuzz(func(t *testing.T, data []byte) {
		var g got
		tape := &tape{r: bytes.NewReader(data), mine: []string{hexOf(mine[:])}, handler: g.handler()}
		m, hash, err := tape.read()
		if err != nil {
			for _, known := range []error{ErrNotABundle, ErrForged, ErrTooLarge, ErrNewer} {
				if errors.Is(err, known) {
					return
				}
			}
			t.Fatalf("an error that has no message: %v", err)
		}
		again, err := tapeOf(m, g, data)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, data) {
			t.Error("two tapes for one manifest")
		}
		if want, err := Hash(m); err != nil || want != hash {
			t.Errorf("hash %x, want %x (%v)", hash, want, err)
		}
	})
}

// tapeOf writes the tape of a manifest and the members that were read.
func tapeOf(m Manifest, g got, data []byte) ([]byte, error) {
	raw, err := m.encode()
	if err != nil {
		return nil, err
	}
	l := newLayout(int64(len(raw)), 0, nil)
	start := l.entries[0].blocks() * blockSize
	head, ok := parseHeader(data[start:start+blockSize], nameSignature)
	if !ok {
		return nil, errors.New("no signature")
	}
	sig := data[start+blockSize : start+blockSize+head.size]
	var members []Member
	for _, info := range m.Members {
		members = append(members, member(info.Name, g.members[info.Name]))
	}
	var b bytes.Buffer
	err = writeTape(context.Background(), &b, m, raw, sig, members, &meter{})
	return b.Bytes(), err
}

// FuzzManifest: what is accepted survives being written and read again, so
// that sender and receiver hash and show the same.
func FuzzManifest(f *testing.F) {
	anna, chief := newSomeone(f, "Anna Ek"), newSomeone(f, "Cecilia Alm")
	req := request(anna, chief, texts()...)
	m, _, err := complete(context.Background(), req, newMeter(req))
	check(f, err)
	raw, err := m.encode()
	check(f, err)
	f.Add(raw)
	f.Add([]byte(`{"format":1}`))
	f.Add([]byte(`{"format":2,"kind":"interview"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeManifest(data)
		if err != nil {
			return
		}
		again, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeManifest(again)
		if err != nil {
			t.Fatalf("its own encoding is refused: %v", err)
		}
		third, err := back.encode()
		if err != nil || !bytes.Equal(again, third) {
			t.Errorf("written differently the second time (%v)", err)
		}
	})
}
