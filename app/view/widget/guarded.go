package widget

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/deident"
	"barnrost/app/view/theme"
)

// Guarded is a field of free text with, below it, a kind word on what in it may
// tell who a child is: a number, an address, what looks like a name. It warns
// and never bars: the person knows what the finders cannot. The field itself is
// made and used as any other.
func (k *Kit) Guarded(e *Entry) *fyne.Container { return Stack(theme.Gap8, e, k.Guard(e)) }

// Guard is that word alone, for a field that has to stand elsewhere; empty
// while there is nothing to say.
func (k *Kit) Guard(e *Entry) *fyne.Container {
	g := &guard{kit: k, e: e, box: Stack(0)}
	e.watch = g.look
	g.look()
	return g.box
}

// guard looks at one field.
type guard struct {
	kit  *Kit
	e    *Entry
	box  *fyne.Container
	said string
}

// look warns of what stands in the field now. A name that is just being written
// is left until it is done: half of "Annars" is Anna.
func (g *guard) look() {
	found := deident.Look(g.e.Text())
	if n := len(found); n > 0 && g.e.focused && found[n-1].Kind == deident.Name && strings.HasSuffix(g.e.Text(), found[n-1].Text) {
		found = found[:n-1]
	}
	lines := g.lines(found)
	if said := strings.Join(lines, "\n"); said != g.said {
		g.said = said
		g.show(lines)
	}
}

// lines are one for each kind that was found, with the words seen.
func (g *guard) lines(found []deident.Find) (lines []string) {
	for _, kind := range deident.Kinds {
		var words []string
		for _, f := range found {
			if f.Kind == kind && !slices.Contains(words, f.Text) {
				words = append(words, f.Text)
			}
		}
		if len(words) > 0 {
			lines = append(lines, g.kit.Text.T("guard."+string(kind), "words", strings.Join(words, ", ")))
		}
	}
	return lines
}

func (g *guard) show(lines []string) {
	k := g.kit
	g.box.Objects = nil
	g.e.warning = strings.Join(lines, ". ")
	if len(lines) == 0 {
		k.trace("guard", g.e.id, "none")
		g.box.Refresh()
		return
	}
	objs := []fyne.CanvasObject{k.Strong(k.Text.T("guard.title"))}
	for _, line := range lines {
		objs = append(objs, k.Body(line))
	}
	objs = append(objs, k.Muted(k.Text.T("guard.how")))
	g.box.Objects = append(g.box.Objects, Card(theme.Gap12, newMarked(KindAttention, Stack(theme.Gap4, objs...))))
	k.trace("guard", g.e.id, "saw")
	g.box.Refresh()
	k.Show(g.box)
}
