package ready_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/ready"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

// fakeKeeper has whatever state it is told. It is used from two goroutines.
type fakeKeeper struct {
	mu      sync.Mutex
	state   ready.State
	none    bool
	failing error
}

func (k *fakeKeeper) Look(context.Context) (ready.State, bool, error) {
	return k.State(), !k.none, k.failing
}

func (k *fakeKeeper) State() ready.State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.state
}

func (k *fakeKeeper) Disarm(context.Context) error { return k.failing }

type stage struct {
	*viewtest.Stage
	keeper *fakeKeeper
	went   string
}

var until = time.Date(2027, 2, 17, 2, 0, 0, 0, time.Local)

func open(t *testing.T, lang app.Language, mode theme.Mode, k *fakeKeeper) *stage {
	t.Helper()
	s := &stage{Stage: viewtest.New(t, lang, mode), keeper: k}
	k.state.Until = until
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	t.Cleanup(frame.Close)
	frame.Alone("ready", ready.New(ready.Deps{
		Bus: s.Bus, Kit: s.Kit, Window: s.Window, Keeper: k, Ask: frame.Ask,
		Record: func() { s.went += "record " }, Unlock: func() { s.went += "unlock " },
	}))
	s.Settle()
	return s
}

func TestTheLockedPageSaysUntilWhenAndNothingOfTheInterview(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			s := open(t, lang, mode, &fakeKeeper{state: ready.State{Ready: app.ReadyNow}})
			s.WaitTrace("ready now")
			if !strings.Contains(s.Words(), "02:00") {
				t.Errorf("%s", s.Words())
			}
			if s.Focused() != "ready.record" {
				t.Errorf("the focus is at %q", s.Focused())
			}
			name := "ready-now-" + string(lang) + "-" + string(mode)
			s.Shot(name, 1)
			s.Shot(name+"-200", 2)
			s.Press("ready.record")
			s.Press("ready.unlock")
			if s.went != "record unlock " {
				t.Errorf("went to %q", s.went)
			}
		}
	}
}

func TestTheLockedPageFollowsHowFarItHasCome(t *testing.T) {
	for _, c := range []struct {
		name  string
		state ready.State
		page  string
		says  string
		focus string
		lacks []string
	}{
		{"over", ready.State{Ready: app.ReadyOver}, "over", "har gått ut", "ready.unlock", []string{"ready.record", "ready.undo"}},
		{"the clock set back", ready.State{Ready: app.ReadyClock, Used: true}, "over", "ställts tillbaka", "ready.unlock", []string{"ready.record"}},
		{"cut off", ready.State{Ready: app.ReadyNow, Sound: app.SoundInterrupted, Used: true}, "interrupted", "spela in vidare", "ready.record", []string{"ready.undo"}},
		{"cut off and over", ready.State{Ready: app.ReadyOver, Sound: app.SoundInterrupted, Used: true}, "over", "inspelat är kvar", "ready.unlock", []string{"ready.record"}},
		{"recording", ready.State{Ready: app.ReadyNow, Sound: app.SoundRunning, Used: true}, "running", "medan en inspelning pågår", "ready.record", []string{"ready.unlock", "ready.undo"}},
		{"recording over the limit", ready.State{Ready: app.ReadyOver, Sound: app.SoundRunning, Used: true}, "running", "pågår", "ready.record", []string{"ready.unlock"}},
		{"saved", ready.State{Ready: app.ReadyNow, Sound: app.SoundWhole, Millis: 34 * 60_000, Used: true}, "saved", "34 min", "ready.unlock", []string{"ready.record", "ready.undo"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, app.Swedish, theme.Light, &fakeKeeper{state: c.state})
			s.WaitTrace("ready " + c.page)
			if !strings.Contains(s.Words(), c.says) || s.Focused() != c.focus {
				t.Errorf("the focus at %q, and it says %s", s.Focused(), s.Words())
			}
			for _, id := range c.lacks {
				if s.Control(id) != nil {
					t.Errorf("%s stands there", id)
				}
			}
			s.Shot("ready-"+strings.ReplaceAll(c.name, " ", "-"), 1)
		})
	}
}

func TestWhereNothingStandsReadyThePassphraseIsAskedFor(t *testing.T) {
	for name, k := range map[string]*fakeKeeper{
		"none": {none: true}, "a vault that cannot be opened": {failing: app.Fail(app.CodeVaultInUse, nil)},
	} {
		s := open(t, app.Swedish, theme.Light, k)
		s.Wait(name, func() bool { return s.went == "unlock " })
	}
}

func TestReadinessIsTakenBackAfterAQuestion(t *testing.T) {
	k := &fakeKeeper{state: ready.State{Ready: app.ReadyNow}}
	s := open(t, app.Swedish, theme.Light, k)
	s.WaitTrace("ready now")
	s.Press("ready.undo")
	s.Press("ready.undo.no")
	if s.went != "" {
		t.Fatalf("went to %q", s.went)
	}
	k.failing = app.Fail(app.CodeReadyUsed, nil)
	s.Press("ready.undo")
	s.Press("ready.undo.yes")
	s.WaitTrace("ready problem")
	s.Press("ready.back")
	k.failing = nil
	s.Press("ready.undo")
	s.Press("ready.undo.yes")
	s.Wait("the passphrase", func() bool { return s.went == "unlock " })
}
