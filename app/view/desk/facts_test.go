package desk

import (
	"context"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

// desk with a way to the three facts, which is counted.
func openWithFacts(t *testing.T, asked *int) *scene {
	t.Helper()
	s := &scene{Stage: viewtest.New(t, app.Swedish, theme.Light), v: &vault{}, clock: &timers{}, now: time.Unix(1_800_000_000, 0)}
	s.tape = &tape{length: 120_000, speed: 1}
	d := Deps{Kit: s.Kit, Bus: s.Bus, Window: s.Window, Code: "TALL-27",
		Open: func(context.Context) (Material, error) {
			return Material{Text: s.v, Recording: recording(), Peaks: wavePeaks(), Sound: s.tape}, nil
		},
		Now:   func() time.Time { s.now = s.now.Add(100 * time.Millisecond); return s.now },
		Timer: s.clock.start,
	}
	if asked != nil {
		d.ThreeFacts = func() { *asked++ }
	}
	s.room = New(d)
	s.Show(s.room.Content())
	s.room.Focus()
	s.WaitTrace("desk ready")
	return s
}

func TestTheThreeFactsAreOfferedOnceAllWasHeardAndSomethingIsWritten(t *testing.T) {
	asked := 0
	s := openWithFacts(t, &asked)
	if s.Control("desk.facts.now") != nil {
		t.Error("they are offered before anything was heard")
	}
	s.write("Hej")
	s.second()
	s.Settle()
	s.listenTo(0, 60_000)
	if s.Control("desk.facts.now") != nil {
		t.Error("they are offered when half was heard")
	}
	s.listenTo(60_000, 120_000)
	s.Press("desk.facts.now")
	s.Focus("desk.side.facts")
	s.Key("Space")
	s.Press("desk.facts.show") // always there
	if asked != 2 {
		t.Errorf("they were shown %d times", asked)
	}
}

func TestWithoutAWayThereTheThreeFactsAreNotOffered(t *testing.T) {
	s := openWithFacts(t, nil)
	s.write("Hej")
	s.second()
	s.listenTo(0, 120_000)
	if s.Control("desk.facts.now") != nil || s.Control("desk.side.facts") != nil {
		t.Error("there is a button that leads nowhere")
	}
}
