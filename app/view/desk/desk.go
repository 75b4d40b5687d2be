package desk

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Sound is the listening session. Its methods return at once and are called on
// the UI goroutine. While it plays, and when something happens that the room
// did not ask for, such as headphones pulled out, [app.PlaybackChanged] is
// published, at most some 20 times a second.
type Sound interface {
	Play()
	Pause()
	Toggle()
	SeekMillis(ms int64)
	SkipMillis(by int64)
	SetSpeed(x float64) // 0.5 to 2
	Speed() float64
	PositionMillis() int64
	Playing() bool
	LengthMillis() int64
	Err() error // why it does not sound, nil if it does
	// SlowReplay plays the last seconds once more, slowly, and goes on;
	// ToggleLoop plays them again and again until it is called again.
	SlowReplay()
	Replaying() bool
	ToggleLoop()
	Looping() bool
	// SetLift lifts a quiet voice, CutRumble cuts what lies below every voice;
	// both only as it is played.
	SetLift(on bool)
	Lifts() bool
	CutRumble(on bool)
	CutsRumble() bool
	// HoldStart plays while a pedal is held, HoldEnd pauses and steps back.
	HoldStart()
	HoldEnd()
}

// Text is the transcript in the vault. Its methods are called off the UI
// goroutine, one at a time.
type Text interface {
	Load(ctx context.Context) (snapshot []byte, journal [][]byte, err error)
	Append(ctx context.Context, row []byte) error
	Snapshot(ctx context.Context, document []byte) error
	Desk() (state []byte, err error)
	SaveDesk(ctx context.Context, state []byte) error
	// KeepVersion stores a version, asked for or come by itself; Versions
	// returns those there are, each as it was stored.
	KeepVersion(ctx context.Context, version []byte, asked bool) error
	Versions(ctx context.Context) ([][]byte, error)
	SetHeardThrough(ctx context.Context, h *app.HeardThrough) error
}

// Material is what an interview is transcribed from and to.
type Material struct {
	Text      Text
	Recording app.Recording // the zero value when there is none
	Peaks     []int16       // smallest and largest of each 256 samples
	// Speech is where somebody speaks; nil to have it worked out from the peaks.
	Speech transcript.Stretches
	// FindSpeech listens the sound through for it, off the UI goroutine, once the
	// room is open; nil to leave it at the peaks' answer.
	FindSpeech func(ctx context.Context) (transcript.Stretches, error)
	// HeardThrough is what was said of the text, nil if nothing was.
	HeardThrough *app.HeardThrough
	Sound        Sound // nil when there is nothing to hear
	SoundErr     error // why Sound is nil though there is a recording
}

// Deps is what the room needs.
type Deps struct {
	Kit       *widget.Kit
	Bus       *bus.Bus
	Window    fyne.Window
	Interview app.ID
	Code      string // the interview's label, such as TALL-27
	// Open fetches the material, off the UI goroutine.
	Open func(ctx context.Context) (Material, error)
	// Release is called when the room is left and gives the sound back; it
	// may be nil.
	Release func(Material)
	// Autotexts gives the person's own abbreviations; it only reads memory.
	// EditAutotexts goes to where they are changed. Both may be nil.
	Autotexts     func() ([]app.Autotext, error)
	EditAutotexts func()
	// OtherMark is a marker's word in the language that the window does not speak:
	// a text may have been written in it. It may be nil.
	OtherMark func(transcript.Mark) string
	// ShowKeys goes to the list of all keys; it may be nil.
	ShowKeys func()
	// TakeIn goes to where a file becomes the text, SaveOut to where the text
	// becomes a readable file. Both may be nil.
	TakeIn, SaveOut func()
	// ThreeFacts goes to what the interview tells of one's own way of talking; it
	// may be nil.
	ThreeFacts func()
	// Latest is how one's other interviews went, the newest first, for the time
	// that is left of this one; nil means that there are none.
	Latest func() []app.Work
	// TypingLag is how long after a word the person begins to type it, in
	// milliseconds; nil means the usual 2 s.
	TypingLag func() int64
	// Lesson is set while somebody practises: nothing is stored then, and what is
	// about keeping is not offered.
	Lesson *Lesson
	// Now is the clock, Timer calls fn once after d on any goroutine; nil
	// means the real ones.
	Now   func() time.Time
	Timer func(d time.Duration, fn func()) (stop func() bool)
}

// Room is the transcription room. Make one with [New].
type Room struct {
	d    Deps
	kit  *widget.Kit
	root *fyne.Container
	// sheet is the desk itself; over is what lies over all of it, nil for
	// nothing.
	sheet *fyne.Container
	over  cover

	cancel   context.CancelFunc // ends the opening, and later the search for speech
	unheard  func()             // ends the subscription
	enough   func()             // ends the thrift with memory
	closed   bool
	wantsKey bool // Focus came before there was anything to focus

	m     Material
	doc   *transcript.Document
	saver *saver

	wave   *widget.Waveform
	list   *widget.Utterances
	bar    *transport
	side   *side
	find   *finder
	notice *notices
	foot   *foot
	vers   *versions
	time   worktime

	shape    widget.Wave // as opened
	cut      *waver
	strip    *widget.Overview
	coverage *coverage
	approval *approval
	reader   *reader

	abbreviations []app.Autotext // nil until the first is asked for
	// pauseAt is how long the pause is that lies at a time, or ended just before
	// it; 0 for none. Nil until the speech has been found.
	pauseAt func(ms int64) int64

	commands commands // nil until the material is there

	playing bool     // as last traced
	deaf    app.Code // why nothing is heard, as last told

	lastHeard int64 // the place last seen while it played, in milliseconds
}

// New makes the room and begins to open the interview's material.
func New(d Deps) *Room {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Timer == nil {
		d.Timer = func(after time.Duration, fn func()) func() bool { return time.AfterFunc(after, fn).Stop }
	}
	r := &Room{d: d, root: container.New(whole{})}
	kit := *d.Kit // the room's own ears, before the window's
	kit.OnKey, kit.OnRune, kit.OnShortcut = r.Key, r.Rune, r.shortcut
	kit.Reveal = r.revealed
	r.kit = &kit
	r.unheard, r.enough = d.Bus.Subscribe(r.heard), spare()
	r.begin()
	return r
}

// revealed is told of what gets the focus.
func (r *Room) revealed(o fyne.CanvasObject) {
	if r.side != nil {
		r.side.gained(o)
	}
	if r.d.Kit.Reveal != nil {
		r.d.Kit.Reveal(o)
	}
}

// begin opens the material.
func (r *Room) begin() {
	r.set(widget.Pad(padding, r.kit.Body(r.t("desk.opening"))))
	r.cancel = bus.Load(r.d.Bus, context.Background(), r.open, nil, r.opened)
}

// Content returns what the window shows.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Detail names the interview in the title row.
func (r *Room) Detail() string { return r.d.Code }

// Focus gives the text the focus, or what lies over it.
func (r *Room) Focus() {
	if r.over != nil {
		r.over.focus()
		return
	}
	if r.list == nil {
		r.wantsKey = true
		return
	}
	r.list.Focus()
}

// Unsaved reports whether something typed is not in the vault yet. It stays
// true after Close for as long as a failing write is tried again, so that the
// program does not end before it.
func (r *Room) Unsaved() bool { return r.saver != nil && !r.saver.idle() }

// Close stops the sound and writes what is left: the last edits, a snapshot,
// where the person was.
func (r *Room) Close() {
	if r.closed {
		return
	}
	if r.list != nil {
		r.side.names.takeAll()
	}
	r.closed = true
	if r.over != nil {
		r.over.close()
	}
	r.cancel()
	r.enough()
	r.unheard()
	r.unbind()
	if r.list == nil {
		return
	}
	if r.m.Sound != nil {
		r.m.Sound.Pause()
	}
	r.saver.finish()
	r.release()
	r.forget()
}

// Hush stops the sound: the text was hidden.
func (r *Room) Hush() {
	if r.list != nil && r.m.Sound != nil && !r.closed {
		r.m.Sound.Pause()
	}
}

func (r *Room) release() {
	if r.d.Release != nil {
		r.d.Release(r.m)
	}
}

func (r *Room) t(key string, pairs ...any) string { return r.kit.Text.T(key, pairs...) }

func (r *Room) set(o fyne.CanvasObject) {
	r.root.Objects = []fyne.CanvasObject{o}
	r.root.Refresh()
}

// loaded is what opening brings to the UI goroutine.
type loaded struct {
	m       Material
	doc     *transcript.Document
	snapped uint64 // the revision the stored snapshot holds
	state   state
	raw     []byte // the state as it was stored
	shape   widget.Wave
	cut     error // a damaged journal: doc is what came before
}

// open runs off the UI goroutine.
func (r *Room) open(ctx context.Context, _ bus.Progress) (loaded, error) {
	m, err := r.d.Open(ctx)
	if err != nil {
		return loaded{}, err
	}
	l := loaded{m: m}
	if l.m.Speech == nil {
		l.m.Speech = transcript.SpeechOf(m.Peaks, m.Recording.Rate)
	}
	l.shape = shapeOf(l.m)
	snapshot, journal, err := m.Text.Load(ctx)
	if err != nil {
		return l, err
	}
	l.doc, err = transcript.Load(snapshot, journal)
	if l.doc != nil && len(journal) == 0 {
		l.snapped = l.doc.Revision()
	}
	switch {
	case errors.Is(err, transcript.ErrNewer):
		return l, app.Fail(app.CodeNewerFormat, err)
	case l.doc == nil:
		return l, app.Fail(app.CodeVaultDamaged, err)
	case err != nil:
		l.cut = app.Fail(app.CodeVaultDamaged, err)
	}
	// Where somebody was is a convenience: without it the text opens at its end.
	if raw, err := m.Text.Desk(); err == nil && len(raw) > 0 {
		l.state, l.raw = parseState(raw), raw
	}
	return l, nil
}

// opened runs on the UI goroutine when the material is there.
func (r *Room) opened(l loaded, err error) {
	r.m = l.m
	if r.closed {
		if l.m.Text != nil {
			r.release()
		}
		return
	}
	if err != nil {
		again := r.kit.Primary("desk.again", r.t("desk.retry"), r.begin)
		r.set(widget.Pad(padding, widget.Stack(theme.Gap16, r.kit.Problem(err), widget.Row(again))))
		if r.wantsKey {
			r.d.Window.Canvas().Focus(again)
		}
		return
	}
	r.doc, r.shape = l.doc, l.shape
	r.saver = newSaver(r.d, r.m.Text, r.doc, l.snapped)
	r.saver.tell = r.told
	r.saver.state, r.saver.stated = r.state, l.raw
	r.saver.versioned = l.state.Versioned
	r.time.worked = time.Duration(max(WorkOf(l.raw).Worked, 0)) * time.Millisecond
	r.build()
	r.foot.refresh()
	r.saver.flushed = func() {
		r.side.refresh()
		r.foot.refresh() // it tells of what the side lists
		r.find.refresh()
	}
	r.restore(l.state)
	if l.cut != nil {
		r.saver.startAnew()
		r.notice.say(aboutText, r.kit.Problem(l.cut))
	}
	r.bind()
	r.giveBack()
	r.d.Bus.Trace("desk", "ready")
	r.listenForSpeech()
	if r.wantsKey {
		r.list.Focus()
	}
}

// heard runs for every event of the program.
func (r *Room) heard(e app.Event) {
	if _, ok := e.(app.PlaybackChanged); ok && r.list != nil {
		r.refreshSound()
	}
}
