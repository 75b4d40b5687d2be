package recording

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"barnrost/app"
)

// sleepy runs a session on a machine that can sleep: the clock of the bubble is
// the wall clock, which goes on meanwhile.
func sleepy(t *testing.T, fn func(t *testing.T, in *fakeInput, s *Session, m *memory, sleep func(time.Duration))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var slept atomic.Int64
		in, m := newFake(), &memory{}
		s, err := Start(t.Context(), in, m, Options{Rate: testRate, Slept: func() (time.Duration, bool) {
			return time.Hour + time.Duration(slept.Load()), true // it has slept before, too
		}})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		fn(t, in, s, m, func(d time.Duration) {
			time.Sleep(d)
			slept.Add(int64(d))
		})
		mustStop(t, s)
	})
}

// A microphone that simply goes on after a sleep shows no loss: the clocks do.
func TestASleepIsAGapAndTheRecordingGoesOnByItself(t *testing.T) {
	sleepy(t, func(t *testing.T, in *fakeInput, s *Session, m *memory, sleep func(time.Duration)) {
		in.speak(counted(0, 1500))
		synctest.Wait()
		sleep(4 * time.Minute)
		in.speak(counted(1500, 500))
		synctest.Wait()
		if st := s.State(); st.Phase != PhaseRecording || st.Slept != 4*time.Minute {
			t.Errorf("after the sleep: %q, slept %v", st.Phase, st.Slept)
		}
		mustStop(t, s)
		if !slices.Equal(m.sound(), counted(0, 2000)) {
			t.Error("sound is missing")
		}
		if want := []app.Gap{{At: 1500, Length: 4 * time.Minute, Reason: app.GapSleep}}; !slices.Equal(m.told(), want) {
			t.Errorf("gaps %v, want %v", m.told(), want)
		}
	})
}

func TestAMicrophoneThatIsGoneAfterASleepWasLostByIt(t *testing.T) {
	sleepy(t, func(t *testing.T, in *fakeInput, s *Session, m *memory, sleep func(time.Duration)) {
		in.speak(counted(0, 1500))
		synctest.Wait()
		sleep(4 * time.Minute)
		in.unplug()
		synctest.Wait()
		in.plugIn()
		time.Sleep(2 * time.Second)
		in.speak(counted(1500, 500))
		synctest.Wait()
		mustStop(t, s)
		if want := []app.Gap{{At: 1500, Length: 4*time.Minute + 2*time.Second, Reason: app.GapSleep}}; !slices.Equal(m.told(), want) {
			t.Errorf("gaps %v, want %v", m.told(), want)
		}
	})
}

// The control: a nap is none, and one that falls into a pause adds nothing.
func TestASleepInAPauseStaysThePause(t *testing.T) {
	sleepy(t, func(t *testing.T, in *fakeInput, s *Session, m *memory, sleep func(time.Duration)) {
		in.speak(counted(0, 1000))
		synctest.Wait()
		sleep(nap / 2)
		in.speak(counted(1000, 500))
		s.Pause(app.GapFika)
		synctest.Wait()
		sleep(10 * time.Minute)
		in.speak(counted(0, 50))
		s.Resume()
		in.speak(counted(1500, 500))
		synctest.Wait()
		if st := s.State(); st.Slept != 0 {
			t.Errorf("slept %v", st.Slept)
		}
		mustStop(t, s)
		if want := []app.Gap{{At: 1500, Length: 10 * time.Minute, Reason: app.GapFika}}; !slices.Equal(m.told(), want) {
			t.Errorf("gaps %v, want %v", m.told(), want)
		}
	})
}
