package recording

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/audio"
)

const soundRate = 8000

// voice is sound with words: bursts of a tone at speech dBFS over noise at room
// dBFS.
func voice(seconds int, speech, room float64) []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]int16, seconds*soundRate)
	tone := math.Sqrt2 * audio.FullScale * math.Pow(10, speech/20)
	noise := audio.FullScale * math.Pow(10, room/20)
	for i := range out {
		v := random.NormFloat64() * noise
		if i/(soundRate/4)%2 == 1 {
			v += tone * math.Sin(2*math.Pi*220*float64(i)/soundRate)
		}
		out[i] = int16(max(math.MinInt16, min(math.MaxInt16, math.Round(v))))
	}
	return out
}

func clipping(from []int16) []int16 {
	out := slices.Clone(from)
	for i := len(out) - soundRate; i < len(out)-soundRate+clippedRun; i++ {
		out[i] = math.MinInt16
	}
	return out
}

func TestWarningsAndVerdicts(t *testing.T) {
	fine := voice(12, -20, -65)
	for _, c := range []struct {
		name     string
		sound    []int16
		warnings []Warning
		verdict  Verdict
	}{
		{"a voice in a calm room", fine, nil, VerdictFine},
		{"a voice just loud enough", voice(12, -36, -70), nil, VerdictFine},
		{"a weak voice", voice(12, -48, -75), []Warning{WarnQuiet}, VerdictQuiet},
		{"a weak voice far away", voice(12, -55, -90), []Warning{WarnQuiet}, VerdictQuiet},
		{"nobody speaks", voice(12, -200, -60), nil, VerdictQuiet},
		{"a loud room", voice(12, -20, -35), []Warning{WarnNoisy}, VerdictNoisy},
		{"three samples at full scale", clipping(fine), []Warning{WarnClipping}, VerdictClipping},
		{"a microphone switched off", make([]int16, 12*soundRate), []Warning{WarnSilent}, VerdictBlocked},
		{"a microphone turned away", voice(12, -200, -78), nil, VerdictSilent},
	} {
		for _, cut := range []int{7, 160, 4001} { // the answer is the same however it is cut
			m := newMonitor(soundRate)
			for part := range slices.Chunk(c.sound, cut) {
				m.add(part)
			}
			if got := m.warnings(); !slices.Equal(got, c.warnings) {
				t.Errorf("%s, cut into %d: warnings %v, want %v", c.name, cut, got, c.warnings)
			}
			if got := judge(m); got != c.verdict {
				t.Errorf("%s, cut into %d: verdict %q, want %q", c.name, cut, got, c.verdict)
			}
		}
	}
}

func TestTwoFullScaleSamplesAreNoClipping(t *testing.T) {
	m := newMonitor(soundRate)
	m.add([]int16{32767, 32767, 0, -32768, -32768, 0})
	if got := m.warnings(); len(got) != 0 {
		t.Errorf("warnings %v", got)
	}
}

func TestWarningsEndWhenTheirReasonDoes(t *testing.T) {
	m := newMonitor(soundRate)
	m.add(make([]int16, 3*soundRate))
	m.add(clipping(voice(2, -20, -65)))
	if got := m.warnings(); !slices.Equal(got, []Warning{WarnClipping}) {
		t.Errorf("after silence and a shout: %v", got)
	}
	m.add(voice(12, -20, -65))
	if got := m.warnings(); len(got) != 0 {
		t.Errorf("after a while of good sound: %v", got)
	}
}

func TestTheSoundCheckListensAndStoresNothing(t *testing.T) {
	in := newFake()
	done := make(chan Verdict)
	levels := 0
	go func() {
		v, err := Check(t.Context(), in, soundRate, func(audio.Level) { levels++ })
		if err != nil {
			t.Error(err)
		}
		done <- v
	}()
	<-in.opened
	in.speak(voice(checkSeconds, -20, -65))
	if v := <-done; v != VerdictFine {
		t.Errorf("verdict %q", v)
	}
	if levels != checkSeconds*1000/levelMillis {
		t.Errorf("%d levels told", levels)
	}
	in.present = false
	if _, err := Check(t.Context(), in, soundRate, nil); app.CodeOf(err) != app.CodeNoMicrophone {
		t.Errorf("without a microphone: %v", err)
	}
}

func TestASoundCheckEndsWithItsContextOrItsMicrophone(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(in *fakeInput, cancel func())
		want app.Code
	}{
		"cancelled": {func(_ *fakeInput, cancel func()) { cancel() }, app.CodeCancelled},
		"unplugged": {func(in *fakeInput, _ func()) { in.unplug() }, app.CodeMicrophoneLost},
	} {
		t.Run(name, func(t *testing.T) {
			in := newFake()
			ctx, cancel := cancellable(t)
			failed := make(chan error)
			go func() {
				_, err := Check(ctx, in, soundRate, nil)
				failed <- err
			}()
			<-in.opened
			c.end(in, cancel)
			if err := <-failed; app.CodeOf(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
