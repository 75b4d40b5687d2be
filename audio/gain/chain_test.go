package gain

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/wav"
)

func whole(rate int, c Choice, x []int16) []int16 {
	n := New(rate, c, 0)
	out := slices.Clone(n.Process(x))
	return append(out, n.Flush()...)
}

func turned(x []int16, db float64) []int16 {
	out := make([]int16, len(x))
	for i, s := range x {
		out[i] = int16(math.Round(float64(s) * factor(db)))
	}
	return out
}

// truePeak is the largest at eight times the rate, in dBTP.
func truePeak(x []int16, rate int) float64 {
	r := wav.NewResampler(rate, 8*rate)
	most := 0.0
	for _, s := range r.Flush(r.Add(nil, turned(x, -6))) { // room for what lies between
		most = max(most, math.Abs(float64(s)))
	}
	return audio.DBFS(most) + 6
}

func TestOffItIsTheSourceBitByBitAndTheSourceIsNeverAltered(t *testing.T) {
	x := tone(48000, 1, 70, -40)
	kept := slices.Clone(x)
	if !slices.Equal(whole(48000, Choice{}, x), x) {
		t.Error("off it differs")
	}
	for _, c := range []Choice{{Lift: true}, {Rumble: true}, {true, true}} {
		got := whole(48000, c, x)
		if len(got) != len(x) {
			t.Errorf("%v: %d samples became %d", c, len(x), len(got))
		}
		if !slices.Equal(x, kept) {
			t.Fatalf("%v altered the source", c)
		}
		if slices.Equal(got, x) { // the control
			t.Errorf("%v does nothing", c)
		}
	}
}

func TestTheSameComesOutWhateverTheBlocks(t *testing.T) {
	x := tone(16000, 2, 300, -30)
	want := whole(16000, Choice{true, true}, x)
	for _, size := range []int{1, 7, 160, 4001} {
		n := New(16000, Choice{true, true}, 0)
		var got []int16
		for part := range slices.Chunk(x, size) {
			got = append(got, n.Process(part)...)
		}
		if got = append(got, n.Flush()...); !slices.Equal(got, want) {
			t.Errorf("by %d it differs", size)
		}
	}
}

func TestNothingIsMoved(t *testing.T) {
	x := make([]int16, 16000)
	x[5000] = 9000
	if got := whole(16000, Choice{Lift: true}, x); got[5000] == 0 || got[4999] != 0 {
		t.Errorf("a click at 5000 came out as %v", got[4995:5005])
	}
}

func TestAQuietVoiceIsLiftedToTheTargetAndALoudOneIsLeft(t *testing.T) {
	spoken, err := audiotest.Speak(40 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	x := spoken.Samples
	now := Loudness(x, 48000)
	for _, c := range []struct{ at, least, most float64 }{
		{-35, -26.5, -21}, {-41, -26.5, -21}, {-55, -39, -35}, {-20, -21, -19},
	} {
		got := Loudness(whole(48000, Choice{Lift: true}, turned(x, c.at-now))[10*48000:], 48000)
		t.Logf("%.0f LUFS became %.1f", c.at, got)
		if got < c.least || got > c.most {
			t.Errorf("%.0f LUFS became %.1f", c.at, got)
		}
	}
}

func TestTheNoiseOfAPauseIsNotPumpedUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var x []int16
	for i := range 20 * 16000 {
		s := 30 * random.NormFloat64()
		if i/16000 < 5 && i%8000 < 6000 { // speaks for 5 s, at the target, with breaths
			s += 3300 * math.Sin(2*math.Pi*300*float64(i)/16000)
		}
		x = append(x, int16(s))
	}
	out := whole(16000, Choice{Lift: true}, x)
	before, after := audio.LevelOf(x[10*16000:]).RMS, audio.LevelOf(out[10*16000:]).RMS
	if after > before+2 {
		t.Errorf("the pause became %.1f dB louder", after-before)
	}
	// The control: without the gate on speech it is pumped up.
	l := newLeveller(16000, 0)
	for _, s := range x {
		l.next(float64(s) / audio.FullScale)
		if l.n == 0 {
			loud := lufs(mean(l.steps[max(0, len(l.steps)-meanSteps):]))
			l.gain += max(-downStep, min(upPerStep, max(0, min(mostLift, Target-loud))-l.gain))
		}
	}
	if l.gain < 10 {
		t.Errorf("the control rises by %.1f dB only", l.gain)
	}
}

func TestNothingIsLouderThanTheCeiling(t *testing.T) {
	spoken, err := audiotest.Speak(6 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	// A fourth of the rate, an eighth of a turn off: its true peak lies 3 dB above
	// every sample.
	between := make([]int16, 48000)
	for i := range between {
		between[i] = int16(32000 * math.Sin(math.Pi/2*float64(i)+math.Pi/4))
	}
	loud := slices.Clone(spoken.Samples)
	for i, s := range loud {
		loud[i] = int16(max(-32768, min(32767, 4*int(s))))
	}
	for name, x := range map[string][]int16{
		"full scale": tone(48000, 1, 997, 0), "between the samples": between, "clipped speech": loud,
	} {
		peak := truePeak(whole(48000, Choice{Lift: true}, x), 48000)
		t.Logf("%s: %.2f dBTP, became %.2f", name, truePeak(x, 48000), peak)
		if peak > Ceiling+0.05 {
			t.Errorf("%s: %.2f dBTP", name, peak)
		}
		if raw := truePeak(x, 48000); raw <= Ceiling { // the control
			t.Errorf("%s is no trial: %.2f dBTP", name, raw)
		}
	}
}

func TestRumbleIsCutAndVoicesAreNot(t *testing.T) {
	for _, rate := range []int{16000, 48000} {
		for _, c := range []struct{ hz, least, most float64 }{{20, -40, -22}, {40, -14, -10}, {80, -3.5, -2.5}, {160, -0.6, 0.1}, {1000, -0.1, 0.1}} {
			x := tone(rate, 2, c.hz, -20)
			got := audio.LevelOf(whole(rate, Choice{Rumble: true}, x)[rate:]).RMS - audio.LevelOf(x[rate:]).RMS
			if got < c.least || got > c.most {
				t.Errorf("%g Hz at %d Hz: %.2f dB", c.hz, rate, got)
			}
		}
	}
}

func BenchmarkOneSecondAt48kHz(b *testing.B) {
	x := tone(48000, 1, 300, -2)
	n := New(48000, Choice{true, true}, 0)
	for b.Loop() {
		n.Process(x)
	}
}
