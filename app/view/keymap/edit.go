package keymap

import (
	"strconv"

	"fyne.io/fyne/v2"

	"barnrost/app/view/keys"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// edit shows one command with its keys and what can be done with each.
func (r *Room) edit(c keys.Command) {
	k, m := r.d.Kit, r.d.Map()
	id := "keymap.edit."
	var rows []fyne.CanvasObject
	for i, s := range m.Of(c) {
		n := strconv.Itoa(i + 1)
		label := s.Label(k.Text)
		if s.Key == fyne.KeyEscape {
			rows = append(rows, k.Body(label+"   "+r.t("keymap.fixed")))
			continue
		}
		change := k.Button(id+"change."+n, r.t("keymap.change", "key", label), func() { r.capture(c, i, "keymap.press") })
		r.firstOf(rows, change)
		buttons := []fyne.CanvasObject{change}
		if _, ok := m.Without(c, i); ok {
			buttons = append(buttons, k.Button(id+"remove."+n, r.t("keymap.remove", "key", label), func() { r.remove(c, i) }))
		}
		rows = append(rows, widget.Row(buttons...))
	}
	add := k.Button(id+"add", r.t("keymap.add"), func() { r.capture(c, len(m.Of(c)), "keymap.press") })
	r.firstOf(rows, add)
	last := []fyne.CanvasObject{add}
	if m.Changed(c) {
		last = append(last, k.Button(id+"reset", r.t("keymap.reset"), func() {
			r.put(r.d.Map().Reset(c), r.t("keymap.reset.done", "command", c.Words(k.Text)))
			r.edit(c)
		}))
	}
	last = append(last, k.Button(id+"done", r.t("keymap.done"), func() { r.finish(c) }))
	r.open(append(append([]fyne.CanvasObject{k.Strong(c.Words(k.Text))}, rows...), widget.Row(last...))...)
}

// firstOf makes f what the form's focus goes to, if nothing stands before it.
func (r *Room) firstOf(before []fyne.CanvasObject, f fyne.Focusable) {
	if len(before) == 0 || r.first == nil {
		r.first = f
	}
}

// open fills the form and goes there.
func (r *Room) open(objs ...fyne.CanvasObject) {
	card := widget.Card(theme.Gap16, widget.Stack(theme.Gap12, objs...))
	r.form.Objects = []fyne.CanvasObject{card}
	r.refresh()
	r.d.Kit.Show(card) // all of it, and not the button alone that gets the focus
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
	r.first = nil
}

func (r *Room) closeForm() {
	r.form.Objects = nil
	r.refresh()
}

// finish closes the form; the focus goes to the command in the list.
func (r *Room) finish(c keys.Command) {
	r.closeForm()
	if f := widget.Find(r.list, itemID(c)); f != nil {
		r.d.Window.Canvas().Focus(f)
		return
	}
	r.Focus()
}

func (r *Room) remove(c keys.Command, i int) {
	if m, ok := r.d.Map().Without(c, i); ok {
		r.put(m, r.t("keymap.removed", "command", c.Words(r.d.Kit.Text)))
	}
	r.edit(c)
}

// capture waits for the key that is to be the ith of a command's.
func (r *Room) capture(c keys.Command, i int, words string, said ...fyne.CanvasObject) {
	k := r.d.Kit
	trap := newTrap(k, r.t(words), func(s keys.Stroke) { r.caught(c, i, words, s) }, func() { r.edit(c) })
	r.tell()
	r.first = trap
	r.open(append([]fyne.CanvasObject{k.Strong(c.Words(k.Text)), trap}, said...)...)
	r.d.Bus.Trace("keymap", "waits")
}

// caught puts a key on a command, or says why not and what can be done.
func (r *Room) caught(c keys.Command, i int, words string, s keys.Stroke) {
	k, m := r.d.Kit, r.d.Map()
	label := s.Label(k.Text)
	if why := keys.Refused(m.Scope(c), s); why != "" {
		r.d.Bus.Trace("keymap", "refused", string(why))
		r.capture(c, i, words, k.Notice(widget.KindAttention, r.t("keymap.refused."+string(why), "key", label)))
		return
	}
	next, ok := m.Replace(c, i, s)
	owner := m.Taken(c, s)
	use := func() {
		r.put(next, r.t("keymap.kept", "key", label, "command", c.Words(k.Text)))
		r.edit(c)
	}
	switch {
	case ok && owner == keys.None:
		use()
	case owner == keys.None: // its own already
		r.edit(c)
	default:
		r.taken(c, i, words, owner, label, ok, use)
	}
}

// taken says whose key it is, and offers a swap where one can be.
func (r *Room) taken(c keys.Command, i int, words string, owner keys.Command, label string, can bool, use func()) {
	k := r.d.Kit
	r.d.Bus.Trace("keymap", "taken", string(owner))
	say := "keymap.taken.only"
	other := k.Button("keymap.other", r.t("keymap.other"), func() { r.capture(c, i, words) })
	r.first = other
	buttons := []fyne.CanvasObject{other, k.Button("keymap.cancel", r.t("keymap.cancel"), func() { r.edit(c) })}
	if can {
		say = "keymap.taken.move"
		if i < len(r.d.Map().Of(c)) {
			say = "keymap.taken.swap"
		}
		swap := k.Primary("keymap.swap", r.t("keymap.swap"), use)
		r.first = swap
		buttons = append([]fyne.CanvasObject{swap}, buttons...)
	}
	r.open(k.Strong(c.Words(k.Text)),
		k.Notice(widget.KindAttention, r.t(say, "key", label, "owner", owner.Words(k.Text))), widget.Row(buttons...))
}
