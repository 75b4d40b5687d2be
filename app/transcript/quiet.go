package transcript

import "slices"

// What tells speech from silence by its peaks alone.
const (
	peakSamples = 256   // a pair of peaks covers this many samples
	frameMillis = 50    // a frame is looked at as one
	floorFrames = 400   // 20 s: a room's noise changes slower
	floorShare  = 10    // percent of them are surely no speech
	speechOver  = 2.8   // times the floor (9 dB) begins speech,
	speechUnder = 2.0   // below that many (6 dB) it ends
	hardlySound = 100   // of 32768 (−50 dBFS): a floor below it is lifted to it
	hangover    = 200   // milliseconds that a word's end may be weak
	leastSpeech = 100   // milliseconds; shorter is a knock
	MinPause    = 1_000 // milliseconds of silence that are a pause
)

// SpeechOf finds the pieces of a sound in which somebody seems to speak, from its
// pairs of smallest and largest samples of each 256. It goes by loudness over the
// room's own noise, and so takes a slammed door for speech and may miss a
// whisper.
func SpeechOf(peaks []int16, rate int) Stretches {
	if rate <= 0 {
		return nil
	}
	frames := loudness(peaks, rate)
	floors := noiseFloors(frames)
	var found Stretches
	on, from := false, int64(0)
	for i, f := range frames {
		floor := max(floors[i/floorFrames], hardlySound)
		switch at := int64(i) * frameMillis; {
		case !on && f >= floor*speechOver:
			on, from = true, at
		case on && f < floor*speechUnder:
			on = false
			found = append(found, Stretch{from, at})
		}
	}
	if on {
		found = append(found, Stretch{from, int64(len(frames)) * frameMillis})
	}
	return found.Bridged(hangover).Longer(leastSpeech)
}

// loudness is half the mean height of the peaks in each frame.
func loudness(peaks []int16, rate int) []float64 {
	perFrame := float64(rate) * frameMillis / 1000 / peakSamples
	pairs := len(peaks) / 2
	frames := make([]float64, 0, int(float64(pairs)/perFrame)+1)
	for i := 0; ; i++ {
		a := int(float64(i) * perFrame)
		b := min(max(int(float64(i+1)*perFrame), a+1), pairs)
		if a >= pairs {
			return frames
		}
		sum := 0
		for j := a; j < b; j++ {
			sum += int(peaks[2*j+1]) - int(peaks[2*j])
		}
		frames = append(frames, float64(sum)/float64(2*(b-a)))
	}
}

// noiseFloors is the room's noise around each block of [floorFrames]: what the
// quietest frames of it and its neighbours hold, so that a block full of talk
// takes its neighbours' word.
func noiseFloors(frames []float64) []float64 {
	blocks := (len(frames) + floorFrames - 1) / floorFrames
	own := make([]float64, blocks)
	for b := range own {
		part := slices.Sorted(slices.Values(frames[b*floorFrames : min((b+1)*floorFrames, len(frames))]))
		own[b] = part[len(part)*floorShare/100]
	}
	floors := make([]float64, blocks)
	for b := range floors {
		floors[b] = slices.Min(own[max(b-1, 0):min(b+2, blocks)])
	}
	return floors
}

// Pauses returns the silences of [MinPause] or more between pieces of speech, and
// before the first and after the last.
func Pauses(speech Stretches, length int64) Stretches {
	return Stretches{{0, max(length, 0)}}.Without(speech).Longer(MinPause)
}
