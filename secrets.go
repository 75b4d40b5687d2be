package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/view"
	"barnrost/app/view/secrets"
	"barnrost/app/view/text"
	"barnrost/assets"
	"barnrost/crypto"
	"barnrost/storage"
)

// strongroom is what the room Nycklar needs.
type strongroom struct {
	*keeper
	words func() keyring.SheetWords
	sheet *newSheet // outlives the room
}

var _ secrets.Keys = strongroom{}

// newSheet is a recovery key that was made and not proven yet: it lives in
// memory and on the page to be printed.
type newSheet struct {
	mu   sync.Mutex
	id   crypto.Identity
	key  app.RecoveryKey
	path string // the page, until it is taken away
}

// State implements [secrets.Keys].
func (k strongroom) State(context.Context) (secrets.State, error) {
	s := k.session
	r, err := s.book.Recovery()
	if err != nil {
		return secrets.State{}, err
	}
	state := secrets.State{Recovery: r, Reading: s.recovered(), Compared: true}
	if r.Offered != nil {
		if state.Compared, err = s.book.MayRecover(*r.Offered); err != nil {
			return secrets.State{}, err
		}
	}
	unit := s.unit.Load()
	state.Unit = unit != nil && unit.Signs()
	k.sheet.mu.Lock()
	defer k.sheet.mu.Unlock()
	state.SheetWords, state.SheetPath = k.sheet.key.Words, k.sheet.path
	return state, nil
}

// Personal implements [secrets.Keys].
func (k strongroom) Personal() []string {
	p, err := k.session.book.Profile()
	if err != nil {
		return nil
	}
	return []string{p.Name, p.Unit}
}

// present returns the keys that a typed passphrase opens, and the passphrase
// as it was meant.
func (k *keeper) present(typed string) (keys crypto.Keys, meant string, err error) {
	k.mu.Lock()
	slot := k.slot
	k.mu.Unlock()
	for _, meant = range app.PhraseCandidates(typed, k.ring.Complete) {
		if keys, err = k.ring.Unlock(slot, meant); app.CodeOf(err) != app.CodeWrongPassphrase {
			break
		}
	}
	return keys, meant, err
}

// CheckPresent implements [secrets.Keys].
func (k strongroom) CheckPresent(_ context.Context, typed string) error {
	_, _, err := k.keeper.present(typed)
	return err
}

// ChangePassphrase implements [secrets.Keys].
func (k strongroom) ChangePassphrase(ctx context.Context, present, next string) error {
	keys, _, err := k.keeper.present(present)
	if err != nil {
		return err
	}
	slot, err := k.ring.Rewrap(keys, next, k.Personal()...)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return casebook.Fault(err)
	}
	if err := k.session.book.ChangeSlot(ctx, slot); err != nil {
		return err
	}
	k.mu.Lock()
	k.slot = slot
	k.mu.Unlock()
	return nil
}

// SetRecovery implements [secrets.Keys].
func (k strongroom) SetRecovery(ctx context.Context, on bool) error {
	if !on {
		return k.session.book.DropRecovery(ctx)
	}
	r, err := k.session.book.Recovery()
	if err != nil {
		return err
	}
	if r.Offered == nil {
		return app.Fail(app.CodeNotFound, nil)
	}
	return k.session.setRecovery(ctx, *r.Offered)
}

// setRecovery makes the recovery slot for a key, once it is known to be the
// unit's.
func (s *session) setRecovery(ctx context.Context, key app.RecoveryKey) error {
	switch may, err := s.book.MayRecover(key); {
	case err != nil:
		return err
	case !may:
		return app.Fail(app.CodeUnitUncompared, nil)
	}
	slot, err := keyring.SealRecovery(s.vault.Keys(), key)
	if err != nil {
		return err
	}
	return s.book.SetRecovery(ctx, key, slot)
}

// joinRecovery notes the recovery key of an invitation, and uses it where the
// person said so and compared the words.
func (s *session) joinRecovery(ctx context.Context, key *app.RecoveryKey, use bool) error {
	if key == nil {
		return nil
	}
	if err := s.book.OfferRecovery(ctx, *key); err != nil || !use {
		return err
	}
	err := s.setRecovery(ctx, *key)
	if app.CodeOf(err) == app.CodeUnitUncompared {
		return nil // it waits under Nycklar until the words have been compared
	}
	return err
}

// unitRecovery is the recovery key that an invitation of a unit carries.
func (s *session) unitRecovery() (app.RecoveryKey, error) {
	r, err := s.book.Recovery()
	return r.Key, err
}

// Rotate implements [secrets.Keys].
func (k strongroom) Rotate(ctx context.Context, typed string, progress func(done, total int64)) error {
	_, meant, err := k.keeper.present(typed)
	if err != nil {
		return err
	}
	fresh, err := k.ring.Renew(meant)
	if err != nil {
		return err
	}
	r := storage.Rotation{Keys: fresh.Keys, Signer: fresh.Signer, Slot: fresh.Slot, Event: storage.Event{Kind: string(app.ActRotated)}}
	recovery, err := k.session.book.Recovery()
	if err != nil {
		return err
	}
	if recovery.On() {
		if r.Recovery, err = keyring.SealRecovery(fresh.Keys, recovery.Key); err != nil {
			return err
		}
	}
	if err := k.session.vault.Rotate(ctx, r, progress); err != nil {
		if errors.Is(err, storage.ErrDamaged) {
			return app.Fail(app.CodeRotateDamaged, err)
		}
		return casebook.Fault(err)
	}
	k.mu.Lock()
	k.slot = fresh.Slot
	k.mu.Unlock()
	return nil
}

// recoveryEnding ends the name of the sheet to be printed.
const recoveryEnding = "-återställning-att-skriva-ut.html"

// SaveSheet implements [secrets.Keys].
func (k strongroom) SaveSheet(_ context.Context, folder string) (string, error) {
	unit := k.session.unit.Load()
	if unit == nil || !unit.Signs() {
		return "", app.Fail(app.CodeUnitKeyUnsigned, nil)
	}
	if err := paperPlace(folder); err != nil {
		return "", err
	}
	id, key, err := k.ring.NewRecoveryKey(unit.Name, time.Now())
	if err != nil {
		return "", err
	}
	page, err := k.ring.RecoverySheet(id, k.words())
	if err != nil {
		return "", err
	}
	path, err := handover.SaveSmall(folder, fileName(unit.Name)+recoveryEnding, page)
	if err != nil {
		return "", err
	}
	k.sheet.mu.Lock()
	defer k.sheet.mu.Unlock()
	k.sheet.id, k.sheet.key, k.sheet.path = id, key, path
	return path, nil
}

// ProveSheet implements [secrets.Keys].
func (k strongroom) ProveSheet(ctx context.Context, typed string) error {
	id, err := keyring.ReadRecoveryKey(typed)
	if err != nil {
		return err
	}
	k.sheet.mu.Lock()
	defer k.sheet.mu.Unlock()
	key := k.sheet.key
	if key.Recipient == "" || id.Recipient().String() != key.Recipient {
		return app.Fail(app.CodeRecoveryStray, nil)
	}
	slot, err := keyring.SealRecovery(k.session.vault.Keys(), key)
	if err != nil {
		return err
	}
	if err := k.session.book.FoundRecovery(ctx, key, slot); err != nil {
		return err
	}
	k.sheet.id, k.sheet.key = crypto.Identity{}, app.RecoveryKey{}
	return nil
}

// RemoveSheet implements [secrets.Keys].
func (k strongroom) RemoveSheet(context.Context) error {
	k.sheet.mu.Lock()
	defer k.sheet.mu.Unlock()
	if err := handover.Shred(k.sheet.path); err != nil && app.CodeOf(err) != app.CodeFileMissing {
		return err
	}
	k.sheet.path = ""
	return nil
}

// openSecrets opens the room Nycklar.
func (p *program) openSecrets() view.Room {
	return secrets.New(secrets.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Keys: strongroom{p.keeper, p.recoverySheet, &p.sheet},
		Pick: p.frame.Pick, Start: p.start, Now: time.Now, Problem: p.frame.Problem,
		Held: func() bool { return p.held() != "" }, Lock: p.lock, Unit: func() { p.frame.Go("unit") },
	})
}

// secretsStatus says whether the vault could be opened without its passphrase.
func (p *program) secretsStatus() (string, bool) {
	r, err := p.session.book.Recovery()
	switch {
	case err != nil || p.session.recovered():
		return "", false
	case r.On() && r.Offered == nil:
		return p.kit.Text.T("secrets.status.on", "date", p.kit.Text.Date(r.Since)), false
	case r.Offered != nil && r.On():
		return p.kit.Text.T("secrets.status.new"), true
	case r.Offered != nil:
		return p.kit.Text.T("secrets.status.off"), true
	}
	unit := p.session.unit.Load()
	return p.kit.Text.T("secrets.status.none"), unit != nil && unit.Signs() // whoever can make one should
}

// sheetCommands are how the key is used without this program; the words around
// them are translated. The last two are repeated for each object.
var sheetCommands = []string{
	`sqlite3 barnrost.vault "SELECT writefile('slot.age', box) FROM keyslot WHERE id = 2"`,
	`age -d -i sheet.txt -o keys.txt slot.age`,
	`sqlite3 barnrost.vault "SELECT hex(id), writefile(hex(id)||'.key', key_box), writefile(hex(id)||'.head', head_box) FROM object"`,
	`age -d -i keys.txt -o ID.txt ID.key`,
	`age -d -i ID.txt -o ID.json ID.head`,
}

// recoverySheet are the words of the printed recovery key, in Swedish whatever
// language the window speaks: the sheet lies in the unit's safe.
func (p *program) recoverySheet() keyring.SheetWords {
	swedish, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		swedish = p.kit.Text
	}
	unit := ""
	if u := p.session.unit.Load(); u != nil {
		unit = u.Name
	}
	t := swedish.T
	return keyring.SheetWords{
		Title: t("sheet.recovery.title", "unit", unit), Warning: t("sheet.recovery.warning"),
		Keep:  []string{t("sheet.recovery.keep.safe"), t("sheet.recovery.keep.file"), t("sheet.recovery.keep.two")},
		Words: t("sheet.recovery.words"), Key: t("sheet.recovery.key"),
		ReadBack: []string{t("sheet.recovery.use"), t("sheet.recovery.never")},
		Manual:   t("sheet.recovery.manual"), Commands: sheetCommands, Date: swedish.Date(time.Now()),
	}
}

// paperPlace refuses a folder from where a key in the clear would be copied
// on: pages to be printed go to the computer itself or a stick.
func paperPlace(folder string) error {
	switch err := storage.CheckPlace(folder); {
	case errors.Is(err, storage.ErrNetwork), errors.Is(err, storage.ErrSynced):
		code := app.CodeOf(casebook.Fault(err))
		return &app.Error{Code: code, Args: map[string]string{"kind": "paper"}, Err: err}
	}
	return nil
}
