package crypto

import (
	"bytes"
	"compress/zlib"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	cctv "c2sp.org/CCTV/age"
	"filippo.io/age"
)

// The vectors of c2sp.org/CCTV/age say for 147 files what an implementation of
// age must make of them. Here they go through this package's own doors, whose
// policy is narrower than age's: hybrid recipients alone, no armor, no work
// factor above 20. Where that refuses what the vectors let pass, the test says
// so and holds it to the refusal.

// vector is one file of the test vectors.
type vector struct {
	name       string
	expect     string // "success", "no match", "… failure"
	payload    []byte // SHA-256 of all that may be given out
	fileKey    []byte
	identities []string
	passphrase []string
	armored    bool
	file       []byte
}

// vectors reads them all. There being none is a failure and not a success.
func vectors(t *testing.T) []vector {
	t.Helper()
	list, err := fs.ReadDir(cctv.Vectors, ".")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	for _, entry := range list {
		raw, err := fs.ReadFile(cctv.Vectors, entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parseVector(t, entry.Name(), raw))
	}
	if len(all) < 147 {
		t.Fatalf("only %d vectors", len(all))
	}
	return all
}

func parseVector(t *testing.T, name string, raw []byte) vector {
	t.Helper()
	head, body, ok := bytes.Cut(raw, []byte("\n\n"))
	if !ok {
		t.Fatalf("%s: no head", name)
	}
	v := vector{name: name, file: body}
	for line := range strings.Lines(string(head)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch key {
		case "expect":
			v.expect = value
		case "payload":
			v.payload = unhex(t, value)
		case "file key":
			v.fileKey = unhex(t, value)
		case "identity":
			v.identities = append(v.identities, value)
		case "passphrase":
			v.passphrase = append(v.passphrase, value)
		case "armored":
			v.armored = true
		case "compressed":
			r, err := zlib.NewReader(bytes.NewReader(v.file))
			if err == nil {
				v.file, err = io.ReadAll(r)
			}
			if err != nil {
				t.Fatal(err)
			}
		case "comment":
		default:
			t.Fatalf("%s: a key %q that this test does not know", name, key)
		}
	}
	return v
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// exactly reports whether err is want, or both are nil.
func exactly(err, want error) bool { return errors.Is(err, want) && (want == nil) == (err == nil) }

// opensAs opens a file both ways, whole and as a stream, and checks that the
// outcome is want ("" for success), that all that is given out is the
// vector's payload, and that Open gives nothing together with an error.
func (v vector) opensAs(t *testing.T, file []byte, want error, with ...Identity) {
	t.Helper()
	plain, err := Open(file, with...)
	if !exactly(err, want) {
		t.Errorf("Open: %v, want %v", err, want)
	}
	if err != nil && plain != nil {
		t.Errorf("%d bytes together with an error", len(plain))
	}
	r, err := OpenReader(bytes.NewReader(file), with...)
	var given []byte
	if err == nil {
		given, err = io.ReadAll(r)
	}
	if !exactly(err, want) {
		t.Errorf("OpenReader: %v, want %v", err, want)
	}
	if sum := sha256.Sum256(given); v.payload != nil && !bytes.Equal(sum[:], v.payload) {
		t.Errorf("%d bytes were given out, and not those of the vector", len(given))
	}
	if want == nil && !bytes.Equal(plain, given) {
		t.Error("Open and OpenReader give different bytes")
	}
}

// outcome is this package's error for what a vector expects.
func (v vector) outcome(t *testing.T) error {
	t.Helper()
	switch v.expect {
	case "success":
		return nil
	case "no match":
		return ErrNotForMe
	case "HMAC failure", "header failure", "payload failure", "armor failure":
		return ErrDamaged
	}
	t.Fatalf("an expectation %q that this test does not know", v.expect)
	return nil
}

// TestTheHybridVectorsOpenAsTheySay: but for those that are open to somebody
// else besides, which age opens and this package does not.
func TestTheHybridVectorsOpenAsTheySay(t *testing.T) {
	refused := map[string]bool{"hybrid_and_x25519": true, "hybrid_grease": true}
	n := 0
	for _, v := range vectors(t) {
		if v.armored || !strings.HasPrefix(v.name, "hybrid") {
			continue
		}
		n++
		t.Run(v.name, func(t *testing.T) {
			var with []Identity
			for _, s := range v.identities {
				if i, err := ParseIdentity(s); err == nil {
					with = append(with, i)
				} else if strings.HasPrefix(s, "AGE-SECRET-KEY-PQ-") {
					t.Fatal(err)
				}
			}
			want := v.outcome(t)
			if refused[v.name] {
				want, v.payload = errNotHybrid, nil
			}
			if v.name == "hybrid_x25519_arg" {
				// A classic stanza of a form that age refuses. Nobody here
				// looks inside classic stanzas: there is none for us.
				want = ErrNotForMe
			}
			v.opensAs(t, v.file, want, with...)
			// The control: another's identity opens none of them.
			if _, err := Open(v.file, sharedKeys().Vault); err == nil {
				t.Error("anybody opens it")
			}
		})
	}
	if n != 18 {
		t.Errorf("%d hybrid vectors, not 18", n)
	}
}

// TestClassicIdentitiesAndArmorAreRefused: no classic identity of the vectors
// is taken, and what only such a one could open is closed to ours.
func TestClassicIdentitiesAndArmorAreRefused(t *testing.T) {
	classic, armored := 0, 0
	for _, v := range vectors(t) {
		t.Run(v.name, func(t *testing.T) {
			for _, s := range v.identities {
				if i, err := ParseIdentity(s); strings.HasPrefix(s, "AGE-SECRET-KEY-1") && (err == nil || !i.IsZero()) {
					t.Error("a classic identity was taken")
				}
			}
			plain, err := Open(v.file, sharedKeys().Vault)
			if err == nil || plain != nil || !errors.Is(err, ErrNotForMe) && !errors.Is(err, ErrDamaged) {
				t.Errorf("%q, %v", plain, err)
			}
			if v.armored {
				armored++
				if !errors.Is(err, ErrDamaged) {
					t.Errorf("armor: %v", err)
				}
			} else if v.expect == "success" {
				classic++
				if !errors.Is(err, ErrNotForMe) {
					t.Errorf("a good file for somebody else: %v", err)
				}
			}
		})
	}
	if classic == 0 || armored == 0 {
		t.Errorf("%d classic files and %d armored ones", classic, armored)
	}
}

// TestThePassphraseVectorsOpenAsTheySay goes through the door that the slot
// stands behind.
func TestThePassphraseVectorsOpenAsTheySay(t *testing.T) {
	n := 0
	for _, v := range vectors(t) {
		if v.armored || !strings.HasPrefix(v.name, "scrypt") {
			continue
		}
		n++
		t.Run(v.name, func(t *testing.T) {
			want := v.outcome(t)
			switch {
			case v.name == "scrypt_uppercase": // another kind of stanza, so no slot
				want = ErrDamaged
			case want == ErrNotForMe:
				want = ErrWrongPassphrase
			}
			for _, passphrase := range v.passphrase {
				plain, err := openWithPassphrase(v.file, passphrase, MaxWorkFactor)
				if !exactly(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
				if sum := sha256.Sum256(plain); err == nil && !bytes.Equal(sum[:], v.payload) {
					t.Error("another payload")
				}
				if err != nil && plain != nil {
					t.Error("a payload together with an error")
				}
				// No vector holds a person's keys.
				if k, err := OpenSlot(v.file, passphrase); err == nil || k != (Keys{}) {
					t.Errorf("keys came out: %v", err)
				}
			}
		})
	}
	if n != 25 {
		t.Errorf("%d passphrase vectors, not 25", n)
	}
}

// TestTheHeaderAndStreamVectorsHoldUnderAHybridRecipient puts a hybrid stanza
// where a vector has its classic one and makes the header's MAC anew where it
// was right; everything else of the file stays, above all what is wrong with
// it. So the vectors of header, MAC and payload, which are all made for classic
// recipients, are tried through this package's own door.
func TestTheHeaderAndStreamVectorsHoldUnderAHybridRecipient(t *testing.T) {
	// Those whose other stanzas are of unknown kinds get as far as the policy.
	beside := map[string]bool{"stanza_empty_body": true, "stanza_empty_last_line": true, "stanza_valid_characters": true, "x25519_grease": true}
	counted := map[string]int{}
	for _, v := range vectors(t) {
		kind, _, _ := strings.Cut(v.name, "_")
		switch kind {
		case "stream", "stanza", "hmac", "header", "version", "x25519":
		default:
			continue
		}
		file, ok := v.hybrid(t, sharedKeys().Vault)
		if !ok {
			continue // a vector of the classic stanza itself
		}
		counted[kind]++
		t.Run(v.name, func(t *testing.T) {
			want := v.outcome(t)
			if beside[v.name] {
				want, v.payload = errNotHybrid, nil
			}
			v.opensAs(t, file, want, sharedKeys().Vault)
			if _, err := Open(file, sharedKeys().Vault); want == ErrDamaged && errors.Is(err, errNotHybrid) {
				t.Error("refused for another reason than the vector's")
			}
		})
	}
	for kind, n := range map[string]int{"stream": 28, "stanza": 14, "hmac": 8, "header": 1, "version": 1, "x25519": 2} {
		if counted[kind] != n {
			t.Errorf("%d vectors of %s, not %d", counted[kind], kind, n)
		}
	}
}

// hybrid returns the vector's file with its X25519 stanza, as good vectors have
// it, replaced by a hybrid one for to; false for a file that has none such.
func (v vector) hybrid(t *testing.T, to Identity) ([]byte, bool) {
	t.Helper()
	const classic = "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc"
	const wrapped = "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE"
	end := "\n"
	at := bytes.Index(v.file, []byte(classic+end+wrapped+end))
	if at < 0 {
		end = "\r\n"
		if at = bytes.Index(v.file, []byte(classic+end+wrapped+end)); at < 0 {
			return nil, false
		}
	}
	after := at + len(classic) + len(wrapped) + 2*len(end)
	line := bytes.Index(v.file[after:], []byte("---"))
	if line < 0 {
		t.Fatal("no MAC in the header")
	}
	line += after + len("---") // the MAC covers what precedes it
	head := append(bytes.Clone(v.file[:at]), stanza(t, v.fileKey, to, end)...)
	head = append(head, v.file[after:line]...)
	rest := bytes.Replace(v.file[line:], mac(t, v.fileKey, v.file[:line]), mac(t, v.fileKey, head), 1)
	return append(head, rest...), true
}

// stanza wraps a file key as age writes it into a header.
func stanza(t *testing.T, fileKey []byte, to Identity, end string) string {
	t.Helper()
	s, err := to.key.Recipient().Wrap(fileKey)
	if err != nil || len(s) != 1 {
		t.Fatal(len(s), err)
	}
	body := base64.RawStdEncoding.EncodeToString(s[0].Body)
	if len(body) >= 64 {
		t.Fatal("a body of more than a line")
	}
	return "-> " + s[0].Type + " " + strings.Join(s[0].Args, " ") + end + body + end
}

// mac is a header's MAC in base64, https://age-encryption.org/v1#header-mac.
func mac(t *testing.T, fileKey, head []byte) []byte {
	t.Helper()
	key, err := hkdf.Key(sha256.New, fileKey, nil, "header", sha256.Size)
	if err != nil {
		t.Fatal(err)
	}
	h := hmac.New(sha256.New, key)
	h.Write(head)
	return []byte(base64.RawStdEncoding.EncodeToString(h.Sum(nil)))
}

// The control of the policy: age itself opens the mixed box that is refused.
func TestAgeAloneWouldOpenAMixedBox(t *testing.T) {
	raw, err := fs.ReadFile(cctv.Vectors, "hybrid_and_x25519")
	if err != nil {
		t.Fatal(err)
	}
	v := parseVector(t, "hybrid_and_x25519", raw)
	with, err := age.ParseHybridIdentity(v.identities[0])
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(v.file), with)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); err != nil {
		t.Error(err)
	}
}
