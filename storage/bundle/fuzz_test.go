package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"strings"
	"testing"

	"barnrost/crypto"
)

// fixed is somebody whose keys are the same in every process: those that fuzz
// run beside the one that made the seeds. All share the golden bundle's inbox.
func fixed(f *testing.F, name string, seed byte) someone {
	f.Helper()
	key, err := os.ReadFile("testdata/v1.key")
	check(f, err)
	inbox, err := crypto.ParseIdentity(strings.TrimSpace(string(key)))
	check(f, err)
	signer, err := crypto.SigningKeyFromSeed(bytes.Repeat([]byte{seed}, 32))
	check(f, err)
	card, err := crypto.Card{Name: name, Kind: crypto.CardPerson, Recipient: inbox.Recipient()}.Marshal(signer)
	check(f, err)
	return someone{inbox, signer, card}
}

// FuzzBundle takes whole files. Nobody without the key changes one unseen, so
// what is accepted is one of the seeds: the two with their words and the golden
// one.
func FuzzBundle(f *testing.F) {
	anna, chief := fixed(f, "Anna Ek", 1), fixed(f, "Cecilia Alm", 2)
	golden, err := os.ReadFile("testdata/v1.barnrost")
	check(f, err)
	sealed := write(f, request(anna, chief, texts()...))
	for _, file := range [][]byte{golden, sealed, write(f, request(anna, chief, member(NameSound, noise(2, 70_000))))} {
		if _, _, err := read(file, chief); err != nil {
			f.Fatalf("a seed is not a bundle: %v", err)
		}
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, g, err := read(file, chief)
		if err == nil {
			if m.Subject != subject || m.App != "test" {
				t.Fatalf("a bundle that nobody wrote: %+v", m)
			}
			return
		}
		for _, known := range []error{ErrNotABundle, ErrNotForMe, ErrDamaged, ErrTruncated, ErrForged, ErrTooLarge, ErrNewer} {
			if errors.Is(err, known) {
				return
			}
		}
		t.Fatalf("an error that has no message: %v (%d members)", err, len(g.members))
	})
}

// FuzzTarHeader: a size that is accepted is written the same way again.
func FuzzTarHeader(f *testing.F) {
	for _, size := range []int64{0, 1, 512, MaxManifest, MaxSound} {
		head, err := entry{nameManifest, size}.header()
		check(f, err)
		f.Add(head)
	}
	f.Add(make([]byte, blockSize))
	f.Fuzz(func(t *testing.T, block []byte) {
		e, ok := parseHeader(block, nameManifest)
		if !ok {
			return
		}
		if e.size < 0 || e.name != nameManifest {
			t.Fatalf("accepted %+v", e)
		}
		head, err := e.header()
		if err != nil {
			return // larger than any tar of ours
		}
		if again, ok := parseHeader(head, nameManifest); !ok || again != e {
			t.Fatalf("%+v became %+v", e, again)
		}
	})
}

// FuzzTape reaches the tar and the manifest by leaving age out: a tape that
// is accepted must be, byte for byte, the one its manifest decides.
func FuzzTape(f *testing.F) {
	anna, chief := fixed(f, "Anna Ek", 1), fixed(f, "Cecilia Alm", 2)
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
	anna, chief := fixed(f, "Anna Ek", 1), fixed(f, "Cecilia Alm", 2)
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
