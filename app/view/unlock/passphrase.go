package unlock

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// wordCount is how many words are proposed.
const wordCount = 6

// choosePassphrase shows six proposed words, or takes a phrase of one's own.
func (r *Room) choosePassphrase() {
	if r.draft.own {
		r.ownPassphrase()
		return
	}
	if r.draft.words == nil && !r.propose() {
		return
	}
	k := r.d.Kit
	written := k.Primary("start.written", r.t("start.written"), func() { r.confirmWords() })
	r.back = r.choosePassphrase
	r.show("words", written,
		k.Big(r.t("start.words")), k.Body(r.t("start.words.how")),
		widget.Card(theme.Gap24, r.wordGrid()),
		k.Notice(widget.KindAttention, r.t("start.words.warn")),
		widget.Row(written,
			k.Button("start.propose", r.t("start.propose"), func() {
				if r.propose() {
					r.choosePassphrase()
				}
			}),
			k.Button("start.own", r.t("start.own"), func() {
				r.draft.own = true
				r.ownPassphrase()
			}),
			k.Button("start.back", r.t("start.back"), r.aboutYou)))
}

// propose draws new words; it reports false after showing why it could not.
func (r *Room) propose() bool {
	words, err := r.d.Keeper.Propose()
	if err != nil {
		r.refused(err)
		return false
	}
	r.draft.words = words
	r.d.Bus.Trace("words", "proposed")
	return true
}

// wordGrid shows the words large and numbered, to be written down.
func (r *Room) wordGrid() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for i, w := range r.draft.words {
		cells = append(cells, r.d.Kit.Big(r.t("start.word", "n", i+1, "word", w)))
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
func (r *Room) confirmWords() {
	k := r.d.Kit
	want := strings.Join(r.draft.words, " ")
	field := k.Entry("start.confirm", r.t("start.confirm.field"))
	count := k.Muted(r.t("start.confirm.count", "n", 0, "of", wordCount))
	answer := widget.Stack(theme.Gap12)
	done := newCompleter(r.d.Keeper.Complete)
	field.OnChange = func(s string) {
		if full := done.typed(s); full != s {
			field.SetText(full)
		}
		count.SetText(r.t("start.confirm.count", "n", len(r.matching(field.Text())), "of", wordCount))
	}
	create := func() {
		if strings.Join(strings.Fields(field.Text()), " ") != want {
			answer.Objects = []fyne.CanvasObject{k.Notice(widget.KindAttention, r.t("start.confirm.wrong", "n", len(r.matching(field.Text()))+1))}
			r.root.Refresh()
			return
		}
		r.create(want)
	}
	field.OnSubmit = create
	r.back = r.confirmWords
	r.show("confirm", field,
		k.Big(r.t("start.confirm")), k.Body(r.t("start.confirm.how")), field, count, answer,
		widget.Row(k.Primary("start.create", r.t("start.create"), create),
			k.Button("start.back", r.t("start.confirm.back"), r.choosePassphrase)))
}

// matching returns the words typed right so far, up to the first that is not.
func (r *Room) matching(typed string) []string {
	words := strings.Fields(typed)
	n := 0
	for n < len(words) && n < len(r.draft.words) && words[n] == r.draft.words[n] {
		n++
	}
	return words[:n]
}

// ownPassphrase takes a phrase of one's own, twice, and says why a weak one
// will not do.
func (r *Room) ownPassphrase() {
	k := r.d.Kit
	first := k.Password("start.own.first", r.t("start.own.first"))
	again := k.Password("start.own.again", r.t("start.own.again"))
	answer := widget.Stack(theme.Gap12)
	say := func(o ...fyne.CanvasObject) {
		answer.Objects = o
		r.root.Refresh()
	}
	create := func() {
		switch err := r.d.Keeper.CheckPassphrase(first.Text(), r.draft.personal()...); {
		case err != nil:
			say(k.Notice(widget.KindAttention, r.weakness(err)))
		case again.Text() != first.Text():
			say(k.Notice(widget.KindAttention, r.t("start.own.differ")))
		default:
			r.create(first.Text())
		}
	}
	first.OnSubmit = func() {
		if err := r.d.Keeper.CheckPassphrase(first.Text(), r.draft.personal()...); err != nil {
			say(k.Notice(widget.KindAttention, r.weakness(err)))
			return
		}
		say()
		r.d.Window.Canvas().Focus(again)
	}
	again.OnSubmit = create
	r.back = r.ownPassphrase
	r.show("own", first,
		k.Big(r.t("start.own.title")), k.Body(r.t("start.own.how")),
		labelled(k, r.t("start.own.first"), first), labelled(k, r.t("start.own.again"), again), answer,
		k.Notice(widget.KindAttention, r.t("start.own.warn")),
		widget.Row(k.Primary("start.create", r.t("start.create"), create),
			k.Button("start.words", r.t("start.own.words"), func() {
				r.draft.own = false
				r.choosePassphrase()
			})))
}

// weakness is the reason a passphrase is refused, in words.
func (r *Room) weakness(err error) string {
	var e *app.Error
	if errors.As(err, &e) && e.Args["reason"] != "" {
		if key := "unlock.weak." + e.Args["reason"]; r.d.Kit.Text.Has(key) {
			return r.t(key)
		}
	}
	what, _, do := r.d.Kit.Text.Problem(err)
	return what + " " + do
}

func (r *Room) create(passphrase string) {
	s := r.start(passphrase)
	again := r.back
	r.work(r.t("start.creating"), func(ctx context.Context) error { return r.d.Keeper.Create(ctx, s) }, func(err error) {
		switch app.CodeOf(err) {
		case app.CodeWeakPassphrase, app.CodeInternal, app.CodeDiskFull, app.CodeDiskTrouble:
			again()
			r.root.Objects = append([]fyne.CanvasObject{r.d.Kit.Problem(err)}, r.root.Objects...)
			r.root.Refresh()
		default:
			r.refused(err)
		}
	})
}
