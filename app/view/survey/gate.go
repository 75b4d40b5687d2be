package survey

import (
	"context"
	"crypto/rand"
	"math/big"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// closing is how long the envelope takes to close.
const closing = 900 * time.Millisecond

// gate is the page that only an adult gets past. With an open vault behind it
// takes the passphrase: whoever comes through can read everything. With a
// locked one there is nothing to be read behind, and a child that does the sum
// gets to see a page that says "Lås upp"; so it keeps small hands from leaving
// by mistake, and nothing more is needed.
type gate struct {
	r      *Room
	a, b   int // of the sum
	field  *widget.Entry
	leave  *widget.Button
	answer *fyne.Container
}

func newGate(r *Room) *gate {
	return &gate{r: r, a: between(13, 39), b: between(14, 48), answer: widget.Stack(theme.Gap12)}
}

// between returns a number of chance.
func between(from, to int) int {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(to-from+1)))
	if err != nil {
		return from
	}
	return from + int(n.Int64())
}

func (g *gate) show() {
	r, k := g.r, g.r.d.Kit
	finished := r.page == pageThanks
	objs := []fyne.CanvasObject{k.Big(r.t("survey.gate"))}
	leave, back := "survey.gate.leave", "survey.gate.back"
	make := k.Danger
	switch {
	case finished:
		leave, back, make = "survey.gate.on", "survey.back", k.Primary
	case r.answers.Blank():
		make, leave = k.Primary, "survey.gate.end"
		objs = append(objs, k.Body(r.t("survey.gate.blank")))
	default:
		objs = append(objs, k.Notice(widget.KindAttention, r.t("survey.gate.lost")))
	}
	if r.d.Check != nil {
		g.field = k.Password("survey.gate.field", r.t("survey.gate.passphrase"))
		objs = append(objs, k.Body(r.t("survey.gate.how")))
	} else {
		g.field = k.Entry("survey.gate.field", r.t("survey.gate.answer"))
		objs = append(objs, k.Body(r.t("survey.gate.sum", "a", g.a, "b", g.b)))
	}
	g.field.NoClipboard = true
	g.field.OnSubmit = g.try
	g.leave = make("survey.gate.leave", r.t(leave), g.try)
	objs = append(objs, g.field, g.answer, widget.Row(g.leave, k.Button("survey.gate.back", r.t(back), g.back)))
	r.put("gate", g.field, objs...)
}

// back returns to the child's page.
func (g *gate) back() {
	if g.r.gate == g {
		g.r.gate = nil
		g.r.show()
	}
}

// try lets the adult out, or says why not.
func (g *gate) try() {
	r := g.r
	typed := g.field.Text()
	if g.field.Disabled() || strings.TrimSpace(typed) == "" {
		r.d.Window.Canvas().Focus(g.field)
		return
	}
	if r.d.Check == nil {
		if n, err := strconv.Atoi(strings.TrimSpace(typed)); err == nil && n == g.a+g.b {
			g.out()
			return
		}
		g.say(r.d.Kit.Notice(widget.KindAttention, r.t("survey.gate.wrong")))
		return
	}
	g.field.SetText("")
	g.field.Disable()
	g.leave.Disable()
	g.say(r.d.Kit.Body(r.t("survey.gate.checking")))
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Check(ctx, typed)
	}, nil, func(_ struct{}, err error) {
		if r.ctx.Err() != nil || r.gate != g {
			return
		}
		g.field.Enable()
		g.leave.Enable()
		if err == nil {
			g.out()
			return
		}
		g.say(r.d.Kit.Problem(err))
		r.d.Window.Canvas().Focus(g.field)
	})
}

func (g *gate) say(o fyne.CanvasObject) {
	g.answer.Objects = []fyne.CanvasObject{o}
	g.r.root.Refresh()
	g.r.d.Kit.Show(g.answer)
}

func (g *gate) out() {
	g.r.d.Bus.Trace("survey", "left")
	g.r.d.Done(g.r.kept)
}
