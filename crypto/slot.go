package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"
)

// WorkFactor is the scrypt cost of a new slot as a power of two: 1.8 s and
// 256 MiB on a 2.5 GHz core. Slots above MaxWorkFactor are refused, or a
// planted one could take all memory.
const (
	WorkFactor    = 18
	MaxWorkFactor = 20
)

// Keys are the three identities of one person's vault.
type Keys struct {
	Vault Identity // opens the vault's objects
	Inbox Identity // opens what others send; its recipient stands on the card
	Owner Identity // opens what is nobody else's: signing seed, private notes
}

// NewKeys makes three random identities.
func NewKeys() (Keys, error) {
	var k Keys
	for _, p := range []*Identity{&k.Vault, &k.Inbox, &k.Owner} {
		i, err := NewIdentity()
		if err != nil {
			return Keys{}, err
		}
		*p = i
	}
	return k, nil
}

// slotHead is the first line of the identity file inside a slot; the digit is
// the format.
const (
	slotHead   = "# barnrost keys, format "
	slotFormat = "1"
)

// Normalise returns the form of a passphrase that is stretched: Unicode NFC,
// no space at the ends, each inner run of space folded to one blank. Who opens
// a slot with stock age types this form.
func Normalise(passphrase string) string {
	return strings.Join(strings.Fields(norm.NFC.String(passphrase)), " ")
}

// SealSlot wraps k under a passphrase, which it normalises: an age scrypt file
// around an age identity file, so `age -d` and `age -d -i` open it. logN is
// [WorkFactor] outside tests.
func SealSlot(k Keys, passphrase string, logN int) ([]byte, error) {
	if k.Vault.IsZero() || k.Inbox.IsZero() || k.Owner.IsZero() {
		return nil, ErrNoKey
	}
	if logN < 1 || logN > MaxWorkFactor {
		return nil, fmt.Errorf("crypto: work factor %d outside 1 to %d", logN, MaxWorkFactor)
	}
	to, err := age.NewScryptRecipient(Normalise(passphrase))
	if err != nil {
		return nil, fmt.Errorf("crypto: slot: %w", err)
	}
	to.SetWorkFactor(logN)
	var box bytes.Buffer
	w, err := age.Encrypt(&box, to)
	if err != nil {
		return nil, fmt.Errorf("crypto: slot: %w", err)
	}
	if _, err := io.WriteString(w, identityFile(k)); err != nil {
		return nil, fmt.Errorf("crypto: slot: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("crypto: slot: %w", err)
	}
	return box.Bytes(), nil
}

// OpenSlot unwraps what [SealSlot] wrapped. It takes as long as the slot's
// work factor says. It returns [ErrWrongPassphrase], [ErrDamaged] or
// [ErrNewerFormat].
func OpenSlot(box []byte, passphrase string) (Keys, error) {
	file, err := openWithPassphrase(box, passphrase, MaxWorkFactor)
	if err != nil {
		return Keys{}, err
	}
	return parseIdentityFile(string(file))
}

// openWithPassphrase returns what an age file holds whose only recipient is
// the passphrase, unless its work factor is above most.
func openWithPassphrase(box []byte, passphrase string, most int) ([]byte, error) {
	if !bytes.HasPrefix(box, []byte("age-encryption.org/v1\n-> scrypt ")) {
		return nil, fmt.Errorf("%w: no passphrase slot", ErrDamaged)
	}
	passphrase = Normalise(passphrase)
	if passphrase == "" {
		return nil, ErrWrongPassphrase
	}
	with, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrWrongPassphrase
	}
	with.SetMaxWorkFactor(most)
	plain, err := age.Decrypt(bytes.NewReader(box), with)
	var noMatch *age.NoIdentityMatchError
	if errors.As(err, &noMatch) {
		return nil, ErrWrongPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	file, err := io.ReadAll(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return file, nil
}

// identityFile writes k as `age -i` reads it. The order tells the keys apart;
// the comments are for people.
func identityFile(k Keys) string {
	return slotHead + slotFormat + "\n" +
		"# vault: opens the recordings and texts of this vault\n" + k.Vault.String() + "\n" +
		"# inbox: opens bundles sent to this person\n" + k.Inbox.String() + "\n" +
		"# owner: opens the signing key and private notes\n" + k.Owner.String() + "\n"
}

func parseIdentityFile(file string) (Keys, error) {
	found, err := parseIdentities(file, 3)
	if err != nil {
		return Keys{}, err
	}
	return Keys{Vault: found[0], Inbox: found[1], Owner: found[2]}, nil
}

// parseIdentities reads the n keys of a slot's identity file.
func parseIdentities(file string, n int) ([]Identity, error) {
	head, rest, _ := strings.Cut(file, "\n")
	format, ours := strings.CutPrefix(head, slotHead)
	if !ours {
		return nil, fmt.Errorf("%w: slot without its first line", ErrDamaged)
	}
	if format != slotFormat {
		return nil, ErrNewerFormat
	}
	var found []Identity
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		i, err := ParseIdentity(line)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		found = append(found, i)
	}
	if len(found) != n {
		return nil, fmt.Errorf("%w: slot with %d keys", ErrDamaged, len(found))
	}
	return found, nil
}
