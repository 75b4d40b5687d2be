package interview

import (
	"context"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// live is the page of a recording under way: the sign, the level, one row of
// markers, pause and stop. Nothing else.
type live struct {
	r     *Room
	phase string
	said  string // the warnings shown

	sign     *widget.Sign
	level    *widget.Level
	words    *widget.Label
	warnings *fyne.Container
	marked   *widget.Label
	pause    *widget.Button
	stop     *widget.Button
	marks    []*widget.Button
	recent   []string
}

// recentMarks is how many markers are shown after they were set.
const recentMarks = 4

func (r *Room) record() {
	k := r.d.Kit
	l := &live{
		r: r, sign: k.Sign(), level: k.Level(), words: k.Body(""), marked: k.Muted(r.t("record.marks.none")),
		warnings: widget.Stack(theme.Gap8),
	}
	r.live, r.prepare = l, nil
	l.pause = k.Button("record.pause", "", l.togglePause)
	l.stop = k.Button("record.stop", r.t("record.stop"), l.askStop)
	var marks []fyne.CanvasObject
	for _, kind := range app.MarkerKinds {
		b := k.Button("mark."+string(kind), keys.OnButton(k.Text, r.t("marker."+string(kind)), keys.Mark(kind)), func() { l.mark(kind) })
		l.marks = append(l.marks, b)
		marks = append(marks, b)
	}
	r.page("recording", l.pause,
		widget.Card(theme.Gap24, widget.Stack(theme.Gap16, l.sign, l.level, l.words)),
		widget.Row(l.pause, l.stop),
		l.warnings,
		k.Body(r.t("record.marks")), widget.Row(marks...), l.marked)
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
	clock := text.Stamp(s.Millis)
	switch s.Phase {
	case PhaseRecording:
		l.sign.Set(widget.SignRecording, r.t("record.running"), clock)
	case PhasePaused:
		l.sign.Set(widget.SignPaused, r.t("record.paused"), clock)
	default:
		l.sign.Set(widget.SignWaiting, r.t("record."+s.Phase), clock)
	}
	level := math.Inf(-1) // nothing is heard that is not recorded
	if s.Phase == PhaseRecording {
		level = s.Level
	}
	l.level.Set(level)
	l.warn(s)
	if s.Phase != l.phase {
		l.enter(s)
	}
}

// enter draws what changes with the phase only.
func (l *live) enter(s State) {
	r := l.r
	l.phase = s.Phase
	label := r.t("record.pause")
	if s.Phase == PhasePaused {
		label = r.t("record.resume")
	}
	l.pause.SetText(keys.OnButton(r.d.Kit.Text, label, keys.RecordPause))
	l.words.SetText(r.t("record."+s.Phase+".words", "mic", s.Device))
	stopping := s.Phase == PhaseStopping
	able(l.pause, !stopping && s.Phase != PhaseWaiting)
	able(l.stop, !stopping)
	for _, b := range l.marks {
		able(b, s.Phase == PhaseRecording)
	}
	r.root.Refresh()
	if r.d.Window.Canvas().Focused() == nil || l.pause.Disabled() {
		r.Focus()
	}
	r.d.Bus.Trace("recording", traced(s.Phase))
}

// traced is a phase's word in the trace.
func traced(phase string) string {
	if phase == PhaseRecording {
		return "running"
	}
	return phase
}

// warn tells what is wrong in words, each with its shape.
func (l *live) warn(s State) {
	said := strings.Join(s.Warnings, " ") + " " + string(app.CodeOf(s.Err))
	if said == l.said {
		return
	}
	l.said = said
	l.warnings.Objects = nil
	full := slices.Contains(s.Warnings, "store") && app.CodeOf(s.Err) == app.CodeDiskFull
	if full {
		l.r.d.Bus.Trace("problem", app.CodeDiskFull) // the warning says it all
	} else if s.Err != nil {
		l.warnings.Objects = append(l.warnings.Objects, l.r.d.Kit.Problem(s.Err))
	}
	for _, w := range s.Warnings {
		l.warnings.Objects = append(l.warnings.Objects, l.r.d.Kit.Notice(widget.KindAttention, l.r.t("recording.warning."+w)))
		l.r.d.Bus.Trace("warning", w)
	}
	l.r.root.Refresh()
}

func (l *live) togglePause() {
	switch l.r.d.Recorder.State().Phase {
	case PhasePaused:
		l.r.d.Recorder.Resume()
	case PhaseRecording, PhaseLost:
		l.r.d.Recorder.Pause(app.GapFika)
	}
	l.r.recordingChanged()
}

func (l *live) mark(kind app.MarkerKind) {
	s := l.r.d.Recorder.State()
	if s.Phase != PhaseRecording {
		return
	}
	l.r.d.Recorder.Mark(app.Marker{Kind: kind})
	l.r.d.Bus.Trace("marker", string(kind))
	l.recent = append(l.recent, l.r.t("marker."+string(kind))+" "+text.Stamp(s.Millis))
	if len(l.recent) > recentMarks {
		l.recent = l.recent[1:]
	}
	l.marked.SetText(strings.Join(l.recent, "  ·  "))
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
	if kind, ok := command.MarkOf(); ok {
		r.live.mark(kind)
	} else if command == keys.RecordPause {
		r.live.togglePause()
	}
}

// Rune completes the frame's interface; keys do all there is to do.
func (r *Room) Rune(rune) {}

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
		l.r.show(l.r.open.ID)
	}
}
