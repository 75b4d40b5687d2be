package logbook_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/logbook"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

var when = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)

// diary is a log of n rows about two interviews, the newest first.
func diary(n int) []app.LogEntry {
	acts := []app.Act{app.ActOpened, app.ActPlayed, app.ActEdited, app.ActExported}
	var all []app.LogEntry
	for i := n; i > 0; i-- {
		e := app.LogEntry{Seq: int64(i), At: when.Add(time.Duration(i) * time.Minute), Act: acts[i%4], Code: []string{"TALL-27", "EK-31"}[i%2]}
		if e.Act == app.ActExported {
			e.Detail, e.Person = "sol-ek-båt-sand", "Maj Påhittad"
		}
		all = append(all, e)
	}
	return all
}

type stage struct {
	*viewtest.Stage
	entries []app.LogEntry
	err     error
	table   [][]string
	picked  widget.Pick
	wrong   error
	works   []string
	backs   int
	now     time.Time
	hold    chan struct{} // keeps the log from coming, if set
}

func newStage(t testing.TB, lang app.Language, mode theme.Mode, entries []app.LogEntry) *stage {
	return &stage{Stage: viewtest.New(t, lang, mode), entries: entries, now: when}
}

func (s *stage) open() *view.Frame {
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	room := func() view.Room {
		return logbook.New(logbook.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Back: func() { s.backs++ },
			Log: func(ctx context.Context, p func(int64, int64)) ([]app.LogEntry, error) {
				if s.hold != nil {
					p(1, 2)
					select {
					case <-s.hold:
					case <-ctx.Done():
						return nil, app.Fail(app.CodeCancelled, ctx.Err())
					}
				}
				return s.entries, s.err
			},
			Save: func(_ context.Context, folder string, table [][]string, rows int) (string, error) {
				if s.wrong != nil {
					return "", s.wrong
				}
				s.table = table
				s.entries = append([]app.LogEntry{{Seq: s.entries[0].Seq + 1, At: when.Add(24 * time.Hour), Act: app.ActLogSaved, Detail: fmt.Sprint(rows)}}, s.entries...)
				return folder + "/barnrost-logg.csv", nil
			},
			Pick: func(p widget.Pick, then func(string)) { s.picked = p; then("/media/usb") },
			Work: func(label string, _ func()) widget.Work { s.works = append(s.works, label); return nothing{} },
			Now:  func() time.Time { s.now = s.now.Add(time.Second); return s.now },
		})
	}
	frame.Enter([]view.Place{{ID: "log", Open: room, Wide: true, Hidden: true}}, "log")
	return frame
}

type nothing struct{}

func (nothing) Set(int64, int64) {}
func (nothing) Done()            {}

func (s *stage) shows(words ...string) {
	s.T.Helper()
	for _, w := range words {
		if !strings.Contains(s.Words(), w) {
			s.T.Errorf("%q is not shown:\n%s", w, s.Words())
		}
	}
}

func TestThousandsOfRowsAreWalkedByKeysAndFewExist(t *testing.T) {
	s := newStage(t, app.Swedish, theme.Light, diary(12_345))
	s.open()
	s.WaitTrace("log read 12345")
	if s.Focused() != "log.rows" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	s.shows("12345 av 12345 rader")
	s.Key(fyne.KeyDown)
	s.shows("Loggens rader: Transkribering öppnad – TALL-27, 21 mars 2027 03:46")
	s.Key(fyne.KeyEnd)
	s.shows("Loggens rader: Ljud uppspelat – EK-31, 12 mars 2027 14:03")
	s.Key(fyne.KeyPageUp)
	s.Key(fyne.KeyHome)
	s.shows("Loggens rader: Ljud uppspelat – EK-31, 21 mars 2027")
	if n := strings.Count(s.Words(), "mars 2027"); n > 40 {
		t.Errorf("%d rows exist at once", n)
	}
	s.Shot("log", 1)
}

func TestTheLogIsSiftedByInterviewAndKind(t *testing.T) {
	s := newStage(t, app.Swedish, theme.Light, diary(40))
	s.open()
	s.WaitTrace("log read 40")
	s.Focus("log.interview")
	s.Key(fyne.KeyRight)
	s.WaitTrace("log shown 20")
	s.shows("20 av 40 rader")
	s.Focus("log.act")
	s.Key(fyne.KeyRight)
	s.WaitTrace("log shown 10")
	if strings.Contains(s.Words(), "TALL-27, 12") || strings.Contains(s.Words(), "– TALL-27") {
		t.Errorf("another interview is shown:\n%s", s.Words())
	}
}

func TestWhatIsSavedIsWhatIsShownAndExcelReadsIt(t *testing.T) {
	all := diary(4)
	all[0].Detail, all[0].Person = "=HYPERLINK(1)", ""
	s := newStage(t, app.Swedish, theme.Light, all)
	s.open()
	s.WaitTrace("log read 4")
	s.Press("log.save")
	s.WaitTrace("log read 5")
	s.shows("Loggen ligger här: /media/usb/barnrost-logg.csv", "Loggen sparad som fil", "4 rader")
	if s.Focused() != "log.save" {
		t.Errorf("the focus is on %q", s.Focused())
	}
	if !s.picked.Folder || !strings.Contains(s.picked.Hint, "loggens 4 rader") || !strings.Contains(s.picked.Hint, "inte krypterad") {
		t.Errorf("asked %+v", s.picked)
	}
	var b bytes.Buffer
	if err := app.WriteTable(&b, s.table); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
	r.Comma = ';'
	got, err := r.ReadAll()
	if err != nil || len(got) != 5 || len(got[0]) != 9 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	if want := []string{"2", "2027-03-12 14:04:00", when.Add(2 * time.Minute).UTC().Format(time.RFC3339), "Transkribering ändrad", "edited", "TALL-27", "", "", "hel"}; !slices.Equal(got[3], want) {
		t.Errorf("row 2 is %q, want %q", got[3], want)
	}
	if got[1][6] != "'=HYPERLINK(1)" || got[1][7] != "'=HYPERLINK(1)" {
		t.Errorf("a formula got through: %q", got[1])
	}

	s.Focus("log.interview")
	s.Key(fyne.KeyRight)
	s.Press("log.save")
	s.WaitTrace("log read 6")
	if len(s.table) != 3 {
		t.Errorf("saved %d lines, want the head and two rows", len(s.table))
	}
	if !strings.Contains(s.picked.Hint, "2 rader som visas") {
		t.Errorf("asked %q", s.picked.Hint)
	}
}

func TestAFileThatCouldNotBeSavedIsTold(t *testing.T) {
	s := newStage(t, app.Swedish, theme.Light, diary(4))
	s.wrong = app.Fail(app.CodeFileNoRoom, nil)
	s.open()
	s.WaitTrace("log read 4")
	s.Press("log.save")
	s.WaitTrace("problem file-no-room")
	s.shows("fick inte plats", "4 av 4 rader")
}

func TestABrokenChainIsToldWithItsPlaceAndTheSoundRowsStay(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		all := diary(6)
		all[2] = app.LogEntry{Seq: 4, At: all[3].At, Until: all[1].At, Broken: true}
		all[4].Broken = true
		s := newStage(t, lang, theme.Dark, all)
		s.open()
		s.WaitTrace("log read 6")
		if lang == app.Swedish {
			s.shows("Loggen är bruten på 2 ställen", "Rad 4 är ändrad eller borta", "mellan 12 mars 2027 14:05 och 12 mars 2027 14:07", "Vid rad 2", "kedjan stämmer inte här", "6 av 6 rader")
		}
		s.Focus("log.act") // a broken row is never sifted away
		s.Key(fyne.KeyRight)
		s.WaitTrace(map[app.Language]string{app.Swedish: "log shown 4", app.English: "log shown 3"}[lang])
		if lang == app.Swedish {
			s.shows("Rad 4 är ändrad eller borta., Den skrevs")
		}
		if i := strings.Index(s.Words(), "‹"); i >= 0 {
			t.Errorf("%s: a key without words: %.60s", lang, s.Words()[i:])
		}
		s.Shot("log-broken-"+string(lang), 1)
	}
}

func TestWhatTakesTimeShowsItsProgressAndEndsWithTheRoom(t *testing.T) {
	s := newStage(t, app.Swedish, theme.Light, diary(4))
	s.hold = make(chan struct{})
	frame := s.open()
	s.Wait("the progress", func() bool { return len(s.works) > 0 })
	if s.works[0] != "Läser loggen" {
		t.Errorf("works %q", s.works)
	}
	s.Press("log.back")
	if s.backs != 1 {
		t.Error("there is no way back meanwhile")
	}
	frame.Close()
	close(s.hold)
	if n := s.Bus.Listeners(); n != 0 {
		t.Errorf("%d listeners stay", n)
	}
}

func TestALogThatCannotBeReadSaysSo(t *testing.T) {
	s := newStage(t, app.Swedish, theme.Light, nil)
	s.err = app.Fail(app.CodeDiskTrouble, nil)
	s.open()
	s.WaitTrace("problem disk-trouble")
	if s.Focused() != "log.back" {
		t.Errorf("the focus is on %q", s.Focused())
	}
}

func TestALongRowIsWrittenOutWhereTheListIsNarrow(t *testing.T) {
	all := diary(4)
	s := newStage(t, app.Swedish, theme.Light, all)
	s.Size(480, 700)
	s.open()
	s.WaitTrace("log read 4")
	s.Key(fyne.KeyDown)
	if !strings.Contains(s.Words(), "\nSkickad – EK-31. 12 mars 2027 14:05, Maj Påhittad") {
		t.Errorf("the row is cut short and nowhere whole:\n%s", s.Words())
	}
	s.Shot("log-narrow", 2)
}
