package interview

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/view/keys"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// cards is the guide beside a recording: one question large, what can follow it
// under it, the next one small. Which are asked and which are left is seen by
// shape; nothing is counted.
type cards struct {
	l    *live
	g    guide.Guide
	list []guide.Asked

	at     int  // the current question; len(list) is the thanks at the end
	other  bool // the other wording stands first
	prompt int  // of the follow-up prompts, from 1; 0 for none
	faces  bool // the smiley scale is shown
	status map[string]widget.StepKind
	asked  map[string]int64 // when, in milliseconds

	box                          *fyne.Container
	sheet                        fyne.CanvasObject
	steps                        []*widget.Step
	heading, words, beside, said *widget.Label
	note, next                   *widget.Label
	follow, scale                *fyne.Container
	back, on, ask, skip, simpler *widget.Button
	more, show                   *widget.Button
}

// prompts is how many general follow-ups there are; their words lie under
// cards.prompt.<n>.
const prompts = 4

// loadGuide lays the guide's cards beside the recording. A guide that cannot be
// read is told of, and the recording goes on without.
func (r *Room) loadGuide(l *live) {
	if r.d.Guide == nil {
		return
	}
	g, err := r.d.Guide()
	if err != nil {
		l.trouble.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
		return
	}
	if list := g.For(guide.GroupOf(r.open.Age), g.Order); len(list) > 0 {
		l.cards = newCards(l, g, list)
		r.d.Bus.Trace("guide", "shown", len(list))
	}
}

func newCards(l *live, g guide.Guide, list []guide.Asked) *cards {
	k := l.r.d.Kit
	c := &cards{
		l: l, g: g, list: list, status: map[string]widget.StepKind{}, asked: map[string]int64{},
		box: widget.Stack(theme.Gap12), heading: k.Muted(""), words: k.Big(""), beside: k.Body(""), said: k.Strong(""),
		note: k.Muted(""), next: k.Muted(""), follow: widget.Stack(theme.Gap4), scale: widget.Stack(theme.Gap8),
	}
	for n, q := range list {
		c.steps = append(c.steps, k.Step(q.Code, func() { c.turn(n) }))
	}
	button := func(id, key string, command keys.Command) *widget.Button {
		return k.Button(id, keys.OnButton(k.Text, l.r.t(key), command), func() { c.do(command) })
	}
	c.back = button("guide.previous", "cards.previous", keys.GuidePrev)
	c.on = button("guide.next", "cards.next", keys.GuideNext)
	c.ask = button("guide.asked", "cards.asked", keys.GuideAsked)
	c.skip = button("guide.skipped", "cards.skipped", keys.GuideSkipped)
	c.simpler = button("guide.simpler", "cards.simpler", keys.GuideSimpler)
	c.more = button("guide.follow", "cards.follow", keys.GuideFollow)
	c.show = button("guide.scale", "cards.scale", keys.GuideScale)
	c.recall()
	return c
}

// recall takes up what was marked before the page was opened, and begins after
// the last of it.
func (c *cards) recall() {
	for _, m := range c.l.r.d.Recorder.Markers() {
		c.mark(m.Marker, m.Millis)
	}
	for n, q := range c.list {
		if c.status[q.Code] != "" {
			c.at = n + 1
		}
	}
	c.at = min(c.at, len(c.list)-1)
}

// mark notes what became of a question.
func (c *cards) mark(m app.Marker, ms int64) {
	switch m.Kind {
	case app.MarkAsked, app.MarkScale:
		c.status[m.Code] = widget.StepDone
		if _, ok := c.asked[m.Code]; !ok {
			c.asked[m.Code] = ms
		}
	case app.MarkSkipped:
		c.status[m.Code] = widget.StepSkipped
	}
}

// current is the question shown, and false at the end.
func (c *cards) current() (guide.Asked, bool) {
	if c.at >= len(c.list) {
		return guide.Asked{}, false
	}
	return c.list[c.at], true
}

// do does what a key asks for.
func (c *cards) do(command keys.Command) {
	q, ok := c.current()
	if n, face := command.FaceOf(); face {
		if ok && c.faces {
			c.point(q, app.FaceGlad-n)
		}
		return
	}
	switch command {
	case keys.GuideNext:
		c.turn(c.at + 1)
		return
	case keys.GuidePrev:
		c.turn(c.at - 1)
		return
	}
	if !ok {
		return
	}
	switch command {
	case keys.GuideAsked:
		c.set(q, app.MarkAsked)
	case keys.GuideSkipped:
		c.set(q, app.MarkSkipped)
	case keys.GuideSimpler:
		c.other = !c.other && q.Other != ""
	case keys.GuideFollow:
		c.prompt = c.prompt%prompts + 1
	case keys.GuideScale:
		c.faces = !c.faces && q.Smiley
	default:
		return
	}
	c.draw()
	if c.faces {
		c.l.r.d.Kit.Show(c.scale)
	}
	c.l.r.d.Bus.Trace("guide", string(command), strings.ToLower(q.Code))
}

// turn goes to another question.
func (c *cards) turn(to int) {
	if to < 0 || to > len(c.list) || to == c.at {
		return
	}
	c.at, c.other, c.prompt, c.faces = to, false, 0, false
	c.draw()
	c.l.r.d.Kit.Show(c.sheet) // in a small window it may lie below
	code := "thanks"
	if q, ok := c.current(); ok {
		code = strings.ToLower(q.Code)
	}
	c.l.r.d.Bus.Trace("guide", "at", code)
}

// set marks the question, once.
func (c *cards) set(q guide.Asked, kind app.MarkerKind) {
	want := widget.StepDone
	if kind == app.MarkSkipped {
		want = widget.StepSkipped
	}
	if c.status[q.Code] == want {
		return
	}
	m := app.Marker{Kind: kind, Code: q.Code}
	if c.l.put(m) {
		c.mark(m, c.l.r.d.Recorder.State().Millis)
	}
}

// point notes the face that the child pointed at.
func (c *cards) point(q guide.Asked, value int) {
	m := app.Marker{Kind: app.MarkScale, Code: q.Code, Value: value}
	if c.l.put(m) {
		c.mark(m, c.l.r.d.Recorder.State().Millis)
		c.faces = false
		c.draw()
		c.l.r.d.Kit.Show(c.sheet) // the page is shorter now
		if c.l.calm {
			c.l.r.Focus()
		} else {
			c.l.r.d.Window.Canvas().Focus(c.show)
		}
	}
}

// lay puts the parts on the page: all of them, or the question alone.
func (c *cards) lay() {
	inside := []fyne.CanvasObject{c.heading, c.words, c.beside, c.scale, c.follow, c.said, c.note}
	if c.l.calm {
		inside = []fyne.CanvasObject{c.words, c.beside, c.said}
	}
	c.sheet = widget.Card(theme.Gap24, widget.Stack(theme.Gap12, inside...))
	if c.l.calm {
		c.box.Objects = []fyne.CanvasObject{c.sheet, c.scale} // the faces have the whole width
	} else {
		var steps []fyne.CanvasObject
		for _, s := range c.steps {
			steps = append(steps, s)
		}
		c.box.Objects = []fyne.CanvasObject{
			widget.TightRow(steps...), c.sheet, c.next,
			widget.Row(c.back, c.on, c.ask, c.skip, c.simpler, c.more, c.show),
		}
	}
	c.draw()
}

// draw writes the current question.
func (c *cards) draw() {
	t := c.l.r.t
	q, ok := c.current()
	if ok {
		c.question(q)
	} else {
		c.words.SetText(t("cards.thanks"))
		c.heading.SetText("")
		c.beside.SetText(c.g.Thanks)
		c.said.SetText("")
		c.note.SetText("")
		c.follow.Objects, c.scale.Objects = nil, nil
	}
	next := ""
	switch {
	case c.at+1 < len(c.list):
		next = t("cards.then", "words", c.list[c.at+1].Words)
	case ok:
		next = t("cards.then", "words", t("cards.thanks"))
	}
	c.next.SetText(next)
	for n, s := range c.steps {
		kind := c.status[c.list[n].Code]
		if kind == "" {
			kind = widget.StepLeft
		}
		s.Set(kind, n == c.at)
	}
	for _, l := range []*widget.Label{c.heading, c.beside, c.said, c.note, c.next} {
		l.Hidden = l.Text() == ""
	}
	c.refresh()
	c.l.r.root.Refresh()
}

func (c *cards) question(q guide.Asked) {
	t, k := c.l.r.t, c.l.r.d.Kit
	words, other := q.Words, q.Other
	if c.other {
		words, other = other, words
	}
	c.words.SetText(words)
	c.beside.SetText("")
	if q.Beside && !c.l.calm {
		c.beside.SetText(other)
	}
	c.heading.SetText("")
	c.note.SetText("")
	c.follow.Objects = nil
	if !c.l.calm {
		c.heading.SetText(c.place(q))
		c.note.SetText(q.Note)
		for _, f := range q.Follow {
			c.follow.Objects = append(c.follow.Objects, k.Body("–  "+f))
		}
	}
	c.said.SetText("")
	if c.prompt > 0 {
		c.said.SetText(t(fmt.Sprintf("cards.prompt.%d", c.prompt)))
	}
	c.scale.Objects = nil
	if c.faces {
		c.scale.Objects = c.smileys(q)
	}
}

// place says where in the guide a question stands and what became of it.
func (c *cards) place(q guide.Asked) string {
	t := c.l.r.t
	where := []string{q.Code}
	if a, ok := c.g.Area(q.Part); ok {
		where = append(where, a.Title)
	} else {
		where = append(where, t("cards.place."+string(q.Part)))
	}
	switch c.status[q.Code] {
	case widget.StepDone:
		where = append(where, t("cards.askedAt", "time", text.Stamp(c.asked[q.Code])))
	case widget.StepSkipped:
		where = append(where, t("cards.wasSkipped"))
	}
	return strings.Join(where, "  ·  ")
}

// smileys are the three faces with what to say, glad first. The keys 1, 2 and 3
// choose them without the focus; no figure stands there for a child to see.
func (c *cards) smileys(q guide.Asked) []fyne.CanvasObject {
	k, t := c.l.r.d.Kit, c.l.r.t
	words := [3]string{t("face.3"), t("face.2"), t("face.1")}
	faces := k.Faces("face", c.g.Scale, words, func(i int) { c.point(q, app.FaceGlad-i) })
	return []fyne.CanvasObject{k.Title(c.g.Scale), faces}
}

// refresh lets work what can be done now.
func (c *cards) refresh() {
	q, ok := c.current()
	running := c.l.r.d.Recorder.State().Phase == PhaseRecording
	able(c.back, c.at > 0)
	able(c.on, ok)
	able(c.ask, ok && running && c.status[q.Code] != widget.StepDone)
	able(c.skip, ok && running && c.status[q.Code] != widget.StepSkipped)
	able(c.simpler, ok && q.Other != "")
	able(c.more, ok)
	able(c.show, ok && q.Smiley)
}
