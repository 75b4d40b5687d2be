package interview

import (
	"context"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// live is the page of a recording under way: the sign with its time and level,
// pause and stop, the guide as cards, one row of markers. On the calm screen
// only the sign, the current question and the pause are left.
type live struct {
	r     *Room
	phase string
	rests app.GapReason // why it is paused
	said  string        // the warnings shown
	calm  bool

	sign     *widget.Sign
	level    *widget.Level
	words    *widget.Label
	cup      *widget.Cup // while somebody drinks
	warnings *fyne.Container
	trouble  *fyne.Container // that the guide cannot be shown
	worry    *fyne.Container // the oro card, while it is open
	marked   *widget.Label
	pause    *widget.Button
	fika     *widget.Button
	child    *widget.Button
	stop     *widget.Button
	quiet    *widget.Button
	concern  *widget.Button
	marks    []*widget.Button
	cards    *cards // nil without a guide
	recent   []string
}

// recentMarks is how many markers are shown after they were set.
const recentMarks = 4

func (r *Room) record() {
	k := r.d.Kit
	l := &live{
		r: r, sign: k.Sign(), level: k.Level(), words: k.Body(""), marked: k.Muted(r.t("record.marks.none")),
		cup: k.Cup(), trouble: widget.Stack(0), warnings: widget.Stack(theme.Gap8), worry: widget.Stack(0),
		calm: r.d.Quiet != nil && r.d.Quiet(),
	}
	r.live, r.prepare, r.concern = l, nil, nil
	l.pause = k.Button("record.pause", "", l.togglePause)
	l.fika = k.Button("record.fika", keys.OnButton(k.Text, r.t("record.fika"), keys.RecordFika), func() { l.restFor(app.GapFika) })
	l.child = k.Button("record.child", keys.OnButton(k.Text, r.t("record.child"), keys.RecordChild), func() { l.restFor(app.GapChild) })
	l.stop = k.Button("record.stop", r.t("record.stop"), l.askStop)
	l.quiet = k.Button("record.quiet", "", l.toggleCalm)
	l.concern = k.Button("concern.open", keys.OnButton(k.Text, r.t("concern.open"), keys.Concern), func() { r.toggleConcern(l.worry) })
	for _, kind := range app.MarkerKinds {
		b := k.Button("mark."+string(kind), keys.OnButton(k.Text, r.t("marker."+string(kind)), keys.Mark(kind)), func() { l.gesture(kind) })
		l.marks = append(l.marks, b)
	}
	r.loadGuide(l)
	l.show()
}

// show lays out the page, calm or whole.
func (l *live) show() {
	r, k := l.r, l.r.d.Kit
	label := "record.quiet.on"
	if l.calm {
		label = "record.quiet.off"
	}
	l.quiet.SetText(keys.OnButton(k.Text, r.t(label), keys.RecordQuiet))
	if l.cards != nil {
		l.cards.lay()
	}
	head := widget.Stack(theme.Gap8, container.New(&signRow{}, l.sign, l.level, l.cup), l.words)
	objs := []fyne.CanvasObject{widget.Card(theme.Gap16, head), widget.Row(l.pause, l.fika, l.child, l.stop), l.warnings, l.trouble, l.worry}
	if l.calm {
		objs = []fyne.CanvasObject{head, l.warnings, l.worry}
	}
	if l.cards != nil {
		objs = append(objs, l.cards.box)
	}
	if l.calm {
		objs = append(objs, widget.Row(l.pause, l.quiet)) // a child who wants to rest sees how
	} else {
		var marks []fyne.CanvasObject
		for _, b := range l.marks {
			marks = append(marks, b)
		}
		if l.cards == nil {
			objs = append(objs, k.Body(r.t("record.marks")))
		}
		objs = append(objs, widget.Row(marks...), l.marked, widget.Row(l.quiet, l.concern))
	}
	l.phase = "" // what changes with it is drawn anew
	r.page("recording", l.pause, objs...)
	r.recordingChanged()
}

// recordingChanged draws the recording as it is now.
func (r *Room) recordingChanged() {
	l := r.live
	if l == nil {
		return
	}
	s := r.d.Recorder.State()
	if !s.active() {
		l.ended()
		return
	}
	if s.Interview != r.open.ID {
		return
	}
	kind, key := s.Sign()
	l.sign.Set(kind, r.t(key), text.Stamp(s.Millis))
	level := math.Inf(-1) // nothing is heard that is not recorded
	if s.Phase == PhaseRecording {
		level = s.Level
	}
	l.level.Set(level)
	l.warn(s)
	if s.Phase != l.phase || s.Pause != l.rests {
		l.enter(s)
	}
}

// enter draws what changes with the phase only.
func (l *live) enter(s State) {
	r, k := l.r, l.r.d.Kit
	l.phase, l.rests = s.Phase, s.Pause
	label := r.t("record.pause")
	if s.Phase == PhasePaused {
		label = r.t("record.resume")
	}
	l.pause.SetText(keys.OnButton(k.Text, label, keys.RecordPause))
	words := "record." + s.Phase + ".words"
	if s.Phase == PhasePaused {
		words = "record.paused." + string(s.Pause) + ".words"
	}
	l.words.SetText(r.t(words, "mic", s.Device, "key", keys.Label(k.Text, keys.RecordPause)))
	// Where questions stand, the sign has said enough once it records.
	l.words.Hidden = s.Phase == PhaseRecording && (l.calm || l.cards != nil)
	l.level.Hidden = l.calm || s.Phase == PhasePaused
	l.cup.Hidden = s.Phase != PhasePaused || s.Pause != app.GapFika
	stopping := s.Phase == PhaseStopping
	waiting := s.Phase == PhaseWaiting
	for _, b := range []*widget.Button{l.pause, l.fika, l.child} {
		able(b, !stopping && !waiting)
	}
	able(l.stop, !stopping)
	for _, b := range l.marks {
		able(b, s.Phase == PhaseRecording)
	}
	if l.cards != nil {
		l.cards.refresh()
	}
	r.root.Refresh()
	k.Show(l.sign) // what changed is told there
	if r.d.Window.Canvas().Focused() == nil || l.pause.Disabled() {
		r.Focus()
	}
	r.d.Bus.Trace("recording", traced(s)...)
}

// traced is a phase's word in the trace, and why it is paused.
func traced(s State) []any {
	switch s.Phase {
	case PhaseRecording:
		return []any{"running"}
	case PhasePaused:
		return []any{s.Phase, string(s.Pause)}
	}
	return []any{s.Phase}
}

// togglePause pauses, or goes on.
func (l *live) togglePause() {
	switch l.r.d.Recorder.State().Phase {
	case PhasePaused:
		l.r.d.Recorder.Resume()
	case PhaseRecording, PhaseLost:
		l.r.d.Recorder.Pause(app.GapPause)
	}
	l.r.recordingChanged()
}

// restFor pauses for a reason; pressed again it goes on.
func (l *live) restFor(why app.GapReason) {
	s := l.r.d.Recorder.State()
	switch {
	case s.Phase == PhasePaused && s.Pause == why:
		l.r.d.Recorder.Resume()
	case s.Phase == PhaseRecording || s.Phase == PhasePaused || s.Phase == PhaseLost:
		if why == app.GapChild && s.Phase == PhaseRecording {
			l.put(app.Marker{Kind: app.MarkPause})
		}
		l.r.d.Recorder.Pause(why)
	}
	l.r.recordingChanged()
}

// gesture marks something seen.
func (l *live) gesture(kind app.MarkerKind) { l.put(app.Marker{Kind: kind}) }

// put sets a marker and says so; false unless it is recording.
func (l *live) put(m app.Marker) bool {
	s := l.r.d.Recorder.State()
	if s.Phase != PhaseRecording {
		return false
	}
	l.r.d.Recorder.Mark(m)
	details := []any{string(m.Kind)}
	if m.Code != "" {
		details = append(details, strings.ToLower(m.Code))
	}
	l.r.d.Bus.Trace("marker", details...)
	l.recent = append(l.recent, l.told(m)+" "+text.Stamp(s.Millis))
	if len(l.recent) > recentMarks {
		l.recent = l.recent[1:]
	}
	l.marked.SetText(strings.Join(l.recent, "  ·  "))
	return true
}

// told is a marker as it is told after it was set.
func (l *live) told(m app.Marker) string {
	if m.Kind.Question() || m.Kind == app.MarkPause {
		return text.Capital(l.r.d.Kit.Text.Marker(m))
	}
	return l.r.t("marker." + string(m.Kind))
}

// Key takes the recording's keys when nothing typed has a use for them.
func (r *Room) Key(ev *fyne.KeyEvent) {
	if r.live == nil {
		return
	}
	command := keys.Lookup(keys.Record, keys.OfKey(ev, keys.Held()))
	if command == keys.None || !r.d.Kit.Once(ev.Name) {
		return
	}
	r.live.do(command)
}

// do does what a key asks for.
func (l *live) do(command keys.Command) {
	if kind, ok := command.MarkOf(); ok {
		l.gesture(kind)
		return
	}
	switch command {
	case keys.RecordPause:
		l.togglePause()
	case keys.RecordFika:
		l.restFor(app.GapFika)
	case keys.RecordChild:
		l.restFor(app.GapChild)
	case keys.RecordQuiet:
		l.toggleCalm()
	case keys.Concern:
		l.r.toggleConcern(l.worry)
	default:
		if l.cards != nil {
			l.cards.do(command)
		}
	}
}

// Rune completes the frame's interface; keys do all there is to do.
func (r *Room) Rune(rune) {}

// Calm implements the frame's calm rooms.
func (r *Room) Calm() bool { return r.live != nil && r.live.calm }

// toggleCalm goes to the screen that a child may see, and back.
func (l *live) toggleCalm() {
	l.calm = !l.calm
	if l.r.d.SetQuiet != nil {
		l.r.d.SetQuiet(l.calm)
	}
	l.show()
	l.r.d.Bus.Trace("quiet", l.calm)
}

// askStop makes sure: a stopped recording cannot be gone on with.
func (l *live) askStop() {
	r := l.r
	r.d.Ask(widget.Question{
		ID: "record.end", Title: r.t("record.end"), Body: []string{r.t("record.end.body")},
		Yes: r.t("record.end.yes"), No: r.t("record.end.no"),
	}, r.stop)
}

// stop ends the recording and waits, off the UI goroutine, until it is stored.
func (r *Room) stop() {
	d := r.d
	bus.Load(d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, d.Recorder.Stop(ctx)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			d.Problem(err)
		}
		r.recordingChanged()
	})
	r.recordingChanged()
}

// ended follows when everything is stored.
func (l *live) ended() {
	l.r.d.Bus.Trace("recording", "stopped")
	l.r.live = nil
	if !l.r.closed {
		l.r.finish(l.r.open.ID)
	}
}
