package playback

import (
	"slices"
	"testing"
	"testing/synctest"

	"barnrost/audio/stretch"
)

func TestWhatIsHeardAgainIsSlowAndThenGoesOnAtTheSampleItWasAt(t *testing.T) {
	src := sine(80000)
	drive(t, src, func(d *deck) {
		d.SetSpeed(1)
		d.SeekTo(20000)
		d.Again(16000, 20000, 0.7)
		synctest.Wait()
		d.play()
		heard := d.hear(100)
		slow := stretch.New(testRate, 0.7)
		slow.Write(src.samples[16000:20000])
		slow.Close()
		want := make([]int16, 8000)
		want = want[:slow.Read(want)]
		n := len(want) - fadeSamples - 1
		if !slices.Equal(heard[fadeSamples:n], want[fadeSamples:n]) {
			t.Error("the replay is not the stretched source")
		}
		if _, on := d.AgainTo(); on || d.Speed() != 1 || !d.Playing() {
			t.Errorf("afterwards: again %t, speed %g, playing %t", on, d.Speed(), d.Playing())
		}
		// What follows is the source from 20000 on, after one fade.
		at := slices.Index(heard, src.samples[20000+fadeSamples+3])
		if at < 0 || d.Position() <= 20000 {
			t.Errorf("it went on at %d", d.Position())
		}
		if got := d.Position(); got < 20000+1500 || got > 20000+8000-int64(len(want)) {
			t.Errorf("it stands at %d", got)
		}
	})
}

func TestMovingOrChangingTheSpeedEndsWhatIsHeardAgain(t *testing.T) {
	for name, act := range map[string]func(*deck){
		"a seek":  func(d *deck) { d.SeekTo(100) },
		"a speed": func(d *deck) { d.SetSpeed(1) }, // the same as before
		"a loop":  func(d *deck) { d.Loop(100, 900) },
	} {
		drive(t, ramp(40000), func(d *deck) {
			d.Again(8000, 12000, 0.7)
			synctest.Wait()
			d.play()
			d.hear(5)
			act(d)
			if _, on := d.AgainTo(); on {
				t.Errorf("%s did not end it", name)
			}
			if r := d.next.Load(); r.speed != 1 {
				t.Errorf("after %s it plays at %g", name, r.speed)
			}
		})
	}
}

func TestHeardAgainInALoopTheLoopGoesOn(t *testing.T) {
	drive(t, ramp(40000), func(d *deck) {
		d.Loop(8000, 8800)
		d.Again(8000, 8800, 0.7)
		synctest.Wait()
		d.play()
		d.hear(60)
		if got := d.Position(); got < 8000 || got > 8800 || !d.Playing() {
			t.Errorf("at %d, playing %t", got, d.Playing())
		}
	})
}

func TestNoEdgeOfALoopOrOfWhatIsHeardAgainClicks(t *testing.T) {
	src := sine(80000)
	listen := func(d *deck) []int16 {
		d.SeekTo(20010)
		synctest.Wait()
		d.play()
		heard := d.hear(5)
		d.Again(19003, 20405, 0.7)
		heard = append(heard, d.hear(40)...)
		d.Loop(20003, 20811)
		heard = append(heard, d.hear(40)...)
		d.Unloop()
		return append(heard, d.hear(10)...)
	}
	limit := 2.2 * roughest(src.samples)
	drive(t, src, func(d *deck) {
		if got := roughest(listen(d)); got > limit {
			t.Errorf("the slope changes by %.0f, the source's by %.0f", got, limit/2.2)
		}
	})
	drive(t, src, func(d *deck) { // the control
		for i := range d.fade {
			d.fade[i] = 1
		}
		if got := roughest(listen(d)); got <= limit {
			t.Errorf("without fades the slope changes by %.0f only", got)
		}
	})
}
