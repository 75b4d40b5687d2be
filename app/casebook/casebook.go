// Package casebook keeps the program's nouns in the vault: interviews, sound,
// text, cards, the profile. It is the only package that knows both the nouns
// of app and the objects of storage.
//
// Every noun is one object; its data is the object's sealed meta, as JSON.
// Sound and text are objects of their own, so that sound can be erased while
// the text stays.
package casebook

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// Kinds of object. They lie sealed in the object's head.
const (
	kindProfile     = "profile"
	kindInterview   = "interview"
	kindSound       = "sound"
	kindText        = "text"
	kindContact     = "contact"
	kindUnit        = "unit"
	kindUnitSeed    = "unit-signing"
	kindHolder      = "unit-holder"
	kindWaiting     = "waiting"
	kindRecovery    = "recovery"
	kindBackup      = "backup"
	kindSoundCopy   = "sound-copy"
	kindCopyRule    = "copy-rule"
	kindDecision    = "disposal-decision"
	kindHold        = "hold"
	kindProtocol    = "disposal-protocol"
	kindMirror      = "mirror"
	kindTemplates   = "templates"
	kindEnquiry     = "enquiry"
	kindGuide       = "guide"
	kindDraft       = "guide-draft"
	kindPlanDraft   = "plan-draft"
	kindAside       = "aside"
	kindTickets     = "tickets"
	kindReflections = "reflections"
	kindArmed       = "armed"
	kindEnvelope    = "envelope"
	kindPool        = "envelope-pool"
)

// Casebook reads and writes the nouns of one unlocked vault. It is safe for
// concurrent use. No method may be called on the UI goroutine unless its
// comment says that it only reads memory.
type Casebook struct {
	vault   *storage.Vault
	now     func() time.Time
	publish func(app.Event)
	trouble error
	guards  guards // of gallring
	spool   string // where the spool lies; "" where none may
	room    int64  // what must be free for one, in bytes

	boxes  sync.Mutex // held while envelopes are read and written anew
	mu     sync.Mutex
	logged map[act]bool // acts already in the log this session
	fresh  *[]act       // those of the transaction under way
}

type act struct {
	object storage.ID
	kind   app.Act
}

// Open returns the casebook of an unlocked vault and closes every recording
// that a crash cut off, marking it interrupted. publish is called after each
// commit, from any goroutine.
func Open(ctx context.Context, v *storage.Vault, now func() time.Time, publish func(app.Event)) (*Casebook, error) {
	c := &Casebook{vault: v, now: now, publish: publish, guards: allGuards, logged: map[act]bool{}}
	switch err := c.begin(ctx); {
	case err == nil:
	case unwritable(err), app.CodeOf(err) == app.CodeVaultDamaged:
		// What is there can be looked at all the same; the person is told.
		c.trouble = err
	default:
		return nil, err
	}
	if c.trouble == nil && c.Damaged() > 0 {
		c.trouble = app.Fail(app.CodeVaultDamaged, nil)
	}
	return c, nil
}

// Trouble is what is wrong with the vault since it was opened, nil if nothing:
// it is damaged in part, or nothing can be written now. It reads memory only.
func (c *Casebook) Trouble() error { return c.trouble }

func (c *Casebook) begin(ctx context.Context) error {
	if err := c.recoverSounds(ctx); err != nil {
		return err
	}
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error { return c.log(tx, storage.ID{}, app.ActUnlocked, "") })
}

// Damaged counts what the vault's own check found damaged at unlock. It reads
// memory only.
func (c *Casebook) Damaged() int { return len(c.vault.Damage()) }

// write runs fn in one transaction and turns the store's errors into the
// program's. Acts that fn logged count as logged only if it was committed.
func (c *Casebook) write(ctx context.Context, p storage.Priority, fn func(*storage.Tx) error) error {
	var fresh []act
	err := c.vault.Write(ctx, p, func(tx *storage.Tx) error {
		c.fresh = &fresh // transactions run one at a time
		return fn(tx)
	})
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, a := range fresh {
			delete(c.logged, a)
		}
	}
	if errors.Is(err, storage.ErrDamaged) {
		return app.Fail(app.CodeVaultFrozen, err)
	}
	return Fault(err)
}

// unwritable reports whether nothing can be written, now or ever, while what
// is there can be read.
func unwritable(err error) bool {
	switch app.CodeOf(err) {
	case app.CodeDiskFull, app.CodeDiskTrouble, app.CodeReadOnly, app.CodeVaultFrozen:
		return true
	}
	return false
}

// note logs an act that only reads. What can be read is shown also when the
// log, like everything else, cannot be written; the person is told of that.
func (c *Casebook) note(ctx context.Context, object storage.ID, kind app.Act) error {
	err := c.write(ctx, storage.Text, func(tx *storage.Tx) error { return c.log(tx, object, kind, "") })
	if unwritable(err) {
		return nil
	}
	return err
}

// log appends an act to the vault's log, inside [Casebook.write]; once per
// session, object and kind for acts that repeat.
func (c *Casebook) log(tx *storage.Tx, object storage.ID, kind app.Act, detail string) error {
	switch kind {
	case app.ActOpened, app.ActPlayed, app.ActEdited:
		if !c.firstTime(act{object, kind}) {
			return nil
		}
	}
	return tx.Event(storage.Event{Kind: string(kind), Object: object, Detail: detail, At: c.now()})
}

func (c *Casebook) firstTime(a act) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.logged[a] {
		return false
	}
	c.logged[a] = true
	*c.fresh = append(*c.fresh, a)
	return true
}

// Fault turns an error of the store into one a person can be told of.
// Errors that already are, and nil, pass through.
func Fault(err error) error {
	var known *app.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if errors.Is(err, storage.ErrTarget) && !errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrInUse) {
		if errors.Is(err, storage.ErrDiskFull) {
			return app.Fail(app.CodeFileNoRoom, err)
		}
		return app.Fail(app.CodeFileUnwritable, err)
	}
	for _, f := range []struct {
		is   error
		code app.Code
	}{
		{context.Canceled, app.CodeCancelled},
		{storage.ErrFaulty, app.CodeBackupFaulty},
		{storage.ErrUnfinished, app.CodeBackupUnfinished},
		{storage.ErrMissing, app.CodeVaultMissing},
		{storage.ErrExists, app.CodeVaultExists},
		{storage.ErrInUse, app.CodeVaultInUse},
		{storage.ErrNewerFormat, app.CodeNewerFormat},
		{storage.ErrNotAVault, app.CodeNotAVault},
		{storage.ErrReadOnly, app.CodeReadOnly},
		{storage.ErrDiskFull, app.CodeDiskFull},
		{storage.ErrDisk, app.CodeDiskTrouble},
		{storage.ErrDamaged, app.CodeVaultDamaged},
		{storage.ErrNotFound, app.CodeNotFound},
		{storage.ErrSeen, app.CodeBundleSeen},
		{storage.ErrNetwork, app.CodePlaceNetwork},
		{storage.ErrSynced, app.CodePlaceSynced},
	} {
		if errors.Is(err, f.is) {
			return app.Fail(f.code, err)
		}
	}
	return app.Fail(app.CodeInternal, err)
}

// encode writes a noun as the meta of its object.
func encode(noun any) ([]byte, error) {
	b, err := json.Marshal(noun)
	if err != nil {
		return nil, fmt.Errorf("casebook: %w", err)
	}
	return b, nil
}

// decode reads a noun from the meta of its object.
func decode(o storage.Object, noun any) error {
	if err := json.Unmarshal(o.Meta, noun); err != nil {
		return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: %s %x: %w", o.Kind, o.ID, err))
	}
	return nil
}

// create stores a noun as a new object.
func create(tx *storage.Tx, kind string, private bool, noun any) (storage.ID, error) {
	meta, err := encode(noun)
	if err != nil {
		return storage.ID{}, err
	}
	return tx.Create(storage.NewObject{Kind: kind, Private: private, Meta: meta})
}

// save replaces a noun's data.
func save(tx *storage.Tx, id storage.ID, noun any) error {
	meta, err := encode(noun)
	if err != nil {
		return err
	}
	return tx.SetMeta(id, meta)
}

// pick returns a uniform random number in [0, n).
func pick(n int) int {
	i, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("casebook: no randomness: " + err.Error()) // crypto/rand never fails on a system we run on
	}
	return int(i.Int64())
}
