package crypto

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"filippo.io/age"
)

func TestSealedBoxOpensWithItsKeyAtEverySize(t *testing.T) {
	k := sharedKeys()
	for _, n := range sizes {
		plain := pattern(n)
		box, err := Seal(plain, k.Inbox.Recipient(), k.Vault.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range []Identity{k.Inbox, k.Vault} {
			got, err := Open(box, k.Owner, i)
			if err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("%d bytes: %d came back, %v", n, len(got), err)
			}
		}
	}
}

func TestStreamedBoxIsTheSameInAnyPieces(t *testing.T) {
	k := sharedKeys()
	for _, n := range sizes {
		plain := pattern(n)
		var box bytes.Buffer
		w, err := SealWriter(&box, k.Vault.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		for rest := plain; len(rest) > 0; {
			m := min(977, len(rest))
			if _, err := w.Write(rest[:m]); err != nil {
				t.Fatal(err)
			}
			rest = rest[m:]
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := OpenReader(iotest.HalfReader(&box), k.Vault)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: %d came back, %v", n, len(got), err)
		}
	}
}

func TestSomebodyElsesBoxSaysSo(t *testing.T) {
	k := sharedKeys()
	box, err := Seal([]byte("hej"), k.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	for name, with := range map[string][]Identity{"another": {k.Inbox}, "none": nil, "zero": {{}}} {
		if got, err := Open(box, with...); !errors.Is(err, ErrNotForMe) || got != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	slot, err := SealSlot(k, "x", testLogN)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(slot, k.Vault); !errors.Is(err, ErrNotForMe) {
		t.Errorf("a passphrase slot: %v", err)
	}
}

func TestEveryFlippedByteIsNoticed(t *testing.T) {
	k := sharedKeys()
	box, err := Seal([]byte("det barnet sa"), k.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	step := 7
	for at := 0; at < len(box); at += step {
		if at > len(box)-60 {
			step = 1
		}
		changed := bytes.Clone(box)
		changed[at] ^= 1
		got, err := Open(changed, k.Vault)
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotForMe) {
			t.Fatalf("byte %d: %v", at, err)
		}
		if got != nil {
			t.Fatalf("byte %d: plaintext came with the error", at)
		}
	}
}

func TestCutBoxIsDamagedWhereverItIsCut(t *testing.T) {
	k := sharedKeys()
	plain := pattern(2*64<<10 + 5)
	box, err := Seal(plain, k.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	const block = 64<<10 + 16
	tail := 5 + 16
	border := len(box) - tail
	for _, n := range []int{0, 1, 20, 800, len(box) - 1, len(box) - tail - 1, border, border - block, border - 2*block, border - 2*block - 16} {
		got, err := Open(box[:n], k.Vault)
		if !errors.Is(err, ErrDamaged) || got != nil {
			t.Errorf("cut to %d of %d: %v", n, len(box), err)
		}
	}
	if _, err := Open(box[:border], k.Vault); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a cut at a block border does not say that the file ends early: %v", err)
	}
	if _, err := Open(append(bytes.Clone(box), 0), k.Vault); !errors.Is(err, ErrDamaged) {
		t.Error("bytes after the end pass")
	}
}

// A stream gives its first blocks before a later error shows: the reason why
// callers act only after io.EOF.
func TestStreamOfACutBoxNeverEndsCleanly(t *testing.T) {
	k := sharedKeys()
	box, err := Seal(pattern(2*64<<10), k.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader(bytes.NewReader(box[:len(box)-(64<<10+16)]), k.Vault)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if len(got) == 0 || !errors.Is(err, ErrDamaged) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
}

func TestFailingSourceKeepsItsOwnError(t *testing.T) {
	k := sharedKeys()
	box, err := Seal(pattern(200_000), k.Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the disk is broken")
	for _, n := range []int{0, 100, 100_000} {
		src := io.MultiReader(bytes.NewReader(box[:n]), iotest.ErrReader(broken))
		r, err := OpenReader(src, k.Vault)
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, broken) || errors.Is(err, ErrDamaged) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// failing accepts limit bytes.
type failing struct{ limit int }

func (f *failing) Write(p []byte) (int, error) {
	if f.limit -= len(p); f.limit < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func TestFullDiskShowsAtTheLatestOnClose(t *testing.T) {
	w, err := SealWriter(&failing{limit: 4096}, sharedKeys().Vault.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	_, writeErr := w.Write(pattern(10_000))
	if closeErr := w.Close(); writeErr == nil && closeErr == nil {
		t.Fatal("a lost block was not reported")
	}
	if _, err := SealWriter(&failing{limit: 10}, sharedKeys().Vault.Recipient()); err == nil {
		t.Fatal("a lost header was not reported")
	}
}

func TestNothingIsSealedToNobody(t *testing.T) {
	for name, to := range map[string][]Recipient{"none": nil, "zero": {sharedKeys().Vault.Recipient(), {}}} {
		if _, err := Seal([]byte("x"), to...); !errors.Is(err, ErrNoRecipient) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClassicKeysAreRefused(t *testing.T) {
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseIdentity(classic.String()); err == nil {
		t.Error("a classic identity passes")
	}
	if _, err := ParseRecipient(classic.Recipient().String()); err == nil {
		t.Error("a classic recipient passes")
	}
	var box bytes.Buffer
	w, err := age.Encrypt(&box, classic.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(box.Bytes(), sharedKeys().Vault); !errors.Is(err, ErrNotForMe) {
		t.Errorf("a classic box: %v", err)
	}
}
