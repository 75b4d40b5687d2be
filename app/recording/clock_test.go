package recording

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"barnrost/app"
)

// Where a sound stands is counted in samples: a clock that is set forwards or
// back by hours in the middle of an interview moves nothing.
func TestAClockSetDuringARecordingMovesNoSound(t *testing.T) {
	for _, jump := range []time.Duration{-5 * time.Hour, 5 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			var ahead atomic.Int64
			now := func() time.Time { return time.Now().Round(0).Add(time.Duration(ahead.Load())) }
			in, m := newFake(), &memory{}
			s, err := Start(t.Context(), in, m, Options{Rate: testRate, Now: now})
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			in.speak(counted(0, 1500))
			synctest.Wait()
			ahead.Store(int64(jump))
			in.speak(counted(1500, 3000))
			synctest.Wait()
			if behind := 4500 - len(m.sound()); behind >= blockSeconds*testRate {
				t.Errorf("%d samples wait to be stored", behind)
			}
			s.Pause(app.GapPause)
			synctest.Wait()
			ahead.Store(0)
			s.Resume()
			in.speak(counted(4500, 500))
			synctest.Wait()
			mustStop(t, s)
			if !slices.Equal(m.sound(), counted(0, 5000)) {
				t.Errorf("%d samples stored of 5000", len(m.sound()))
			}
			for _, g := range m.told() {
				if g.At != 4500 || g.Length < 0 {
					t.Errorf("a gap that was not: %+v", g)
				}
			}
			if st := s.State(); st.Samples != 5000 {
				t.Errorf("length %d", st.Samples)
			}
		})
	}
}
