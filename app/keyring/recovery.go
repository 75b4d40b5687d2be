package keyring

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"barnrost/app"
	"barnrost/crypto"
)

// NewRecoveryKey makes a unit's recovery key. The identity is for the sheet
// and is kept nowhere: whoever had the enhetschef's passphrase would have
// everybody's vault.
func (r *Ring) NewRecoveryKey(unit string, now time.Time) (crypto.Identity, app.RecoveryKey, error) {
	id, err := crypto.NewIdentity()
	if err != nil {
		return crypto.Identity{}, app.RecoveryKey{}, app.Fail(app.CodeInternal, err)
	}
	return id, r.recoveryKey(id.Recipient(), unit, nil, now), nil
}

// recoveryKey gives a recipient its words.
func (r *Ring) recoveryKey(to crypto.Recipient, unit string, card []byte, at time.Time) app.RecoveryKey {
	bits := crypto.RecoveryFingerprint(to)
	return app.RecoveryKey{
		Recipient: to.String(), Words: crypto.Words(bits[:], r.words, fingerprintWords),
		Unit: unit, UnitCard: bytes.Clone(card), Heard: at.UTC().Truncate(time.Second),
	}
}

// RecoverySheet returns the page to be printed: the recovery key's secret half
// in numbered groups, and its words.
func (r *Ring) RecoverySheet(id crypto.Identity, w SheetWords) ([]byte, error) {
	bits := crypto.RecoveryFingerprint(id.Recipient())
	prefix, groups := keyGroups(id)
	return printSheet(w, crypto.Words(bits[:], r.words, fingerprintWords), prefix, groups)
}

// SealRecovery wraps the work's keys for a recovery key.
func SealRecovery(k crypto.Keys, key app.RecoveryKey) ([]byte, error) {
	to, err := crypto.ParseRecipient(key.Recipient)
	if err != nil {
		return nil, app.Fail(app.CodeVaultDamaged, err)
	}
	slot, err := crypto.SealRecoverySlot(k, to)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return slot, nil
}

// ReadRecoveryKey reads the secret half from what was typed off the sheet, or
// from the text of a key file as stock age uses it. It returns
// [app.CodePaperWrong] like [ReadPaper].
func ReadRecoveryKey(typed string) (crypto.Identity, error) {
	for line := range strings.Lines(typed) {
		if id, err := crypto.ParseIdentity(strings.TrimSpace(line)); err == nil {
			return id, nil
		}
	}
	return readPaperKey(typed)
}

// OpenRecovery opens a recovery slot, nil where the vault has none. It returns
// [app.CodeRecoveryNone], [app.CodeRecoveryOther] for another unit's key or one
// that was replaced, [app.CodeRecoveryDamaged] or [app.CodeNewerFormat].
func OpenRecovery(slot []byte, with crypto.Identity) (crypto.Keys, error) {
	if slot == nil {
		return crypto.Keys{}, app.Fail(app.CodeRecoveryNone, nil)
	}
	k, err := crypto.OpenRecoverySlot(slot, with)
	switch {
	case err == nil:
		return k, nil
	case errors.Is(err, crypto.ErrNotForMe):
		return crypto.Keys{}, app.Fail(app.CodeRecoveryOther, err)
	case errors.Is(err, crypto.ErrNewerFormat):
		return crypto.Keys{}, app.Fail(app.CodeNewerFormat, err)
	}
	return crypto.Keys{}, app.Fail(app.CodeRecoveryDamaged, err)
}

// Rewrap makes a new passphrase slot around keys and opens it, so that it may
// take the old one's place. It refuses a weak passphrase and takes twice
// [Ring.Expected].
func (r *Ring) Rewrap(k crypto.Keys, passphrase string, personal ...string) ([]byte, error) {
	if err := r.Check(passphrase, personal...); err != nil {
		return nil, err
	}
	slot, err := crypto.SealSlot(k, r.canonical(passphrase), r.workFactor)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	back, err := r.Unlock(slot, passphrase)
	if err != nil || back.Vault.String() != k.Vault.String() || back.Inbox.String() != k.Inbox.String() || back.Owner.String() != k.Owner.String() {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return slot, nil
}

// Renew makes new keys, a new signing key, and a slot under a passphrase that
// has just opened the old one, and opens the slot. It takes twice
// [Ring.Expected].
func (r *Ring) Renew(passphrase string) (Secrets, error) {
	keys, err := crypto.NewKeys()
	if err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	slot, err := crypto.SealSlot(keys, r.canonical(passphrase), r.workFactor)
	if err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	if _, err := r.Unlock(slot, passphrase); err != nil {
		return Secrets{}, app.Fail(app.CodeInternal, err)
	}
	return Secrets{keys, signer, slot}, nil
}
