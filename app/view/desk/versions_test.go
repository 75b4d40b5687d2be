package desk

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// kept lists the versions in the vault: why, name and words of each.
func (v *vault) kept(t *testing.T) (list []transcript.Version) {
	t.Helper()
	rows, err := v.Versions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		got, err := transcript.ParseVersion(r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, got)
	}
	return list
}

func (s *scene) keptVersions(n int) []transcript.Version {
	s.T.Helper()
	s.Wait("versions", func() bool { return len(s.v.kept(s.T.(*testing.T))) == n })
	return s.v.kept(s.T.(*testing.T))
}

func TestAVersionIsKeptEveryFiveMinutesOfChangesAndWhenTheTextIsLeft(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.clock.fire(snapshotEvery)
	s.write("hej")
	s.clock.fire(snapshotEvery)
	if got := s.keptVersions(1); got[0].Why != transcript.Regularly || got[0].Words != 1 {
		t.Fatalf("%+v", got)
	}
	s.clock.fire(snapshotEvery) // nothing has changed
	s.Settle()
	s.write(" du")
	s.room.Close()
	if got := v.kept(t); len(got) != 2 || got[1].Why != transcript.OnLeaving || got[1].Words != 2 {
		t.Fatalf("%+v", got)
	}
	open(t, v).room.Close() // nothing was changed
	if n := len(v.kept(t)); n != 2 {
		t.Errorf("looking alone kept a version: %d", n)
	}
}

func TestCtrlSNamesAVersionOrEnterAloneKeepsItWithout(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej")
	s.ctrl(fyne.KeyS)
	if s.Focused() != "version.name" {
		t.Fatalf("the focus is at %s", s.Focused())
	}
	for _, r := range "Före lunch" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.tape.playing = false
	s.Key(fyne.KeyF4) // the sound goes on being at hand
	if !s.tape.playing || s.Focused() != "version.name" {
		t.Errorf("F4 in the name: playing %v, focus %s", s.tape.playing, s.Focused())
	}
	s.Key(fyne.KeyReturn)
	s.Settle()
	if got := s.keptVersions(1); got[0].Name != "Före lunch" || got[0].Why != transcript.ByHand || s.Focused() != "desk.text" {
		t.Errorf("%+v, focus %s", got, s.Focused())
	}
	s.ctrl(fyne.KeyS)
	s.Key(fyne.KeyReturn)
	if got := s.keptVersions(2); got[1].Name != "" {
		t.Errorf("%+v", got)
	}
	s.ctrl(fyne.KeyF)
	s.ctrl(fyne.KeyS)
	if s.room.find.shown() || s.Focused() != "version.name" {
		t.Errorf("two strips are open, or the focus is at %s", s.Focused())
	}
	s.Key(fyne.KeyEscape)
	s.write("!")
	s.room.Close()
	if got := s.v.kept(t); len(got) != 3 || len(s.v.asked) != 2 {
		t.Errorf("Esc kept one: %d, %d asked for", len(got), len(s.v.asked))
	}
	if strings.Contains(s.Trace(), "lunch") {
		t.Error("a version's name stands in the trace")
	}
}

// away opens the view of versions and waits for its list.
func (s *scene) toVersions() {
	s.T.Helper()
	s.room.side.fold([]string{})
	s.Settle()
	s.Press("desk.versions")
	s.WaitTrace("versions shown")
}

func TestAVersionIsComparedAndPutBackInOneStepAndWhatWasThereIsKept(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("det röda huset")
	s.ctrl(fyne.KeyS)
	s.Key(fyne.KeyReturn)
	s.keptVersions(1)
	for range len("huset") {
		s.hit(fyne.KeyBackspace, 0)
	}
	s.write("taket och mer")
	s.hit(fyne.KeyReturn, 0)
	s.write("ja visst")
	s.tape.playing = true
	s.toVersions()
	if s.tape.playing {
		t.Error("the sound goes on though its keys are not there")
	}
	words := s.Words()
	for _, want := range []string{"Sparad av dig", "Tillkommen", "Ändrad", "Då", "Nu", "huset", "taket och mer", "Sedan dess: 1 replik tillkom, 1 ändrades, 5 ord in och 1 ut"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not said in\n%s", want, words)
		}
	}
	s.Press("versions.restore")
	s.WaitTrace("desk restored")
	if s.room.doc.Len() != 1 || s.room.doc.At(0).Text != "det röda huset" || s.Focused() != "desk.text" {
		t.Fatalf("it says %+v, focus %s", s.room.doc.Utterances(), s.Focused())
	}
	got := s.keptVersions(2)
	if got[0].Why != transcript.BeforeRestore || got[0].Words != 7 {
		t.Errorf("what was there: %+v", got[0])
	}
	s.ctrl(fyne.KeyZ)
	if s.room.doc.Len() != 2 || s.room.doc.At(1).Text != "ja visst" {
		t.Errorf("undo gave %+v", s.room.doc.Utterances())
	}
	s.ctrl(fyne.KeyY)
	s.room.Close()
	if got := v.text(t); got != "0 interviewer: det röda huset" {
		t.Errorf("the vault holds %q", got)
	}
}

func TestTheVersionsAreLeftByEscAndNothingIsTypedMeanwhile(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej")
	s.ctrl(fyne.KeyS)
	s.Key(fyne.KeyReturn)
	s.keptVersions(1)
	s.toVersions()
	s.room.Rune('x')
	s.room.Key(&fyne.KeyEvent{Name: fyne.KeyF4})
	if s.room.doc.At(0).Text != "hej" || s.tape.playing {
		t.Error("a key went through to the text")
	}
	if !strings.Contains(s.Words(), "samma sak som texten nu") {
		t.Errorf("it says\n%s", s.Words())
	}
	s.Focus("versions.back")
	s.Key(fyne.KeyEscape)
	s.Settle()
	s.write("!")
	if s.room.doc.At(0).Text != "hej!" {
		t.Errorf("back in the text it says %q", s.room.doc.At(0).Text)
	}
	s.room.showVersions()
	s.room.Close() // from within the view
	if got := s.v.text(t); got != "0 interviewer: hej!" {
		t.Errorf("the vault holds %q", got)
	}
}

func TestWhereOneIsIsWrittenEveryFewSecondsAndOnlyWhenItChanged(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("ett två tre")
	s.tape.at, s.tape.speed = 61_000, 0.7
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID, Pos: 4})
	s.second()
	if s.clock.fire(stateEvery) != 1 {
		t.Fatal("nothing is due")
	}
	s.Wait("the state", func() bool { raw, err := v.Desk(); return err == nil && len(raw) > 0 })
	// No Close: the power is cut here.
	raw, _ := v.Desk()
	wrote := &raw[0]
	s.clock.fire(stateEvery)
	s.Settle()
	if raw, _ := v.Desk(); &raw[0] != wrote {
		t.Error("the same was written again")
	}
	again := open(t, v)
	if c := again.room.list.Caret(); again.tape.at != 61_000 || again.tape.speed != 0.7 || c.Pos != 4 {
		t.Errorf("back at %d, %v, %v", again.tape.at, again.tape.speed, c)
	}
	again.room.Close()
	s.room.Close()
}

func TestTheVersionsLookRight(t *testing.T) {
	for _, c := range []struct {
		lang app.Language
		mode theme.Mode
	}{{app.Swedish, theme.Light}, {app.English, theme.Dark}} {
		v := &vault{}
		s := enter(t, v, c.lang, c.mode, nil)
		s.Size(1080, 736)
		s.WaitTrace("desk ready")
		s.write("jag tror att vi åkte till det röda huset vid sjön")
		s.hit(fyne.KeyReturn, 0)
		s.write("Hur var det där?")
		s.clock.fire(snapshotEvery)
		s.keptVersions(1)
		s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID, Pos: 49})
		for range len("huset vid sjön") {
			s.hit(fyne.KeyBackspace, 0)
		}
		s.write("taket, inte nära sjön")
		s.room.list.GoToEnd()
		s.ctrl(fyne.KeyS)
		s.Shot("version-name-"+string(c.lang)+"-"+string(c.mode), 1)
		s.Key(fyne.KeyReturn)
		s.keptVersions(2)
		s.hit(fyne.KeyReturn, 0)
		s.write("Ja.")
		s.toVersions()
		s.hit(fyne.KeyDown, 0)
		s.Settle()
		s.Wait("the older", func() bool { return s.Control("versions.go2") != nil })
		s.Shot("versions-"+string(c.lang)+"-"+string(c.mode), 1)
		s.room.Close()
	}
}

// BenchmarkOpenVersions is what opening the view takes off the UI goroutine: a
// hundred versions of an hour's interview, each a few words longer.
func BenchmarkOpenVersions(b *testing.B) {
	d := transcript.New()
	for i := range 700 {
		u := transcript.Utterance{Speaker: transcript.Speakers[i%2], Start: int64(i) * 5000, Text: strings.Repeat("så var det den gången ", 3)}
		if _, err := d.Insert(i, u); err != nil {
			b.Fatal(err)
		}
	}
	var rows [][]byte
	now := time.Unix(1_800_000_000, 0)
	for n := range 100 {
		if err := d.SetText(d.At(n*7).ID, "det var något helt annat den gången", now); err != nil {
			b.Fatal(err)
		}
		rows = append(rows, d.Keep(now.Add(time.Duration(n)*time.Minute), transcript.Regularly, "").Encode())
	}
	for b.Loop() {
		if len(listVersions(rows)) != 100 {
			b.Fatal("versions are missing")
		}
	}
}
