package suspend

import (
	"context"
	"testing"
	"time"
)

// A machine that sleeps is noticed afterwards by its clocks, and only then.
func TestASleepIsSeenByTheClocks(t *testing.T) {
	for _, c := range []struct {
		name  string
		slept []time.Duration // in all, as each look finds it
		woke  int
	}{
		{"never", []time.Duration{5 * time.Hour, 5 * time.Hour, 5 * time.Hour}, 0},
		{"reading takes a while", []time.Duration{0, nap, nap / 2, nap}, 0},
		{"ten seconds", []time.Duration{0, 10 * time.Second, 10 * time.Second}, 1},
		{"twice", []time.Duration{0, time.Minute, time.Minute, 9 * time.Hour}, 2},
		{"while it started", []time.Duration{time.Hour, time.Hour}, 0},
	} {
		looks := make(chan time.Time)
		ctx, cancel := context.WithCancel(t.Context())
		n, woke := 0, 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			watchClocks(ctx, func() (time.Duration, bool) {
				n++
				return c.slept[n-1], true
			}, looks, func() { woke++ })
		}()
		for range len(c.slept) - 1 {
			looks <- time.Time{}
		}
		cancel()
		<-done
		if woke != c.woke {
			t.Errorf("%s: seen %d times, want %d", c.name, woke, c.woke)
		}
	}
}

func TestAMachineWhoseClocksCannotTellIsLeftAlone(t *testing.T) {
	watchClocks(t.Context(), func() (time.Duration, bool) { return 0, false }, nil, func() { t.Error("woke") })
}

func TestThisMachinesClocksCanTell(t *testing.T) {
	first, ok := slept()
	if !ok {
		t.Skip("this system's clocks cannot tell")
	}
	second, ok := slept()
	if !ok || second-first > nap || first-second > nap || first < -nap {
		t.Errorf("slept %v, then %v", first, second)
	}
}

func TestTheKindsHaveNamesForTraces(t *testing.T) {
	for k, want := range map[Kind]string{Sleeps: "sleeps", Woke: "woke", Locked: "locked", 0: "unknown"} {
		if k.String() != want {
			t.Errorf("%d is %q", k, k)
		}
	}
}
