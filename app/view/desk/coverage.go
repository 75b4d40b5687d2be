package desk

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/text"
)

// How what was heard is told from where the sound was sent. Reports come some 20
// times a second; a step longer than what can have been played since the last one,
// and this much more, was a leap.
const (
	heardSlack = 250   // milliseconds of sound
	lanesEvery = 500   // milliseconds of sound heard between two drawings of it
	holeLead   = 1_000 // how much is heard before a hole, in milliseconds
)

// coverage knows which pieces of the sound were heard and which have text, draws
// them under the curve and lists what is left in the side.
type coverage struct {
	r      *Room
	in     *section
	speech transcript.Stretches
	length int64

	heard transcript.Stretches
	told  transcript.Stretches
	drawn int64 // how much of heard was drawn

	// The last report.
	at      int64
	when    time.Time
	speed   float64
	playing bool

	shown   []transcript.Hole
	made    bool
	arrived bool // the state of the desk is here
}

func newCoverage(s *side, speech transcript.Stretches) *coverage {
	c := &coverage{r: s.r, speech: speech, length: s.r.m.Recording.Millis()}
	if s.r.m.Sound != nil {
		c.in = s.add("holes", s.r.t("desk.holes.none"), true)
	}
	return c
}

// listen takes a report of where the sound is. What lies between two reports
// was heard if it played all the while.
func (c *coverage) listen(at int64, playing bool, speed float64) {
	if c.in == nil {
		return
	}
	now := c.r.d.Now()
	if c.playing && at > c.at {
		most := int64(float64(now.Sub(c.when).Milliseconds())*max(c.speed, speed)) + heardSlack
		if at-c.at <= most {
			c.add(transcript.Stretch{From: c.at, To: at})
		}
	}
	stopped := c.playing && !playing
	c.at, c.when, c.speed, c.playing = at, now, speed, playing
	if stopped {
		c.draw()
		c.list()
	}
}

func (c *coverage) add(s transcript.Stretch) {
	c.heard = c.heard.Add(s)
	if total := c.heard.Total(); total-c.drawn >= lanesEvery {
		c.draw()
	}
}

// pauseAt is how long the pause is that lies at a time, or ended within the time
// it takes to begin typing; 0 for none. A sound in which no speech was found is
// not one long pause: its speech is too soft to be told.
func (c *coverage) pauseAt(ms int64) int64 {
	if len(c.speech) == 0 {
		return 0
	}
	for _, p := range transcript.Pauses(c.speech, c.length) {
		if p.From <= ms && ms < p.To+typingLag {
			return p.Len()
		}
	}
	return 0
}

// draw shows both under the curve.
func (c *coverage) draw() {
	c.drawn = c.heard.Total()
	c.r.wave.SetCoverage(slices.Clone(c.heard), c.told)
}

// refresh reads the text anew.
func (c *coverage) refresh() {
	if c.in == nil {
		return
	}
	told := transcript.TextCover(c.r.doc.Utterances(), c.length)
	if !slices.Equal(told, c.told) {
		c.told = told
		c.draw()
	}
	c.list()
}

// restore takes back what was heard another day.
func (c *coverage) restore(pairs [][2]int64) {
	var pieces []transcript.Stretch
	for _, p := range pairs {
		pieces = append(pieces, transcript.Stretch{From: p[0], To: min(p[1], c.length)})
	}
	c.heard, c.arrived = transcript.Tidy(pieces), true
	c.draw()
	c.refresh()
}

// pairs is what was heard, as it is kept.
func (c *coverage) pairs() [][2]int64 {
	var all [][2]int64
	for _, s := range c.heard {
		all = append(all, [2]int64{s.From, s.To})
	}
	return all
}

// whole reports whether nothing is left to listen to.
func (c *coverage) whole() bool { return transcript.HeardWhole(c.length, c.heard) }

// wordless is how many milliseconds of speech lie in the holes without text.
func (c *coverage) wordless() (ms int64) {
	if c.in == nil {
		return 0
	}
	for _, h := range transcript.Holes(c.length, c.speech, c.heard, c.told) {
		if h.Lack == transcript.NoText || h.Lack == transcript.Neither {
			ms += c.speech.In(h.Stretch).Without(c.told).Total()
		}
	}
	return ms
}

// list shows what is left, made anew only when it differs.
func (c *coverage) list() {
	if c.in == nil || !c.arrived {
		return
	}
	found := transcript.Holes(c.length, c.speech, c.heard, c.told)
	if c.made && slices.Equal(found, c.shown) {
		return
	}
	c.shown, c.made = found, true
	c.fill()
}

func (c *coverage) fill() {
	t, kit := c.r.kit.Text, c.in.s.kit
	percent := func(l transcript.Stretches) int64 {
		if c.length == 0 {
			return 0
		}
		return l.In(transcript.Stretch{To: c.length}).Total() * 100 / c.length
	}
	objs := []fyne.CanvasObject{kit.Muted(t.T("desk.holes.how", "heard", percent(c.heard)))}
	if len(c.shown) == 0 {
		c.in.title(t.T("desk.holes.none"))
		objs = append(objs, kit.Muted(t.T("desk.holes.done")))
	} else {
		c.in.title(t.N("desk.holes", len(c.shown)))
	}
	for i, h := range c.shown[:min(len(c.shown), listed)] {
		objs = append(objs, kit.Item(fmt.Sprintf("desk.hole%d", i+1), text.Stamp(h.From)+"–"+text.Stamp(h.To), t.T("desk.hole."+lackWords[h.Lack]),
			func() { c.visit(h) }))
	}
	if more := len(c.shown) - listed; more > 0 {
		objs = append(objs, kit.Muted(t.N("desk.unsure.more", more)))
	}
	if c.r.d.Lesson == nil {
		objs = append(objs, c.r.approval.objects(kit)...)
	}
	c.in.fill(append(objs, c.offered()...)...)
}

// lackWords name what a hole lacks in the string tables.
var lackWords = map[transcript.Lack]string{
	transcript.NotHeard: "unheard", transcript.NoText: "textless", transcript.Neither: "neither", transcript.QuietPast: "quiet",
}

// visit plays a hole from a little before it, with the caret behind what was
// said until then.
func (c *coverage) visit(h transcript.Hole) {
	var at transcript.Utterance
	for _, u := range c.r.doc.Utterances() {
		if u.Start <= h.From && (at.ID == 0 || u.Start >= at.Start) {
			at = u
		}
	}
	if at.ID != 0 {
		c.r.list.GoTo(transcript.Place{ID: at.ID, Pos: len([]rune(at.Text))})
	}
	c.r.playFrom(max(h.From-holeLead, 0))
}
