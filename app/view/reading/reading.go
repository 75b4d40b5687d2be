// Package reading is the room where a received interview is read: a book page,
// and the sound of an utterance where it came along.
package reading

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Book is what the room reads of the vault. Only Interview may be called on
// the UI goroutine.
type Book interface {
	Interview(id app.ID) (app.Interview, error)
	// Paper is the transcript that came in the bundle.
	Paper(ctx context.Context, interview app.ID) (transcript.Paper, error)
}

// Player plays an interview's sound; a listening session is one. Its methods
// do not wait and may be called on the UI goroutine.
type Player interface {
	Play()
	Pause()
	Playing() bool
	SeekMillis(ms int64)
	PositionMillis() int64
	Close() error
}

// Deps is what the room needs.
type Deps struct {
	Bus       *bus.Bus
	Kit       *widget.Kit
	Window    fyne.Window
	Interview app.ID
	Book      Book
	// Listen opens a recording to be heard. It may take a second.
	Listen func(ctx context.Context, recording app.ID) (Player, error)
	// Back goes back to Enheten.
	Back func()
}

// Room is the reading room. It is a wide room.
type Room struct {
	d       Deps
	ctx     context.Context
	cancel  context.CancelFunc
	unheard func()

	interview app.Interview
	paper     transcript.Paper
	player    Player
	waits     int // the row to be played once the sound is open, -1 for none
	opening   bool

	page  *widget.Page
	facts *fyne.Container
	spare []fyne.CanvasObject // facts that a low room does without
	root  *fyne.Container
	first fyne.Focusable
}

// New makes the room and opens the text.
func New(d Deps) *Room {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Room{d: d, ctx: ctx, cancel: cancel, waits: -1}
	r.page = d.Kit.Page("reading.page", r.t("reading.page"), nil, nil)
	r.facts = widget.Stack(theme.Gap8, d.Kit.Muted(r.t("reading.looking")))
	scroll := container.NewVScroll(r.facts)
	d.Kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(scroll, o) } // a wide room follows the focus itself
	r.root = container.New(sheet{r}, scroll, r.page)
	r.unheard = d.Bus.Subscribe(r.heard)
	r.load()
	return r
}

// Content implements the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() string { return r.t("reading.title") }

// Detail is the interview's label.
func (r *Room) Detail() string { return r.interview.Code }

// Focus implements the room.
func (r *Room) Focus() {
	if r.first != nil {
		r.d.Window.Canvas().Focus(r.first)
	}
}

// Close implements the room and ends the sound.
func (r *Room) Close() {
	r.cancel()
	r.unheard()
	r.closePlayer(r.player)
	r.player = nil
}

// Hush stops the sound: the text was hidden.
func (r *Room) Hush() {
	if r.player != nil && r.player.Playing() {
		r.player.Pause()
		r.page.SetNow(-1)
	}
}

// closePlayer ends a sound. It was only listened to, so that a failure to end
// it loses nothing; it is told in the trace.
func (r *Room) closePlayer(p Player) {
	if p == nil {
		return
	}
	if err := p.Close(); err != nil {
		r.d.Bus.Trace("problem", string(app.CodeOf(err)))
	}
}

func (r *Room) t(key string, pairs ...any) string { return r.d.Kit.Text.T(key, pairs...) }

// found is what load finds.
type found struct {
	interview app.Interview
	paper     transcript.Paper
}

func (r *Room) load() {
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (f found, err error) {
		if f.interview, err = r.d.Book.Interview(r.d.Interview); err != nil {
			return f, err
		}
		f.paper, err = r.d.Book.Paper(ctx, r.d.Interview)
		return f, err
	}, nil, func(f found, err error) {
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.showFacts(r.d.Kit.Problem(err))
		} else {
			r.interview, r.paper = f.interview, f.paper
			r.page.SetPaper(f.paper)
			r.showFacts(r.about()...)
			r.d.Bus.Publish(app.RoomChanged{}) // the label is known now
		}
		r.Focus()
	})
}

// showFacts writes what stands above the page, and the way back.
func (r *Room) showFacts(objs ...fyne.CanvasObject) {
	back := r.d.Kit.Button("reading.back", r.t("reading.back"), r.d.Back)
	r.first = back
	if r.page.Rows() > 0 {
		r.first = r.page
	}
	r.facts.Objects = append(objs, widget.Row(back))
	r.root.Refresh()
}

// about tells where the interview comes from and what state its text is in.
func (r *Room) about() []fyne.CanvasObject {
	k, i := r.d.Kit, r.interview
	title := k.Title(i.Code) // the title row has it too
	r.spare = []fyne.CanvasObject{title}
	objs := []fyne.CanvasObject{title}
	objs = append(objs, k.Muted(r.t("share.about", "age", i.Age, "place", r.t("place."+string(i.Place)),
		"month", r.t("month."+i.Created.Local().Format("1"))+i.Created.Local().Format(" 2006"))))
	if n := i.Received; n != nil {
		objs = append(objs, k.Muted(r.t("reading.from", "name", n.SenderName, "date", k.Text.Date(n.At), "code", n.Receipt)))
		if n.Raw {
			objs = append(objs, k.Notice(widget.KindAttention, r.t("reading.raw", "reason", strings.TrimSpace(n.Reason))))
		}
		if n.Replaced {
			objs = append(objs, k.Notice(widget.KindAttention, r.t("reading.replaced")))
		}
		if shared := k.Reflections("reading.reflections", n.Reflections, func() { r.root.Refresh() }); shared != nil {
			objs = append(objs, shared)
		}
	}
	switch {
	case r.page.Rows() == 0:
		objs = append(objs, k.Body(r.t("reading.noText")))
	case !i.SoundGone.IsZero():
		objs = append(objs, k.Muted(r.t("reading.soundGone", "date", k.Text.Date(i.SoundGone))))
	case i.Recording.IsZero():
		objs = append(objs, k.Muted(r.t("reading.noSound")))
	default:
		r.page.OnChoose = r.choose
		how := k.Muted(r.t("reading.sound"))
		r.spare = append(r.spare, how)
		objs = append(objs, how)
	}
	return objs
}

// sheet puts the facts above the page, both in the middle of the window and
// as wide as the page's text. Where they would leave the page too little, the
// facts that can be spared are left out, and the rest scrolls.
type sheet struct{ r *Room }

// mostFacts is how much of the height the facts may take.
const mostFacts = 0.66

func (s sheet) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := min(size.Width-2*theme.Gap24, widget.PageWidth())
	s.spare(true)
	if s.height(wide) > mostFacts*size.Height {
		s.spare(false)
	}
	high := min(s.height(wide), mostFacts*size.Height)
	o[0].Resize(fyne.NewSize(wide, high))
	o[0].Move(fyne.NewPos((size.Width-wide)/2, 0))
	top := high + theme.Gap8
	if size.Height > 2*high {
		top = high + theme.Gap24
	}
	o[1].Move(fyne.NewPos(theme.Gap8, top))
	o[1].Resize(fyne.NewSize(size.Width-2*theme.Gap8, max(size.Height-top-theme.Gap8, 0)))
}

// height is what the facts need at a width; asked twice, because what breaks
// into lines knows its height only once it has its width.
func (s sheet) height(wide float32) float32 {
	for range 2 {
		s.r.facts.Resize(fyne.NewSize(wide, s.r.facts.MinSize().Height))
	}
	return s.r.facts.MinSize().Height
}

func (s sheet) spare(on bool) {
	for _, o := range s.r.spare {
		if on != o.Visible() {
			if on {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
}

func (sheet) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 300) }
