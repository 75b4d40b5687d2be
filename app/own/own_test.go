package own

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"barnrost/app"
)

// TestSplittingAndJoiningLosesNothing: whatever is typed and however it is
// shared, the answers come back as they are stored, each on one side alone.
func TestSplittingAndJoiningLosesNothing(t *testing.T) {
	texts := []string{"", " ", "Ett svar", "två\nrader", "\u0000 tre ", strings.Repeat("å", app.MaxReflection+9)}
	for range 500 {
		n, want := Notes{}, Notes{}
		for _, q := range app.ReflectionQuestions {
			note := Note{Text: texts[rand.N(len(texts))], Shared: rand.N(2) == 0}
			n[q] = note
			if note.Text = app.CleanNote(note.Text); note.Text != "" {
				want[q] = note
			}
		}
		private, shared := n.Split()
		if private.Check() != nil || shared.Check() != nil {
			t.Fatalf("%+v cannot be stored", n)
		}
		for q := range private {
			if _, both := shared[q]; both {
				t.Fatalf("%s lies on both sides", q)
			}
		}
		if got := Join(private, shared); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v became %+v", want, got)
		}
	}
}

// What should not happen, an answer on both sides, keeps both and shares neither.
func TestAnAnswerOnBothSidesIsKept(t *testing.T) {
	got := Join(app.Reflections{app.ReflectLearnt: "mitt"}, app.Reflections{app.ReflectLearnt: "vårt"})
	if n := got[app.ReflectLearnt]; n.Shared || !strings.Contains(n.Text, "mitt") || !strings.Contains(n.Text, "vårt") {
		t.Errorf("%+v", n)
	}
}

func TestAGuessIsShownOnceThereIsSomethingToCompareItWith(t *testing.T) {
	for step, want := range map[app.Step]bool{app.StepRecord: false, app.StepRunning: false, app.StepTranscribe: true, app.StepSend: true, app.StepDone: true} {
		if Revealed(step) != want {
			t.Errorf("%s: %v", step, !want)
		}
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	for name, a := range map[string]Aside{
		"untrimmed": {Guess: " x"}, "a bell": {Heard: "x\a"}, "a question": {Notes: app.Reflections{"ny": "x"}},
		"an empty answer": {Notes: app.Reflections{app.ReflectLearnt: ""}},
	} {
		if a.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
	if err := (Aside{Guess: "a\nb", Heard: "c", Notes: app.Reflections{app.ReflectLearnt: "d"}}).Check(); err != nil {
		t.Error(err)
	}
}
