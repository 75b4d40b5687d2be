package desk

import (
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
)

func TestWorkIsCountedWhileSomethingIsDoneAndAMinuteAfterNothing(t *testing.T) {
	var w worktime
	now := time.Unix(1_800_000_000, 0)
	at := func(s int) { w.touch(now.Add(time.Duration(s) * time.Second)) }
	at(0)
	at(10)
	at(69) // thinking for 59 seconds is work
	if w.worked != 69*time.Second {
		t.Fatalf("%v", w.worked)
	}
	at(200) // away for two minutes is not
	at(203)
	if w.worked != 72*time.Second {
		t.Errorf("%v", w.worked)
	}
	at(100) // a clock that was set back
	at(101)
	if w.worked != 73*time.Second {
		t.Errorf("%v", w.worked)
	}
}

func TestWorkGoesOnWhereItWasLeftAndIsReadFromTheVault(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.now = s.now.Add(time.Second)
	s.write("ett två tre")
	s.now = s.now.Add(30 * time.Second)
	s.tape.playing = true
	s.room.heard(app.PlaybackChanged{})
	s.room.Close()
	raw, err := v.Desk()
	if err != nil {
		t.Fatal(err)
	}
	first := WorkOf(raw)
	if first.Worked < 30_000 || first.Worked > 35_000 || first.Sound != 120_000 || first.Covered != 7_750 {
		t.Fatalf("%+v", first)
	}
	again := open(t, v)
	again.write("!")
	again.now = again.now.Add(20 * time.Second)
	again.write("!")
	again.room.Close()
	if raw, err = v.Desk(); err != nil || WorkOf(raw).Worked < first.Worked+20_000 {
		t.Errorf("%+v after %+v, %v", WorkOf(raw), first, err)
	}
	for _, bad := range []string{"", "{", `{"format":1,"worked_ms":-1}`, `{"format":1,"sound_ms":1,"covered_ms":2}`, `{"format":9,"worked_ms":5}`} {
		if got := WorkOf([]byte(bad)); got != (app.Work{}) {
			t.Errorf("%s gave %+v", bad, got)
		}
	}
}

func TestTheLineBelowTheTextTellsWordsWorkAndWhatIsLeft(t *testing.T) {
	const minute = 60_000
	s := enter(t, &vault{}, app.Swedish, "light", func(m *Material) { m.Sound = &tape{length: 20 * minute, speed: 1} })
	s.room.d.Latest = func() []app.Work { return []app.Work{{Worked: 250 * minute, Covered: 50 * minute, Sound: 50 * minute}} }
	s.WaitTrace("desk ready")
	s.write("hej")
	s.second()
	if got := s.room.foot.words.Text; got != "1 ord  ·  ungefär 1,5 timmar kvar" {
		t.Errorf("it says %q", got)
	}
	if _, err := s.room.doc.Insert(1, transcript.Utterance{Speaker: transcript.Child, Start: 5_000, End: 12 * minute, Text: "[nickar] ja du"}); err != nil {
		t.Fatal(err)
	}
	s.room.time.worked = 70 * time.Minute
	s.room.list.Reload()
	s.write("!")
	s.second()
	if got := s.room.foot.words.Text; !strings.HasPrefix(got, "3 ord  ·  arbetat 70 min  ·  ungefär ") {
		t.Errorf("it says %q", got)
	}
	s.room.doc.SetTimes(s.room.doc.At(1).ID, 5_000, 20*minute)
	s.write("!")
	s.second()
	if got := s.room.foot.words.Text; !strings.HasSuffix(got, "allt ljud har text") {
		t.Errorf("it says %q", got)
	}
	s.room.Close()
}

func TestTheSideCountsWordsBySpeakerUnderTheirNames(t *testing.T) {
	s := open(t, &vault{})
	s.write("hur var det")
	s.hit("Return", 0)
	s.write("bra [nickar]")
	if err := s.room.doc.SetName(transcript.Child, "Barn 1"); err != nil {
		t.Fatal(err)
	}
	s.room.side.fold([]string{})
	s.second()
	for _, want := range []string{"Intervjuare: 3 ord", "Barn 1: 1 ord"} {
		if !strings.Contains(s.Words(), want) {
			t.Errorf("%q is not in\n%s", want, s.Words())
		}
	}
	s.room.Close()
}

// The line below the text goes by what the side lists. What the text covers by
// itself, short silences with it, would say that nothing is left here.
func TestTheLineDoesNotSayThatAllHasTextWhileTheSideListsSpeechWithout(t *testing.T) {
	s := enter(t, &vault{}, app.Swedish, "light", func(m *Material) {
		m.Speech = transcript.Stretches{{From: 0, To: 8_000}, {From: 10_000, To: 14_000}, {From: 16_000, To: 120_000}}
	})
	s.WaitTrace("desk ready")
	s.write("hej du")
	if err := s.room.doc.SetTimes(s.room.doc.At(0).ID, 0, 8_000); err != nil {
		t.Fatal(err)
	}
	if _, err := s.room.doc.Insert(1, transcript.Utterance{Speaker: transcript.Child, Start: 16_000, End: 120_000, Text: "ja"}); err != nil {
		t.Fatal(err)
	}
	s.room.list.Reload()
	s.write("!")
	s.second()
	if got := transcript.Covered(s.room.doc.Utterances(), 120_000); got != 120_000 {
		t.Fatalf("the text alone covers %d", got)
	}
	all := func() bool { return strings.HasSuffix(s.room.foot.words.Text, "allt ljud har text") }
	if ms := s.room.coverage.wordless(); ms != 4_000 || all() {
		t.Errorf("%d ms of speech without text, and the line says %q", ms, s.room.foot.words.Text)
	}
	if err := s.room.doc.SetTimes(s.room.doc.At(0).ID, 0, 14_000); err != nil {
		t.Fatal(err)
	}
	s.write("!")
	s.second()
	if !all() {
		t.Errorf("with text everywhere it says %q", s.room.foot.words.Text)
	}
	s.room.Close()
}
