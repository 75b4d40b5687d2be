package widget

import (
	"image"
	"image/color"
	"math"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app/view/theme"
)

// YearWheel is the year as a ring of twelve months, January at the top and on
// clockwise, with a small sun on today.
type YearWheel struct {
	fw.BaseWidget
	kit   *Kit
	today time.Time
}

// YearWheel makes the wheel for a day.
func (k *Kit) YearWheel(today time.Time) *YearWheel {
	w := &YearWheel{kit: k, today: today.Local()}
	w.ExtendBaseWidget(w)
	return w
}

// turn is where in the year a day lies, 0 at the turn of the year and 1 at the
// next. Months are drawn alike, so a day is placed within its own month.
func turn(day time.Time) float64 {
	first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
	days := first.AddDate(0, 1, -1).Day()
	return (float64(day.Month()-1) + (float64(day.Day())-0.5)/float64(days)) / 12
}

// AccessibilityLabel implements [fyne.Accessible].
func (w *YearWheel) AccessibilityLabel() string {
	return w.kit.Text.T("wheel.label", "date", w.kit.Text.Date(w.today))
}

// AccessibilityRole implements [fyne.Accessible].
func (w *YearWheel) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Shares of the wheel's half side: the ring's borders, the middle of the
// months' names, and where the sun goes.
const (
	ringInner = 0.56
	ringOuter = 0.86
	ringNames = 0.71
	sunAt     = 0.93
	sunSize   = 0.05
	ringGap   = 0.008 // of a turn, between two months
)

// CreateRenderer implements [fyne.Widget].
func (w *YearWheel) CreateRenderer() fyne.WidgetRenderer {
	r := &wheelRenderer{w: w}
	r.ring = canvas.NewRaster(r.paint)
	for range 12 {
		r.names = append(r.names, canvas.NewText("", color.Black))
	}
	r.month = canvas.NewText("", color.Black)
	r.year = canvas.NewText("", color.Black)
	r.Refresh()
	return r
}

type wheelRenderer struct {
	w           *YearWheel
	ring        *canvas.Raster
	names       []*canvas.Text
	month, year *canvas.Text
}

func (r *wheelRenderer) side() float32 { return 300 + 40*(theme.SizeNow(theme.SizeBody)/16-1) }

func (r *wheelRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height)
	at := fyne.NewPos((size.Width-side)/2, 0)
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
	centre(r.month, 0, -0.06*half)
	centre(r.year, 0, 0.12*half)
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
	r.month.Text = r.w.kit.Text.T("month." + strconv.Itoa(now))
	r.month.TextSize, r.month.TextStyle = theme.SizeNow(theme.SizeTitle), fyne.TextStyle{Bold: true}
	r.year.Text = strconv.Itoa(r.w.today.Year())
	r.year.TextSize = theme.SizeNow(theme.SizeBody)
	r.month.Color, r.year.Color = theme.Now(theme.Ink), theme.Now(theme.Muted)
	r.month.Refresh()
	r.year.Refresh()
	r.Layout(r.w.Size())
	r.ring.Refresh()
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
	for _, n := range r.names {
		all = append(all, n)
	}
	return append(all, r.month, r.year)
}

func (r *wheelRenderer) Destroy() {}
