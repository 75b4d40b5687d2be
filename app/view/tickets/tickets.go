// Package tickets is the room where whoever buys the unit's biobiljetter counts
// them. It knows no child and no interview.
package tickets

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book keeps the stock. Tickets only reads memory.
type Book interface {
	Tickets() (app.Tickets, error)
	AddTickets(ctx context.Context, bought, given int) (app.Tickets, error)
}

// Deps is what the room needs.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Book   Book
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	Back    func()
}

// Room is the room. Make one with [New].
type Room struct {
	d       Deps
	root    *fyne.Container
	sum     *fyne.Container
	problem *fyne.Container
	field   *widget.Entry
	given   *widget.Button
	undoing *widget.Button
	undo    [2]int // what takes the latest back
	busy    bool
	closed  bool
}

// New makes the room.
func New(d Deps) *Room {
	k := d.Kit
	r := &Room{d: d, sum: widget.Stack(theme.Gap8), problem: widget.Stack(theme.Gap12)}
	r.field = k.Entry("tickets.count", r.t("tickets.count.hint")).Named(r.t("tickets.count"))
	r.field.OnSubmit = r.buy
	r.given = k.Primary("tickets.given", r.t("tickets.given"), func() { r.add(0, 1) })
	r.undoing = k.Button("tickets.undo", r.t("tickets.undo"), func() { r.add(r.undo[0], r.undo[1]) })
	r.root = widget.Stack(theme.Gap16,
		k.Body(r.t("tickets.how")), r.sum, r.problem,
		widget.Row(r.given, r.undoing),
		widget.Stack(theme.Gap8, k.Body(r.t("tickets.count")), r.field, widget.Row(k.Button("tickets.bought", r.t("tickets.bought"), r.buy))),
		widget.Row(k.Button("tickets.back", r.t("tickets.back"), d.Back)))
	stock, err := d.Book.Tickets()
	r.show(stock, err)
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("tickets.title") }

// Focus implements the room.
func (r *Room) Focus() {
	first := fyne.Focusable(r.given)
	if r.given.Disabled() {
		first = r.field
	}
	r.d.Window.Canvas().Focus(first)
}

// Close implements the room.
func (r *Room) Close() { r.closed = true }

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Room) show(now app.Tickets, err error) {
	k := r.d.Kit
	if err != nil {
		r.sum.Objects = []fyne.CanvasObject{k.Problem(err)}
		r.given.Disable()
		return
	}
	r.sum.Objects = []fyne.CanvasObject{k.Big(k.Text.N("tickets.left", now.Left())), k.Muted(r.t("tickets.sum", "bought", now.Bought, "given", now.Given))}
	if now.Left() > 0 {
		r.given.Enable()
	} else {
		r.given.Disable()
	}
	if r.undo == [2]int{} {
		r.undoing.Disable()
	} else {
		r.undoing.Enable()
	}
	r.root.Refresh()
	r.d.Bus.Trace("tickets", now.Bought, now.Given)
}

// buy adds what stands in the field.
func (r *Room) buy() {
	n, err := strconv.Atoi(strings.TrimSpace(r.field.Text()))
	if err != nil || n < 1 || n > app.MaxTickets {
		r.say(app.Fail(app.CodeTickets, nil))
		return
	}
	r.field.SetText("")
	r.add(n, 0)
}

// add counts; presses that come meanwhile are left, so that a held key hands
// out one.
func (r *Room) add(bought, given int) {
	if r.busy {
		return
	}
	r.busy = true
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (app.Tickets, error) {
		return r.d.Book.AddTickets(ctx, bought, given)
	}, nil, func(now app.Tickets, err error) {
		r.busy = false
		switch {
		case r.closed && err != nil:
			r.d.Problem(err)
		case r.closed:
		case err != nil:
			r.say(err)
		default:
			r.problem.Objects = nil
			if r.undo = [2]int{-bought, -given}; bought < 0 || given < 0 {
				r.undo = [2]int{} // that was the taking back
			}
			had := widget.FocusedID(r.d.Window)
			r.show(now, nil)
			if had == "tickets.undo" && r.undoing.Disabled() || had == "tickets.given" && r.given.Disabled() {
				r.Focus()
			}
		}
	})
}

func (r *Room) say(err error) {
	r.problem.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
	r.root.Refresh()
	r.d.Kit.Show(r.problem)
}
