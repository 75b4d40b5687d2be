package exchange

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// InDeps is what the room that takes a file in needs.
type InDeps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Read reads the text as it is now.
	Read func(ctx context.Context) (transcript.Paper, error)
	// Open reads a file, but no more of it than [format.MaxFile] and a byte.
	Open func(ctx context.Context, path string) ([]byte, error)
	// Take puts utterances into the text, behind what is there or in its place,
	// as one step of it, and logs it.
	Take func(ctx context.Context, k format.Kind, list []transcript.Utterance, names transcript.Names, replace bool) error
	Pick widget.Picker
	// Start shows a work that locking waits for.
	Start   widget.Starter
	Problem func(error)
	Back    func() // to the text
}

// In is the room that takes a file in. Nothing is changed before the person has
// seen what was found in the file, and who is who.
type In struct {
	d InDeps
	base

	file    string
	draft   format.Draft
	who     []guess
	replace bool
	taking  bool
	trouble error

	preview *fyne.Container
}

// NewIn makes the room and reads the text that is there.
func NewIn(d InDeps) *In {
	r := &In{d: d, base: newBase(d.Kit, d.Window)}
	bus.Load(d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (transcript.Paper, error) { return d.Read(ctx) }, nil,
		func(p transcript.Paper, err error) {
			if r.ctx.Err() != nil {
				return
			}
			r.paper = p
			if err != nil {
				back := d.Kit.Button("in.back", r.t("out.back"), d.Back)
				r.page(back, d.Kit.Problem(err), widget.Row(back))
				return
			}
			r.ask()
			d.Bus.Publish(app.RoomChanged{})
		})
	return r
}

// Title names the room.
func (r *In) Title() string { return r.t("in.title") }

func (r *In) page(first fyne.Focusable, objs ...fyne.CanvasObject) {
	r.first = first
	r.root.Objects = objs
	r.root.Refresh()
	r.Focus()
}

// ask is the room before a file is chosen.
func (r *In) ask() {
	k := r.d.Kit
	pick := k.Primary("in.pick", r.t("in.pick"), r.choose)
	objs := []fyne.CanvasObject{k.Body(r.t("in.how")), k.Muted(r.t("in.forms"))}
	if r.trouble != nil {
		objs = append(objs, k.Problem(r.trouble))
	}
	r.page(pick, append(objs, widget.Row(pick, k.Button("in.back", r.t("out.back"), r.d.Back)))...)
	r.d.Bus.Trace("in", "ready")
}

func (r *In) choose() {
	r.d.Pick(widget.Pick{ID: "in.file", Title: r.t("in.pick"), Hint: r.t("in.pick.hint"),
		Extensions: []string{".txt", ".rtf", ".otr", ".vtt", ".srt", ".docx", ".html", ".htm"}}, r.open)
}

func (r *In) open(path string) {
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (format.Draft, error) {
		b, err := r.d.Open(ctx, path)
		if err != nil {
			return format.Draft{}, err
		}
		return format.Read(b, path)
	}, nil, func(d format.Draft, err error) {
		if r.ctx.Err() != nil {
			return
		}
		r.file, r.draft, r.trouble = filepath.Base(path), d, err
		if err != nil {
			r.ask()
			return
		}
		r.who = guesses(d, r.word, r.paper.Names)
		r.show()
	})
}

// word is what a speaker is called here.
func (r *In) word(s transcript.Speaker) string {
	return r.paper.Names.Words(func(s transcript.Speaker) string { return r.t("speaker." + string(s)) })(s)
}

// show is the room with what was found.
func (r *In) show() {
	k := r.d.Kit
	t := k.Text
	facts := []fyne.CanvasObject{
		k.Title(r.file),
		k.Body(t.N("in.found", len(r.draft.Turns), "form", r.t("format."+string(r.draft.Kind)))),
	}
	if n := r.draft.Timed(); n < len(r.draft.Turns) {
		facts = append(facts, k.Muted(t.N("in.untimed", len(r.draft.Turns)-n)))
	}
	facts = append(facts, losses(k, r.draft.Left)...)
	objs := []fyne.CanvasObject{widget.Card(theme.Gap16, widget.Stack(theme.Gap8, facts...))}
	r.first = nil
	if len(r.who) > 0 {
		objs = append(objs, widget.Card(theme.Gap16, widget.Stack(theme.Gap8, r.mapping()...)))
	}
	r.preview = widget.Stack(theme.Gap4)
	objs = append(objs, widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Title(r.t("in.preview")), r.preview)))
	if n := len(r.paper.Utterances); n > 0 {
		how := k.Choice("in.where", []string{r.t("in.behind"), r.t("in.instead")}, func(i int) { r.replace = i == 1 }).Named(r.t("in.where"))
		how.SetSelected(0)
		r.replace = false
		objs = append(objs, widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Title(r.t("in.where")), k.Muted(t.N("in.there", n)), how, k.Muted(r.t("in.kept")))))
	}
	take := k.Primary("in.take", r.t("in.take"), r.take)
	if r.taking {
		take.Disable()
	}
	if r.trouble != nil {
		objs = append(objs, k.Problem(r.trouble))
	}
	first := r.first
	if first == nil {
		first = take
	}
	r.page(first, append(objs, widget.Row(take, k.Button("in.other", r.t("in.other"), r.choose), k.Button("in.back", r.t("out.back"), r.d.Back)))...)
	r.tell()
	r.d.Bus.Trace("in", "found", len(r.draft.Turns))
}

// tell shows the first utterances as they will stand.
func (r *In) tell() {
	who, _ := r.mapped()
	list := r.draft.Utterances(who, nobody)
	turns := make([]format.Turn, 0, previewed)
	names := namesOf(r.who, r.paper.Names)
	for i, u := range list[:min(len(list), previewed)] {
		name := names.Of(u.Speaker)
		if name == "" {
			name = r.word(u.Speaker)
		}
		turns = append(turns, format.Turn{Timed: r.draft.Turns[i].Timed, Start: u.Start, Name: name, Text: u.Text})
	}
	r.preview.Objects = []fyne.CanvasObject{r.d.Kit.Body(strings.Join(turnLines(turns), "\n"))}
	r.preview.Refresh()
	r.root.Refresh()
}

// take puts it into the text and goes there.
func (r *In) take() {
	if r.taking {
		return
	}
	r.taking = true
	who, names := r.mapped()
	list, kind, replace := r.draft.Utterances(who, nobody), r.draft.Kind, r.replace
	var work widget.Work
	cancel := bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Take(ctx, kind, list, names, replace)
	}, nil, func(_ struct{}, err error) {
		work.Done()
		r.taking = false
		switch {
		case err == nil:
			r.d.Bus.Trace("in", "taken")
			if r.ctx.Err() == nil {
				r.d.Back()
			}
		case r.ctx.Err() != nil:
			r.d.Problem(err)
		default:
			r.trouble = err
			r.show()
		}
	})
	work = r.d.Start(r.t("in.taking"), cancel)
}
