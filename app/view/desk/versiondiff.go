package desk

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// atOnce is how many changed utterances are shown before more are asked for.
const atOnce = 40

// show writes how the text differs from a version, and offers to put it back.
func (l *versionList) show(v transcript.Version, c transcript.Content, d transcript.Difference) {
	l.r.d.Bus.Trace("versions", "shown", d.Added+d.Removed+d.Changed)
	t := l.kit.Text
	title := l.kit.Strong(t.T("versions.of", "version", versionName(t, v), "date", t.Date(v.At), "time", t.Clock(v.At), "words", t.N("versions.words", v.Words)))
	if d.Equal() {
		l.say(title, l.kit.Body(t.T("versions.equal")))
		return
	}
	restore := l.kit.Primary("versions.restore", t.T("versions.restore"), func() { l.r.putBack(v, c) })
	head := []fyne.CanvasObject{title, l.kit.Body(l.summary(d)), widget.Row(restore), l.kit.Muted(t.T("versions.restore.why"))}
	if d.Names {
		head = append(head, l.kit.Muted(t.T("versions.names")))
	}
	l.more(head, c.Names, d.All, 0)
}

// more adds the next changes to those shown.
func (l *versionList) more(shown []fyne.CanvasObject, then transcript.Names, rest []transcript.Compared, n int) {
	added := 0
	for i, c := range rest {
		if c.Change == transcript.Same {
			continue
		}
		if added == atOnce {
			l.say(append(shown[:len(shown):len(shown)], l.kit.Quiet("versions.more", l.r.t("versions.more"), func() {
				at := l.scroll.Offset
				l.more(shown, then, rest[i:], n+added)
				l.scroll.ScrollToOffset(at)
			}))...)
			return
		}
		added++
		shown = append(shown, l.change(c, then, n+added))
	}
	l.say(shown...)
}

// summary says in a sentence how much has changed since.
func (l *versionList) summary(d transcript.Difference) string {
	t := l.kit.Text
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"versions.n.added", d.Added}, {"versions.n.removed", d.Removed}, {"versions.n.changed", d.Changed}} {
		if p.n > 0 {
			parts = append(parts, t.N(p.key, p.n))
		}
	}
	if len(parts) > 0 {
		parts[0] = t.T("versions.summary", "what", parts[0])
	}
	return strings.Join(append(parts, t.T("versions.since.words", "in", d.WordsIn, "out", d.WordsOut)), ", ")
}

// side is the text of one of the two, then or now.
func (l *versionList) side(list []transcript.Fragment, side transcript.Change) fyne.CanvasObject {
	word := "versions.word.added"
	if side == transcript.Removed {
		word = "versions.word.removed"
	}
	return l.kit.Passage(list, side, l.r.t(word))
}

// change is one utterance that differs: what became of it in a word, then the
// text then and now. Words that differ are struck through or underlined, not
// coloured alone.
func (l *versionList) change(c transcript.Compared, then transcript.Names, n int) fyne.CanvasObject {
	t := l.kit.Text
	u, names := c.After, l.now.Names
	if c.Change == transcript.Removed {
		u, names = c.Before, then
	}
	word := map[transcript.Change]string{
		transcript.Added: "versions.added", transcript.Removed: "versions.removed", transcript.Changed: "versions.changed",
	}[c.Change]
	who := names.Words(l.speaker)(u.Speaker)
	head := fmt.Sprintf("%s  %s  %s", t.T(word), text.Stamp(u.Start), who)
	objs := []fyne.CanvasObject{container.NewHBox(container.NewCenter(l.kit.SpeakerSign(u.Speaker)), l.kit.Line(head))}
	switch c.Change {
	case transcript.Added:
		objs = append(objs, l.side([]transcript.Fragment{{Change: transcript.Added, Text: u.Text}}, transcript.Added))
	case transcript.Removed:
		objs = append(objs, l.side([]transcript.Fragment{{Change: transcript.Removed, Text: u.Text}}, transcript.Removed))
	case transcript.Changed:
		if c.Before.Text != c.After.Text {
			objs = append(objs, l.kit.Small(t.T("versions.then")), l.side(c.Fragments, transcript.Removed),
				l.kit.Small(t.T("versions.now")), l.side(c.Fragments, transcript.Added))
		}
		if c.Before.Speaker != c.After.Speaker {
			objs = append(objs, l.kit.Body(t.T("versions.speaker", "then", then.Words(l.speaker)(c.Before.Speaker), "now", who)))
		}
		if c.Before.Start != c.After.Start || c.Before.End != c.After.End {
			objs = append(objs, l.kit.Body(t.T("versions.time", "then", text.Stamp(c.Before.Start), "now", text.Stamp(c.After.Start))))
		}
	}
	if c.Change != transcript.Removed {
		objs = append(objs, widget.Row(l.kit.Quiet(fmt.Sprintf("versions.go%d", n), t.T("versions.go"), func() {
			l.r.lift()
			l.r.list.GoTo(transcript.Place{ID: u.ID})
		})))
	}
	return widget.Card(theme.Gap12, widget.Stack(theme.Gap4, objs...))
}

func (l *versionList) speaker(s transcript.Speaker) string { return l.r.t("speaker." + string(s)) }
