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
	"barnrost/app/details"
	"barnrost/app/guide"
	"barnrost/app/keyring"
	"barnrost/app/recording"
	"barnrost/app/survey"
	"barnrost/app/view"
	"barnrost/app/view/bus"
	"barnrost/app/view/interview"
	"barnrost/app/view/ready"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// spoolFile is the name, beside the vault, of what is recorded into while the
// vault is locked.
const spoolFile = "barnrost.spool"

func (k *keeper) spoolPath() string { return filepath.Join(k.dir, spoolFile) }

// hasSpool reports whether something lies where a spool would.
func (k *keeper) hasSpool() bool {
	_, err := os.Lstat(k.spoolPath())
	return !errors.Is(err, fs.ErrNotExist)
}

// armed is what was made ready, while the vault is locked. It is safe for
// concurrent use.
type armed struct {
	keeper *keeper

	mu    sync.Mutex
	spool *casebook.Spool // nil before Look and after close
}

var (
	_ ready.Keeper   = (*armed)(nil)
	_ interview.Book = (*armed)(nil)
)

// Look implements [ready.Keeper]. The vault is looked for first: its lock keeps
// a second program from both.
func (a *armed) Look(ctx context.Context) (ready.State, bool, error) {
	if first, err := a.keeper.First(ctx); first || err != nil {
		return ready.State{}, false, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.spool == nil {
		spool, err := casebook.OpenSpool(ctx, a.keeper.spoolPath(), time.Now)
		if err != nil {
			return ready.State{}, false, nil // told of once the vault is open
		}
		if !a.keeper.made(spool.VaultID()) {
			return ready.State{}, false, spool.Close()
		}
		a.spool = spool
	}
	return stateOf(a.spool), true, nil
}

// made reports whether the vault that lies here, open or not, is the one with
// this id.
func (k *keeper) made(vault app.ID) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.sealed != nil && app.ID(k.sealed.VaultID()) == vault
}

func stateOf(s *casebook.Spool) ready.State {
	return ready.State{Ready: s.State(), Until: s.Readiness().Until.Local(), Sound: s.Sound(), Millis: s.Millis(), Used: s.Used()}
}

// open returns the spool, nil where there is none.
func (a *armed) open() *casebook.Spool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.spool
}

// State implements [ready.Keeper].
func (a *armed) State() ready.State {
	if s := a.open(); s != nil {
		return stateOf(s)
	}
	return ready.State{}
}

// Disarm implements [ready.Keeper].
func (a *armed) Disarm(context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.spool == nil {
		return nil
	}
	err := a.spool.Disarm()
	if err == nil {
		a.spool = nil
	}
	return err
}

// close gives up the spool.
func (a *armed) close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.spool == nil {
		return nil
	}
	err := a.spool.Close()
	a.spool = nil
	return err
}

// The one interview, as the room Intervjuer knows it: nothing is known of it
// but how far it has come.

// Interviews implements [interview.Book].
func (a *armed) Interviews() ([]app.Interview, error) { return nil, nil }

// Interview implements [interview.Book].
func (a *armed) Interview(id app.ID) (app.Interview, error) {
	s := a.open()
	if s == nil || id != s.ID() {
		return app.Interview{}, app.Fail(app.CodeNotFound, nil)
	}
	i := app.Interview{ID: id, Origin: app.OriginOwn, Consent: s.Consent(), Visit: app.Visit{Ticket: s.Ticket()}}
	if sound := s.Sound(); sound == app.SoundRunning || sound == app.SoundWhole {
		i.Recording = id
	}
	return i, nil
}

// Length implements [interview.Book].
func (a *armed) Length(app.ID) (app.SoundStatus, int64, error) {
	s := a.open()
	if s == nil {
		return "", 0, app.Fail(app.CodeNotFound, nil)
	}
	return s.Sound(), s.Millis(), nil
}

// HasText implements [interview.Book].
func (a *armed) HasText(app.Interview) bool { return false }

// Trouble implements [interview.Book].
func (a *armed) Trouble() error { return nil }

// CreateInterview implements [interview.Book]: there is one, and no other.
func (a *armed) CreateInterview(context.Context, int, app.Place) (app.Interview, error) {
	return app.Interview{}, app.Fail(app.CodeReadOnly, nil)
}

// SaveConsent implements [interview.Book].
func (a *armed) SaveConsent(ctx context.Context, _ app.ID, c app.Consent) error {
	if s := a.open(); s != nil {
		return s.SaveConsent(ctx, c)
	}
	return app.Fail(app.CodeNotFound, nil)
}

// concern keeps that somebody was worried.
func (a *armed) concern(ctx context.Context, _ app.ID) error {
	if s := a.open(); s != nil {
		return s.Concern(ctx)
	}
	return app.Fail(app.CodeNotFound, nil)
}

// guide is the one that lies in the kit, or the shipped one.
func (a *armed) guide() (guide.Guide, error) {
	var unit []byte
	if s := a.open(); s != nil {
		if kit, err := s.Kit(); err == nil {
			unit = kit.Sections[app.SectionGuide]
		}
	}
	g, err := guide.Current(unit, []byte(assets.Guide))
	if err != nil {
		return guide.Current(nil, []byte(assets.Guide)) // whoever can write to the disk can write a kit
	}
	return g, nil
}

// ticket keeps whether the child got its biobiljett.
func (a *armed) ticket(ctx context.Context, _ app.ID, given app.Answer) error {
	if s := a.open(); s != nil {
		return s.SaveTicket(ctx, given)
	}
	return app.Fail(app.CodeNotFound, nil)
}

// diploma is the unit's own template in the kit, nil where there is none.
// town is where the unit is, as its details in the spool tell, "" where they do not.
func (a *armed) town() string {
	s := a.open()
	if s == nil {
		return ""
	}
	kit, err := s.Kit()
	if err != nil {
		return ""
	}
	about, err := details.Current(kit.Sections[app.SectionDetails])
	if err != nil {
		return ""
	}
	return about.Town
}

func (a *armed) diploma() ([]byte, error) {
	s := a.open()
	if s == nil {
		return nil, nil
	}
	kit, err := s.Kit()
	return kit.Sections[app.SectionDiploma], err
}

// surveyReady hands the barnenkät over, or is nil where it is not known whose
// key the answers are for.
func (p *program) surveyReady() func(app.ID) {
	spool := p.armed.open()
	kit, err := spool.Kit()
	if err != nil || kit.Unit == "" {
		return nil
	}
	form, err := survey.Current(kit.Sections[app.SectionSurvey], []byte(assets.Survey))
	if err != nil && form.Format == 0 {
		return nil
	}
	return func(app.ID) { p.hand(form, sealReady(kit.Unit, spool.AddEnvelope), nil, p.recordReady) }
}

// readyPage shows what stands ready in the locked vault.
func (p *program) readyPage() {
	p.bus.Subscribe(p.stayAwake)
	p.showReady()
}

func (p *program) showReady() {
	p.frame.Alone("ready", ready.New(ready.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Keeper: p.armed, Ask: p.frame.Ask,
		Record: p.recordReady, Unlock: p.askPassphrase,
	}))
}

// recordReady opens the one interview.
func (p *program) recordReady() {
	spool := p.armed.open()
	if spool == nil {
		p.askPassphrase()
		return
	}
	p.recorder.begin = func(ctx context.Context, _ app.ID, rate int, device string) (recording.Store, error) {
		return spool.NewRecording(ctx, rate, device)
	}
	p.frame.Bare([]view.Place{{ID: "interview", Open: func() view.Room {
		return interview.New(interview.Deps{
			Bus: p.bus, Kit: p.kit, Window: p.window, Book: p.armed, Recorder: p.recorder, Guide: p.armed.guide,
			Pick: p.frame.Pick, Ask: p.frame.Ask, Start: p.start, Problem: p.frame.Problem,
			Supplies: func(context.Context) []string { return lacking(p.keeper.Folder()) },
			Concern:  p.armed.concern, Quiet: p.choices.quiet, SetQuiet: p.choices.setQuiet,
			Checked: p.choices.checked, SetChecked: p.choices.setChecked,
			Microphone: p.choices.microphone, SetMicrophone: p.choices.setMicrophone,
			Survey: p.surveyReady(), Diplomas: diplomas{p: p, own: p.armed.diploma, town: p.armed.town}, GiveTicket: p.armed.ticket,
			Leave: p.showReady,
		}, interview.At{Interview: spool.ID()})
	}}}, "interview")
}

// readier makes interviews ready in the open vault.
type readier struct{ p *program }

// readier is nil where nothing can be written: opened with the recovery key.
func (p *program) readier() interview.Readier {
	if p.session.recovered() {
		return nil
	}
	return readier{p}
}

// Ready implements [interview.Readier].
func (r readier) Ready() (app.Readiness, error) { return r.p.session.book.Ready() }

// Disarm implements [interview.Readier].
func (r readier) Disarm(ctx context.Context) error { return r.p.session.book.Disarm(ctx) }

// MakeReady implements [interview.Readier]: the guide of this moment is kept
// with the interview, and lies in the kit with the unit's other templates.
func (r readier) MakeReady(ctx context.Context, id app.ID) error {
	book := r.p.session.book
	if err := freezeGuide(ctx, book, id); err != nil {
		return err
	}
	templates, err := book.Templates()
	if err != nil {
		return err
	}
	unit := "" // without one there is no envelope at the table
	if card, _, err := r.p.session.envelopeUnit(); err == nil {
		if unit, err = keyring.EnvelopeRecipient(card.Card); err != nil {
			return err
		}
	} else if app.CodeOf(err) != app.CodeUnitUnknown {
		return err
	}
	return book.MakeReady(ctx, id, app.NewKit(r.p.language(), unit, templates))
}

// takeIn takes what was recorded while the vault was locked into it, and says
// what of it is not as it should be.
func (p *program) takeIn() {
	book := p.session.book
	book.KeepSpool(p.keeper.spoolPath())
	if _, err := book.Ready(); app.CodeOf(err) == app.CodeNotFound && !p.keeper.hasSpool() {
		return
	}
	var work widget.Work
	cancel := bus.Load(p.bus, context.Background(), func(ctx context.Context, report bus.Progress) (app.TakenIn, error) {
		return book.TakeIn(ctx, report)
	}, func(done, total int64) { work.Set(done, total) }, func(in app.TakenIn, err error) {
		work.Done()
		p.tookIn(in, err)
	})
	work = p.start(p.kit.Text.T("ready.taking"), cancel)
}

// tookIn tells of what is not as it should be; the rest stands in the list.
func (p *program) tookIn(in app.TakenIn, err error) {
	words := p.kit.Text
	switch {
	case app.CodeOf(err) == app.CodeCancelled:
		p.bus.Trace("ready", "cancelled")
		p.frame.Tell("ready.left", words.T("ready.left"), words.T("ready.left.how"))
		return
	case err != nil:
		p.frame.Problem(err)
		return
	case in == (app.TakenIn{}):
		p.bus.Trace("ready", "unused")
		return
	}
	p.bus.Trace("ready", "taken", in.Millis, in.Lost)
	var body []string
	for _, told := range []struct {
		is  bool
		key string
	}{{in.Interrupted, "ready.taken.interrupted"}, {in.Lost > 0, "ready.taken.lost"}, {in.Swapped, "ready.taken.swapped"}} {
		if told.is {
			body = append(body, words.T(told.key))
		}
	}
	if len(body) > 0 {
		p.frame.Tell("ready.taken", words.T("ready.taken", "length", words.Minutes(in.Millis)), body...)
	}
}
