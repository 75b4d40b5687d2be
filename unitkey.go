package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/view"
	"barnrost/app/view/holders"
	"barnrost/app/view/share"
	"barnrost/app/view/text"
)

// units is the unit's key as handing it over needs it.
type units struct{ *session }

var _ handover.Units = units{}

// UnitKey implements [handover.Units].
func (u units) UnitKey() (handover.UnitKey, error) {
	unit := u.unit.Load()
	if unit == nil {
		return handover.UnitKey{}, app.Fail(app.CodeNotFound, nil)
	}
	return handover.UnitKey{Inbox: unit.Inbox.String(), Card: unit.Card, Seed: unit.Signer.Seed()}, nil
}

// JudgeUnit implements [handover.Units].
func (u units) JudgeUnit(ctx context.Context, k handover.UnitKey) (app.Contact, error) {
	unit, err := u.judge(ctx, k)
	if err != nil {
		return app.Contact{}, err
	}
	return u.ring.Contact(unit)
}

// judge joins a key's parts and holds them against what lies here already.
func (u units) judge(ctx context.Context, k handover.UnitKey) (keyring.Unit, error) {
	unit, err := keyring.JoinUnit(k.Inbox, k.Card, k.Seed)
	if err != nil {
		return unit, err
	}
	return unit, u.fits(ctx, unit)
}

// fits says whether a unit's key may be kept here: where there is none, where
// it brings the seed that the same key lacked, or in place of a key that the
// first start made and nobody has used.
func (s *session) fits(ctx context.Context, unit keyring.Unit) error {
	have := s.unit.Load()
	switch {
	case have == nil:
		return nil
	case !bytes.Equal(have.Card, unit.Card):
		unused, err := s.book.UnitUnused(ctx)
		if err == nil && !unused {
			err = app.Fail(app.CodeUnitKeyOther, nil)
		}
		return err
	case have.Signs() || !unit.Signs():
		return app.Fail(app.CodeUnitKeyHere, nil)
	}
	return nil
}

// NoteHanded implements [handover.Units].
func (u units) NoteHanded(ctx context.Context, h app.Holder) error { return u.book.NoteHanded(ctx, h) }

// TakeUnit implements [handover.Units].
func (u units) TakeUnit(ctx context.Context, hash [32]byte, k handover.UnitKey, from app.KeyOrigin) error {
	unit, err := u.judge(ctx, k)
	if err != nil {
		return err
	}
	work, signing, err := unit.Secrets()
	if err != nil {
		return err
	}
	if err := u.book.TakeUnit(ctx, hash, unit.Name, work, signing, from); err != nil {
		return err
	}
	u.unit.Store(&unit)
	return nil
}

// keyRoom is what the room of the unit's key needs.
type keyRoom struct {
	*session
	post  *handover.Post
	paper *pages // copies written since the start and not taken away yet
	words func() keyring.SheetWords
}

var (
	_ holders.Key      = keyRoom{}
	_ share.KeyHolders = keyRoom{}
)

// Unit implements [holders.Key].
func (h keyRoom) Unit(context.Context) (holders.Unit, error) {
	unit := h.unit.Load()
	if unit == nil {
		return holders.Unit{}, app.Fail(app.CodeNotFound, nil)
	}
	c, err := h.ring.Contact(*unit)
	return holders.Unit{Name: c.Name, Words: c.Words, Card: unit.Card, Invites: unit.Signs()}, err
}

// HandOver implements [holders.Key].
func (h keyRoom) HandOver(ctx context.Context, d handover.KeyDraft, folder string) (handover.Sent, error) {
	return h.post.HandOver(ctx, d, folder)
}

// Holders implements [holders.Key].
func (h keyRoom) Holders() ([]app.Holder, error) { return h.book.Holders() }

// Contacts implements [holders.Key].
func (h keyRoom) Contacts() ([]app.Contact, error) { return h.book.Contacts() }

// Origin implements [holders.Key].
func (h keyRoom) Origin() (*app.KeyOrigin, error) { return h.book.UnitOrigin() }

// Prove implements [holders.Key].
func (h keyRoom) Prove(ctx context.Context, id app.ID, said string) error {
	all, err := h.book.Holders()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(k app.Holder) bool { return k.ID == id })
	switch {
	case at < 0:
		return app.Fail(app.CodeNotFound, nil)
	case spoken(said) != spoken(all[at].Receipt):
		return app.Fail(app.CodeReceiptWrong, nil)
	}
	return h.book.ProveHolder(ctx, id)
}

// spoken is a receipt code as it is heard: no capitals, no signs between.
func spoken(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, code)
}

// GiveUp implements [holders.Key].
func (h keyRoom) GiveUp(ctx context.Context) error {
	unit := h.unit.Load()
	if unit == nil {
		return app.Fail(app.CodeNotFound, nil)
	}
	if err := h.book.GiveUpUnit(ctx, unit.Card); err != nil {
		return err
	}
	h.unit.Store(nil)
	return nil
}

// ReadPaper implements [holders.Key].
func (h keyRoom) ReadPaper(ctx context.Context, typed string) (app.Contact, error) {
	unit, err := h.typed(ctx, typed)
	if err != nil {
		return app.Contact{}, err
	}
	return h.ring.Contact(unit)
}

func (h keyRoom) typed(ctx context.Context, typed string) (keyring.Unit, error) {
	cards, err := h.book.Contacts()
	if err != nil {
		return keyring.Unit{}, err
	}
	unit, err := keyring.ReadPaper(typed, cards)
	if err != nil {
		return unit, err
	}
	return unit, h.fits(ctx, unit)
}

// KeepPaper implements [holders.Key].
func (h keyRoom) KeepPaper(ctx context.Context, typed string) error {
	unit, err := h.typed(ctx, typed)
	if err != nil {
		return err
	}
	work, _, err := unit.Secrets()
	if err != nil {
		return err
	}
	words, err := h.ring.Fingerprint(unit.Card)
	if err != nil {
		return err
	}
	if err := h.book.TypeUnit(ctx, unit.Name, work, words); err != nil {
		return err
	}
	h.unit.Store(&unit)
	return nil
}

// paperEnding ends the name of the page to be printed.
const paperEnding = "-nyckel-att-skriva-ut.html"

// SavePaper implements [holders.Key]: the page is written into a folder on the
// computer itself or a stick, not where it would be copied on.
func (h keyRoom) SavePaper(ctx context.Context, folder string) (string, error) {
	unit := h.unit.Load()
	if unit == nil {
		return "", app.Fail(app.CodeNotFound, nil)
	}
	if err := paperPlace(folder); err != nil {
		return "", err
	}
	page, err := h.ring.PaperSheet(*unit, h.words())
	if err != nil {
		return "", err
	}
	words, err := h.ring.Fingerprint(unit.Card)
	if err != nil {
		return "", err
	}
	path, err := handover.SaveSmall(folder, fileName(unit.Name)+paperEnding, page)
	if err != nil {
		return "", err
	}
	if err := h.book.LogPaper(ctx, words); err != nil {
		// A key that the log does not know of must not lie about.
		return "", errors.Join(err, handover.Shred(path))
	}
	h.paper.add(path)
	return path, nil
}

// PaperLeft implements [holders.Key].
func (h keyRoom) PaperLeft() string { return h.paper.last() }

// RemovePaper implements [holders.Key].
func (h keyRoom) RemovePaper(_ context.Context, path string) error {
	if err := handover.Shred(path); err != nil && app.CodeOf(err) != app.CodeFileMissing {
		return err
	}
	h.paper.gone(path)
	return nil
}

// openHolders shows who holds the unit's key.
func (p *program) openHolders() view.Room {
	return holders.New(holders.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Key: p.keyRoom(), Pick: p.frame.Pick, Ask: p.frame.Ask,
		Start: p.start, Problem: p.frame.Problem, Back: func() { p.frame.Go("unit") },
	})
}

// keyRoom ties the room of the unit's key. The paper's words are Swedish
// whatever language the window speaks: it lies in the unit's safe.
func (p *program) keyRoom() keyRoom {
	swedish := p.swedish()
	return keyRoom{session: p.session, post: p.post, paper: &p.pages, words: func() keyring.SheetWords { return sheetWords(swedish, time.Now()) }}
}

func sheetWords(t *text.Table, now time.Time) keyring.SheetWords {
	return keyring.SheetWords{
		Title: t.T("sheet.title"), Warning: t.T("sheet.warning"), Date: t.Date(now),
		Keep:  []string{t.T("sheet.keep.safe"), t.T("sheet.keep.file"), t.T("sheet.keep.lost")},
		Words: t.T("sheet.words"), Key: t.T("sheet.key"),
		ReadBack: []string{t.T("sheet.back"), t.T("sheet.stock")},
	}
}

// pages remembers the pages written, for as long as the program runs.
type pages struct {
	mu    sync.Mutex
	paths []string
}

func (p *pages) add(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paths = append(p.paths, path)
}

func (p *pages) gone(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paths = slices.DeleteFunc(p.paths, func(s string) bool { return s == path })
}

func (p *pages) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.paths) - 1; i >= 0; i-- {
		if _, err := os.Lstat(p.paths[i]); err == nil {
			return p.paths[i]
		}
	}
	return ""
}
