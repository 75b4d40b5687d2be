package main

import (
	"io"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"barnrost/app/view/settings"
)

// The time without a touch is what was chosen; the flag can make it shorter,
// never longer, and nothing makes it never.
func TestTheFlagOnlyShortensTheTimeUntilItLocks(t *testing.T) {
	p := &program{choices: choices{test.NewTempApp(t).Preferences()}}
	if got := p.idle(); got != 15*time.Minute {
		t.Errorf("at a first start %v", got)
	}
	chosen := settings.Default()
	chosen.Idle = 30
	p.choices.save(chosen)
	for flag, want := range map[string]time.Duration{
		"": 30 * time.Minute, "3m": 3 * time.Minute, "2h": 30 * time.Minute, "0s": 30 * time.Minute, "-5m": 30 * time.Minute,
	} {
		var args []string
		if flag != "" {
			args = []string{"-idle", flag}
		}
		o, err := parse(args, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		p.opts = o
		if got := p.idle(); got != want {
			t.Errorf("-idle %s: %v, want %v", flag, got, want)
		}
	}
	// A file of settings that was edited by hand.
	p.opts = options{}
	for _, bad := range []int{0, -1, 100_000} {
		p.choices.prefs.SetInt(prefIdle, bad)
		if got := p.idle(); got != 15*time.Minute {
			t.Errorf("%d minutes in the file make %v", bad, got)
		}
	}
}
