package interview

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"barnrost/app/diploma"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// tileSide is a tile's side for a child's hand, at normal size.
const tileSide = 104

// award is the page where the child chooses picture and colour, and the diploma
// is printed. Nothing of it is stored but, where somebody asks for it, the words.
type award struct {
	r       *Room
	choice  diploma.Choice
	tiles   *widget.Tiles
	preview *fyne.Container
	problem *fyne.Container
	unit    bool
}

func (r *Room) diploma() {
	words, err := r.d.Diplomas.Words()
	if err != nil {
		back := r.d.Kit.Button("diploma.back", r.t("closing.back"), r.undiploma)
		r.page("problem", back, r.d.Kit.Problem(err), widget.Row(back))
		return
	}
	a := &award{r: r, preview: widget.Stack(0), problem: widget.Stack(theme.Gap12),
		choice: diploma.Choice{Picture: diploma.Pictures[0], Colour: diploma.Colours[0], Words: words, When: r.d.Diplomas.Month(r.now())}}
	a.show()
}

// undiploma goes back to where the diploma came from.
func (r *Room) undiploma() {
	if r.open.ID.IsZero() && r.d.Unit != nil {
		r.d.Unit()
		return
	}
	r.finish(r.open.ID)
}

func (a *award) show() {
	r, k := a.r, a.r.d.Kit
	side := theme.Scaled(tileSide)
	a.tiles = k.Tiles("diploma.picture", r.t("diploma.picture"), side, a.pictures(), func(i int) {
		a.choice.Picture = diploma.Pictures[i]
		a.draw()
	})
	var swatches []widget.Tile
	for _, c := range diploma.Colours {
		swatches = append(swatches, widget.Tile{Word: r.t("diploma.colour." + string(c)), Picture: canvas.NewRectangle(rgba(c.RGB()))})
	}
	colours := k.Tiles("diploma.colour", r.t("diploma.colour"), side*0.6, swatches, func(i int) {
		a.choice.Colour = diploma.Colours[i]
		var pictures []fyne.CanvasObject
		for _, t := range a.pictures() {
			pictures = append(pictures, t.Picture)
		}
		a.tiles.SetPictures(pictures)
		a.draw()
	})
	print := k.Primary("diploma.print", r.t("diploma.print"), func() {
		c := a.choice
		if a.unit {
			c.Unit = r.d.Diplomas.Unit()
		}
		r.d.Diplomas.Print(c)
	})
	objs := []fyne.CanvasObject{
		k.Title(r.t("diploma.choose")), k.Body(r.t("diploma.picture")), a.tiles, k.Body(r.t("diploma.colour")), colours,
		widget.Row(print, k.Button("diploma.back", r.t("closing.back"), r.undiploma)),
		a.preview, k.Muted(r.t("diploma.name")), a.problem, a.place(),
	}
	if r.d.Diplomas.Unit() != "" {
		unit := k.Check("diploma.unit", r.t("diploma.unit"), func(on bool) { a.unit = on; a.draw() })
		objs = append(objs, unit, k.Muted(r.t("diploma.unit.why")))
	}
	objs = append(objs, a.wording())
	a.draw()
	r.page("diploma", a.tiles, objs...)
	r.closing = &closing{r: r}
}

// pictures are the drawings in the colour chosen, on white as on paper.
func (a *award) pictures() (tiles []widget.Tile) {
	for _, p := range diploma.Pictures {
		tiles = append(tiles, widget.Tile{Word: a.r.t("diploma.picture." + string(p)), Picture: onPaper(p, a.choice.Colour)})
	}
	return tiles
}

func onPaper(p diploma.Picture, c diploma.Colour) fyne.CanvasObject {
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("diplom-"+string(p)+"-"+string(c)+".svg", p.SVG(c)))
	picture.FillMode = canvas.ImageFillContain
	return container.NewStack(canvas.NewRectangle(rgba(diploma.White.In(c))), picture)
}

// place is the field for the town; it is not stored.
func (a *award) place() fyne.CanvasObject {
	r, k := a.r, a.r.d.Kit
	field := k.Entry("diploma.place", r.t("diploma.place.hint")).Named(r.t("diploma.place"))
	field.SetText(a.choice.Words.Place)
	field.OnChange = func(s string) {
		bound(field, s, diploma.MaxLine)
		a.choice.Words.Place = field.Text()
		a.draw()
	}
	return widget.Stack(theme.Gap8, k.Body(r.t("diploma.place")), field)
}

// draw shows the diploma as it will be.
func (a *award) draw() {
	a.preview.Objects = []fyne.CanvasObject{newDiplomaPreview(a)}
	a.r.root.Refresh()
}

// wording is where the words are changed, folded away: for this one, and by
// whoever may for the whole unit.
func (a *award) wording() fyne.CanvasObject {
	r, k, w := a.r, a.r.d.Kit, &a.choice.Words
	var fields []fyne.CanvasObject
	for _, f := range []struct {
		id   string
		text *string
		most int
	}{{"title", &w.Title, diploma.MaxTitle}, {"to", &w.To, diploma.MaxLine}, {"for", &w.For, diploma.MaxText}, {"thanks", &w.Thanks, diploma.MaxText}, {"signature", &w.Signature, diploma.MaxLine}} {
		field := k.Entry("diploma.words."+f.id, "").Named(r.t("diploma.words." + f.id))
		field.SetText(*f.text)
		field.OnChange = func(s string) {
			bound(field, s, f.most)
			*f.text = field.Text()
			a.draw()
		}
		fields = append(fields, widget.Stack(theme.Gap4, k.Muted(r.t("diploma.words."+f.id)), field))
	}
	if r.d.Diplomas.MaySave() {
		fields = append(fields, widget.Row(
			k.Button("diploma.words.save", r.t("diploma.words.save"), func() { c := w.Clean(); a.save(&c) }),
			k.Button("diploma.words.shipped", r.t("diploma.words.shipped"), func() { a.save(nil) })))
	} else {
		fields = append(fields, k.Muted(r.t("diploma.words.once")))
	}
	body := widget.Stack(theme.Gap12, fields...)
	return widget.Stack(theme.Gap8, k.Fold("diploma.words", r.t("diploma.words"), body, false, func(bool) { r.root.Refresh() }), body)
}

// save makes the words the unit's own.
func (a *award) save(w *diploma.Words) {
	r := a.r
	page := r.pages
	bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (struct{}, error) {
		return struct{}{}, r.d.Diplomas.SaveWords(ctx, w)
	}, nil, func(_ struct{}, err error) {
		if err == nil {
			r.d.Bus.Trace("diploma", "words")
		}
		if r.closed || r.pages != page {
			if err != nil {
				r.d.Problem(err)
			}
			return
		}
		if err != nil {
			a.problem.Objects = []fyne.CanvasObject{r.d.Kit.Problem(err)}
			r.d.Kit.Show(a.problem)
			return
		}
		if w == nil {
			r.diploma()
			return
		}
		a.problem.Objects = []fyne.CanvasObject{r.d.Kit.Notice(widget.KindGood, r.t("diploma.words.saved"))}
		r.d.Kit.Show(a.problem)
	})
}
