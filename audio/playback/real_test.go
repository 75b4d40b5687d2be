package playback

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/capture"
	"barnrost/audio/device"
)

const speakerSink = "vspeaker"

// room is a loudspeaker and a microphone that hears it.
type room struct {
	server *audiotest.Server
	device *device.Context
	heard  *capture.Recorder
}

func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{server: audiotest.Pulse(t, speakerSink), device: device.Open(device.Options{})}
	inputs, err := r.device.Inputs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.heard, err = capture.Start(t.Context(), r.device, inputs[0], audio.Rate); err != nil {
		t.Fatal(err)
	}
	first := make([]int16, 960)
	if _, err := r.heard.Read(first); err != nil { // it runs
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(r.heard.Stop(), r.device.Close()); err != nil {
			t.Error(err)
		}
	})
	return r
}

// player connects one to the loudspeaker.
func (r *room) player(t testing.TB, src audio.Source, changed func()) *Player {
	t.Helper()
	p := New(audio.Rate, src, changed)
	if err := p.Connect(t.Context(), r.device, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// With 10 ms of buffer a sound server that gets no time skips, which no player
// can help: what came must be the source, and nearly all of it.
func TestWhatIsPlayedComesOutUnchanged(t *testing.T) {
	r := newRoom(t)
	spoken, err := audiotest.Speak(3 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	// The fades at both ends fall on silence.
	src := &memory{samples: slices.Concat(make([]int16, 4800), spoken.Samples, make([]int16, 4800))}
	ended := make(chan struct{}, 1)
	p := r.player(t, src, func() { ended <- struct{}{} })
	if err := p.Play(); err != nil {
		t.Fatal(err)
	}
	came, err := audiotest.Pieces(src.samples, r.listen(t, ended))
	t.Logf("%d of %d samples came", came, src.Len())
	if err != nil {
		t.Error(err)
	}
	if came < len(src.samples)*8/10 {
		t.Errorf("%d of %d samples came", came, src.Len())
	}
}

// listen returns what the microphone hears until half a second after the end.
func (r *room) listen(t *testing.T, ended <-chan struct{}) (heard []int16) {
	t.Helper()
	buf := make([]int16, 4800)
	left := int64(math.MaxInt64)
	for int64(len(heard)) < left {
		n, err := r.heard.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		heard = append(heard, buf[:n]...)
		select {
		case <-ended:
			left = int64(len(heard)) + audio.Rate/2
		default:
		}
	}
	return heard
}

func TestARealDeviceThatGoesStopsThePlayer(t *testing.T) {
	for name, lose := range map[string]func(*audiotest.Server) error{
		"its server is killed": (*audiotest.Server).Kill,
		"its server is frozen": (*audiotest.Server).Freeze,
	} {
		t.Run(name, func(t *testing.T) {
			server := audiotest.Pulse(t, speakerSink)
			dc := device.Open(device.Options{})
			stopped := make(chan struct{}, 1)
			p := New(audio.Rate, sine(audio.Rate*60), func() { stopped <- struct{}{} })
			if err := p.Connect(t.Context(), dc, ""); err != nil {
				t.Fatal(err)
			}
			if err := p.Play(); err != nil {
				t.Fatal(err)
			}
			for p.Position() < audio.Rate/2 { // it plays
				time.Sleep(period)
			}
			if err := lose(server); err != nil {
				t.Fatal(err)
			}
			<-stopped
			if p.Playing() || !errors.Is(p.Err(), ErrNoOutput) {
				t.Errorf("playing %t, %v", p.Playing(), p.Err())
			}
			if err := errors.Join(server.Kill(), p.Close(), dc.Close()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWithoutALoudspeakerConnectingSaysSo(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("PULSE_SERVER", "unix:"+t.TempDir()+"/nobody")
	dc := device.Open(device.Options{})
	p := New(audio.Rate, sine(1000), nil)
	if err := p.Connect(t.Context(), dc, ""); !errors.Is(err, device.ErrNoOutput) || p.Connected() {
		t.Errorf("got %v", err)
	}
	if err := errors.Join(p.Close(), dc.Close()); err != nil {
		t.Error(err)
	}
}

// percentile of sorted values.
func percentile(sorted []float64, p float64) float64 {
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// BenchmarkKeyToFirstSample presses play a hundred times and measures, for each,
// how long it takes until the callback gives the device the first sample that is
// not silence, and when that sample has come through the loudspeaker's monitor.
func BenchmarkKeyToFirstSample(b *testing.B) {
	r := newRoom(b)
	loud := &memory{samples: slices.Repeat([]int16{12000}, audio.Rate*600)}
	p := r.player(b, loud, nil)
	presses := make(chan time.Time, 1)
	arrivals := make(chan time.Time, 1)
	go func() { // the moment at which the monitor has sound again after a press
		buf := make([]int16, 48)
		var pressed time.Time
		for {
			n, err := r.heard.Read(buf)
			if err != nil {
				return
			}
			select {
			case pressed = <-presses:
			default:
			}
			if !pressed.IsZero() && slices.ContainsFunc(buf[:n], func(s int16) bool { return s > 1000 }) {
				pressed = time.Time{}
				arrivals <- time.Now()
			}
		}
	}()
	for b.Loop() {
		var given, heard []float64
		for i := range 100 {
			p.Pause()
			// A hand is not in step with the device: wait for some odd time.
			time.Sleep(120*time.Millisecond + time.Duration(i*1777)*time.Microsecond/10)
			began := time.Now()
			presses <- began
			before := p.Position()
			if err := p.Play(); err != nil {
				b.Fatal(err)
			}
			for p.Position() == before {
				time.Sleep(50 * time.Microsecond)
			}
			given = append(given, time.Since(began).Seconds()*1000)
			heard = append(heard, (<-arrivals).Sub(began).Seconds()*1000)
		}
		slices.Sort(given)
		slices.Sort(heard)
		b.ReportMetric(percentile(given, 0.5), "given-p50-ms")
		b.ReportMetric(percentile(given, 0.95), "given-p95-ms")
		b.ReportMetric(percentile(heard, 0.5), "monitor-p50-ms")
		b.ReportMetric(percentile(heard, 0.95), "monitor-p95-ms")
	}
}

// BenchmarkColdSeek measures from a seek to when the callback could begin: the
// source is read, stretched and lies in the buffer.
func BenchmarkColdSeek(b *testing.B) {
	src := sine(audio.Rate * 600)
	p := New(audio.Rate, src, nil)
	p.SetSpeed(0.8)
	i := 0
	for b.Loop() {
		p.SeekTo(int64(math.Mod(float64(i)*987654321, float64(src.Len()-audio.Rate))))
		i++
		for p.next.Load().available() < 960 {
			time.Sleep(20 * time.Microsecond)
		}
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
}
