package storage

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"barnrost/crypto"
)

// The parsers read what was sealed by somebody who knew a key, so no stranger
// reaches them; a holder of a recovery key does.

func FuzzFrame(f *testing.F) {
	full := make([]byte, frameSize+10)
	frame{vault: ID{1}, object: ID{2}, stream: 3, final: true, seq: 4, first: 5, count: 6, rate: 48000, prev: [32]byte{7}, length: 10}.put(full)
	f.Add(full)
	f.Add(full[:frameSize-1])
	f.Add([]byte(frameMagic))
	f.Fuzz(func(t *testing.T, plain []byte) {
		fr, data, err := parseFrame(plain)
		if err != nil {
			return
		}
		again := make([]byte, frameSize)
		fr.put(again)
		second, _, err := parseFrame(append(again, data...))
		if err != nil || second != fr || len(data) != int(fr.length) {
			t.Errorf("%+v became %+v, %v", fr, second, err)
		}
	})
}

func FuzzHead(f *testing.F) {
	o := &object{id: ID{2}, kind: "transcript", meta: []byte("meta"), created: time.Unix(1, 0).UTC(), fixed: map[Stream]int{0: 9},
		streams: map[Stream]stream{1: {rows: 2, samples: 3, final: true, last: [32]byte{4}}, 5: {}}}
	plain, err := o.encode(ID{1})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain)
	f.Add([]byte{0, 0, 0, 2, '{', '}'})
	f.Add([]byte{255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, plain []byte) {
		o, err := parseHead(plain, ID{1}, ID{2})
		if err != nil {
			return
		}
		again, err := o.encode(ID{1})
		if err != nil {
			t.Fatal(err)
		}
		if second, err := parseHead(again, ID{1}, ID{2}); err != nil || !bytes.Equal(second.meta, o.meta) || len(second.streams) != len(o.streams) {
			t.Errorf("%+v became %+v, %v", o, second, err)
		}
	})
}

func FuzzCatalog(f *testing.F) {
	signer, err := crypto.SigningKeyFromSeed(make([]byte, 32))
	if err != nil {
		f.Fatal(err)
	}
	c := &catalog{vault: ID{1}, generation: 2, signer: signer.Public(), log: logHead{5, [32]byte{1}}, mark: logHead{4, [32]byte{2}},
		seen: [32]byte{3}, slots: map[Slot][32]byte{SlotPassphrase: {4}, SlotRecovery: {5}},
		entries: []entry{{ID{1}, false, [32]byte{1}}, {ID{2}, true, [32]byte{2}}}}
	f.Add(c.encode())
	c.entries, c.slots = nil, nil
	f.Add(c.encode())
	f.Add(firstCatalog(c))
	f.Add([]byte(catalogMagic))
	f.Fuzz(func(t *testing.T, message []byte) {
		c, err := parseCatalog(message)
		if err != nil {
			return
		}
		second, err := parseCatalog(c.encode())
		if c.slots == nil { // of the first version, which did not know of them
			c.slots = map[Slot][32]byte{}
		}
		if err != nil || !reflect.DeepEqual(second, c) {
			t.Errorf("%+v became %+v, %v", c, second, err)
		}
	})
}

// firstCatalog writes a catalog without slots as the first version did.
func firstCatalog(c *catalog) []byte {
	message := c.encode()
	at := len(message) - 4 - 49*len(c.entries) // the count of the entries
	return append(append([]byte(catalogMagicFirst), message[len(catalogMagic):at-2]...), message[at:]...)
}

func TestACatalogOfTheFirstVersionIsRead(t *testing.T) {
	c := &catalog{vault: ID{1}, generation: 2, signer: testSetup().Signer.Public(), entries: []entry{{ID{1}, true, [32]byte{1}}}}
	first, err := parseCatalog(firstCatalog(c))
	if err != nil || first.slots != nil || !reflect.DeepEqual(first.entries, c.entries) {
		t.Errorf("%+v, %v", first, err)
	}
}

func FuzzRetired(f *testing.F) {
	meta, err := json.Marshal([]retiredKeys{{Vault: "AGE-SECRET-KEY-PQ-1", Inbox: "AGE-SECRET-KEY-PQ-1", Until: time.Unix(1, 0).UTC()}, {}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(meta)
	f.Add([]byte("null"))
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, meta []byte) {
		list, err := parseRetired(meta)
		if err != nil && list != nil {
			t.Fatal("keys together with an error")
		}
	})
}

// Nobody signs a catalog but who holds the seed, so one that verifies is one of
// the seeds.
func FuzzSignedCatalog(f *testing.F) {
	signer, err := crypto.SigningKeyFromSeed(make([]byte, 32))
	if err != nil {
		f.Fatal(err)
	}
	signed := map[string]bool{}
	for n := range 3 {
		c := &catalog{vault: ID{1}, generation: uint64(n), signer: signer.Public()}
		for i := range n {
			c.entries = append(c.entries, entry{id: ID{byte(i)}})
		}
		message := c.encode()
		signed[string(message)] = true
		plain := binary.BigEndian.AppendUint32(nil, uint32(len(message)))
		plain = append(append(plain, message...), signer.Sign(catalogNamespace, message)...)
		if _, err := verifyCatalog(plain); err != nil {
			f.Fatalf("the seed itself: %v", err)
		}
		f.Add(plain)
	}
	f.Add([]byte{0, 0, 0, 9})
	f.Fuzz(func(t *testing.T, plain []byte) {
		c, err := verifyCatalog(plain)
		if err != nil && c != nil {
			t.Fatal("a catalog together with an error")
		}
		if err == nil && !signed[string(c.encode())] {
			t.Fatalf("a catalog that nobody signed: %+v", c)
		}
	})
}

func FuzzEvent(f *testing.F) {
	f.Add([]byte(`{"seq":1,"prev":"` + string(bytes.Repeat([]byte("0f"), 32)) + `","kind":"opened","object":"00112233445566778899aabbccddeeff"}`))
	f.Add([]byte(`{"seq":1,"prev":"00"}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		if e, _, err := parseEvent(plain, 1); err != nil && !reflect.ValueOf(e).IsZero() {
			t.Errorf("an error together with %+v", e)
		}
	})
}

func TestACatalogOutOfOrderIsNone(t *testing.T) {
	signer := testSetup().Signer
	for name, ids := range map[string][]ID{"backwards": {{2}, {1}}, "twice": {{1}, {1}}} {
		c := &catalog{signer: signer.Public()}
		for _, id := range ids {
			c.entries = append(c.entries, entry{id: id})
		}
		if _, err := parseCatalog(c.encode()); err == nil {
			t.Errorf("entries %s are accepted", name)
		}
	}
}
