package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// nameList is the side's list of who speaks: shape, key and name. What is typed
// into a name becomes one step of the text when the field is left.
type nameList struct {
	r      *Room
	in     *section
	fields map[transcript.Speaker]*widget.Entry
	shown  []transcript.Speaker
	asked  bool // for those nobody uses yet
}

// usual is how many speakers are shown before anybody asks for more.
const usual = 4

func newNameList(s *side) *nameList {
	l := &nameList{r: s.r, in: s.add("names", s.r.t("desk.names"), false), fields: map[transcript.Speaker]*widget.Entry{}}
	l.refresh()
	return l
}

// refresh shows the names as they are now. A field that is being typed in keeps
// what stands there.
func (l *nameList) refresh() {
	names := l.r.doc.Names()
	for s, f := range l.fields {
		if !f.Focused() && f.Text() != names.Of(s) {
			f.SetText(names.Of(s))
		}
	}
	if want := l.speakers(); len(want) != len(l.shown) {
		l.make(want)
	}
}

// speakers are those shown: the first ones, and the later up to the last that
// the text has or that has a name.
func (l *nameList) speakers() []transcript.Speaker {
	n, names := usual, l.r.doc.Names()
	if l.asked {
		n = len(transcript.Speakers)
	}
	for i := n; i < len(transcript.Speakers); i++ {
		if s := transcript.Speakers[i]; names.Of(s) != "" || l.r.doc.Hears(s) {
			n = i + 1
		}
	}
	return transcript.Speakers[:n]
}

func (l *nameList) make(want []transcript.Speaker) {
	l.shown = want
	kit := l.in.s.kit
	objs := []fyne.CanvasObject{kit.Muted(l.r.t("desk.names.why"))}
	for i, s := range want {
		key := kit.Small(keys.Label(kit.Text, keys.Speaker(i)))
		field := l.field(i, s)
		objs = append(objs, widget.Stack(0,
			container.NewHBox(container.NewCenter(kit.SpeakerSign(s)), key),
			widget.Pad(theme.Gap4, field), // or its ring would be cut off
			kit.Guard(field)))
	}
	if len(want) < len(transcript.Speakers) {
		objs = append(objs, kit.Quiet("desk.names.more", l.r.t("desk.names.more"), func() {
			l.asked = true
			l.refresh()
			l.r.d.Window.Canvas().Focus(l.fields[transcript.Speakers[len(want)]])
		}))
	}
	l.in.fill(objs...)
}

// field is where speaker s, the nth, is named.
func (l *nameList) field(n int, s transcript.Speaker) *widget.Entry {
	if f := l.fields[s]; f != nil {
		return f
	}
	word := l.r.t("speaker." + string(s))
	f := l.in.s.kit.Entry("desk.name"+string(rune('1'+n)), l.r.t("desk.names.hint."+string(s)))
	f = f.Named(l.r.t("desk.names.of", "speaker", word))
	f.SetText(l.r.doc.Names().Of(s))
	f.OnSubmit = func() { l.r.list.Focus() } // leaving the field takes the name
	f.OnLeave = func() { l.take(s, f) }
	l.fields[s] = f
	return f
}

// takeAll takes what stands in a field that nobody left: the room is closed.
func (l *nameList) takeAll() {
	for s, f := range l.fields {
		l.take(s, f)
	}
}

// take gives speaker s the name in its field.
func (l *nameList) take(s transcript.Speaker, f *widget.Entry) {
	if l.r.closed {
		return
	}
	before := l.r.doc.Names()
	err := l.r.doc.SetName(s, f.Text())
	if name := l.r.doc.Names().Of(s); f.Text() != name {
		f.SetText(name)
	}
	if err != nil || l.r.doc.Names() == before {
		return
	}
	l.r.list.Renamed()
	l.r.changed()
}
