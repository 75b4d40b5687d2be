// Package exchange holds the rooms in which a transcript leaves the vault as a
// readable file, and comes in from one.
package exchange

import (
	"bytes"
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// OutDeps is what the room that writes a file needs.
type OutDeps struct {
	Bus    *bus.Bus
	Kit    *widget.Kit
	Window fyne.Window
	// Read reads the text as it is now, with its words filled in.
	Read func(ctx context.Context) (transcript.Paper, error)
	// Save writes a file of a form into a folder, over no other, and logs it.
	Save    func(ctx context.Context, folder string, k format.Kind, data []byte) (path string, err error)
	Pick    widget.Picker
	Start   widget.Starter
	Problem func(error) // tells of a failure when the room is no longer open
	Back    func()
}

// Out is the room that writes a file. Nothing is written before the person has
// ticked that they know what it means.
type Out struct {
	d OutDeps
	base

	kind    int
	with    format.Options
	agreed  bool
	writing bool

	about   *fyne.Container // what the form is, and what it leaves
	preview *fyne.Container
	news    *fyne.Container
	save    *widget.Button
}

// NewOut makes the room and reads the text.
func NewOut(d OutDeps) *Out {
	r := &Out{d: d, base: newBase(d.Kit, d.Window), with: format.Options{Times: true, Speakers: true, Marks: true}}
	bus.Load(d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (transcript.Paper, error) { return d.Read(ctx) }, nil, r.read)
	return r
}

// Title names the room.
func (r *Out) Title() string { return r.t("out.title") }

func (r *Out) read(p transcript.Paper, err error) {
	if r.ctx.Err() != nil {
		return
	}
	k := r.d.Kit
	back := k.Button("out.back", r.t("out.back"), r.d.Back)
	r.first = back
	r.paper = p
	switch {
	case err != nil:
		r.root.Objects = []fyne.CanvasObject{k.Problem(err), widget.Row(back)}
	case len(p.Utterances) == 0:
		r.root.Objects = []fyne.CanvasObject{k.Body(r.t("out.empty")), widget.Row(back)}
	default:
		r.build(back)
	}
	r.root.Refresh()
	r.d.Bus.Trace("out", "ready")
	r.d.Bus.Publish(app.RoomChanged{}) // the label is known now
	r.Focus()
}

func (r *Out) build(back *widget.Button) {
	k := r.d.Kit
	var names []string
	for _, kind := range format.Kinds {
		names = append(names, r.t("format."+string(kind)))
	}
	form := k.Choice("out.format", names, func(i int) { r.kind = i; r.tell() }).Named(r.t("out.format"))
	form.SetSelected(0)
	r.first = form
	tick := func(id string, on *bool) fyne.CanvasObject {
		c := k.Check("out."+id, r.t("out."+id), func(v bool) { *on = v; r.tell() })
		c.SetChecked(*on)
		return c
	}
	r.about, r.preview, r.news = widget.Stack(theme.Gap4), widget.Stack(theme.Gap4), widget.Stack(theme.Gap8)
	r.save = k.Primary("out.save", r.t("out.save"), r.where)
	agree := k.Check("out.agree", r.t("out.agree"), func(on bool) { r.agreed = on; r.tell() })
	r.root.Objects = []fyne.CanvasObject{
		k.Notice(widget.KindAttention, r.t("out.warning")),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Title(r.t("out.format")), form, r.about)),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Title(r.t("out.with")), tick("times", &r.with.Times),
			tick("speakers", &r.with.Speakers), tick("marks", &r.with.Marks))),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap8, k.Title(r.t("out.preview")), r.preview)),
		agree, r.news, widget.Row(r.save, back),
	}
	r.tell()
}

// previewed is how many utterances the preview shows.
const previewed = 5

// tell shows what the choices mean now.
func (r *Out) tell() {
	k, kind := r.d.Kit, format.Kinds[r.kind]
	objs := []fyne.CanvasObject{k.Muted(r.t("format." + string(kind) + ".how"))}
	r.about.Objects = append(objs, losses(k, format.Leaves(kind, r.paper, r.with))...)
	r.about.Refresh()
	few := r.paper
	few.Utterances = few.Utterances[:min(len(few.Utterances), previewed)]
	few.Marks = nil
	for _, m := range r.paper.Marks { // those of the utterances shown
		if n := len(few.Utterances); n == len(r.paper.Utterances) || m.At < r.paper.Utterances[n].Start {
			few.Marks = append(few.Marks, m)
		}
	}
	r.preview.Objects = []fyne.CanvasObject{k.Body(Excerpt(kind, few, r.with))}
	r.preview.Refresh()
	if r.agreed && !r.writing {
		r.save.Enable()
	} else {
		r.save.Disable()
	}
	r.root.Refresh()
}

// where asks for the folder and writes.
func (r *Out) where() {
	if !r.agreed || r.writing {
		return
	}
	r.d.Pick(widget.Pick{ID: "out.folder", Title: r.t("out.folder"), Hint: r.t("out.folder.hint"), Folder: true}, r.write)
}

func (r *Out) write(folder string) {
	if r.ctx.Err() != nil {
		return
	}
	r.writing = true
	r.tell()
	kind, with := format.Kinds[r.kind], r.with
	var work widget.Work
	cancel := bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (string, error) {
		p, err := r.d.Read(ctx) // as it is now: it may have been locked away meanwhile
		if err != nil {
			return "", err
		}
		var b bytes.Buffer
		if err := format.Write(&b, kind, p, with); err != nil {
			return "", app.Fail(app.CodeInternal, err)
		}
		return r.d.Save(ctx, folder, kind, b.Bytes())
	}, nil, func(path string, err error) {
		work.Done()
		r.writing = false
		r.written(path, err)
	})
	work = r.d.Start(r.t("out.saving"), cancel)
}

func (r *Out) written(path string, err error) {
	closed := r.ctx.Err() != nil
	switch {
	case err != nil && closed:
		r.d.Problem(err)
	case closed:
	case err != nil:
		r.news.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
	default:
		r.news.Objects = []fyne.CanvasObject{r.d.Kit.Notice(widget.KindGood, r.t("out.done", "path", path))}
	}
	if err == nil {
		r.d.Bus.Trace("file", "saved")
	}
	if !closed {
		r.tell()
		r.d.Window.Canvas().Focus(r.save)
	}
}
