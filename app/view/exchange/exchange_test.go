package exchange_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view"
	"barnrost/app/view/exchange"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

type stage struct {
	*viewtest.Stage
	paper   transcript.Paper
	readErr error
	file    string
	name    string
	wrong   error

	picked  int
	saved   map[string]string
	taken   []transcript.Utterance
	names   transcript.Names
	replace bool
	backs   int
}

func (s *stage) pick(_ widget.Pick, then func(string)) {
	s.picked++
	then("/media/usb/" + s.name)
}

type work struct{}

func (work) Set(int64, int64) {}
func (work) Done()            {}

func open(t *testing.T, lang app.Language, mode theme.Mode, s *stage, in bool) *stage {
	t.Helper()
	s.Stage, s.saved = viewtest.New(t, lang, mode), map[string]string{}
	s.paper.Title = "TALL-27"
	words := func(sp transcript.Speaker) string { return s.Text.T("speaker." + string(sp)) }
	s.paper.Speaker = words
	start := func(string, func()) widget.Work { return work{} }
	read := func(context.Context) (transcript.Paper, error) { return s.paper, s.readErr }
	room := func() view.Room {
		if in {
			return exchange.NewIn(exchange.InDeps{Bus: s.Bus, Kit: s.Kit, Window: s.Window, Read: read, Pick: s.pick, Start: start, Problem: func(error) {}, Back: func() { s.backs++ },
				Open: func(context.Context, string) ([]byte, error) { return []byte(s.file), s.wrong },
				Take: func(_ context.Context, _ format.Kind, list []transcript.Utterance, names transcript.Names, replace bool) error {
					s.taken, s.names, s.replace = list, names, replace
					return s.wrong
				}})
		}
		return exchange.NewOut(exchange.OutDeps{Bus: s.Bus, Kit: s.Kit, Window: s.Window, Read: read, Pick: s.pick, Start: start, Problem: func(error) {}, Back: func() { s.backs++ },
			Save: func(_ context.Context, folder string, k format.Kind, data []byte) (string, error) {
				if s.wrong != nil {
					return "", s.wrong
				}
				s.saved[folder] = string(data)
				return folder + "/TALL-27." + string(k), nil
			}})
	}
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	frame.Enter([]view.Place{{ID: "exchange", Open: room}}, "exchange")
	if in {
		s.Wait("the room", func() bool {
			return s.Traced("in ready") || s.readErr != nil && strings.Contains(s.Words(), s.Text.T("error.blocked.what"))
		})
	} else {
		s.WaitTrace("out ready")
	}
	return s
}

func said() transcript.Paper {
	return transcript.Paper{Utterances: []transcript.Utterance{
		{ID: 1, Speaker: transcript.Interviewer, Start: 1000, End: 4000, Text: "Vad gör du på rasterna?"},
		{ID: 2, Speaker: transcript.Child, Start: 4000, End: 9120, Text: "Gungar. [nickar]"},
		{ID: 3, Speaker: transcript.Interviewer, Start: 9120, Text: "Berätta mer."},
	}}
}

func TestNothingLeavesBeforeTheTickAndTheWarningIsThere(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{paper: said()}, false)
	for _, words := range []string{"läsbar för alla", "inte avidentifierad", "du som ansvarar"} {
		if !strings.Contains(s.Words(), words) {
			t.Errorf("the room does not say %q", words)
		}
	}
	s.Focus("out.save")
	s.Key(fyne.KeyReturn)
	if s.picked != 0 || len(s.saved) != 0 {
		t.Fatalf("it asked %d times and saved %v without a tick", s.picked, s.saved)
	}
	s.Focus("out.agree")
	s.Key(fyne.KeySpace)
	s.Press("out.save")
	s.WaitTrace("file saved")
	if got := s.saved["/media/usb/"]; !strings.Contains(got, "[00:00:04.000 --> 00:00:09.120] Barn: Gungar. [nickar]\r\n") {
		t.Errorf("saved %q", got)
	}
	if !strings.Contains(s.Words(), "Filen är sparad: /media/usb//TALL-27.txt") {
		t.Errorf("it says\n%s", s.Words())
	}
}

func TestThePreviewAndTheLossesFollowTheForm(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{paper: said()}, false)
	s.Focus("out.format")
	for range 5 {
		s.Key(fyne.KeyRight)
	}
	words := s.Words()
	if !strings.Contains(words, "00:00:04,000 --> 00:00:09,120") || !strings.Contains(words, "står som ord i texten") || !strings.Contains(words, "1 replik har inget känt slut") {
		t.Errorf("SRT is shown as\n%s", words)
	}
}

func TestATextThatIsLockedAwayIsNeitherShownNorSaved(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{readErr: app.Fail(app.CodeBlocked, nil)}, false)
	if s.Control("out.save") != nil || !strings.Contains(s.Words(), s.Text.T("error.blocked.what")) {
		t.Errorf("it shows\n%s", s.Words())
	}
}

func TestAFileThatCannotBeWrittenIsToldInWords(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{paper: said(), wrong: app.Fail(app.CodeFileNoRoom, nil)}, false)
	s.Focus("out.agree")
	s.Key(fyne.KeySpace)
	s.Press("out.save")
	s.Wait("the words", func() bool { return strings.Contains(s.Words(), s.Text.T("error.file-no-room.what")) })
}

const brought = "[00:00:01] Kim: Hej\n[00:00:04] B: ja\n[00:00:06] Kim: Bra\n[00:00:09] Sak: en till"

func TestWhoIsWhoIsAskedAndANameThatIsNoneStaysInTheText(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{file: brought, name: "a.txt"}, true)
	s.Press("in.pick")
	s.WaitTrace("in found 4")
	if words := s.Words(); !strings.Contains(words, "Kim (2 gånger)") || !strings.Contains(words, "00:04 Barn: ja") {
		t.Errorf("it shows\n%s", words)
	}
	s.Press("in.take")
	s.WaitTrace("in taken")
	got := fmt.Sprint(s.taken)
	if want := "[{1 other 1000 0 Hej} {2 child 4000 0 ja} {3 other 6000 0 Bra} {4 other 9000 0 Sak: en till}]"; got != want {
		t.Errorf("taken %s, not %s", got, want)
	}
	if s.names.Of(transcript.Other) != "Kim" || s.names.Of(transcript.Child) != "" || s.replace || s.backs != 1 {
		t.Errorf("names %v, replace %v, back %d times", s.names, s.replace, s.backs)
	}
}

func TestATextThatIsThereIsReplacedOnlyWhenAskedTo(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{paper: said(), file: brought, name: "a.txt"}, true)
	s.Press("in.pick")
	s.WaitTrace("in found 4")
	s.Focus("in.where")
	s.Key(fyne.KeyRight)
	s.Press("in.take")
	s.WaitTrace("in taken")
	if !s.replace {
		t.Error("it was not replaced")
	}
}

func TestAFileThatIsNoneIsRefusedAndAnotherCanBeChosen(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &stage{file: "\x89PNG\x00\x00", name: "bild.txt"}, true)
	s.Press("in.pick")
	s.Wait("the words", func() bool { return strings.Contains(s.Words(), s.Text.T("error.not-a-transcript.what")) })
	s.Must("in.pick")
}

func TestPicturesOfTheRooms(t *testing.T) {
	for _, look := range []struct {
		lang app.Language
		mode theme.Mode
	}{{app.Swedish, theme.Light}, {app.English, theme.Dark}} {
		s := open(t, look.lang, look.mode, &stage{paper: said()}, false)
		s.Shot("out-"+string(look.lang), 1)
		s = open(t, look.lang, look.mode, &stage{paper: said(), file: brought, name: "skrivet i f4.txt"}, true)
		s.Shot("in-first-"+string(look.lang), 1)
		s.Press("in.pick")
		s.WaitTrace("in found")
		s.Shot("in-"+string(look.lang), 1)
	}
}
