package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/transcript"
	"barnrost/app/view"
	"barnrost/app/view/bus"
	detailsroom "barnrost/app/view/details"
	"barnrost/app/view/interview"
	"barnrost/app/view/keys"
	"barnrost/app/view/letters"
	surveyroom "barnrost/app/view/survey"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/unlock"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// program is one running Barnröst: a window, and behind it a vault that is
// locked or open. Its methods run on the UI goroutine.
type program struct {
	opts     options
	fyne     fyne.App
	window   fyne.Window
	choices  choices
	bus      *bus.Bus
	kit      *widget.Kit
	frame    *view.Frame
	keeper   *keeper
	ears     *ears // the sound system
	recorder *recorder

	armed     *armed            // what was made ready, while locked
	session   *session          // nil while locked
	sheet     newSheet          // a recovery key not proven yet
	interview app.ID            // what the open room is about
	lesson    lesson            // the practice that was begun last
	detailed  detailsroom.Draft // of the unit's details, the same
	written   letters.Draft     // of a letter, the same
	lettered  app.ID            // the interview that led to the letters, zero for none
	backs     map[string]string // which room led to a hidden one
	child     *surveyroom.Room  // Barnläge, nil unless a child has the window
	cameFrom  string            // the room that led to the abbreviations
	at        interview.At      // where Intervjuer begins when it is opened next
	disposing app.ID            // what Gallring begins with when it is opened next
	post      *handover.Post
	copies    *soundCopies       // nil while locked
	works     map[*heldWork]bool // exports and imports under way
	unsaved   []func() bool
	pages     pages // with the unit's key, written to be printed
	printed   printouts
	ending    bool
	again     func() error // begins the program anew when it locks
	letSleep  func()       // ends the holding of the machine; nil while it is not held
}

// newProgram makes a program whose window is shown by run. Everything that touches
// the window goes through do: fyne.Do, but in tests without a driver's loop.
func newProgram(a fyne.App, o options, trace io.Writer, do func(func())) (*program, error) {
	p := &program{opts: o, fyne: a, choices: choices{a.Preferences()}, works: map[*heldWork]bool{}, again: restart, backs: map[string]string{}}
	if !o.trace {
		trace = nil
	}
	p.bus = bus.New(do, trace)
	words, err := text.Load(assets.Translations, p.language())
	if err != nil {
		return nil, err
	}
	p.applyTheme()
	keys.Use(p.choices.keys())
	p.kit = &widget.Kit{Text: words, Trace: p.bus.Trace}
	p.ears = newEars(o.monitors)
	p.keeper = &keeper{ring: keyring.New(assets.Words()), publish: p.bus.Publish, dir: o.data}
	if folder := p.choices.folder(); o.usual && folder != "" && folder != o.data {
		p.keeper.dir, p.keeper.chosen = folder, true
	}
	p.recorder = &recorder{ears: p.ears, publish: p.bus.Publish, lacking: func() []string { return lacking(p.keeper.Folder()) }}
	p.armed = &armed{keeper: p.keeper}
	p.keeper.recording = p.recorder.active

	p.window = a.NewWindow(words.T("app.name"))
	p.window.SetMaster()
	p.window.Resize(p.choices.size())
	p.window.SetCloseIntercept(p.quit)
	p.frame = view.New(view.Deps{
		Window: p.window, Bus: p.bus, Kit: p.kit, Now: time.Now,
		Idle: p.idle, Lock: p.lock, Quit: func() { p.end(nil) }, Held: p.held, StopHeld: p.stopHeld, Sign: p.sign, Check: p.keeper.check,
	})
	p.listenForQuit()
	p.wayIn()
	return p, nil
}

// listenForQuit takes Ctrl+Q wherever the focus is: from the canvas when
// nothing has it, through the kit from any control.
func (p *program) listenForQuit() {
	q := &desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: fyne.KeyModifierShortcutDefault}
	p.window.Canvas().AddShortcut(q, func(fyne.Shortcut) { p.quit() })
	others := p.kit.OnShortcut
	p.kit.OnShortcut = func(s fyne.Shortcut) {
		if s.ShortcutName() == q.ShortcutName() {
			p.quit()
			return
		}
		others(s)
	}
}

func (p *program) language() app.Language {
	if p.opts.lang != "" {
		return p.opts.lang
	}
	return p.choices.load().Language
}

// setLanguage changes every word at once and remembers the choice.
func (p *program) setLanguage(lang app.Language) error {
	words, err := text.Load(assets.Translations, lang)
	if err != nil {
		return err
	}
	p.opts.lang = ""
	p.choices.prefs.SetString(prefLanguage, string(lang))
	p.window.SetTitle(words.T("app.name"))
	p.frame.SetText(words)
	return nil
}

func (p *program) applyTheme() {
	chosen := p.choices.load()
	mode := chosen.Mode
	if p.opts.mode != "" {
		mode = theme.Mode(p.opts.mode)
	}
	p.fyne.Settings().SetTheme(theme.New(mode, float32(chosen.Scale)/100))
}

// run shows the window until it is closed.
func (p *program) run() {
	p.bus.Trace("start")
	go func() {
		if err := p.keeper.ring.Measure(); err != nil {
			p.bus.Trace("problem", app.CodeOf(err)) // the bar at unlocking goes by a guess then
		}
	}()
	p.window.ShowAndRun()
}

// wayIn shows what stands ready, asks for the passphrase, or makes the vault at
// a first start.
func (p *program) wayIn() {
	if p.keeper.hasSpool() {
		p.readyPage()
		return
	}
	p.askPassphrase()
}

func (p *program) askPassphrase() {
	deps := unlock.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Keeper: p.keeper, Pick: p.frame.Pick,
		Language: p.setLanguage, Done: p.unlocked, Now: time.Now,
	}
	if s := p.armed.open(); s != nil {
		deps.Ready = p.showReady
		deps.MayRecord = s.State() == app.ReadyNow && s.Sound() != app.SoundWhole
	}
	p.frame.Alone("unlock", unlock.New(deps))
}

// unlocked begins the work in an open vault.
func (p *program) unlocked() {
	p.session = p.keeper.session
	p.recorder.use(p.session.book)
	p.post = p.newPost()
	p.copies = startSoundCopies(p.session, func() { p.bus.Trace("copies", "made") }, func() { p.bus.Publish(app.VaultChanged{}) })
	p.bus.Subscribe(func(e app.Event) {
		if _, ok := e.(app.InterviewsChanged); ok {
			p.copies.soon()
		}
	})
	p.frame.Enter(p.places(), "home")
	p.session.sums = startSums(p.bus, p.session.book, p.recorder.active)
	p.watchSleep()
	if p.opts.usual {
		p.rememberFolder()
	}
	if err := p.session.trouble(); err != nil {
		p.frame.Problem(err)
	}
	if err := p.armed.close(); err != nil {
		p.bus.Trace("problem", app.CodeOf(err))
	}
	p.takeIn()
}

// rememberFolder keeps where the vault lies, if not in the usual place.
func (p *program) rememberFolder() {
	folder := p.keeper.Folder()
	if folder == p.opts.data {
		folder = ""
	}
	p.choices.setFolder(folder)
}

// newPost makes what sends and receives for this vault. The words inside a
// bundle are Swedish whatever language the window speaks.
func (p *program) newPost() *handover.Post {
	s, swedish := p.session, p.swedish()
	return &handover.Post{
		Source: postbox{s.book}, Inbox: postbox{s.book}, Units: units{s}, Envelopes: s.book,
		Keys: func() handover.Keys {
			return handover.Keys{Card: s.card, Signer: s.vault.Signer(), Inboxes: s.inboxes()}
		},
		Fingerprint: s.ring.Fingerprint, Words: assets.Words(), Now: time.Now, Version: version,
		Wording: handover.Wording{
			Raw:         swedish.T("bundle.raw"),
			Reflections: swedish.T("reflection.shared"),
			Speaker:     func(w transcript.Speaker) string { return swedish.T("speaker." + string(w)) },
			Mark:        func(m transcript.Mark) string { return swedish.Marker(m.Marker()) }, // as the desk writes it
		},
	}
}

// swedish is the table for what leaves the window.
func (p *program) swedish() *text.Table {
	swedish, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		return p.kit.Text // it was loaded at the start; embedded files do not change
	}
	return swedish
}

// sign is the recording sign, which stands in every room and on the cover
// while something is recorded.
func (p *program) sign() (kind widget.SignKind, words, clock string, on bool) {
	state := p.recorder.State()
	if state.Phase == interview.PhaseIdle || state.Phase == interview.PhaseDone {
		return widget.SignWaiting, "", "", false
	}
	kind, key := state.Sign()
	return kind, p.kit.Text.T(key), text.Stamp(state.Millis), true
}

// held says what locking must wait for: a recording, its last sound on the way
// to the vault, an export or import, text that is not in the vault yet.
func (p *program) held() string {
	switch {
	case p.recorder.State().Phase == interview.PhaseStopping:
		return "saving"
	case p.recorder.active():
		return "recording"
	case len(p.works) > 0:
		return "work"
	case p.writing():
		return "text"
	}
	return ""
}

// writing reports whether something typed is still being stored.
func (p *program) writing() bool {
	return slices.ContainsFunc(p.unsaved, func(is func() bool) bool { return is() })
}

// stopHeld ends what is held, safely. Text is never given up: it is stored.
func (p *program) stopHeld() {
	if p.recorder.active() {
		p.recorder.stopSoon()
	}
	for w := range p.works {
		if w.cancel != nil {
			w.cancel()
		}
	}
}

// idle is how long nobody may touch the program before it locks. The flag can
// only shorten it.
func (p *program) idle() time.Duration {
	chosen := p.choices.idle()
	if p.opts.idle > 0 {
		chosen = min(chosen, p.opts.idle)
	}
	return chosen
}

// lock ends the session by ending the process: Go cannot wipe memory.
func (p *program) lock() { p.end(p.again) }

// quit ends the program, but never a recording: that is stopped first, by the
// person. The cover says what is going on and how to stop it.
func (p *program) quit() {
	if p.child != nil { // nobody but an adult leads out of Barnläge
		p.child.AskAdult()
		return
	}
	p.frame.CloseUp()
}

// end closes everything off the UI goroutine, because the last writes may take
// a while, and then leaves: through next, or by ending the event loop.
func (p *program) end(next func() error) {
	if p.ending {
		return
	}
	p.ending = true
	p.choices.saveSize(p.window.Canvas().Size())
	p.frame.Close()
	bus.Load(p.bus, context.Background(), func(context.Context, bus.Progress) (struct{}, error) {
		p.awaitSaved()
		p.ears.close()
		p.printed.clear()
		p.stopCopies()
		return struct{}{}, errors.Join(p.armed.close(), p.keeper.close())
	}, nil, func(_ struct{}, err error) {
		p.bus.Trace("closed", codeOr(err, "well"))
		if next != nil {
			if err := next(); err != nil {
				p.bus.Trace("problem", app.CodeOf(err))
			}
		}
		p.fyne.Quit()
	})
}

func codeOr(err error, well string) string {
	if err == nil {
		return well
	}
	return string(app.CodeOf(err))
}

// stopCopies ends the copying of recordings, where it was begun.
func (p *program) stopCopies() {
	if p.copies != nil {
		p.copies.stop()
	}
}

// awaitSaved waits for what a closed desk still writes.
func (p *program) awaitSaved() {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for _, unsaved := range p.unsaved {
		for unsaved() {
			<-tick.C
		}
	}
}

// close gives back what is left after the event loop; after end it does
// nothing.
func (p *program) close() {
	if p.ending {
		return
	}
	p.frame.Close()
	p.ears.close()
	p.printed.clear()
	p.stopCopies()
	if err := errors.Join(p.armed.close(), p.keeper.close()); err != nil {
		p.bus.Trace("problem", app.CodeOf(err))
	}
}
