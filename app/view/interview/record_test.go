package interview_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

func TestARecordingFromFirstYesToSaved(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.tick()
	s.Press("record.start")
	s.WaitTrace("recording waiting")
	if strings.Contains(s.Words(), "Spelar in") {
		t.Error("it says that it records before sound has come")
	}
	s.phase(func(st *interview.State) { st.Phase, st.Millis, st.Level = interview.PhaseRecording, 754_000, -18 })
	s.WaitTrace("recording running")
	if !strings.Contains(s.Words(), "Spelar in 12:34") || !strings.Contains(s.Words(), "Ljudnivå: Lagom") {
		t.Errorf("words %s", s.Words())
	}
	s.Press("record.pause")
	s.WaitTrace("recording paused")
	if !strings.Contains(s.Words(), "Nu spelas inget in") {
		t.Error("it does not say that nothing is recorded")
	}
	s.Shot("interview-paused", 1)
	s.Press("record.pause")
	s.Press("record.stop")
	s.Press("record.end.no")
	if s.Traced("recording stopped") {
		t.Fatal("a no stopped it")
	}
	s.Press("record.stop")
	s.Press("record.end.yes")
	s.WaitTrace("recording stopped")
	if !strings.Contains(s.Words(), "Sparad, 34 min.") || s.Focused() != "interview.transcribe" {
		t.Errorf("focus %q, words %s", s.Focused(), s.Words())
	}
	s.Shot("interview-saved", 1)
}

func TestMarkersAndPauseHaveTheirKeys(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.recording()
	for _, k := range []fyne.KeyName{fyne.KeyN, fyne.KeyS, fyne.KeyV, fyne.KeyK, fyne.KeyI, fyne.KeyX} {
		s.Key(k)
	}
	if !slices.Equal(s.rec.marks, app.MarkerKinds) {
		t.Errorf("marked %v", s.rec.marks)
	}
	s.Hold(fyne.KeyN, 40)
	if len(s.rec.marks) != 6 {
		t.Errorf("a held key marked %d times", len(s.rec.marks)-5)
	}
	s.Window.Canvas().Unfocus()
	s.Key(fyne.KeyV)
	s.Press("mark.skratt")
	if got := s.rec.marks[6:]; !slices.Equal(got, []app.MarkerKind{"visar", "skratt"}) {
		t.Errorf("marked %v", got)
	}
	s.Key(fyne.KeyP)
	s.WaitTrace("recording paused")
	s.Key(fyne.KeyN)
	if len(s.rec.marks) != 8 {
		t.Error("a marker was set in a pause")
	}
	if !strings.Contains(s.Words(), "Skratt 12:34") {
		t.Error("the marker is not shown")
	}
}

func TestWhatIsWrongIsToldInWords(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.recording()
	s.phase(func(st *interview.State) { st.Warnings = []string{"quiet", "noisy"} })
	if !strings.Contains(s.Words(), "Rösten hörs svagt") || !strings.Contains(s.Words(), "mycket ljud i rummet") || !s.Traced("warning quiet") {
		t.Errorf("words %s", s.Words())
	}
	s.Shot("interview-warning", 1)
	s.phase(func(st *interview.State) {
		st.Warnings, st.Phase, st.Err = nil, interview.PhaseLost, app.Fail(app.CodeMicrophoneLost, nil)
	})
	s.WaitTrace("recording lost")
	if !s.Traced("problem microphone-lost") || !strings.Contains(s.Words(), "Allt fram till nu är sparat") {
		t.Errorf("words %s", s.Words())
	}
	s.Shot("interview-lost", 1)
	s.ClearTrace()
	s.phase(func(st *interview.State) { st.Phase, st.Err = interview.PhaseRecording, nil })
	s.WaitTrace("recording running")
	if strings.Contains(s.Words(), "Rösten hörs svagt") {
		t.Error("an old warning stays")
	}
}

func TestARecordingGoesOnWhenTheRoomIsLeftAndIsFoundAgain(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.recording()
	s.frame.Close()
	if s.Bus.Listeners() != 0 {
		t.Errorf("%d listeners left", s.Bus.Listeners())
	}
	if s.rec.State().Phase != interview.PhaseRecording {
		t.Fatal("leaving stopped the recording")
	}
	s.start(interview.At{New: true})
	if !strings.Contains(s.Words(), "Spelar in 12:34") {
		t.Errorf("words %s", s.Words())
	}
}

func TestAMicrophoneThatCannotBeOpenedLeavesEverythingAsItWas(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.tick()
	s.rec.failing = app.Fail(app.CodeNoMicrophone, nil)
	s.Press("record.start")
	s.WaitTrace("problem no-microphone")
	if s.Must("record.start").(*widget.Button).Disabled() {
		t.Error("it cannot be tried again")
	}
}

func TestADictaphonesFileBecomesTheRecording(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.WaitTrace("microphones")
	if !s.Must("wav.import").(*widget.Button).Disabled() {
		t.Error("a file can be imported without consent")
	}
	s.tick()
	s.Press("wav.import")
	s.WaitTrace("import done")
	if !strings.Contains(s.Words(), "Sparad, 34 min.") || strings.Contains(s.Words(), "Läser in") {
		t.Errorf("words %s", s.Words())
	}
}

func TestAWrongFileIsToldOf(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.tick()
	s.rec.failing = app.Fail(app.CodeNotAWav, nil)
	s.Press("wav.import")
	s.WaitTrace("problem not-a-wav")
	if s.Must("wav.import").(*widget.Button).Disabled() {
		t.Error("it cannot be tried again")
	}
}

func TestAnImportCanBeCancelled(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.tick()
	s.rec.begun = make(chan struct{})
	s.Press("wav.import")
	<-s.rec.begun
	s.Press("status.cancel")
	s.WaitTrace("import cancelled")
	if strings.Contains(s.Words(), "Läser in ljud") || s.Traced("import done") {
		t.Errorf("words %s", s.Words())
	}
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			name := string(lang) + "-" + string(mode)
			s := open(t, lang, mode, prepared(), atIt)
			s.tick()
			s.Press("sound.check")
			s.WaitTrace("sound fine")
			s.Focus("record.start")
			s.Shot("interview-prepare-"+name, 1)
			s.Size(640, 400)
			s.Shot("interview-prepare-200-"+name, 2)
			s.Size(1280, 800)
			s.Press("record.start")
			s.WaitTrace("recording waiting")
			s.phase(func(st *interview.State) { st.Phase, st.Millis, st.Level = interview.PhaseRecording, 754_000, -18 })
			s.Key(fyne.KeyN)
			s.Shot("interview-recording-"+name, 1)
			s.Size(640, 400)
			s.Shot("interview-recording-200-"+name, 2)
			if strings.Contains(s.Words(), "‹") {
				t.Errorf("%s: words are missing: %s", name, s.Words())
			}
		}
	}
}

func TestEverySignHasItsWord(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	states := []interview.State{
		{Phase: interview.PhaseWaiting}, {Phase: interview.PhaseRecording}, {Phase: interview.PhaseLost}, {Phase: interview.PhaseStopping},
	}
	for _, why := range app.GapReasons {
		if why.Paused() {
			states = append(states, interview.State{Phase: interview.PhasePaused, Pause: why})
		}
	}
	for _, st := range states {
		if _, key := st.Sign(); !s.Text.Has(key) {
			t.Errorf("%s %s has no word under %q", st.Phase, st.Pause, key)
		}
	}
}
