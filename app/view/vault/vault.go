// Package vault is the room Valvet: how the vault is, one section for each
// thing that keeps it safe, and the way to each.
package vault

import (
	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Section is one thing that keeps the vault safe. Its heading has its words
// under vault.<id>, what it is for under vault.<id>.how, its button under
// vault.<id>.open.
type Section struct {
	ID string
	// Status says in one sentence how it stands now, and whether that wants
	// something of the person. It only reads memory; nil where there is
	// nothing to say.
	Status func() (words string, attention bool)
	// Open goes to the section's own room.
	Open func()
}

// Deps is what the room needs.
type Deps struct {
	Bus      *bus.Bus
	Kit      *widget.Kit
	Window   fyne.Window
	Sections []Section
	// Trouble is what is wrong with the vault, nil if nothing. It only reads
	// memory.
	Trouble func() error
}

// Room is the room Valvet. Make one with [New].
type Room struct {
	d       Deps
	root    *fyne.Container
	first   *widget.Button
	unheard func()
}

// New makes the room.
func New(d Deps) *Room {
	r := &Room{d: d, root: widget.Stack(theme.Gap16)}
	r.show()
	r.unheard = d.Bus.Subscribe(r.heard)
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room.
func (r *Room) Close() { r.unheard() }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// heard draws the room anew where what it tells of may have changed, and
// leaves the focus where it was.
func (r *Room) heard(e app.Event) {
	switch e.(type) {
	case app.VaultChanged, app.InterviewsChanged, app.BundlesChanged:
	default:
		return
	}
	had, _ := r.d.Window.Canvas().Focused().(interface{ ID() string })
	first := r.show()
	if had == nil {
		return
	}
	if again := first[had.ID()]; again != nil {
		r.d.Window.Canvas().Focus(again)
	}
}

// show draws the room and returns its buttons by their ids.
func (r *Room) show() map[string]*widget.Button {
	k, buttons := r.d.Kit, map[string]*widget.Button{}
	objs := []fyne.CanvasObject{k.Body(r.t("vault.how"))}
	if err := r.d.Trouble(); err != nil {
		objs = append(objs, k.Problem(err))
	}
	r.first = nil
	for _, s := range r.d.Sections {
		id := "vault." + s.ID
		button := k.Button(id, r.t(id+".open"), s.Open)
		buttons[id] = button
		if r.first == nil {
			r.first = button
		}
		objs = append(objs, r.section(s, button))
	}
	r.root.Objects = objs
	r.root.Refresh()
	return buttons
}

// section is one card: heading, how it stands, what it is for, the way there.
func (r *Room) section(s Section, button *widget.Button) fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("vault." + s.ID))}
	if s.Status != nil {
		switch words, attention := s.Status(); {
		case words == "":
		case attention:
			objs = append(objs, k.Notice(widget.KindAttention, words))
		default:
			objs = append(objs, k.Body(words))
		}
	}
	objs = append(objs, k.Muted(r.t("vault."+s.ID+".how")), widget.Row(button))
	return widget.Card(theme.Gap16, widget.Stack(theme.Gap8, objs...))
}
