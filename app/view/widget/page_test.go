package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// talk is an interview of n utterances of very different lengths.
func talk(n int) []transcript.Utterance {
	var list []transcript.Utterance
	for i := range n {
		list = append(list, transcript.Utterance{
			ID: uint64(i + 1), Speaker: transcript.Speakers[i%2], Start: int64(i) * 1000, Text: strings.Repeat("ett ord och ett till ", 1+i*7%40),
		})
	}
	return list
}

// shown counts the rows that exist; the page's own label tells one of them.
func shown(s *viewtest.Stage) int {
	return strings.Count(s.Words(), " Intervjuare ett ord") + strings.Count(s.Words(), " Barn ett ord") - 1
}

func TestAPageKeepsTheRowOfTheArrowsInSight(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	p := s.Kit.Page("p", "Intervjun", talk(500), nil)
	s.Show(p)
	s.Focus("p")
	for _, step := range []struct {
		key  fyne.KeyName
		want string // the time of the row the arrows then stand on
		at   int
	}{
		{fyne.KeyDown, "00:01", 1}, {fyne.KeyUp, "00:00", 0}, {fyne.KeyUp, "00:00", 0}, {fyne.KeyEnd, "08:19", 499},
		{fyne.KeyDown, "08:19", 499}, {fyne.KeyHome, "00:00", 0},
	} {
		s.Key(step.key)
		if p.At() != step.at || !strings.Contains(s.Words(), "\n"+step.want+" ") {
			t.Errorf("%s: row %d, want %d with %s in sight", step.key, p.At(), step.at, step.want)
		}
	}
	for range 500 {
		s.Key(fyne.KeyPageDown)
		if p.At() == 499 {
			break
		}
	}
	if p.At() != 499 {
		t.Error("Page Down does not reach the end")
	}
	if n := shown(s); n > 60 {
		t.Errorf("%d rows exist at once", n)
	}
}

func TestAPageChoosesOnlyWhatCanBeChosen(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Light)
	p := s.Kit.Page("p", "Intervjun", talk(5), nil)
	var passed []fyne.KeyName
	s.Kit.OnKey = func(ev *fyne.KeyEvent) { passed = append(passed, ev.Name) }
	s.Show(p)
	s.Focus("p")
	s.Key(fyne.KeyReturn)
	if s.Traced("tap p") {
		t.Error("a page that nothing listens to was tapped")
	}
	var got []int
	p.OnChoose = func(i int) { got = append(got, i) }
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	p.KeyDown(enter)
	for range 5 { // held: Fyne repeats it
		p.TypedKey(enter)
	}
	p.KeyUp(enter)
	s.Key(fyne.KeyDown)
	s.Key(fyne.KeySpace)
	s.Rune(' ')
	s.Key(fyne.KeyEscape)
	if len(got) != 2 || got[0] != 0 || got[1] != 1 {
		t.Errorf("chose %v", got)
	}
	if len(passed) != 1 || passed[0] != fyne.KeyEscape {
		t.Errorf("passed on %v", passed)
	}
}

func TestAnEmptyPageTakesEveryKey(t *testing.T) {
	s := viewtest.New(t, app.Swedish, theme.Dark)
	p := s.Kit.Page("p", "Intervjun", nil, nil)
	p.OnChoose = func(int) { t.Error("something was chosen where nothing is") }
	s.Show(p)
	s.Focus("p")
	for _, k := range []fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyReturn} {
		s.Key(k)
	}
	p.SetNow(3)
	p.SetUtterances(talk(3), []transcript.Mark{{Kind: "nickar", At: 1500}})
	s.Settle()
	if shown(s) != 3 || !strings.Contains(s.Words(), "[nickar]") {
		t.Errorf("shows:\n%s", s.Words())
	}
}

func TestALineOfAPageHasAbout66Characters(t *testing.T) {
	viewtest.New(t, app.Swedish, theme.Light)
	text := "Sedan gick vi ut på gården och tittade på hönsen som sprang runt där"
	width := fyne.MeasureText(text, theme.SizeNow(theme.SizeBody), fyne.TextStyle{}).Width
	per := widget.PageWidth() / width * float32(len([]rune(text)))
	if per < 60 || per > 72 {
		t.Errorf("%.1f characters a line", per)
	}
}
