package crypto

import (
	"crypto/sha256"
	"fmt"
)

// A recovery slot is an age file to a unit's recovery recipient. It wraps the
// vault's and the inbox identity and never the owner's: who holds the unit's
// recovery key reads everything of the work, signs nothing, and cannot open
// what is private.

// SealRecoverySlot wraps what of k a recovery key may have. k's owner identity
// is left out whether it is there or not. `age -d -i` with the recovery key's
// file opens the slot, and what comes out is an identity file again.
func SealRecoverySlot(k Keys, to Recipient) ([]byte, error) {
	if k.Vault.IsZero() || k.Inbox.IsZero() {
		return nil, ErrNoKey
	}
	return Seal([]byte(recoveryFile(k)), to)
}

// OpenRecoverySlot unwraps what [SealRecoverySlot] wrapped; the owner identity
// is zero. It returns [ErrNotForMe] for another unit's key or one that was
// replaced, [ErrDamaged] or [ErrNewerFormat].
func OpenRecoverySlot(box []byte, with Identity) (Keys, error) {
	file, err := Open(box, with)
	if err != nil {
		return Keys{}, err
	}
	found, err := parseIdentities(string(file), 2)
	if err != nil {
		return Keys{}, err
	}
	return Keys{Vault: found[0], Inbox: found[1]}, nil
}

// recoveryFile is the identity file inside a recovery slot.
func recoveryFile(k Keys) string {
	return slotHead + slotFormat + "\n" +
		"# vault: opens the recordings and texts of this vault\n" + k.Vault.String() + "\n" +
		"# inbox: opens bundles sent to this person\n" + k.Inbox.String() + "\n"
}

// RecoveryFingerprint tells recovery keys apart, for words on a sheet of paper
// and beside a slot. That a recipient is the unit's own is vouched for by the
// signature of the invitation that brought it, not by these bits.
func RecoveryFingerprint(r Recipient) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "barnrost-recovery\n%s", r.String()))
}
