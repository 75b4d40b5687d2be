package stretch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"barnrost/audio/audiotest"
)

// speeds are all that can be chosen.
func speeds() []float64 {
	var out []float64
	for tenth := 5; tenth <= 20; tenth++ {
		out = append(out, float64(tenth)/10)
	}
	return out
}

// whole stretches all of x at once.
func whole(s *Stretcher, x []int16) []int16 {
	s.Write(x)
	s.Close()
	out := make([]int16, 3*len(x)+10)
	return out[:s.Read(out)]
}

// syllables is a synthetic voice: pulses with a wandering pitch through two
// resonances, with pauses and hissing between the syllables.
func syllables(rate int, seconds, pitch float64) []int16 {
	random := rand.New(rand.NewPCG(3, 4))
	sound := make([]float64, int(seconds*float64(rate)))
	var loudest, phase, a1, a2, b1, b2 float64
	for i := range sound {
		t := float64(i) / float64(rate)
		f0 := pitch * (1 + 0.15*math.Sin(2*math.Pi*0.7*t) + 0.02*math.Sin(2*math.Pi*5*t))
		var x float64
		switch part := math.Mod(t, 0.4); {
		case part < 0.27: // a vowel
			phase += f0 / float64(rate)
			if phase >= 1 {
				phase--
				x = 1
			}
		case part < 0.33: // a hiss
			x = 0.005 * random.NormFloat64()
		}
		x, a1, a2 = resonate(x, a1, a2, 650, 80, rate)
		x, b1, b2 = resonate(x, b1, b2, 1400, 120, rate)
		sound[i] = x
		loudest = max(loudest, x, -x)
	}
	out := make([]int16, len(sound))
	for i, x := range sound {
		out[i] = int16(12000 * x / loudest)
	}
	return out
}

// resonate is one step of a two-pole filter.
func resonate(x, y1, y2, f, bandwidth float64, rate int) (y, now, before float64) {
	r := math.Exp(-math.Pi * bandwidth / float64(rate))
	y = (1-r)*x + 2*r*math.Cos(2*math.Pi*f/float64(rate))*y1 - r*r*y2
	return y, y, y1
}

// pitch estimates f0 in Hz around the middle of x from its autocorrelation, 0
// if it is not voiced.
func pitch(x []int16, rate int) float64 {
	y := make([]float64, len(x))
	energy := make([]float64, len(x)+1) // of the samples before
	for i, v := range x {
		y[i] = float64(v)
		energy[i+1] = energy[i] + y[i]*y[i]
	}
	if math.Sqrt(energy[len(x)]/float64(len(x))) < 150 {
		return 0
	}
	shortest, longest := rate/500, rate/70
	scores := make([]float64, longest+1)
	best := 0.0
	for lag := shortest; lag <= longest; lag++ {
		var product float64
		for i, v := range y[lag:] {
			product += y[i] * v
		}
		both := energy[len(x)-lag] * (energy[len(x)] - energy[lag])
		scores[lag] = product / math.Sqrt(both+1)
		best = max(best, scores[lag])
	}
	if best < 0.6 {
		return 0
	}
	// The shortest lag that is nearly as good: a longer one is a multiple.
	for lag := shortest + 1; lag < longest; lag++ {
		if scores[lag] > 0.9*best && scores[lag] >= scores[lag-1] && scores[lag] >= scores[lag+1] {
			return float64(rate) / float64(lag)
		}
	}
	return 0
}

// compare gives the share of voiced frames whose pitch is more than a fifth
// wrong, and how much of the source's voicing is left. Both at 8 kHz: only
// pitch is measured. A window may lawfully come from 15 ms away, so pitch is
// judged where the source is voiced 10 ms before and after too: the source
// itself, moved by 10 ms, is otherwise 3 % wrong where syllables begin and end.
func compare(source, stretched []int16, rate int, speed float64) (wrong, voiced float64) {
	step := rate / 8000
	source, stretched, rate = every(source, step), every(stretched, step), rate/step
	frame, hop := rate*40/1000, rate*10/1000
	known := map[int]float64{}
	original := func(at int) float64 {
		p, ok := known[at]
		if !ok {
			p = pitch(source[at:at+frame], rate)
			known[at] = p
		}
		return p
	}
	var in, out, both, gross int
	for at := 0; at+frame <= len(stretched); at += hop {
		from := int(float64(at+frame/2)*speed) - frame/2
		if from < hop || from+frame+hop > len(source) {
			continue
		}
		want, got := original(from), pitch(stretched[at:at+frame], rate)
		if want > 0 {
			in++
		}
		if got > 0 {
			out++
		}
		if want == 0 || got == 0 || !alike(original(from-hop), original(from+hop)) {
			continue
		}
		both++
		if math.Abs(got-want) > want/5 {
			gross++
		}
	}
	return float64(gross) / float64(max(both, 1)), float64(out) / float64(max(in, 1))
}

// alike reports whether both are voiced and of about the same pitch.
func alike(p, q float64) bool { return p > 0 && q > 0 && math.Abs(p-q) <= q/5 }

// every keeps the mean of each n samples.
func every(x []int16, n int) []int16 {
	out := make([]int16, len(x)/n)
	for i := range out {
		var sum int
		for _, v := range x[i*n : (i+1)*n] {
			sum += int(v)
		}
		out[i] = int16(sum / n)
	}
	return out
}

// The gate: at most 2 % gross errors of pitch, at least 0.8 of the voicing left.
const (
	mostWrong   = 0.02
	leastVoiced = 0.8
)

func TestPitchAndVoicingAreKeptAtEverySpeed(t *testing.T) {
	for _, c := range []struct {
		name  string
		pitch float64
	}{{"a grown voice", 120}, {"a child's voice", 280}} {
		source := syllables(16000, 3, c.pitch)
		for _, speed := range speeds() {
			wrong, voiced := compare(source, whole(New(16000, speed), source), 16000, speed)
			if wrong > mostWrong || voiced < leastVoiced {
				t.Errorf("%s at %.1f: %.1f %% wrong, %.2f voiced", c.name, speed, 100*wrong, voiced)
			}
		}
	}
}

func TestSpokenSwedishKeepsItsPitchAt48kHz(t *testing.T) {
	spoken, err := audiotest.Speak(4 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	for _, speed := range speeds() {
		wrong, voiced := compare(spoken.Samples, whole(New(48000, speed), spoken.Samples), 48000, speed)
		t.Logf("%.1f: %.2f %% wrong, %.2f voiced", speed, 100*wrong, voiced)
		if wrong > mostWrong || voiced < leastVoiced {
			t.Errorf("at %.1f: %.1f %% wrong, %.2f voiced", speed, 100*wrong, voiced)
		}
	}
}

// The control: overlapping without a search must not pass the gate.
func TestOverlapWithoutSearchFailsTheGate(t *testing.T) {
	for _, pitch := range []float64{120, 280} {
		source := syllables(16000, 3, pitch)
		for _, speed := range []float64{0.6, 0.8, 1.3, 1.7} {
			s := New(16000, speed)
			s.reach = 0
			wrong, voiced := compare(source, whole(s, source), 16000, speed)
			t.Logf("%g Hz at %.1f: %.1f %% wrong, %.2f voiced", pitch, speed, 100*wrong, voiced)
			if wrong <= mostWrong && voiced >= leastVoiced {
				t.Errorf("%g Hz at %.1f passes: %.1f %% wrong, %.2f voiced", pitch, speed, 100*wrong, voiced)
			}
		}
	}
}

func TestTheLengthIsExact(t *testing.T) {
	for _, n := range []int{0, 1, 7, 159, 160, 161, 480, 1000, 16000, 16001} {
		source := syllables(16000, 2, 200)[:n]
		for _, speed := range speeds() {
			got := whole(New(16000, speed), source)
			if want := int(Length(int64(n), speed)); len(got) != want {
				t.Errorf("%d samples at %.1f became %d, want %d", n, speed, len(got), want)
			}
		}
	}
}

func TestSpeedOneIsTheSourceBitByBit(t *testing.T) {
	source := syllables(48000, 1, 200)
	if !slices.Equal(whole(New(48000, 1), source), source) {
		t.Error("it differs")
	}
}

func TestTheResultDoesNotDependOnTheBlocks(t *testing.T) {
	source := syllables(16000, 1.5, 180)
	for _, speed := range []float64{0.5, 0.9, 1, 1.1, 2} {
		want := whole(New(16000, speed), source)
		for _, cut := range [][2]int{{1, 160}, {17, 1}, {160, 4000}, {5000, 3}} {
			s := New(16000, speed)
			var got []int16
			buf := make([]int16, cut[1])
			drain := func() {
				for {
					n := s.Read(buf)
					got = append(got, buf[:n]...)
					if n < len(buf) {
						return
					}
				}
			}
			for part := range slices.Chunk(source, cut[0]) {
				s.Write(part)
				drain()
			}
			s.Close()
			drain()
			if !slices.Equal(got, want) {
				t.Errorf("at %.1f written by %d and read by %d it differs", speed, cut[0], cut[1])
			}
		}
	}
}

func TestMemoryDoesNotGrowWithTheSound(t *testing.T) {
	for _, speed := range []float64{0.5, 1, 2} {
		s := New(48000, speed)
		second, out := syllables(48000, 1, 150), make([]int16, 96000)
		for range 20 {
			s.Write(second)
			s.Read(out)
		}
		if cap(s.in) > 4*48000 {
			t.Errorf("at %.1f it holds %d samples", speed, cap(s.in))
		}
	}
}

func TestSilenceStaysSilentAndFullScaleDoesNotWrap(t *testing.T) {
	for _, v := range []int16{0, math.MaxInt16, math.MinInt16} {
		source := slices.Repeat([]int16{v}, 8000)
		got := whole(New(16000, 1.4), source)
		for i, x := range got[:len(got)-800] {
			if x != v {
				t.Fatalf("constant %d became %d at %d", v, x, i)
			}
		}
	}
}

func BenchmarkOneSecondAt48kHz(b *testing.B) {
	source := syllables(48000, 1, 200)
	for _, speed := range speeds() {
		b.Run(time.Duration(speed*float64(time.Second)).String(), func(b *testing.B) {
			s := New(48000, speed)
			out := make([]int16, 4*48000)
			for b.Loop() {
				s.Write(source)
				s.Read(out)
			}
		})
	}
}
