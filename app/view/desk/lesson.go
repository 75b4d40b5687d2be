package desk

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Lesson is what somebody has tried while practising, over an interview that is
// none. It outlives the room, so that looking at the keys does not begin it anew.
type Lesson struct {
	// Right is what is said, to compare with.
	Right []transcript.Utterance
	// Leave goes back to where one came from.
	Leave func()

	passed map[string]passing
	shown  bool // what is said
}

// passing is how a task was left.
type passing int

const (
	toDo passing = iota
	tried
	skipped
)

// task is one thing to try; what stands in its words is the person's own key.
type task struct {
	id   string
	keys map[string]keys.Command
	by   keys.Command // what the task is done by, None if by what the text says
}

var tasks = []task{
	{"play", map[string]keys.Command{"key": keys.PlayPause}, keys.PlayPause},
	{"back", map[string]keys.Command{"key": keys.Back}, keys.Back},
	{"speaker", map[string]keys.Command{"key": keys.Speaker(1)}, keys.None},
	{"write", map[string]keys.Command{"key": keys.NewUtterance}, keys.None},
	{"again", map[string]keys.Command{"key": keys.SlowReplay}, keys.SlowReplay},
	{"unsure", nil, keys.None},
	{"next", map[string]keys.Command{"key": keys.NextUnsure}, keys.NextUnsure},
}

// teacher is the side's card with the tasks, which tick themselves off.
type teacher struct {
	r        *Room
	in       *section
	speakers map[uint64]transcript.Speaker // as they were
	rows     int                           // as many as there were
}

func newTeacher(s *side) *teacher {
	t := &teacher{r: s.r, speakers: map[uint64]transcript.Speaker{}}
	if s.r.d.Lesson == nil {
		return t
	}
	if s.r.d.Lesson.passed == nil {
		s.r.d.Lesson.passed = map[string]passing{}
	}
	t.in = s.add("lesson", "", true)
	t.rows = s.r.doc.Len()
	t.look()
	t.fill()
	return t
}

// begin leaves of the side what has to do with the tasks.
func (t *teacher) begin() {
	if t.in == nil {
		return
	}
	var rest []string
	for _, x := range t.r.side.sections {
		if x != t.in {
			rest = append(rest, x.id)
		}
	}
	t.r.side.fold(rest)
}

// commands are those of the room, each with a word to the teacher afterwards.
func (t *teacher) commands(all commands) commands {
	if t.in == nil {
		return all
	}
	for c, act := range all {
		all[c] = func() {
			act()
			t.did(c)
		}
	}
	return all
}

// did takes note of a command that was run.
func (t *teacher) did(c keys.Command) {
	for _, k := range tasks {
		if k.by == c && (c != keys.NextUnsure || len(transcript.Doubts(t.r.doc)) > 0) {
			t.pass(k.id, tried)
		}
	}
}

// look takes note of what the text says now.
func (t *teacher) look() {
	if t.in == nil {
		return
	}
	doc := t.r.doc
	for _, u := range doc.Utterances() {
		if was, old := t.speakers[u.ID]; old && was != u.Speaker {
			t.pass("speaker", tried)
		}
		t.speakers[u.ID] = u.Speaker
	}
	if doc.Len() > t.rows {
		t.pass("write", tried)
	}
	if len(transcript.Doubts(doc)) > 0 {
		t.pass("unsure", tried)
	}
}

func (t *teacher) pass(id string, how passing) {
	l := t.r.d.Lesson
	if l.passed[id] == tried || l.passed[id] == how {
		return
	}
	l.passed[id] = how
	t.r.d.Bus.Trace("lesson", id)
	if t.now() < 0 {
		t.r.d.Bus.Trace("lesson", "all")
	}
	t.fill()
}

// now is the first task that is neither done nor skipped, -1 at the end.
func (t *teacher) now() int {
	for i, k := range tasks {
		if t.r.d.Lesson.passed[k.id] == toDo {
			return i
		}
	}
	return -1
}

// fill shows the task to try now with the ways past it, those to come, and last
// those done: what is next always stands where it is seen.
func (t *teacher) fill() {
	kit, l, now := t.in.s.kit, t.r.d.Lesson, t.now()
	var coming, done []fyne.CanvasObject
	for i, k := range tasks {
		switch {
		case l.passed[k.id] == tried:
			done = append(done, kit.Notice(widget.KindGood, t.words(k)))
		case i != now:
			coming = append(coming, kit.Muted(t.words(k)))
		}
	}
	t.in.title(t.r.t("lesson.title", "done", len(done), "all", len(tasks)))
	objs := t.ended()
	if now >= 0 {
		objs = []fyne.CanvasObject{widget.Card(theme.Gap12, widget.Stack(theme.Gap12, kit.Strong(t.words(tasks[now])),
			widget.TightRow(kit.Button("lesson.skip", t.r.t("lesson.skip"), func() {
				t.pass(tasks[now].id, skipped)
				t.r.list.Focus()
			}), kit.Button("lesson.leave", t.r.t("lesson.leave"), l.Leave)))), kit.Muted(t.r.t("lesson.why"))}
	}
	t.in.fill(slices.Concat(objs, coming, done)...)
}

// ended is what stands there when nothing is left to try.
func (t *teacher) ended() []fyne.CanvasObject {
	kit, l := t.in.s.kit, t.r.d.Lesson
	objs := []fyne.CanvasObject{kit.Strong(t.r.t("lesson.all")), kit.Primary("lesson.leave", t.r.t("lesson.leave"), l.Leave)}
	if l.shown {
		return append(objs, t.right()...)
	}
	return append(objs, kit.Button("lesson.right", t.r.t("lesson.right"), func() {
		l.shown = true
		t.r.d.Bus.Trace("lesson", "right")
		t.fill()
	}))
}

// words are a task's, with the person's own keys. A task whose command has no
// key is told by its button.
func (t *teacher) words(k task) string {
	pairs := []any{}
	for name, c := range k.keys {
		pairs = append(pairs, name, keys.Label(t.r.kit.Text, c))
	}
	return t.r.t("lesson."+k.id, pairs...)
}

// right is what is said in the sound, turn by turn.
func (t *teacher) right() []fyne.CanvasObject {
	kit := t.in.s.kit
	objs := []fyne.CanvasObject{kit.Strong(t.r.t("lesson.said"))}
	for _, u := range t.r.d.Lesson.Right {
		who := container.NewHBox(container.NewCenter(kit.SpeakerSign(u.Speaker)), kit.Small(t.r.t("speaker."+string(u.Speaker))))
		objs = append(objs, widget.Stack(0, who, kit.Body(u.Text)))
	}
	return objs
}
