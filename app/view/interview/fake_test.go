package interview_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// fakeBook keeps interviews in memory. It is used from two goroutines.
type fakeBook struct {
	mu      sync.Mutex
	all     []app.Interview // newest first
	sounds  map[app.ID]app.SoundStatus
	texts   map[app.ID]bool
	saved   []app.Consent
	failing error
	trouble error
}

func (b *fakeBook) Trouble() error { return b.trouble }

func (b *fakeBook) Interviews() ([]app.Interview, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]app.Interview(nil), b.all...), b.failing
}

func (b *fakeBook) Interview(id app.ID) (app.Interview, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, i := range b.all {
		if i.ID == id {
			return i, nil
		}
	}
	return app.Interview{}, app.Fail(app.CodeNotFound, nil)
}

func (b *fakeBook) Length(id app.ID) (app.SoundStatus, int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sounds[id], 34 * 60_000, nil
}

func (b *fakeBook) HasText(i app.Interview) bool { return b.texts[i.ID] }

func (b *fakeBook) CreateInterview(_ context.Context, age int, place app.Place) (app.Interview, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failing != nil {
		return app.Interview{}, b.failing
	}
	i := app.Interview{ID: app.ID{7}, Code: "TALL-27", Age: age, Place: place, Origin: app.OriginOwn, Created: day}
	b.all = append([]app.Interview{i}, b.all...)
	return i, nil
}

func (b *fakeBook) SaveConsent(_ context.Context, id app.ID, c app.Consent) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failing != nil {
		return b.failing
	}
	b.saved = append(b.saved, c)
	for n := range b.all {
		if b.all[n].ID == id {
			b.all[n].Consent = c
		}
	}
	return nil
}

// attach notes that an interview has sound of a status.
func (b *fakeBook) attach(id app.ID, s app.SoundStatus) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for n := range b.all {
		if b.all[n].ID == id {
			b.all[n].Recording = app.ID{99}
		}
	}
	if b.sounds == nil {
		b.sounds = map[app.ID]app.SoundStatus{}
	}
	b.sounds[app.ID{99}] = s
}

// fakeRecorder records nothing and does what it is told.
type fakeRecorder struct {
	mu      sync.Mutex
	book    *fakeBook
	mics    []interview.Mic
	micsErr error
	verdict string
	failing error
	state   interview.State
	marks   []app.MarkerKind
	markers []app.Marker
	used    string
	begun   chan struct{} // closed when an import has begun
}

func (r *fakeRecorder) Microphones(context.Context) ([]interview.Mic, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mics, r.micsErr
}

func (r *fakeRecorder) Check(_ context.Context, mic string, level func(float64)) (string, error) {
	level(-20)
	r.used = mic
	return r.verdict, r.failing
}

func (r *fakeRecorder) Start(_ context.Context, id app.ID, mic string) error {
	if r.failing != nil {
		return r.failing
	}
	r.set(func(s *interview.State) {
		*s = interview.State{Interview: id, Phase: interview.PhaseWaiting, Level: -90, Device: mic}
	})
	return nil
}

func (r *fakeRecorder) set(change func(*interview.State)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.state)
}

func (r *fakeRecorder) Pause(why app.GapReason) {
	r.set(func(s *interview.State) { s.Phase, s.Pause = interview.PhasePaused, why })
}
func (r *fakeRecorder) Resume() {
	r.set(func(s *interview.State) { s.Phase, s.Pause = interview.PhaseRecording, "" })
}

func (r *fakeRecorder) Mark(m app.Marker) {
	r.markers = append(r.markers, m)
	r.marks = append(r.marks, m.Kind)
}

func (r *fakeRecorder) Markers() []interview.Marked {
	var all []interview.Marked
	for _, m := range r.markers {
		all = append(all, interview.Marked{Marker: m, Millis: 754_000})
	}
	return all
}

func (r *fakeRecorder) Stop(context.Context) error {
	r.book.attach(r.State().Interview, app.SoundWhole)
	r.set(func(s *interview.State) { s.Phase = interview.PhaseDone })
	return nil
}

func (r *fakeRecorder) State() interview.State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state
}

func (r *fakeRecorder) Import(ctx context.Context, id app.ID, path string, progress func(done, total int64)) error {
	if r.failing != nil {
		return r.failing
	}
	if r.begun != nil {
		close(r.begun)
		<-ctx.Done()
		return app.Fail(app.CodeCancelled, ctx.Err())
	}
	progress(1, 2)
	r.book.attach(id, app.SoundWhole)
	return nil
}

var day = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)

// stage is the room in its frame.
type stage struct {
	*viewtest.Stage
	book  *fakeBook
	rec   *fakeRecorder
	frame *view.Frame
	went  string
	mic   string

	guide   func() (guide.Guide, error)
	worry   func(context.Context, app.ID) error
	worried []app.ID
	quiet   bool
	rule    func(age int) interview.ConsentRule
	checked string
	lacks   []string

	more func(*interview.Deps) // what else the room is given

	ready  *fakeReady // nil where nothing can be made ready
	locked *int       // how often it was locked
	leave  func()     // nil where the vault is open
}

func open(t *testing.T, lang app.Language, mode theme.Mode, b *fakeBook, at interview.At) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), book: b}
	s.worry = func(_ context.Context, id app.ID) error { s.worried = append(s.worried, id); return nil }
	s.rec = &fakeRecorder{book: b, verdict: "fine", mics: []interview.Mic{{Name: "Inbyggd mikrofon"}, {Name: "USB-mikrofon", Default: true}}}
	s.start(at)
	return s
}

func (s *stage) start(at interview.At) {
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: func() time.Time { return day }})
	to := func(name string) func(app.ID) { return func(app.ID) { s.went = name } }
	room := func() view.Room {
		d := interview.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Book: s.book, Recorder: s.rec,
			Pick: func(_ widget.Pick, then func(string)) { then("/usb/möte.wav") },
			Ask:  s.frame.Ask, Start: s.frame.Start, Problem: s.frame.Problem,
			Rule: func(age int) interview.ConsentRule {
				if s.rule == nil {
					return interview.ConsentRule{}
				}
				return s.rule(age)
			},
			Letters: func(back app.ID) { s.went = "letters " + back.String() }, Enquiry: func() { s.went = "enquiry" },
			Guide: s.guide, Concern: s.worry, Now: func() time.Time { return day },
			Checked: func(mic string) bool { return mic == s.checked }, SetChecked: func(mic string) { s.checked = mic },
			Supplies: func(context.Context) []string { return s.lacks },
			Quiet:    func() bool { return s.quiet }, SetQuiet: func(on bool) { s.quiet = on },
			Microphone: func() string { return s.mic }, SetMicrophone: func(m string) { s.mic = m },
			Transcribe: to("transcribe"), Send: to("send"), Read: to("read"), Dispose: to("dispose"),
			Leave: s.leave,
		}
		if s.ready != nil {
			d.Ready, d.Lock = s.ready, func() { *s.locked++ }
		}
		if s.more != nil {
			s.more(&d)
		}
		return interview.New(d, at)
	}
	var places []view.Place
	for _, id := range []string{"home", "interview", "desk", "unit", "settings"} {
		places = append(places, view.Place{ID: id, Open: room, Last: id == "settings"})
	}
	s.frame.Enter(places, "interview")
	s.Settle()
}

// phase moves the recording on and tells the room.
func (s *stage) phase(change func(*interview.State)) {
	s.rec.set(change)
	s.Bus.Publish(app.RecordingChanged{})
	s.Settle()
}

// tick presses the three yeses by key.
func (s *stage) tick() {
	s.Focus("consent.child")
	s.Key(fyne.KeySpace)
	s.Focus("consent.recording")
	s.Key(fyne.KeySpace)
	s.Focus("consent.guardian")
	s.Key(fyne.KeySpace)
	s.WaitTrace("consent complete")
	s.WaitTrace("microphones")
}

// recording goes all the way to a running recording.
func (s *stage) recording() {
	s.tick()
	s.Press("record.start")
	s.WaitTrace("recording waiting")
	s.phase(func(st *interview.State) { st.Phase, st.Millis, st.Level = interview.PhaseRecording, 754_000, -18 })
}

func prepared() *fakeBook {
	return &fakeBook{all: []app.Interview{{ID: app.ID{7}, Code: "TALL-27", Age: 12, Place: "cafe", Origin: app.OriginOwn, Created: day}}}
}

var atIt = interview.At{Interview: app.ID{7}}
