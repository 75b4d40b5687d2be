package interview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// concern is the card for whoever is worried for the child: what to do, in calm
// words, and a tick that it was done. Nothing of the worry itself is kept; the
// tick puts a gallringsstopp on the interview.
type concern struct {
	r     *Room
	done  *widget.Check
	told  *fyne.Container
	card  fyne.CanvasObject
	first *widget.Button // what takes the focus when it opens
}

func (r *Room) newConcern(shut func()) *concern {
	k := r.d.Kit
	c := &concern{r: r, told: widget.Stack(theme.Gap8)}
	// What shuts it stands first: in a small window the tick lies below, and a
	// focus that is not seen must not set one.
	c.first = k.Button("concern.close", r.t("concern.close"), shut)
	lines := []fyne.CanvasObject{
		container.New(cardHead{}, k.Title(r.t("concern.title")), c.first),
		k.Body(r.t("concern.first")), k.Body(r.t("concern.second")), k.Body(r.t("concern.third")),
	}
	if r.d.Concern != nil {
		c.done = k.Check("concern.done", r.t("concern.done", "month", k.Text.Month(r.now())), c.tick)
		lines = append(lines, c.done)
	}
	lines = append(lines, c.told)
	c.card = widget.Card(theme.Gap16, widget.Stack(theme.Gap12, lines...))
	return c
}

// cardHead is a heading with a button at its right end.
type cardHead struct{}

func (cardHead) Layout(o []fyne.CanvasObject, size fyne.Size) {
	m := o[1].MinSize()
	o[1].Resize(m)
	o[1].Move(fyne.NewPos(size.Width-m.Width, 0))
	o[0].Move(fyne.NewPos(0, theme.Gap8))
	o[0].Resize(fyne.NewSize(size.Width-m.Width-theme.Gap16, size.Height-theme.Gap8))
}

func (cardHead) MinSize(o []fyne.CanvasObject) fyne.Size {
	title, button := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(title.Width+theme.Gap16+button.Width, max(title.Height+theme.Gap8, button.Height))
}

// tick stores that it was done; taking the tick away again lifts nothing: a
// stop is lifted in Gallring, by whoever decides.
func (c *concern) tick(bool) {
	r := c.r
	id := r.open.ID
	c.done.SetChecked(true)
	c.done.Disable()
	// Not bound to the room: what was ticked is stored even if it is left.
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Concern(ctx, id)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			c.done.SetChecked(false)
			c.done.Enable()
			if r.closed || r.concern != c {
				r.d.Problem(err)
				return
			}
			c.tell(r.d.Kit.Problem(err))
			return
		}
		c.tell(r.d.Kit.Notice(widget.KindGood, r.t("concern.held")))
		r.d.Bus.Trace("concern", "held")
	})
}

func (c *concern) tell(o fyne.CanvasObject) {
	c.told.Objects = []fyne.CanvasObject{o}
	c.r.root.Refresh()
	c.r.d.Kit.Show(c.told)
}

// toggleConcern opens the card at a place of the page, or shuts it. A recording
// goes on either way.
func (r *Room) toggleConcern(at *fyne.Container) {
	if r.concern != nil {
		r.concern, at.Objects = nil, nil
		r.root.Refresh()
		r.Focus()
		r.d.Bus.Trace("concern", "closed")
		return
	}
	r.concern = r.newConcern(func() { r.toggleConcern(at) })
	at.Objects = []fyne.CanvasObject{r.concern.card}
	r.root.Refresh()
	r.d.Window.Canvas().Focus(r.concern.first)
	r.d.Kit.Show(r.concern.card)
	r.d.Bus.Trace("concern", "open")
}

// now is the clock.
func (r *Room) now() time.Time {
	if r.d.Now == nil {
		return time.Now()
	}
	return r.d.Now()
}
