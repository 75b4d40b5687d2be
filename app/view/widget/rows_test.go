package widget_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// ledger is a list of n rows; asked counts how often a row's words were wanted.
func ledger(t testing.TB, n int) (s *viewtest.Stage, r *widget.Rows, asked *int) {
	s, asked = viewtest.New(t, app.Swedish, theme.Light), new(int)
	r = s.Kit.Rows("r", "Raderna", func(i int) widget.RowText {
		*asked++
		return widget.RowText{Title: fmt.Sprintf("Rad %d", i), Detail: fmt.Sprintf("om %d", i), Alert: i%10 == 3}
	})
	r.SetLength(n)
	s.Show(r)
	s.Settle()
	return s, r, asked
}

func TestRowsAreWalkedByKeysAndOnlyThoseInSightExist(t *testing.T) {
	s, r, _ := ledger(t, 50_000)
	var moved []int
	r.OnMove = func(i int) { moved = append(moved, i) }
	s.Focus("r")
	for _, step := range []struct {
		key fyne.KeyName
		at  int
	}{
		{fyne.KeyUp, 0}, {fyne.KeyDown, 1}, {fyne.KeyEnd, 49_999}, {fyne.KeyDown, 49_999}, {fyne.KeyUp, 49_998}, {fyne.KeyHome, 0},
	} {
		s.Key(step.key)
		if r.At() != step.at || !strings.Contains(s.Words(), fmt.Sprintf("\nRad %d, om %d\n", step.at, step.at)) {
			t.Errorf("%s: row %d, want %d in sight", step.key, r.At(), step.at)
		}
	}
	s.Key(fyne.KeyPageDown)
	page := r.At()
	s.Key(fyne.KeyPageUp)
	if page < 5 || r.At() != 0 {
		t.Errorf("a page is %d rows, and back is row %d", page, r.At())
	}
	if len(moved) != 6 { // where nothing moved nothing is told
		t.Errorf("told of %v", moved)
	}
	if n := strings.Count(s.Words(), "\nRad "); n > 60 {
		t.Errorf("%d rows exist at once", n)
	}
	r.SetLength(0)
	s.Key(fyne.KeyDown)
	if got := r.AccessibilityLabel(); got != "Raderna" || r.At() != 0 {
		t.Errorf("an empty list says %q at %d", got, r.At())
	}
}

func TestRowsThatShrinkShowNothingOfWhatWasThere(t *testing.T) {
	s, r, _ := ledger(t, 500)
	s.Focus("r")
	s.Key(fyne.KeyEnd)
	r.SetLength(2)
	s.Settle()
	if w := s.Words(); strings.Contains(w, "Rad 499") || !strings.Contains(w, "Rad 1, om 1") || r.At() != 0 {
		t.Errorf("after shrinking:\n%s", w)
	}
	// Text of another size has rows of another height.
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, 2))
	r.SetLength(500)
	s.Settle()
	s.Key(fyne.KeyEnd)
	if !strings.Contains(s.Words(), "Rad 499, om 499") {
		t.Error("at twice the size the last row is out of sight")
	}
}

// One step in a list of fifty thousand asks for no more rows than are in sight.
func TestAStepInALongListCostsWhatIsInSight(t *testing.T) {
	s, _, asked := ledger(t, 50_000)
	s.Focus("r")
	*asked = 0
	s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if *asked > 100 {
		t.Errorf("a step asked for %d rows", *asked)
	}
}

func BenchmarkRowsPageDown(b *testing.B) {
	s, r, _ := ledger(b, 50_000)
	s.Focus("r")
	for b.Loop() {
		r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
		if r.At() == r.Length()-1 {
			r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		}
	}
}
