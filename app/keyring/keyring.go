// Package keyring turns passphrases into keys and cards into contacts: what
// the rooms and main know of secrets. It is the only package of the
// application that knows crypto. Its errors are [app.Error]s.
//
// Proposing, completing and judging words is instant. Everything that makes or
// opens a slot takes seconds, everything that reads a card a fifth of a second
// for its fingerprint: not on the UI goroutine.
package keyring

import (
	"errors"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"barnrost/app"
	"barnrost/crypto"
)

const (
	proposedWords    = 6 // 66 bits of a list of 2,048
	fingerprintWords = 4 // 44 bits, each try of which costs 64 MiB
	prefixLength     = 4 // letters that tell a word of the list
)

// Ring holds the word list that phrases and fingerprints are made of. It is
// safe for concurrent use. Make one with [New].
type Ring struct {
	words      []string
	workFactor int
	took       atomic.Int64 // nanoseconds of the last slot
}

// New returns a ring over a sorted list of 2^k words that are unique in their
// first four letters. Its [Ring.Expected] is a guess until a slot was made,
// opened or measured.
func New(words []string) *Ring {
	r := &Ring{words: slices.Clone(words), workFactor: crypto.WorkFactor}
	r.took.Store(int64(2 * time.Second)) // a 2.5 GHz core takes 1.8 s
	return r
}

// Propose draws six words. [Ring.Check] accepts every phrase it proposes,
// whoever the person is.
func (r *Ring) Propose() ([]string, error) {
	for {
		words, err := crypto.RandomWords(r.words, proposedWords)
		if err != nil {
			return nil, app.Fail(app.CodeInternal, err)
		}
		// A word twice, one draw in 137, is drawn again: the phrase has to hold
		// even for somebody who is called by all its words.
		phrase := strings.Join(words, " ")
		if crypto.Weakness(phrase, r.words, phrase) == "" {
			return words, nil
		}
	}
}

// Complete returns the words that begin with prefix, in any case, once it has
// four letters; none for fewer.
func (r *Ring) Complete(prefix string) []string {
	prefix = strings.ToLower(crypto.Normalise(prefix))
	if len([]rune(prefix)) < prefixLength {
		return nil
	}
	at, _ := slices.BinarySearch(r.words, prefix)
	var found []string
	for ; at < len(r.words) && strings.HasPrefix(r.words[at], prefix); at++ {
		found = append(found, r.words[at])
	}
	return found
}

// Check returns [app.CodeWeakPassphrase] with the reason's key in
// Args["reason"], one of crypto.WeakReasons, or nil. personal holds what
// others know of the person: name, unit.
func (r *Ring) Check(passphrase string, personal ...string) error {
	if reason := crypto.Weakness(r.canonical(passphrase), r.words, personal...); reason != "" {
		return &app.Error{Code: app.CodeWeakPassphrase, Args: map[string]string{"reason": reason}}
	}
	return nil
}

// canonical is the form of a passphrase that goes into a slot. Words that all
// stand in the list are taken in small letters, so that neither Caps Lock nor
// a capital at the start locks anybody out; a phrase of one's own is taken as
// it is typed.
func (r *Ring) canonical(passphrase string) string {
	passphrase = crypto.Normalise(passphrase)
	lower := strings.ToLower(passphrase)
	for _, word := range strings.Fields(lower) {
		if _, found := slices.BinarySearch(r.words, word); !found {
			return passphrase
		}
	}
	return lower
}

// Secrets are what a new vault is made of.
type Secrets struct {
	Keys   crypto.Keys
	Signer crypto.SigningKey
	Slot   []byte // the keys, wrapped under the passphrase
}

// NewSlot makes keys and wraps them under a passphrase, which it refuses if it
// is weak. It takes about [Ring.Expected] and 256 MiB.
func (r *Ring) NewSlot(passphrase string) (Secrets, error) {
	if err := r.Check(passphrase); err != nil {
		return Secrets{}, err
	}
	keys, err := crypto.NewKeys()
	if err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	defer r.spent(time.Now())
	slot, err := crypto.SealSlot(keys, r.canonical(passphrase), r.workFactor)
	if err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	return Secrets{keys, signer, slot}, nil
}

// Unlock opens a slot. It returns [app.CodeWrongPassphrase],
// [app.CodeVaultDamaged] or [app.CodeNewerFormat], and takes about
// [Ring.Expected].
func (r *Ring) Unlock(slot []byte, passphrase string) (crypto.Keys, error) {
	start := time.Now()
	keys, err := crypto.OpenSlot(slot, r.canonical(passphrase))
	switch {
	case err == nil:
		r.spent(start)
		return keys, nil
	case errors.Is(err, crypto.ErrWrongPassphrase):
		return crypto.Keys{}, app.Fail(app.CodeWrongPassphrase, err)
	case errors.Is(err, crypto.ErrNewerFormat):
		return crypto.Keys{}, app.Fail(app.CodeNewerFormat, err)
	}
	return crypto.Keys{}, app.Fail(app.CodeVaultDamaged, err)
}

// Expected is how long making or opening a slot takes on this computer: what
// the last one took, or what [Ring.Measure] found. It is instant.
func (r *Ring) Expected() time.Duration { return time.Duration(r.took.Load()) }

// measureFactor makes a slot an eighth as costly as a real one.
const measureFactor = crypto.WorkFactor - 3

// Measure finds [Ring.Expected] from a small slot: about 0.2 s and 32 MiB, to
// be run in the background at the start.
func (r *Ring) Measure() error {
	keys, err := crypto.NewKeys()
	if err != nil {
		return app.Fail(app.CodeInternal, err)
	}
	start := time.Now()
	if _, err := crypto.SealSlot(keys, "measure", measureFactor); err != nil {
		return app.Fail(app.CodeInternal, err)
	}
	r.took.Store(int64(time.Since(start)) << (crypto.WorkFactor - measureFactor))
	debug.FreeOSMemory()
	return nil
}

// spent notes how long a slot took and gives the 256 MiB it needed back to the
// system: the collector would keep them for minutes.
func (r *Ring) spent(start time.Time) {
	r.took.Store(int64(time.Since(start)))
	debug.FreeOSMemory()
}
