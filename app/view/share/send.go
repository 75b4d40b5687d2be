package share

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Sender writes bundles; [handover.Post] is one.
type Sender interface {
	Preview(ctx context.Context, d handover.Draft) (handover.Preview, error)
	Send(ctx context.Context, d handover.Draft, folder string, progress handover.Progress) (handover.Sent, error)
}

// SendBook is what Dela reads of the vault; both only read memory.
type SendBook interface {
	Interview(id app.ID) (app.Interview, error)
	Contacts() ([]app.Contact, error)
}

// SendDeps is what Dela needs.
type SendDeps struct {
	Bus       *bus.Bus
	Kit       *widget.Kit
	Window    fyne.Window
	Interview app.ID
	Post      Sender
	Book      SendBook
	Pick      widget.Picker
	Ask       widget.Asker
	Start     widget.Starter
	// Problem tells of a failure when the room is no longer open.
	Problem func(error)
	// Unit goes to Enheten, where words are compared.
	Unit func()
	// Back goes back to the interview.
	Back func()
}

// Send is the room Dela: left what the receiver will read, right what there is
// to decide. It is a wide room.
type Send struct {
	d       SendDeps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()

	page    *widget.Page
	facts   *fyne.Container // what stands above the page
	right   *fyne.Container
	scroll  *container.Scroll
	root    *fyne.Container
	first   fyne.Focusable
	asked   int // loads begun: only the latest counts
	loaded  bool
	sending bool

	preview  handover.Preview
	contacts []app.Contact
	sent     []app.Sent
	choice   choice
	trouble  fyne.CanvasObject // why it did not work, nil if it did
	done     *handover.Sent
}

// choice is what the person has chosen so far.
type choice struct {
	to     map[app.ID]bool
	raw    bool
	reason string
	sound  bool
}

// NewSend makes the room and reads the interview.
func NewSend(d SendDeps) *Send {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Send{d: d, ctx: ctx, cancel: cancel, choice: choice{to: map[app.ID]bool{}}}
	r.page = d.Kit.Page("share.page", r.t("share.page"), nil, nil)
	r.facts = widget.Stack(theme.Gap8, d.Kit.Muted(r.t("share.reading")))
	r.right = widget.Stack(theme.Gap16)
	left := container.New(above{}, container.NewVScroll(widget.Pad(theme.Gap16, r.facts)), r.page)
	sheet := &halves{}
	r.scroll = container.NewVScroll(container.New(sheet, widget.Card(0, left), r.right))
	r.root = container.New(window{sheet}, r.scroll)
	r.unheard = d.Bus.Subscribe(r.heard)
	r.load()
	return r
}

// Content implements the room.
func (r *Send) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Send) Title() string { return r.t("share.title") }

// Detail is the interview's label.
func (r *Send) Detail() string { return r.preview.About.Code }

// Focus implements the room.
func (r *Send) Focus() {
	r.d.Kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(r.scroll, o) }
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room. A sending that runs goes on.
func (r *Send) Close() {
	r.cancel()
	r.unheard()
	r.d.Kit.Reveal = nil
}

func (r *Send) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

func (r *Send) heard(e app.Event) {
	switch e := e.(type) {
	case app.ContactsChanged:
		r.load()
	case app.InterviewsChanged:
		if e.ID == r.d.Interview {
			r.load()
		}
	}
}

// found is what load finds.
type found struct {
	preview  handover.Preview
	contacts []app.Contact
	sent     []app.Sent
}

func (r *Send) load() {
	r.asked++
	nth := r.asked
	draft := r.draft()
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (found, error) {
		var f found
		var err error
		if f.preview, err = r.d.Post.Preview(ctx, draft); err != nil {
			return f, err
		}
		if f.contacts, err = r.d.Book.Contacts(); err != nil {
			return f, err
		}
		i, err := r.d.Book.Interview(r.d.Interview)
		f.sent = i.Sent
		return f, err
	}, nil, func(f found, err error) {
		if r.ctx.Err() != nil || nth != r.asked {
			return // an older answer may come after a newer one
		}
		if err != nil {
			r.facts.Objects = nil
			r.right.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err), widget.Row(r.backButton())}
			r.root.Refresh()
			return
		}
		r.take(f)
	})
}

func (r *Send) take(f found) {
	r.preview, r.contacts, r.sent = f.preview, f.contacts, f.sent
	r.page.SetPaper(f.preview.Paper)
	r.showFacts()
	first := !r.loaded
	r.loaded = true
	r.showRight()
	if first {
		r.Focus()
	}
}

// draft is the choice as handover takes it.
func (r *Send) draft() handover.Draft {
	d := handover.Draft{
		Interview: r.d.Interview, RawAgreed: r.choice.raw, Reason: r.choice.reason,
		WithSound: r.choice.sound && r.preview.SoundMillis > 0,
	}
	for _, k := range r.contacts {
		if r.choice.to[k.ID] && k.Confirmed {
			d.To = append(d.To, k.ID)
		}
	}
	return d
}

func (r *Send) backButton() *widget.Button {
	b := r.d.Kit.Button("share.back", r.t("share.back"), r.d.Back)
	r.first = b
	return b
}
