package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/keyring"
	"barnrost/crypto"
	"barnrost/storage"
)

// session is an unlocked vault and what hangs on it.
type session struct {
	vault *storage.Vault
	book  *casebook.Casebook
	ring  *keyring.Ring
	card  []byte // the owner's card
	// unit is the unit's key, where this vault holds it, or nil: it may come and
	// go while bundles are opened.
	unit atomic.Pointer[keyring.Unit]
	// self is the owner as others see them. Its words take a fifth of a second
	// the first time, which nobody should wait for at unlocking.
	self func() (app.Contact, error)

	heard   heardSpeech
	sums    *sums // nil until the work has begun
	damaged error // why the unit or the owner's card could not be read, if so
}

// openSession begins work in a vault that was just unlocked. On error the
// vault is closed.
func openSession(ctx context.Context, v *storage.Vault, ring *keyring.Ring, publish func(app.Event)) (_ *session, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, v.Close())
		}
	}()
	book, err := casebook.Open(ctx, v, time.Now, publish)
	if err != nil {
		return nil, err
	}
	s := &session{vault: v, book: book, ring: ring}
	s.self = sync.OnceValues(s.readCard)
	for _, part := range []func() error{s.loadUnit, s.makeCard} {
		switch err := part(); app.CodeOf(err) {
		case "":
		case app.CodeVaultDamaged:
			s.damaged = err // the interviews can be read all the same
		default:
			return nil, err
		}
	}
	return s, nil
}

// trouble is what is wrong with the vault, nil if nothing.
func (s *session) trouble() error {
	if s.recovered() {
		return app.Fail(app.CodeRecoveryMode, nil)
	}
	if err := s.book.Trouble(); err != nil {
		return err
	}
	return s.damaged
}

// makeCard writes the owner's card from the profile: it is the same bytes each
// time, so nothing is stored.
func (s *session) makeCard() error {
	if s.recovered() {
		return nil // nothing can be signed
	}
	profile, err := s.book.Profile()
	if app.CodeOf(err) == app.CodeNotFound {
		return nil // a vault whose first start is not done
	}
	if err != nil {
		return err
	}
	s.card, err = s.ring.MyCardFile(profile, s.vault.Keys().Inbox, s.vault.Signer())
	return err
}

// readCard gives the owner's card its words.
func (s *session) readCard() (app.Contact, error) {
	if s.card == nil {
		return app.Contact{}, nil // there is no profile, or it cannot be read
	}
	return s.ring.ReadCard(s.card)
}

func (s *session) loadUnit() error {
	_, work, signing, err := s.book.Unit()
	if app.CodeOf(err) == app.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	unit, err := keyring.ReadUnit(work, signing)
	if err != nil {
		return err
	}
	s.unit.Store(&unit)
	return nil
}

// inboxes are what opens the post: one's own, those it had before its keys were
// replaced, and the unit's if it is here.
func (s *session) inboxes() []crypto.Identity {
	all := append([]crypto.Identity{s.vault.Keys().Inbox}, s.vault.RetiredInboxes()...)
	if unit := s.unit.Load(); unit != nil {
		all = append(all, unit.Inbox)
	}
	return all
}

func (s *session) close() error {
	if s.sums != nil {
		s.sums.end()
	}
	return s.vault.Close()
}
