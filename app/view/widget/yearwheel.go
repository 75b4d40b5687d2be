package widget

import (
	"cmp"
	"image"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"barnrost/app/view/theme"
)

// YearWheel is the year as a ring of twelve months, January at the top and on
// clockwise, with the activities outside it, a small sun on today, and in the
// middle the words of the activity that stands out.
type YearWheel struct{ year }

var (
	_ Year            = (*YearWheel)(nil)
	_ fyne.Tappable   = (*YearWheel)(nil)
	_ fyne.Accessible = (*YearWheel)(nil)
)

// YearWheel makes the wheel for a day. move hears which activity the arrows stand
// on, press which one is to be opened.
func (k *Kit) YearWheel(id string, today time.Time, move, press func(i int)) *YearWheel {
	w := &YearWheel{k.year(id, today, move, press)}
	w.self = w
	w.ExtendBaseWidget(w)
	return w
}

// Tapped implements [fyne.Tappable].
func (w *YearWheel) Tapped(ev *fyne.PointEvent) {
	nearest, best := -1, float32(math.MaxFloat32)
	if ev != nil {
		for i, p := range w.places(w.Size()) {
			if d := float32(math.Hypot(float64(ev.Position.X-p.X), float64(ev.Position.Y-p.Y))); d < best {
				nearest, best = i, d
			}
		}
	}
	if best > w.radius(w.Size())*1.6 {
		nearest = -1
	}
	w.tapped(nearest)
}

// turn is where in the year a day lies, 0 at the turn of the year and 1 at the
// next. Months are drawn alike, so a day is placed within its own month.
func turn(day time.Time) float64 {
	first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
	days := first.AddDate(0, 1, -1).Day()
	return (float64(day.Month()-1) + (float64(day.Day())-0.5)/float64(days)) / 12
}

// Shares of the wheel's half side: the ring's borders, the middle of the
// months' names, where the sun goes, and where the activities.
const (
	ringInner = 0.58
	ringOuter = 0.83
	ringNames = 0.705
	sunAt     = 0.51
	sunSize   = 0.05
	ringGap   = 0.008 // of a turn, between two months
	markAt    = 0.915
	markSize  = 0.048
	wordsIn   = 0.43 // the radius that the words in the middle keep to
)

// radius is that of a mark.
func (w *YearWheel) radius(size fyne.Size) float32 {
	return markSize * min(size.Width, size.Height) / 2
}

// places are the middles of the marks. Those that would touch give way to both
// sides.
func (w *YearWheel) places(size fyne.Size) []fyne.Position {
	turns := make([]float64, len(w.marks))
	for i, m := range w.marks {
		turns[i] = turn(m.At)
	}
	spread(turns, 2.7*markSize/markAt/(2*math.Pi))
	half := min(size.Width, size.Height) / 2
	places := make([]fyne.Position, len(turns))
	for i, t := range turns {
		sin, cos := math.Sincos(t * 2 * math.Pi)
		places[i] = fyne.NewPos(size.Width/2+float32(markAt*sin)*half, half-float32(markAt*cos)*half)
	}
	return places
}

// spread moves turns apart until any two of neighbours differ by gap, where the
// whole turn has room for that; their order stays.
func spread(turns []float64, gap float64) {
	order := make([]int, len(turns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(turns[a], turns[b]) })
	for range 60 {
		for n := range order {
			a, b := order[n], order[(n+1)%len(order)]
			apart := turns[b] - turns[a]
			if n == len(order)-1 {
				apart++
			}
			if push := (gap - apart) / 2; push > 0 && a != b {
				turns[a] -= push
				turns[b] += push
			}
		}
	}
}

// CreateRenderer implements [fyne.Widget].
func (w *YearWheel) CreateRenderer() fyne.WidgetRenderer {
	r := &wheelRenderer{w: w}
	r.ring = canvas.NewRaster(r.paint)
	for range 12 {
		r.names = append(r.names, canvas.NewText("", color.Black))
	}
	r.fit()
	r.Refresh()
	return r
}

// fit makes as many signs as there are marks.
func (r *wheelRenderer) fit() {
	for len(r.signs) < len(r.w.marks) {
		r.signs = append(r.signs, newMarkSign())
	}
	r.signs = r.signs[:len(r.w.marks)]
}

type wheelRenderer struct {
	w     *YearWheel
	ring  *canvas.Raster
	names []*canvas.Text
	words []*canvas.Text // in the middle
	signs []*markSign

	painted [3]color.Color // the ring's
}

// side follows the size of the text, whose words stand in the middle.
func (r *wheelRenderer) side() float32 {
	return 360 * (0.4 + 0.6*theme.SizeNow(theme.SizeBody)/16)
}

func (r *wheelRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height)
	at := fyne.NewPos((size.Width-side)/2, 0)
	r.words = r.middle(side)
	r.ring.Move(at)
	r.ring.Resize(fyne.NewSquareSize(side))
	half := float64(side / 2)
	centre := func(t *canvas.Text, x, y float64) {
		m := t.MinSize()
		t.Resize(m)
		t.Move(at.AddXY(float32(half+x)-m.Width/2, float32(half+y)-m.Height/2))
	}
	for i, n := range r.names {
		a := (float64(i) + 0.5) / 12 * 2 * math.Pi
		centre(n, ringNames*half*math.Sin(a), -ringNames*half*math.Cos(a))
	}
	var high float32
	for _, t := range r.words {
		high += t.MinSize().Height
	}
	y := -float64(high) / 2
	for _, t := range r.words {
		h := float64(t.MinSize().Height)
		centre(t, 0, y+h/2)
		y += h
	}
	for i, p := range r.w.places(size) {
		if i < len(r.signs) {
			r.signs[i].lay(p, r.w.radius(size))
		}
	}
}

func (r *wheelRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.side()) }

func (r *wheelRenderer) Refresh() {
	now := int(r.w.today.Month())
	for i, n := range r.names {
		name := []rune(r.w.kit.Text.T("month." + strconv.Itoa(i+1)))
		n.Text = string(name[:3])
		n.TextSize = theme.SizeNow(theme.SizeSmall)
		n.Color = theme.Now(theme.Ink)
		n.TextStyle = fyne.TextStyle{}
		if i+1 == now {
			n.Color, n.TextStyle = theme.Now(theme.OnAction), fyne.TextStyle{Bold: true}
		}
		n.Refresh()
	}
	r.fit()
	for i, m := range r.w.marks {
		r.signs[i].paint(m.Shape, i == r.w.at, i == r.w.at && r.w.focused)
	}
	r.Layout(r.w.Size())
	if now := [3]color.Color{theme.Now(theme.Action), theme.Now(theme.Hover), theme.Now(theme.Attention)}; now != r.painted {
		r.painted = now
		r.ring.Refresh() // it takes a while, and going round does not change it
	}
}

// middle are the words inside the ring: those of the activity that stands out,
// or without any the month and the year. They are as large as there is room for.
func (r *wheelRenderer) middle(side float32) (lines []*canvas.Text) {
	for _, share := range []float32{1, 0.85, 0.7, 0.55} {
		var high, wide float32
		lines = r.middleAt(side, share)
		for _, t := range lines {
			m := t.MinSize()
			high, wide = high+m.Height, max(wide, m.Width)
		}
		if high <= wordsIn*side && wide <= wordsIn*side*1.02 {
			break
		}
	}
	return lines
}

// middleAt are the same words at a share of their size.
func (r *wheelRenderer) middleAt(side, share float32) (lines []*canvas.Text) {
	add := func(words string, name fyne.ThemeSizeName, ink fyne.ThemeColorName, bold bool) {
		size, style := theme.SizeNow(name)*share, fyne.TextStyle{Bold: bold}
		for _, line := range broken(words, wordsIn*side, size, style) {
			t := canvas.NewText(line, theme.Now(ink))
			t.TextSize, t.TextStyle = size, style
			lines = append(lines, t)
		}
	}
	if r.w.at >= len(r.w.marks) {
		add(r.w.kit.Text.T("month."+strconv.Itoa(int(r.w.today.Month()))), theme.SizeTitle, theme.Ink, true)
		add(strconv.Itoa(r.w.today.Year()), theme.SizeBody, theme.Muted, false)
		return lines
	}
	m := r.w.marks[r.w.at]
	add(m.Name, theme.SizeBody, theme.Ink, true)
	add(m.When, theme.SizeSmall, theme.Muted, false)
	add(m.State, theme.SizeSmall, theme.Ink, false)
	return lines
}

// broken breaks words into lines that are no wider than room, where spaces let it.
func broken(words string, room, size float32, style fyne.TextStyle) (lines []string) {
	for _, word := range strings.Fields(words) {
		if n := len(lines); n > 0 && fyne.MeasureText(lines[n-1]+" "+word, size, style).Width <= room {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// paint draws ring and sun for a size in pixels; borders are softened over
// one pixel.
func (r *wheelRenderer) paint(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	half := float64(min(w, h)) / 2
	if half < 1 {
		return img
	}
	pixel := 1 / half
	now := int(r.w.today.Month()) - 1
	month, other := toNRGBA(theme.Now(theme.Action)), toNRGBA(theme.Now(theme.Hover))
	sun := toNRGBA(theme.Now(theme.Attention))
	a := turn(r.w.today) * 2 * math.Pi
	sunX, sunY := sunAt*math.Sin(a), -sunAt*math.Cos(a)
	for y := range h {
		for x := range w {
			px, py := (float64(x)+0.5)/half-1, (float64(y)+0.5)/half-1
			radius := math.Hypot(px, py)
			if cover := sunCover(math.Hypot(px-sunX, py-sunY), math.Atan2(py-sunY, px-sunX), pixel); cover > 0 {
				img.SetNRGBA(x, y, fadeTo(sun, cover))
				continue
			}
			cover := min(edge(radius-ringInner, pixel), edge(ringOuter-radius, pixel))
			if cover <= 0 {
				continue
			}
			t := math.Atan2(px, -py) / (2 * math.Pi) * 12
			if t < 0 {
				t += 12
			}
			i := int(t) % 12
			within := min(t-math.Floor(t), math.Ceil(t)-t) / 12 * 2 * math.Pi * radius
			cover = min(cover, edge(within-ringGap*math.Pi*radius, pixel))
			if cover > 0 {
				c := other
				if i == now {
					c = month
				}
				img.SetNRGBA(x, y, fadeTo(c, cover))
			}
		}
	}
	return img
}

// sunCover is the sun's share of a pixel at a distance and an angle from its
// middle: a disc with eight short rays.
func sunCover(distance, angle, pixel float64) float64 {
	disc := edge(sunSize*0.62-distance, pixel)
	if disc > 0 {
		return disc
	}
	if distance < sunSize*0.8 || distance > sunSize*1.25 {
		return 0
	}
	off := math.Abs(math.Remainder(angle, math.Pi/4)) * distance
	return edge(sunSize*0.13-off, pixel)
}

// edge is 1 well inside a border, 0 well outside, and in between over a pixel.
func edge(inside, pixel float64) float64 { return min(max(inside/pixel+0.5, 0), 1) }

func toNRGBA(c color.Color) color.NRGBA {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	return n
}

func fadeTo(c color.NRGBA, cover float64) color.NRGBA {
	c.A = uint8(float64(c.A) * cover)
	return c
}

func (r *wheelRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ring}
	for _, t := range slices.Concat(r.names, r.words) {
		all = append(all, t)
	}
	for _, s := range r.signs {
		all = append(all, s.objects()...)
	}
	return all
}

func (r *wheelRenderer) Destroy() {}
