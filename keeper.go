package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/view/unlock"
	"barnrost/storage"
)

// vaultFile is the vault's name in its folder.
const vaultFile = "barnrost.vault"

// keeper makes and opens the vault for the way in.
type keeper struct {
	ring    *keyring.Ring
	publish func(app.Event)
	// recording tells whether something is recorded while the vault is locked;
	// nil in tests.
	recording func() bool

	mu      sync.Mutex
	dir     string
	chosen  bool            // dir is where a vault was opened before, not the usual place
	sealed  *storage.Sealed // open and locked; nil before First and after Unlock
	slot    []byte          // the passphrase slot, to check a passphrase again
	session *session
}

var _ unlock.Keeper = (*keeper)(nil)

func (k *keeper) path() string { return filepath.Join(k.dir, vaultFile) }

// exists reports whether something lies where the vault should.
func (k *keeper) exists() bool {
	_, err := os.Lstat(k.path())
	return !errors.Is(err, fs.ErrNotExist)
}

// First implements [unlock.Keeper].
func (k *keeper) First(ctx context.Context) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sealed != nil {
		return false, nil
	}
	if _, err := storage.Settle(k.path(), time.Now()); err != nil {
		return false, unreadable(casebook.Fault(err)) // a recovery was cut off at its last step
	}
	if k.chosen && !k.exists() {
		return false, app.Fail(app.CodeVaultMissing, nil) // it has been moved, or its disk is not connected
	}
	if err := storage.CheckPlace(k.dir); err != nil && !(errors.Is(err, storage.ErrDiskFull) && k.exists()) {
		return false, casebook.Fault(err)
	}
	sealed, err := storage.Open(ctx, k.path())
	if err != nil {
		err = casebook.Fault(err)
		if app.CodeOf(err) == app.CodeVaultMissing {
			return true, nil
		}
		return false, unreadable(err)
	}
	k.sealed, k.slot = sealed, sealed.Slot()
	return false, nil
}

// Folder implements [unlock.Keeper].
func (k *keeper) Folder() string { return k.dir }

// UseFolder implements [unlock.Keeper].
func (k *keeper) UseFolder(_ context.Context, dir string) error {
	if err := storage.CheckPlace(dir); err != nil {
		return casebook.Fault(err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dir, k.chosen = dir, false
	return nil
}

// Expected implements [unlock.Keeper].
func (k *keeper) Expected() time.Duration { return k.ring.Expected() }

// Propose implements [unlock.Keeper].
func (k *keeper) Propose() ([]string, error) { return k.ring.Propose() }

// Complete implements [unlock.Keeper].
func (k *keeper) Complete(prefix string) []string { return k.ring.Complete(prefix) }

// CheckPassphrase implements [unlock.Keeper].
func (k *keeper) CheckPassphrase(passphrase string, personal ...string) error {
	return k.ring.Check(passphrase, personal...)
}

// ReadInvitation implements [unlock.Keeper].
func (k *keeper) ReadInvitation(_ context.Context, path string) (unlock.Invitation, error) {
	raw, err := handover.ReadSmall(path)
	if err != nil {
		if app.CodeOf(err) == app.CodeNotACard { // too large to be either
			err = app.Fail(app.CodeNotAnInvitation, err)
		}
		return unlock.Invitation{}, err
	}
	i, err := readInvitation(k.ring, raw)
	if err != nil {
		return unlock.Invitation{}, err
	}
	read := unlock.Invitation{Unit: i.Unit.Name, Manager: i.Manager.Name, Words: i.Words, Raw: raw}
	if i.Recovery != nil {
		read.Recovery = i.Recovery.Words
	}
	return read, nil
}

// Create implements [unlock.Keeper].
func (k *keeper) Create(ctx context.Context, start unlock.Start) error {
	secrets, err := k.ring.NewSlot(start.Passphrase)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return casebook.Fault(err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	v, err := storage.Create(ctx, k.path(), storage.Setup{Keys: secrets.Keys, Signer: secrets.Signer, Slot: secrets.Slot})
	if err != nil {
		return casebook.Fault(err)
	}
	s, err := openSession(ctx, v, k.ring, k.publish)
	if err != nil {
		return err
	}
	if err := s.begin(ctx, start); err != nil {
		// Nothing is in it yet; a half made vault would only stand in the way.
		return errors.Join(err, s.close(), os.Remove(k.path()))
	}
	k.slot, k.session = secrets.Slot, s
	return nil
}

// begin stores what the first start asked for.
func (s *session) begin(ctx context.Context, start unlock.Start) error {
	if err := s.book.SaveProfile(ctx, start.Profile); err != nil {
		return err
	}
	if err := s.makeCard(); err != nil {
		return err
	}
	if start.Invitation != nil {
		return s.join(ctx, start)
	}
	if start.Profile.Role == app.RoleManager {
		return s.foundUnit(ctx, start.Profile.Unit)
	}
	return nil
}

// join keeps the cards and the templates of a unit's invitation. The words
// compared are the unit's; its signature vouches for all there is beside them.
func (s *session) join(ctx context.Context, start unlock.Start) error {
	i, err := readInvitation(s.ring, start.Invitation)
	if err != nil {
		return err
	}
	i.Manager.Voucher = i.Unit.Card
	for _, contact := range []app.Contact{i.Unit, i.Manager} {
		contact.Confirmed = start.Compared
		kept, err := s.book.AddContact(ctx, contact)
		if err != nil {
			return err
		}
		if kept.Kind != app.CardUnit {
			continue
		}
		if _, err := s.offerTemplates(ctx, kept, i.Templates); err != nil {
			return err
		}
	}
	if i.Rules[app.RuleSoundCopy] == app.RuleYes {
		if err := s.book.SaveCopyRule(ctx, app.CopyRule{On: true}); err != nil {
			return err
		}
	}
	return s.joinRecovery(ctx, i.Recovery, start.Recovery)
}

// foundUnit makes the unit's own keys, in the vault of whoever leads it.
func (s *session) foundUnit(ctx context.Context, name string) error {
	unit, err := keyring.NewUnit(name)
	if err != nil {
		return err
	}
	work, signing, err := unit.Secrets()
	if err != nil {
		return err
	}
	if err := s.book.SaveUnit(ctx, name, work, signing); err != nil {
		return err
	}
	s.unit.Store(&unit)
	return nil
}

// Unlock implements [unlock.Keeper].
func (k *keeper) Unlock(ctx context.Context, passphrase string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sealed == nil {
		return app.Fail(app.CodeVaultMissing, nil)
	}
	if k.recording != nil && k.recording() {
		return app.Fail(app.CodeReadyRecording, nil) // who talks to a child must not lose it to a wait
	}
	keys, err := k.ring.Unlock(k.slot, passphrase)
	if err != nil {
		return unreadable(err)
	}
	v, err := k.sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return unreadable(casebook.Fault(err))
	}
	k.sealed = nil
	k.session, err = openSession(ctx, v, k.ring, k.publish)
	return err
}

// unreadable gives a damage that keeps the vault from being opened its own
// words: most of a vault that is merely damaged can be read.
func unreadable(err error) error {
	if app.CodeOf(err) == app.CodeVaultDamaged {
		return app.Fail(app.CodeVaultUnreadable, err)
	}
	return err
}

// check tells whether a passphrase opens the vault that is open already.
func (k *keeper) check(_ context.Context, passphrase string) error {
	k.mu.Lock()
	slot := k.slot
	k.mu.Unlock()
	_, err := k.ring.Unlock(slot, passphrase)
	return err
}

// close gives up the vault, open or not.
func (k *keeper) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.session != nil {
		return k.session.close()
	}
	if k.sealed != nil {
		return k.sealed.Close()
	}
	return nil
}
