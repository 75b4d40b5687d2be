package gain

import "math"

const (
	// Ceiling is the true peak, in dBTP, that nothing exceeds.
	Ceiling = -1.0
	// margin is for what the gain's own movement adds between two samples.
	margin = 0.15

	aheadSeconds   = 0.002
	releaseSeconds = 0.1

	overs = 4  // BS.1770-4: peaks are looked for at four times the rate
	taps  = 12 // for each of the places between two samples
)

// phases are the places between two samples, as windowed sinc functions.
var phases = func() (h [overs - 1][taps]float64) {
	for p := range h {
		shift := float64(p+1) / overs
		sum := 0.0
		for i := range h[p] {
			x := float64(i-taps/2+1) - shift
			h[p][i] = math.Sin(math.Pi*x) / (math.Pi * x) * (0.5 + 0.5*math.Cos(math.Pi*x/(taps/2)))
			sum += h[p][i]
		}
		for i := range h[p] {
			h[p][i] /= sum
		}
	}
	return h
}()

// limiter keeps true peaks below [Ceiling]. It looks a little ahead: the gain has
// fallen when the peak comes. What comes out is delay samples late.
type limiter struct {
	ahead   int
	ceiling float64
	release float64

	line []float64 // the last samples, a ring
	want []float64 // the gain that each needs, a ring
	held []float64 // its least over ahead, a ring
	sum  float64   // of held
	at   int
	gain float64
	calm int // samples since one needed less than 1
}

func newLimiter(rate int) *limiter {
	l := &limiter{
		ahead:   max(taps, int(aheadSeconds*float64(rate))),
		ceiling: factor(Ceiling - margin),
		gain:    1,
	}
	l.release = math.Exp(-1 / (releaseSeconds * float64(rate)))
	l.line = make([]float64, 2*l.ahead+taps)
	l.want, l.held = ones(l.ahead), ones(l.ahead)
	l.sum = float64(l.ahead)
	return l
}

func ones(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

// delay is how late samples come out.
func (l *limiter) delay() int { return 2*l.ahead - 2 + taps/2 }

func (l *limiter) next(x float64) float64 {
	n := len(l.line)
	l.line[l.at%n] = x
	need := 1.0
	if peak := l.peak(); peak > l.ceiling {
		need = l.ceiling / peak
		l.calm = 0
	} else {
		l.calm++
	}
	l.want[l.at%l.ahead] = need
	least := 1.0
	if l.calm < l.ahead {
		for _, w := range l.want {
			least = min(least, w)
		}
	}
	// It falls at once and rises slowly; the mean over ahead makes a ramp of it.
	l.gain = min(least, 1-(1-l.gain)*l.release)
	if l.gain > 1-1e-9 {
		l.gain = 1
	}
	i := l.at % l.ahead
	l.held[i] = l.gain
	out := l.line[(l.at+n-l.delay())%n]
	l.at++
	if l.calm < 2*l.ahead || l.gain < 1 || l.sum < float64(l.ahead) {
		l.sum = 0
		for _, h := range l.held {
			l.sum += h
		}
	}
	return out * l.sum / float64(l.ahead)
}

// peak is the largest of the sample in the middle of the last taps and the places
// between it and the next.
func (l *limiter) peak() float64 {
	n := len(l.line)
	if l.at < taps {
		return math.Abs(l.line[l.at%n])
	}
	var x [taps]float64
	most := 0.0
	for i := range x {
		x[i] = l.line[(l.at-taps+1+i)%n]
		most = max(most, math.Abs(x[i]))
	}
	if most < l.ceiling/2 { // nothing between them can be twice as large
		return most
	}
	peak := math.Abs(x[taps/2-1])
	for p := range phases {
		sum := 0.0
		for i, v := range x {
			sum += v * phases[p][i]
		}
		peak = max(peak, math.Abs(sum))
	}
	return peak
}
