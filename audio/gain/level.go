package gain

import (
	"math"

	"barnrost/audio/filter"
)

const (
	mostLift   = 18.0 // dB
	stepHz     = 100  // how often the gain is thought over, per second
	upPerStep  = 0.10 // dB: 10 a second
	downStep   = 0.30 // dB: 30 a second
	meanSteps  = 40   // 400 ms, the momentary loudness of EBU R 128
	floorSteps = 300  // 3 s that the room's noise is the least of
	aboveFloor = 8.0  // dB that speech is louder than that
	noSpeech   = -62.0
)

// leveller lifts a quiet voice slowly towards [Target] and lets a loud one be. It
// goes by what is spoken: in the pauses the gain stands, so that the room's noise
// does not swell up in them.
type leveller struct {
	weight weighting
	size   int // samples in a step

	sum   float64
	n     int
	steps []float64 // powers, the last meanSteps+floorSteps
	gain  float64   // dB, now
	from  float64   // as a factor, at the beginning of the step
	to    float64   // at its end
}

func newLeveller(rate int, gain float64) *leveller {
	f := factor(gain)
	return &leveller{weight: newWeighting(rate), size: rate / stepHz, gain: gain, from: f, to: f}
}

// next lifts one sample.
func (l *leveller) next(x float64) float64 {
	l.sum += l.weight.power(x)
	g := l.from + (l.to-l.from)*float64(l.n)/float64(l.size)
	if l.n++; l.n == l.size {
		l.think()
	}
	return x * g
}

// think moves the gain a step towards what the last 400 ms want, if they speak.
func (l *leveller) think() {
	if len(l.steps) == floorSteps {
		l.steps = append(l.steps[:0], l.steps[1:]...)
	}
	l.steps = append(l.steps, l.sum/float64(l.size))
	l.sum, l.n, l.from = 0, 0, l.to
	now := lufs(mean(l.steps[max(0, len(l.steps)-4):]))
	if now < noSpeech || now < l.floor()+aboveFloor {
		return
	}
	loud := lufs(mean(l.steps[max(0, len(l.steps)-meanSteps):]))
	want := max(0, min(mostLift, Target-loud))
	l.gain += max(-downStep, min(upPerStep, want-l.gain))
	l.to = factor(l.gain)
}

// floor is the least loud 50 ms of the last seconds.
func (l *leveller) floor() float64 {
	least := math.Inf(1)
	for i := 0; i+5 <= len(l.steps); i += 5 {
		least = min(least, mean(l.steps[i:i+5]))
	}
	if math.IsInf(least, 1) {
		return Quietest
	}
	return lufs(least)
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func factor(db float64) float64 { return math.Pow(10, db/20) }

// rumbleHz is where the high pass begins; the lowest voices lie above it.
const rumbleHz = 80

func newRumble(rate int) filter.Biquad { return filter.HighPass(rate, rumbleHz, filter.Butterworth) }
