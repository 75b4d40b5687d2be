package listening

import (
	"testing"
	"time"
)

func TestSlowReplayGoesFiveSecondsBackAndOnAtTheSpeedOneHad(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{Start: 20000, Speed: 1.3})
	l.SlowReplay()
	if got := l.PositionMillis(); got < 14900 || got > 15200 || !l.Replaying() || !l.Playing() {
		t.Fatalf("at %d, replaying %t, playing %t", got, l.Replaying(), l.Playing())
	}
	l.until("it plays", func() bool { return l.PositionMillis() > 15300 })
	l.SlowReplay()
	if got := l.PositionMillis(); got > 15200 || !l.Replaying() {
		t.Errorf("pressed again it is at %d", got)
	}
	if l.Speed() != 1.3 {
		t.Errorf("the person's speed became %g", l.Speed())
	}
	l.Pause()
	if l.Replaying() || l.Playing() {
		t.Error("a pause did not end it")
	}
}

func TestTheLastSecondsAreLoopedUntilAskedAgainOrOneGoesElsewhere(t *testing.T) {
	l := listen(t, nil, Options{Start: 20000})
	l.ToggleLoop()
	if got := l.PositionMillis(); !l.Looping() || got != 14000 {
		t.Fatalf("looping %t at %d", l.Looping(), got)
	}
	if l.SkipMillis(3000); !l.Looping() {
		t.Error("a jump within the loop ended it")
	}
	if l.ToggleLoop(); l.Looping() {
		t.Error("asked again it goes on")
	}
	l.ToggleLoop()
	if l.SeekMillis(40000); l.Looping() || l.PositionMillis() != 40000 {
		t.Errorf("elsewhere: looping %t at %d", l.Looping(), l.PositionMillis())
	}
	l.LoopMillis(1000, 2000) // what was selected stays when one looks elsewhere
	if l.SeekMillis(40000); !l.Looping() {
		t.Error("a jump ended the loop of what was selected")
	}
	l.Unloop()
	l.SeekMillis(0)
	if l.ToggleLoop(); l.Looping() {
		t.Error("it loops nothing")
	}
}

func TestAPausedLoopStaysInTheLoop(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{Start: 20000})
	l.ToggleLoop()
	l.until("it plays", func() bool { return l.PositionMillis() > 14300 })
	l.Pause()
	if got := l.PositionMillis(); got < 14000 {
		t.Errorf("it stepped out of the loop, to %d", got)
	}
}

func TestAPedalPlaysWhileItIsHeldAndStepsBackWhenItIsLetGo(t *testing.T) {
	_, dc := speakers(t)
	l := listen(t, dc, Options{Start: 20000})
	l.HoldEnd() // was down before the room opened
	l.HoldStart()
	l.until("it plays", func() bool { return l.PositionMillis() > 20300 })
	at := l.PositionMillis()
	l.HoldEnd()
	if got := l.PositionMillis(); l.Playing() || got > at-DefaultRewind+100 || got < at-DefaultRewind-100 {
		t.Errorf("let go at %d it stands at %d, playing %t", at, got, l.Playing())
	}
}

func TestAfterALongBreakOneHearsMoreOfWhatWas(t *testing.T) {
	_, dc := speakers(t)
	now := time.Unix(1_800_000_000, 0)
	l := listen(t, dc, Options{Start: 20000, Now: func() time.Time { return now }})
	pausedFor := func(d time.Duration) (before, after int64) {
		l.SeekMillis(20000)
		l.Play()
		l.until("it plays", func() bool { return l.PositionMillis() > 20100 })
		l.Pause()
		before = l.PositionMillis()
		now = now.Add(d)
		l.Play()
		after = l.PositionMillis()
		l.player.Pause() // without stepping back
		l.Pause()
		return before, after
	}
	if before, after := pausedFor(4 * time.Minute); after < before-50 || after > before+150 {
		t.Errorf("after four minutes from %d to %d", before, after)
	}
	if before, after := pausedFor(6 * time.Minute); after < before-3050 || after > before-2800 {
		t.Errorf("after six minutes from %d to %d", before, after)
	}
	l.RewindOnPause(0)
	if before, after := pausedFor(6 * time.Minute); after < before-50 {
		t.Errorf("who never steps back was moved from %d to %d", before, after)
	}
}
