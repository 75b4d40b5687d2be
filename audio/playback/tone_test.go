package playback

import (
	"slices"
	"testing"
	"testing/synctest"

	"barnrost/audio/gain"
)

func TestWhatIsDoneToTheSoundChangesWithoutAClickAndNeverTheSource(t *testing.T) {
	src := sine(80000)
	for i := range src.samples {
		src.samples[i] /= 8
	}
	kept := slices.Clone(src.samples)
	listen := func(d *deck) []int16 {
		d.SeekTo(10)
		synctest.Wait()
		d.play()
		heard := d.hear(7)
		for _, c := range []gain.Choice{{Lift: true}, {Lift: true, Rumble: true}, {Rumble: true}, {}} {
			d.SetTone(c)
			heard = append(heard, d.hear(7)...)
		}
		return heard
	}
	// By 10 dB a second it may have been lifted a little.
	limit := 2.6 * roughest(src.samples)
	drive(t, src, func(d *deck) {
		if got := roughest(listen(d)); got > limit {
			t.Errorf("the slope changes by %.0f, the source's by %.0f", got, roughest(src.samples))
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
	if !slices.Equal(src.samples, kept) {
		t.Error("the source was altered")
	}
}

func TestAVoiceStaysLiftedOverASeek(t *testing.T) {
	src := sine(80000)
	for i := range src.samples {
		if i%4000 > 3000 {
			src.samples[i] = 0 // breaths
		}
		src.samples[i] /= 40
	}
	drive(t, src, func(d *deck) {
		d.SetTone(gain.Choice{Lift: true})
		synctest.Wait()
		d.play()
		first := slices.Max(d.hear(10))
		d.hear(250)
		d.SeekTo(100)
		if again := slices.Max(d.hear(10)); again < 2*first {
			t.Errorf("at first %d, later %d", first, again)
		}
		if at := d.Position(); at > 100+10*testRate/100 {
			t.Errorf("it stands at %d", at)
		}
	})
}

func TestToTheEndAllSamplesComeWhateverIsDoneToThem(t *testing.T) {
	drive(t, sine(4000), func(d *deck) {
		d.SetTone(gain.Choice{Lift: true, Rumble: true})
		synctest.Wait()
		d.play()
		d.hear(60)
		if d.Playing() || d.Position() != 4000 || d.next.Load().consumed.Load() != 4000 {
			t.Errorf("playing %t at %d, %d given", d.Playing(), d.Position(), d.next.Load().consumed.Load())
		}
	})
}
