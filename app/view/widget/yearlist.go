package widget

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"barnrost/app/view/theme"
)

// YearList is the year as a list: a line for each activity, with its shape, its
// name, when it is and how far it is.
type YearList struct {
	year
	shown *yearListRenderer
}

var (
	_ Year            = (*YearList)(nil)
	_ fyne.Tappable   = (*YearList)(nil)
	_ fyne.Accessible = (*YearList)(nil)
)

// YearList makes the list for a day; it is used as [Kit.YearWheel] is.
func (k *Kit) YearList(id string, today time.Time, move, press func(i int)) *YearList {
	l := &YearList{year: k.year(id, today, move, press)}
	l.self = l
	l.ExtendBaseWidget(l)
	return l
}

// Tapped implements [fyne.Tappable].
func (l *YearList) Tapped(ev *fyne.PointEvent) {
	i := -1
	if ev != nil {
		if i = int(ev.Position.Y / l.high()); i >= len(l.marks) {
			i = -1
		}
	}
	l.tapped(i)
}

// wide reports whether a line has room for all its words beside each other.
func (l *YearList) wide() bool { return l.Size().Width >= 36*theme.SizeNow(theme.SizeBody) }

// high is the height of one line of the list.
func (l *YearList) high() float32 {
	if l.wide() {
		return lineHigh() + theme.Gap12
	}
	return 2*lineHigh() + theme.Gap12
}

// lines are the grounds of the lines, for what scrolls one into sight.
func (l *YearList) lines() (all []fyne.CanvasObject) {
	if l.shown != nil {
		for _, row := range l.shown.rows {
			all = append(all, row.ground)
		}
	}
	return all
}

// CreateRenderer implements [fyne.Widget].
func (l *YearList) CreateRenderer() fyne.WidgetRenderer {
	r := &yearListRenderer{l: l}
	l.shown = r
	l.reveal = func() {
		if l.at < len(r.rows) {
			l.kit.Show(r.rows[l.at].ground)
		}
	}
	r.Refresh()
	return r
}

type yearListRenderer struct {
	l    *YearList
	rows []yearRow
}

// yearRow is one line of the list.
type yearRow struct {
	ground            *canvas.Rectangle
	sign              *markSign
	name, when, state *canvas.Text
}

func (r *yearListRenderer) Layout(size fyne.Size) {
	high, line, left := r.l.high(), lineHigh(), theme.Gap12+lineHigh()+theme.Gap12
	put := func(t *canvas.Text, x, y, room float32) {
		t.Text = cut(t.Text, room, t.TextSize, t.TextStyle)
		m := t.MinSize()
		t.Resize(m)
		t.Move(fyne.NewPos(x, y+(line-m.Height)/2))
	}
	for i, row := range r.rows {
		m := r.l.marks[i]
		row.name.Text, row.when.Text, row.state.Text = m.Name, m.When, m.State
		y := float32(i) * high
		row.ground.Move(fyne.NewPos(0, y))
		row.ground.Resize(fyne.NewSize(size.Width, high))
		row.sign.lay(fyne.NewPos(theme.Gap12+line/2, y+high/2), line*0.36)
		room, y := size.Width-left, y+theme.Gap12/2
		if r.l.wide() {
			put(row.name, left, y, room*0.42)
			put(row.when, left+room*0.44, y, room*0.36)
			put(row.state, left+room*0.82, y, room*0.18)
			continue
		}
		put(row.name, left, y, room-theme.Gap8)
		row.when.Text = m.State + " · " + m.When // the state is never cut off
		row.state.Text = ""
		put(row.when, left, y+line, room-theme.Gap8)
	}
}

func (r *yearListRenderer) MinSize() fyne.Size {
	return fyne.NewSize(24*theme.SizeNow(theme.SizeBody), float32(len(r.l.marks))*r.l.high())
}

func (r *yearListRenderer) Refresh() {
	for len(r.rows) < len(r.l.marks) {
		text := func() *canvas.Text { return canvas.NewText("", color.Black) }
		r.rows = append(r.rows, yearRow{canvas.NewRectangle(color.Transparent), newMarkSign(), text(), text(), text()})
	}
	r.rows = r.rows[:len(r.l.marks)]
	for i, row := range r.rows {
		chosen := i == r.l.at
		row.ground.FillColor = color.Transparent
		if chosen {
			row.ground.FillColor = theme.Now(theme.Hover)
		}
		row.sign.paint(r.l.marks[i].Shape, false, false)
		for _, t := range []*canvas.Text{row.name, row.when, row.state} {
			t.TextSize, t.Color = theme.SizeNow(theme.SizeBody), theme.Now(theme.Ink)
		}
		row.when.Color = theme.Now(theme.Muted)
		row.name.TextStyle = fyne.TextStyle{Bold: chosen || r.l.marks[i].Shape == MarkNow}
		row.ground.StrokeWidth = 0
		if chosen && r.l.focused {
			row.ground.StrokeWidth, row.ground.StrokeColor = theme.RingWidth, theme.Now(theme.Action)
		}
	}
	r.Layout(r.l.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *yearListRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, row := range r.rows {
		all = append(all, row.ground)
		all = append(all, row.sign.objects()...)
		all = append(all, row.name, row.when, row.state)
	}
	return all
}

func (r *yearListRenderer) Destroy() {}
