// Package phrase is how a passphrase is chosen: six proposed words, written down
// and typed once, or a phrase of one's own that is not weak. The way in and the
// room of the keys share it.
package phrase

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Words proposes, completes and judges passphrases. All of it is instant.
type Words interface {
	// Propose draws six words.
	Propose() ([]string, error)
	// Complete returns the words that begin with a prefix of four letters or
	// more, or equal it; at most one in a list that is unique in four.
	Complete(prefix string) []string
	// CheckPassphrase returns [app.CodeWeakPassphrase] with the reason's key in
	// Args["reason"]; its words lie under unlock.weak.<reason>.
	CheckPassphrase(passphrase string, personal ...string) error
}

// Chooser goes through the steps. Set its fields, then call Start.
type Chooser struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Words  Words
	// Personal is what others know of the person: bad material.
	Personal func() []string
	// Show replaces what is on the page and gives first the focus; Refresh
	// lays it out anew.
	Show    func(step string, first fyne.Focusable, objs ...fyne.CanvasObject)
	Refresh func()
	// Back leaves the choosing; Create is what the deciding button says;
	// Chosen gets the passphrase; Refused is told where none can be proposed.
	Back    func()
	Create  string
	Chosen  func(passphrase string)
	Refused func(error)

	words []string
	own   bool
	again func() // builds the step that was shown last
}

// Again shows the step that was left last once more.
func (c *Chooser) Again() { c.again() }

// Forget drops what was proposed, as far as Go can.
func (c *Chooser) Forget() { c.words = nil }

func (c *Chooser) t(key string, pairs ...any) string { return c.Kit.Text.T(key, pairs...) }

// labelled puts words over a control.
func labelled(k *widget.Kit, words string, o fyne.CanvasObject) fyne.CanvasObject {
	return widget.Stack(theme.Gap8, k.Body(words), o)
}

// Start shows six proposed words, or takes a phrase of one's own.
func (c *Chooser) Start() {
	if c.own {
		c.ownPassphrase()
		return
	}
	if c.words == nil && !c.propose() {
		return
	}
	k := c.Kit
	written := k.Primary("start.written", c.t("start.written"), func() { c.confirmWords() })
	c.again = c.Start
	c.Show("words", written,
		k.Big(c.t("start.words")), k.Body(c.t("start.words.how")),
		widget.Card(theme.Gap24, c.wordGrid()),
		k.Notice(widget.KindAttention, c.t("start.words.warn")),
		widget.Row(written,
			k.Button("start.propose", c.t("start.propose"), func() {
				if c.propose() {
					c.Start()
				}
			}),
			k.Button("start.own", c.t("start.own"), func() {
				c.own = true
				c.ownPassphrase()
			}),
			k.Button("start.back", c.t("start.back"), func() { c.Back() })))
}

// propose draws new words; it reports false after showing why it could not.
func (c *Chooser) propose() bool {
	words, err := c.Words.Propose()
	if err != nil {
		c.Refused(err)
		return false
	}
	c.words = words
	c.Bus.Trace("words", "proposed")
	return true
}

// wordGrid shows the words large and numbered, to be written down.
func (c *Chooser) wordGrid() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for i, w := range c.words {
		cells = append(cells, c.Kit.Big(c.t("start.word", "n", i+1, "word", w)))
	}
	return container.New(twoColumns{}, cells...)
}

// twoColumns reads downwards: first half on the left, second on the right;
// one column where two do not fit.
type twoColumns struct{}

func (twoColumns) rows(n int) int { return (n + 1) / 2 }

const columnMin float32 = 230

func (t twoColumns) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	rows, w := t.rows(len(objs)), size.Width/2
	if w < columnMin*scaleNow() {
		rows, w = len(objs), size.Width
	}
	h := t.rowHeight(objs)
	for i, o := range objs {
		o.Move(fyne.NewPos(float32(i/rows)*w, float32(i%rows)*h))
		o.Resize(fyne.NewSize(w, h))
	}
}

func (t twoColumns) rowHeight(objs []fyne.CanvasObject) float32 {
	return theme.SizeNow(theme.SizeBig)*1.4 + theme.Gap8
}

func (t twoColumns) MinSize(objs []fyne.CanvasObject) fyne.Size {
	rows := t.rows(len(objs))
	if len(objs) > 0 {
		if w := objs[0].Size().Width; w > 0 && objs[len(objs)-1].Position().X == 0 {
			rows = len(objs)
		}
	}
	return fyne.NewSize(columnMin, float32(rows)*t.rowHeight(objs))
}

func scaleNow() float32 { return theme.SizeNow(theme.SizeBig) / 28 }

// confirmWords has the words typed once: what has been written down is then
// known to be right.
func (c *Chooser) confirmWords() {
	k := c.Kit
	want := strings.Join(c.words, " ")
	field := k.Entry("start.confirm", c.t("start.confirm.field"))
	count := k.Muted(c.t("start.confirm.count", "n", 0, "of", app.PhraseWords))
	answer := widget.Stack(theme.Gap12)
	done := newCompleter(c.Words.Complete)
	field.OnChange = func(s string) {
		if full := done.typed(s); full != s {
			field.SetText(full)
		}
		count.SetText(c.t("start.confirm.count", "n", len(c.matching(field.Text())), "of", app.PhraseWords))
	}
	create := func() {
		if strings.Join(strings.Fields(field.Text()), " ") != want {
			answer.Objects = []fyne.CanvasObject{k.Notice(widget.KindAttention, c.t("start.confirm.wrong", "n", len(c.matching(field.Text()))+1))}
			c.Refresh()
			return
		}
		c.Chosen(want)
	}
	field.OnSubmit = create
	c.again = c.confirmWords
	c.Show("confirm", field,
		k.Big(c.t("start.confirm")), k.Body(c.t("start.confirm.how")), field, count, answer,
		widget.Row(k.Primary("start.create", c.Create, create),
			k.Button("start.back", c.t("start.confirm.back"), c.Start)))
}

// matching returns the words typed right so far, up to the first that is not.
func (c *Chooser) matching(typed string) []string {
	words := strings.Fields(typed)
	n := 0
	for n < len(words) && n < len(c.words) && words[n] == c.words[n] {
		n++
	}
	return words[:n]
}

// ownPassphrase takes a phrase of one's own, twice, and says why a weak one
// will not do.
func (c *Chooser) ownPassphrase() {
	k := c.Kit
	first := k.Password("start.own.first", c.t("start.own.first"))
	again := k.Password("start.own.again", c.t("start.own.again"))
	answer := widget.Stack(theme.Gap12)
	say := func(o ...fyne.CanvasObject) {
		answer.Objects = o
		c.Refresh()
	}
	create := func() {
		switch err := c.Words.CheckPassphrase(first.Text(), c.Personal()...); {
		case err != nil:
			say(k.Notice(widget.KindAttention, c.weakness(err)))
		case again.Text() != first.Text():
			say(k.Notice(widget.KindAttention, c.t("start.own.differ")))
		default:
			c.Chosen(first.Text())
		}
	}
	first.OnSubmit = func() {
		if err := c.Words.CheckPassphrase(first.Text(), c.Personal()...); err != nil {
			say(k.Notice(widget.KindAttention, c.weakness(err)))
			return
		}
		say()
		c.Window.Canvas().Focus(again)
	}
	again.OnSubmit = create
	c.again = c.ownPassphrase
	c.Show("own", first,
		k.Big(c.t("start.own.title")), k.Body(c.t("start.own.how")),
		labelled(k, c.t("start.own.first"), first), labelled(k, c.t("start.own.again"), again), answer,
		k.Notice(widget.KindAttention, c.t("start.own.warn")),
		widget.Row(k.Primary("start.create", c.Create, create),
			k.Button("start.words", c.t("start.own.words"), func() {
				c.own = false
				c.Start()
			})))
}

// weakness is the reason a passphrase is refused, in words.
func (c *Chooser) weakness(err error) string {
	var e *app.Error
	if errors.As(err, &e) && e.Args["reason"] != "" {
		if key := "unlock.weak." + e.Args["reason"]; c.Kit.Text.Has(key) {
			return c.t(key)
		}
	}
	what, _, do := c.Kit.Text.Problem(err)
	return what + " " + do
}
