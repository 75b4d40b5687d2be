package recording

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"barnrost/app"
)

const testRate = 1000

// drive runs a session on a fake microphone and a memory store, in a bubble
// whose clock stands still but for the sleeps of the test.
func drive(t *testing.T, fn func(t *testing.T, in *fakeInput, s *Session, m *memory)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		in, m := newFake(), &memory{}
		s, err := Start(t.Context(), in, m, Options{Rate: testRate})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		fn(t, in, s, m)
		mustStop(t, s)
		synctest.Wait()
		if got := s.State().Phase; got != PhaseDone {
			t.Errorf("ended in phase %q", got)
		}
		if m.closed != 1 {
			t.Errorf("the store was closed %d times", m.closed)
		}
	})
}

func TestWhatIsSpokenIsStoredInBlocksOfTwoSeconds(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		if got := s.State().Phase; got != PhaseWaiting {
			t.Errorf("before the first sample: %q", got)
		}
		in.speak(counted(0, 10))
		synctest.Wait()
		if got := s.State().Phase; got != PhaseRecording {
			t.Errorf("with samples: %q", got)
		}
		in.speak(counted(10, 5000-10))
		synctest.Wait()
		if len(m.blocks) != 2 || len(m.blocks[0]) != 2000 || len(m.blocks[1]) != 2000 {
			t.Errorf("%d blocks stored of 5 s", len(m.blocks))
		}
		mustStop(t, s)
		if !slices.Equal(m.sound(), counted(0, 5000)) {
			t.Error("the sound is not what was spoken")
		}
		if st := s.State(); st.Samples != 5000 || st.Millis() != 5000 {
			t.Errorf("length: %d samples, %d ms", st.Samples, st.Millis())
		}
	})
}

// What a crash may cost is what has been captured and not been stored.
func TestNoMoreThanTwoSecondsAreEverUnstored(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, _ *Session, m *memory) {
		spoken := 0
		for i := range 400 {
			n := 1 + i*37%90
			in.speak(counted(spoken, n))
			spoken += n
			synctest.Wait()
			if behind := spoken - len(m.sound()); behind >= blockSeconds*testRate {
				t.Fatalf("%d samples are unstored after %d", behind, spoken)
			}
		}
	})
}

func TestAPauseCutsAtTheSampleAndInsertsNoSilence(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 1500))
		s.Pause(app.GapPause)
		s.Pause(app.GapPause) // pressing twice changes nothing
		synctest.Wait()
		if got := s.State(); got.Phase != PhasePaused || got.Samples != 1500 || got.Pauses != 1 {
			t.Errorf("paused: %+v", got)
		}
		in.speak(counted(1500, 700)) // private: thrown away
		synctest.Wait()
		if !slices.Equal(m.sound(), counted(0, 1500)) {
			t.Errorf("a pause must store what there is: %d samples", len(m.sound()))
		}
		time.Sleep(90 * time.Second)
		s.Resume()
		s.Resume()
		if got := s.State().Phase; got != PhasePaused {
			t.Errorf("resumed without samples: %q", got)
		}
		in.speak(counted(2200, 300))
		synctest.Wait()
		if got := s.State(); got.Phase != PhaseRecording || got.Samples != 1800 {
			t.Errorf("resumed: %+v", got)
		}
		mustStop(t, s)
		if want := append(counted(0, 1500), counted(2200, 300)...); !slices.Equal(m.sound(), want) {
			t.Error("the sound is not that before and after the pause")
		}
		if want := []app.Gap{{At: 1500, Length: 90 * time.Second, Reason: app.GapPause}}; !slices.Equal(m.told(), want) {
			t.Errorf("gaps: %v, want %v", m.told(), want)
		}
	})
}

func TestAPauseTellsItsReasonAlsoWhenItIsChanged(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		rest := func(reasons ...app.GapReason) {
			for _, why := range reasons {
				s.Pause(why)
				synctest.Wait()
				if got := s.State(); got.Pause != why || got.Phase != PhasePaused {
					t.Errorf("paused for %q: %q, %q", why, got.Pause, got.Phase)
				}
			}
			time.Sleep(time.Minute)
			s.Resume()
			in.speak(counted(0, 100))
			synctest.Wait()
			if got := s.State().Pause; got != "" {
				t.Errorf("it records, and pauses for %q", got)
			}
		}
		in.speak(counted(0, 100))
		rest(app.GapFika)
		rest(app.GapChild, app.GapFika)
		// Faster than the reader, and without a microphone.
		in.speak(counted(0, 100))
		s.Pause(app.GapPause)
		rest(app.GapChild)
		in.unplug()
		synctest.Wait()
		s.Pause(app.GapPause)
		s.Pause(app.GapFika)
		time.Sleep(time.Minute)
		in.plugIn()
		time.Sleep(time.Minute)
		s.Resume()
		in.speak(counted(0, 100))
		synctest.Wait()
		var got []app.GapReason
		for _, g := range m.told() {
			got = append(got, g.Reason)
		}
		if want := []app.GapReason{app.GapFika, app.GapFika, app.GapChild, app.GapFika}; !slices.Equal(got, want) {
			t.Errorf("reasons %v, want %v", got, want)
		}
		if got := s.State().Pauses; got != 4 {
			t.Errorf("%d pauses", got)
		}
	})
}

func TestPressesFasterThanTheReaderEachCountAtTheirSample(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, m := newFake(), &memory{}
		s, err := Start(t.Context(), in, m, Options{Rate: testRate})
		if err != nil {
			t.Fatal(err)
		}
		// Nothing of this has been read when it is asked for.
		in.speak(counted(0, 100))
		s.Pause(app.GapPause)
		in.speak(counted(100, 50))
		s.Resume()
		in.speak(counted(150, 200))
		marker := s.Mark(app.Marker{Kind: "nickar"})
		s.Pause(app.GapPause)
		in.speak(counted(350, 10))
		mustStop(t, s)
		if want := append(counted(0, 100), counted(150, 200)...); !slices.Equal(m.sound(), want) {
			t.Errorf("%d samples", len(m.sound()))
		}
		if marker.At != 300 {
			t.Errorf("the marker stands at %d, want 300", marker.At)
		}
	})
}

func TestAMarkerIsStoredAtOnceAtTheLastCapturedSample(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 700))
		synctest.Wait()
		s.Mark(app.Marker{Kind: "skratt"})
		synctest.Wait()
		if want := []app.Marker{{Kind: "skratt", At: 700}}; !slices.Equal(m.markers, want) || len(m.blocks) != 0 {
			t.Errorf("markers %v, blocks %d; the marker must not wait for its block", m.markers, len(m.blocks))
		}
	})
}

func TestALostMicrophoneLeavesAGapInTheSameRecording(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 1234))
		synctest.Wait()
		in.unplug()
		synctest.Wait()
		st := s.State()
		if st.Phase != PhaseLost || app.CodeOf(st.Err) != app.CodeMicrophoneLost {
			t.Errorf("unplugged: %q, %v", st.Phase, st.Err)
		}
		if !slices.Equal(m.sound(), counted(0, 1234)) {
			t.Error("what was captured before the loss is not stored")
		}
		time.Sleep(10500 * time.Millisecond)
		in.plugIn()
		time.Sleep(time.Second)
		synctest.Wait()
		if got := s.State().Phase; got != PhaseLost {
			t.Errorf("it says %q before a sample has come", got)
		}
		in.speak(counted(1234, 766))
		synctest.Wait()
		if st := s.State(); st.Phase != PhaseRecording || st.Err != nil {
			t.Errorf("plugged in: %q, %v", st.Phase, st.Err)
		}
		mustStop(t, s)
		if !slices.Equal(m.sound(), counted(0, 2000)) {
			t.Error("the sound before and after the loss is not in one recording")
		}
		if want := []app.Gap{{At: 1234, Length: 11500 * time.Millisecond, Reason: app.GapDevice}}; !slices.Equal(m.told(), want) {
			t.Errorf("gaps: %v, want %v", m.told(), want)
		}
	})
}

func TestAPauseWhileTheMicrophoneIsLostAndALossDuringAPause(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 500))
		synctest.Wait()
		in.unplug()
		synctest.Wait()
		time.Sleep(5 * time.Second)
		s.Pause(app.GapPause)
		time.Sleep(7 * time.Second)
		in.plugIn()
		time.Sleep(time.Second)
		in.speak(counted(500, 100)) // still paused
		synctest.Wait()
		if st := s.State(); st.Phase != PhasePaused || st.Samples != 500 {
			t.Errorf("plugged in while paused: %+v", st)
		}
		in.unplug()
		synctest.Wait()
		s.Resume()
		if got := s.State().Phase; got != PhaseLost {
			t.Errorf("resumed without a microphone: %q", got)
		}
		in.plugIn()
		time.Sleep(3 * time.Second)
		in.speak(counted(600, 100))
		synctest.Wait()
		mustStop(t, s)
		if want := append(counted(0, 500), counted(600, 100)...); !slices.Equal(m.sound(), want) {
			t.Errorf("%d samples", len(m.sound()))
		}
		want := []app.Gap{
			{At: 500, Length: 5 * time.Second, Reason: app.GapDevice},
			{At: 500, Length: 8 * time.Second, Reason: app.GapPause},
			{At: 500, Length: 3 * time.Second, Reason: app.GapDevice},
		}
		if !slices.Equal(m.told(), want) {
			t.Errorf("gaps:\n%v, want\n%v", m.told(), want)
		}
	})
}

func TestStoppingWithoutAMicrophoneKeepsWhatThereIs(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 300))
		synctest.Wait()
		in.unplug()
		synctest.Wait()
		mustStop(t, s)
		if !slices.Equal(m.sound(), counted(0, 300)) {
			t.Errorf("%d samples", len(m.sound()))
		}
	})
}

func TestAFullDiskLosesNothing(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 3000))
		synctest.Wait()
		m.setFull(true)
		for i := 3; i < 300; i++ { // five minutes
			in.speak(counted(i*1000, 1000))
			time.Sleep(time.Second)
		}
		s.Mark(app.Marker{Kind: "viktigt"})
		synctest.Wait()
		if st := s.State(); st.Warning() != WarnStore || app.CodeOf(st.Err) != app.CodeDiskFull || st.Phase != PhaseRecording {
			t.Errorf("with a full disk: %q, %v, %q", st.Warning(), st.Err, st.Phase)
		}
		m.setFull(false)
		time.Sleep(retryEvery)
		synctest.Wait()
		if st := s.State(); st.Warning() == WarnStore || st.Err != nil {
			t.Errorf("with room again: %q, %v", st.Warning(), st.Err)
		}
		mustStop(t, s)
		if !slices.Equal(m.sound(), counted(0, 300000)) {
			t.Error("sound is missing")
		}
		if len(m.markers) != 1 || m.markers[0].At != 300000 || len(m.gaps) != 0 {
			t.Errorf("markers %v, gaps %v", m.markers, m.gaps)
		}
	})
}

func TestSoundBeyondMemoryIsAGapThatIsTold(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		m.setFull(true)
		const before = int(backlog/time.Second) * testRate
		for from := 0; from < before+10*testRate; from += testRate {
			in.speak(counted(from, testRate))
			synctest.Wait()
		}
		m.setFull(false)
		time.Sleep(retryEvery)
		synctest.Wait()
		in.speak(counted(before+10*testRate, 2*testRate))
		synctest.Wait()
		mustStop(t, s)
		want := append(counted(0, before), counted(before+10*testRate, 2*testRate)...)
		if !slices.Equal(m.sound(), want) {
			t.Errorf("%d samples, want %d", len(m.sound()), len(want))
		}
		gap := []app.Gap{{At: int64(before), Length: 10 * time.Second, Reason: app.GapOverrun}}
		if !slices.Equal(m.told(), gap) {
			t.Errorf("gaps: %v, want %v", m.told(), gap)
		}
		if got := s.State().Samples; got != int64(len(want)) {
			t.Errorf("it says %d samples", got)
		}
	})
}

func TestADroppedPeriodIsTold(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 100))
		synctest.Wait()
		in.stream().drop(20)
		in.speak(counted(120, 100))
		synctest.Wait()
		mustStop(t, s)
		if len(m.gaps) != 1 || m.gaps[0].Reason != app.GapOverrun || m.gaps[0].Length != 20*time.Millisecond {
			t.Errorf("gaps: %v", m.gaps)
		}
	})
}

func TestStopGivesUpWaitingButNotStoring(t *testing.T) {
	drive(t, func(t *testing.T, in *fakeInput, s *Session, m *memory) {
		in.speak(counted(0, 2500))
		m.setFull(true)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := s.Stop(ctx); app.CodeOf(err) != app.CodeDiskFull {
			t.Errorf("with a full disk: %v", err)
		}
		if got := s.State().Phase; got != PhaseStopping {
			t.Errorf("phase %q", got)
		}
		m.setFull(false)
		mustStop(t, s)
		if !slices.Equal(m.sound(), counted(0, 2500)) {
			t.Error("sound is missing")
		}
	})
}

func TestNothingIsTouchedWithoutAMicrophone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, m := newFake(), &memory{}
		in.present = false
		if _, err := Start(t.Context(), in, m, Options{Rate: testRate}); app.CodeOf(err) != app.CodeNoMicrophone {
			t.Errorf("got %v", err)
		}
		if m.calls != 0 {
			t.Errorf("the store was called %d times", m.calls)
		}
	})
}

func TestChangesAreToldAtMostTwentyTimesASecondAndPhasesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told atomic.Int64
		in := newFake()
		s, err := Start(t.Context(), in, &memory{}, Options{Rate: testRate, OnChange: func() { told.Add(1) }})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 500 { // 10 s, a callback each 20 ms
			in.speak(counted(i*20, 20))
			time.Sleep(20 * time.Millisecond)
		}
		if n := told.Load(); n < 100 || n > 201 {
			t.Errorf("told %d times in 10 s", n)
		}
		before := told.Load()
		s.Pause(app.GapPause)
		if told.Load() == before {
			t.Error("a pause was not told at once")
		}
		mustStop(t, s)
	})
}

func TestTheGapIsLongerThanAClockThatStoodStill(t *testing.T) {
	day := time.Date(2027, 3, 12, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		from, to time.Time
		want     time.Duration
	}{
		{day, day.Add(time.Minute), time.Minute},
		{day, day.Add(-time.Hour), 0}, // somebody set the clock
	} {
		if got := elapsed(c.from, c.to); got != c.want {
			t.Errorf("%v to %v: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestACancelledStopSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newFake()
		block := &blocking{release: make(chan struct{})}
		s, err := Start(t.Context(), in, block, Options{Rate: testRate})
		if err != nil {
			t.Fatal(err)
		}
		in.speak(counted(0, 10))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Stop(ctx); !errors.Is(err, context.Canceled) || app.CodeOf(err) != app.CodeCancelled {
			t.Errorf("got %v", err)
		}
		close(block.release)
		mustStop(t, s)
	})
}

// blocking is a store that takes its time.
type blocking struct {
	memory
	release chan struct{}
}

func (b *blocking) Append(ctx context.Context, samples []int16) error {
	<-b.release
	return b.memory.Append(ctx, samples)
}
