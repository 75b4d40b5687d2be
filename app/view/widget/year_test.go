package widget_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

func marks(at ...time.Time) []widget.YearMark {
	var list []widget.YearMark
	for i, t := range at {
		list = append(list, widget.YearMark{ID: "m", Name: "Seminarium", When: "20 april 2027", State: "nu", Shape: widget.MarkShape(i % 3), At: t})
	}
	return list
}

// However a unit's dates lie, also all on one day, no mark hides another.
func TestMarksOfTheYearNeverHideEachOther(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	w := s.Kit.YearWheel("year", time.Date(2027, 3, 12, 12, 0, 0, 0, time.Local), nil, nil)
	s.Show(widget.Column(w))
	chance := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		var at []time.Time
		for range 12 {
			day := chance.IntN(365)
			if n%3 == 0 {
				day = 79 + chance.IntN(10) // crowded
			}
			at = append(at, time.Date(2027, 1, 1+day, 12, 0, 0, 0, time.Local))
		}
		if n == 0 {
			for i := range at {
				at[i] = at[0]
			}
		}
		w.Set(marks(at...), 0)
		places, radius := widget.PlacesOf(w)
		for i, a := range places {
			if a.X < radius || a.Y < radius || a.X > w.Size().Width-radius || a.Y > w.Size().Height-radius {
				t.Fatalf("%d: a mark lies outside the wheel: %v", n, a)
			}
			for _, b := range places[i+1:] {
				if d := math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)); d < float64(2*radius) {
					t.Fatalf("%d: two marks are %.1f apart, each with a radius of %.1f", n, d, radius)
				}
			}
		}
	}
}

func TestAMarkThatIsClickedStandsOut(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	moved := -1
	at := []time.Time{time.Date(2027, 1, 12, 12, 0, 0, 0, time.Local), time.Date(2027, 4, 20, 12, 0, 0, 0, time.Local), time.Date(2027, 9, 15, 12, 0, 0, 0, time.Local)}
	today := at[0]
	w := s.Kit.YearWheel("year", today, func(i int) { moved = i }, func(int) {})
	w.Set(marks(at...), 0)
	s.Show(widget.Column(w))
	places, _ := widget.PlacesOf(w)
	w.Tapped(&fyne.PointEvent{Position: places[2]})
	if moved != 2 || w.At() != 2 || s.Focused() != "year" {
		t.Errorf("moved to %d, at %d, focus %q", moved, w.At(), s.Focused())
	}
	w.Tapped(&fyne.PointEvent{Position: fyne.NewPos(w.Size().Width/2, w.Size().Height/2)})
	if w.At() != 2 {
		t.Error("a click in the middle moved it")
	}

	l := s.Kit.YearList("list", today, func(i int) { moved = i }, func(int) {})
	l.Set(marks(at...), 0)
	s.Show(widget.Column(l))
	l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(30, l.Size().Height*0.5)})
	if moved != 1 || l.At() != 1 {
		t.Errorf("the list moved to %d", l.At())
	}
}

func TestAYearWithoutActivitiesStandsStill(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	today := time.Date(2027, 3, 12, 12, 0, 0, 0, time.Local)
	never := func(int) { t.Error("something was opened") }
	for id, y := range map[string]widget.Year{"wheel": s.Kit.YearWheel("wheel", today, never, never), "list": s.Kit.YearList("list", today, never, never)} {
		s.Show(widget.Column(y))
		s.Focus(id)
		for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyEnd, fyne.KeyReturn} {
			s.Key(k)
		}
	}
}
