// Package survey is Barnläge: the barnenkät on a screen of its own, in the hands
// of the child who was interviewed. What is answered lies in memory alone until
// it is in the envelope, which nobody here can open; then it lies nowhere else.
package survey

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/survey"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Deps is what Barnläge needs. It presumes no open vault.
type Deps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	Form   survey.Form
	// Seal puts answers into an envelope that the unit alone opens, and keeps that.
	// It is not called on the UI goroutine.
	Seal func(ctx context.Context, a survey.Answers) error
	// Check tells whether a passphrase opens the vault that lies behind; it may
	// take seconds. nil where the vault is locked: nothing can be read behind, and
	// a sum that a small child does not do in the head is gate enough.
	Check func(ctx context.Context, passphrase string) error
	// Done gives the window back to the adult; kept tells that an envelope was.
	Done func(kept bool)
}

// The pages before and after the questions, which are numbered from 0.
const (
	pageHello    = -1
	pageEnvelope = survey.Questions
	pageThanks   = survey.Questions + 1
)

// Room is Barnläge. Make one with [New].
type Room struct {
	d      Deps
	ctx    context.Context
	cancel context.CancelFunc
	root   *fyne.Container
	first  fyne.Focusable
	shown  bool

	page    int
	answers survey.Answers
	faces   *widget.Faces // of the question shown, nil without
	next    *widget.Button
	sealing bool
	kept    bool
	gate    *gate // nil unless an adult is asked for
	fade    *fyne.Animation
}

// New makes the room at its first page.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, root: widget.Stack(theme.Gap24), page: pageHello}
	r.show()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Focus implements the room.
func (r *Room) Focus() {
	r.shown = true
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room. What was answered and is in no envelope is gone.
func (r *Room) Close() {
	if r.fade != nil {
		r.fade.Stop()
	}
	r.cancel()
	r.answers = survey.Answers{}
}

// Key implements the frame's keys for what nothing focused has a use for:
// nothing leads out of here.
func (r *Room) Key(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape && r.gate != nil {
		r.gate.back()
	}
}

// Rune implements the frame's keys: 1, 2 and 3 choose a face.
func (r *Room) Rune(c rune) {
	if i := int(c - '1'); r.gate == nil && r.faces != nil && i >= 0 && i < len(survey.AllFaces) {
		r.faces.Choose(i)
	}
}

// AskAdult shows the page that leads out: the window was to be closed.
func (r *Room) AskAdult() {
	if r.gate == nil && !r.sealing {
		r.gate = newGate(r)
		r.gate.show()
	}
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// go to a page.
func (r *Room) turn(page int) {
	r.page = page
	r.show()
}

func (r *Room) put(name string, first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.first = first
	r.root.Objects = objs
	r.root.Refresh()
	r.d.Bus.Trace("survey", name)
	if !r.shown {
		return // the frame gives the focus when the room is in the window
	}
	r.Focus()
	r.d.Kit.Show(objs[0]) // what is asked is seen first, however small the window
}

func (r *Room) show() {
	r.faces, r.next = nil, nil
	switch {
	case r.page == pageHello:
		r.hello()
	case r.page < survey.Questions:
		r.question(r.page)
	case r.page == pageEnvelope:
		r.envelope()
	default:
		r.thanks()
	}
}

func (r *Room) hello() {
	k := r.d.Kit
	begin := k.Primary("survey.begin", r.t("survey.begin"), func() { r.turn(0) })
	r.put("hello", begin, k.Big(r.t("survey.hello")), k.Title(r.t("survey.hello.how")), k.Title(r.t("survey.hello.sealed")),
		widget.Row(large(begin)), r.toAdult())
}

// question shows one question: the faces, if it has any, and room for own words.
func (r *Room) question(n int) {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Big(r.d.Form.Questions[n])}
	rows := 3
	if n >= survey.Faces {
		rows = 6
	}
	own := k.Multi("survey.words", "", rows).Named(r.d.Form.Own)
	own.NoClipboard = true
	own.SetText(r.answers.Words[n])
	full := k.Muted(r.t("survey.full"))
	full.Hide()
	own.OnChange = func(s string) {
		if letters := []rune(s); len(letters) > survey.MaxWords { // nothing is cut behind a child's back
			s = string(letters[:survey.MaxWords])
			own.SetText(s)
			full.Show()
		} else {
			full.Hide()
		}
		r.answers.Words[n] = survey.Clean(s)
		r.renext()
	}
	first := fyne.Focusable(own)
	if n < survey.Faces {
		var words [3]string
		for i, f := range survey.AllFaces {
			words[i] = r.t("survey.face." + string(f))
		}
		r.faces = k.Faces("survey.faces", r.d.Form.Questions[n], words, func(i int) {
			r.answers.Faces[n] = survey.AllFaces[i]
			r.renext()
		})
		r.faces.OnAgain = func() { r.turn(n + 1) }
		for i, f := range survey.AllFaces {
			if f == r.answers.Faces[n] {
				r.faces.SetChosen(i)
			}
		}
		objs = append(objs, k.Body(r.d.Form.Choose), r.faces)
		first = r.faces
	}
	r.next = k.Primary("survey.next", "", func() { r.turn(n + 1) })
	back := k.Button("survey.back", r.t("survey.back"), func() { r.turn(n - 1) })
	objs = append(objs, widget.Stack(theme.Gap8, k.Body(r.d.Form.Own), own, full), widget.Row(large(r.next), large(back)), r.toAdult())
	r.renext()
	r.put("question", first, objs...)
}

// renext says on the button whether the question is passed over.
func (r *Room) renext() {
	n, words := r.page, "survey.next"
	if r.answers.Words[n] == "" && (n >= survey.Faces || r.answers.Faces[n] == survey.NoFace) {
		words = "survey.skip"
	}
	r.next.SetText(r.t(words))
}

// envelope is the last page before the answers are out of everybody's hands.
func (r *Room) envelope() {
	k := r.d.Kit
	back := k.Button("survey.back", r.t("survey.back"), func() { r.turn(survey.Questions - 1) })
	if r.answers.Blank() {
		done := k.Primary("survey.done", r.t("survey.done"), func() { r.turn(pageThanks) })
		r.put("blank", done, k.Big(r.t("survey.blank")), k.Title(r.t("survey.blank.how")), widget.Row(large(done), large(back)), r.toAdult())
		return
	}
	seal := k.Primary("survey.seal", r.t("survey.seal"), r.seal)
	r.put("envelope", seal, k.Big(r.t("survey.envelope")), k.Envelope(r.t("survey.envelope.open"), false),
		k.Title(r.t("survey.envelope.how")), widget.Row(large(seal), large(back)), r.toAdult())
}

// seal closes the envelope. Only when that is kept are the answers let go of.
func (r *Room) seal() {
	if r.sealing {
		return
	}
	r.sealing = true
	k, a := r.d.Kit, r.answers
	// Not bound to the room: a child that pressed the button has answered.
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Seal(ctx, a)
	}, nil, func(_ struct{}, err error) {
		r.sealing = false
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			again := k.Primary("survey.seal", r.t("survey.again"), r.seal)
			r.put("problem", again, k.Big(r.t("survey.problem")), k.Problem(err), widget.Row(again,
				k.Button("survey.back", r.t("survey.back"), func() { r.turn(survey.Questions - 1) })), r.toAdult())
			return
		}
		r.answers, r.kept = survey.Answers{}, true
		r.turn(pageThanks)
	})
}

func (r *Room) thanks() {
	k := r.d.Kit
	over := k.Primary("survey.over", r.t("survey.over"), r.AskAdult)
	if !r.kept {
		r.put("thanks", over, k.Big(r.t("survey.thanks")), k.Title(r.t("survey.thanks.blank")), k.Body(r.t("survey.thanks.give")), widget.Row(large(over)))
		return
	}
	drawn := k.Envelope(r.t("survey.envelope.closed"), false)
	r.put("sealed", over, k.Big(r.t("survey.thanks")), drawn, k.Title(r.t("survey.thanks.how")), k.Body(r.t("survey.thanks.give")), widget.Row(large(over)))
	r.fade = fyne.NewAnimation(closing, drawn.SetClosed)
	r.fade.Start()
}

// toAdult is the quiet way out, the same on every page.
func (r *Room) toAdult() fyne.CanvasObject {
	return widget.Row(r.d.Kit.Quiet("survey.adult", r.t("survey.adult"), r.AskAdult))
}

// large gives a button the room of a hand that is not used to a mouse.
func large(o fyne.CanvasObject) fyne.CanvasObject { return container.New(least{}, o) }

type least struct{}

func (least) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (least) MinSize(objs []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(theme.Scaled(150), theme.Scaled(60))
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size
}
