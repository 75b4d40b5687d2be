package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/keyring"
	"barnrost/app/view/unlock"
	"barnrost/storage"
)

// maxKeyFile bounds a key file: a key and some comments.
const maxKeyFile = 64 << 10

// Recover implements [unlock.Keeper].
func (k *keeper) Recover(ctx context.Context, typed string) (unlock.Recovered, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sealed == nil {
		return unlock.Recovered{}, app.Fail(app.CodeVaultMissing, nil)
	}
	slot, err := k.sealed.RecoverySlot(ctx)
	if err != nil {
		return unlock.Recovered{}, casebook.Fault(err)
	}
	if slot == nil { // before anybody types 58 characters in vain
		return unlock.Recovered{}, app.Fail(app.CodeRecoveryNone, nil)
	}
	id, err := keyring.ReadRecoveryKey(typed)
	if err != nil {
		return unlock.Recovered{}, err
	}
	keys, err := keyring.OpenRecovery(slot, id)
	if err != nil {
		return unlock.Recovered{}, err
	}
	v, err := k.sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return unlock.Recovered{}, unreadable(casebook.Fault(err))
	}
	k.sealed = nil
	if k.session, err = openSession(ctx, v, k.ring, k.publish); err != nil {
		return unlock.Recovered{}, err
	}
	return k.session.found()
}

// RecoverFile implements [unlock.Keeper].
func (k *keeper) RecoverFile(ctx context.Context, path string) (_ unlock.Recovered, err error) {
	f, err := os.Open(path)
	if err != nil {
		return unlock.Recovered{}, app.FileFault(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return unlock.Recovered{}, app.FileFault(err)
	}
	return k.Recover(ctx, string(raw))
}

// RecoveryThere implements [unlock.Keeper].
func (k *keeper) RecoveryThere(ctx context.Context) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sealed == nil {
		return false, nil
	}
	slot, err := k.sealed.RecoverySlot(ctx)
	return slot != nil, casebook.Fault(err)
}

// recovered reports whether the vault was opened with a recovery key.
func (s *session) recovered() bool { return s.vault.Keys().Owner.IsZero() }

// found tells what a recovered vault holds.
func (s *session) found() (unlock.Recovered, error) {
	all, err := s.book.Interviews()
	if err != nil {
		return unlock.Recovered{}, err
	}
	r := unlock.Recovered{Interviews: len(all)}
	profile, err := s.book.Profile()
	if err == nil {
		r.Name, r.Unit, r.Manager = profile.Name, profile.Unit, profile.Role == app.RoleManager
	} else if app.CodeOf(err) != app.CodeNotFound {
		return unlock.Recovered{}, err
	}
	return r, nil
}

// CarryOver implements [unlock.Keeper].
func (k *keeper) CarryOver(ctx context.Context, passphrase string, progress func(done, total int64)) (unlock.Carried, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.session == nil || !k.session.recovered() {
		return unlock.Carried{}, app.Fail(app.CodeVaultMissing, nil)
	}
	secrets, err := k.ring.NewSlot(passphrase)
	if err != nil {
		return unlock.Carried{}, err
	}
	finish, err := k.session.lastAct(secrets)
	if err != nil {
		return unlock.Carried{}, err
	}
	setup := storage.Setup{Keys: secrets.Keys, Signer: secrets.Signer, Slot: secrets.Slot}
	c, err := storage.Successor(ctx, k.session.vault, k.path(), setup, finish, progress)
	if err != nil {
		return unlock.Carried{}, casebook.Fault(err)
	}
	interviews, err := k.session.book.Interviews()
	if err != nil {
		return unlock.Carried{}, err
	}
	// The new vault is whole. From here nothing is cancelled: the exchange is
	// ended by the next start if not by this one.
	kept, err := k.exchange(context.WithoutCancel(ctx), secrets)
	return unlock.Carried{Interviews: len(interviews), Lost: len(c.Lost), Kept: filepath.Base(kept)}, err
}

// lastAct is what the new vault's last transaction writes: the recovery slot,
// where the old one had it, and that it was recovered.
func (s *session) lastAct(secrets keyring.Secrets) (func(*storage.Tx, storage.Carried) error, error) {
	recovery, err := s.book.Recovery()
	if err != nil {
		return nil, err
	}
	var slot []byte
	if recovery.On() {
		if slot, err = keyring.SealRecovery(secrets.Keys, recovery.Key); err != nil {
			return nil, err
		}
	}
	return func(tx *storage.Tx, _ storage.Carried) error {
		if slot != nil {
			if err := tx.SetSlot(storage.SlotRecovery, slot); err != nil {
				return err
			}
		}
		return tx.Event(storage.Event{Kind: string(app.ActRestored), Detail: strings.Join(recovery.Key.Words, "-")})
	}, nil
}

// exchange puts the new vault into the old one's place and opens it.
func (k *keeper) exchange(ctx context.Context, secrets keyring.Secrets) (kept string, err error) {
	err = k.session.close()
	k.session = nil
	if err != nil {
		return "", casebook.Fault(err)
	}
	if kept, err = storage.Settle(k.path(), time.Now()); err != nil {
		return "", casebook.Fault(err)
	}
	sealed, err := storage.Open(ctx, k.path())
	if err != nil {
		return kept, unreadable(casebook.Fault(err))
	}
	v, err := sealed.Unlock(ctx, secrets.Keys, nil)
	if err != nil {
		return kept, unreadable(casebook.Fault(errors.Join(err, sealed.Close())))
	}
	k.slot = secrets.Slot
	k.session, err = openSession(ctx, v, k.ring, k.publish)
	return kept, err
}
