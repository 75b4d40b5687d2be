package desk

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
)

// soFar is the side's account of the work: words by speaker, time worked, and
// the pace that the time left is told by. It compares with nobody.
type soFar struct {
	r  *Room
	in *section

	shown transcript.Names
	words map[transcript.Speaker]int
	since int64 // minutes worked, as last shown
}

func newSoFar(s *side) *soFar {
	return &soFar{r: s.r, in: s.add("sofar", s.r.t("desk.sofar"), false), since: -1}
}

// refresh shows what has changed since it was last shown.
func (f *soFar) refresh() {
	work := f.r.work()
	words, names, minutes := f.r.time.words.BySpeaker, f.r.doc.Names(), work.Worked/time.Minute.Milliseconds()
	if minutes == f.since && names == f.shown && sameCounts(words, f.words) {
		return
	}
	f.shown, f.words, f.since = names, words, minutes
	t, kit := f.r.kit.Text, f.in.s.kit
	var objs []fyne.CanvasObject
	word := names.Words(func(s transcript.Speaker) string { return t.T("speaker." + string(s)) })
	for _, s := range transcript.Speakers {
		if n := words[s]; n > 0 {
			line := kit.Line(t.T("desk.sofar.speaker", "speaker", word(s), "words", t.N("desk.words", n)))
			objs = append(objs, container.NewHBox(container.NewCenter(kit.SpeakerSign(s)), line))
		}
	}
	if len(objs) == 0 {
		objs = append(objs, kit.Muted(t.T("desk.sofar.none")))
	}
	if minutes > 0 {
		objs = append(objs, kit.Body(t.T("desk.sofar.worked", "time", t.Minutes(work.Worked))))
	}
	if f.r.m.Sound != nil {
		objs = append(objs, kit.Muted(t.T("desk.sofar.pace", "n", t.Decimal(f.r.d.pace(work), 1))))
	}
	f.in.fill(append(objs, kit.Muted(t.T("desk.sofar.own")))...)
}

func sameCounts(a, b map[transcript.Speaker]int) bool {
	for _, s := range transcript.Speakers {
		if a[s] != b[s] {
			return false
		}
	}
	return b != nil
}
