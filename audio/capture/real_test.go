package capture

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/device"
)

// open starts a recorder on the null sink's monitor of a server of its own.
func open(t *testing.T) (*audiotest.Server, *Recorder) {
	t.Helper()
	server := audiotest.Pulse(t)
	return server, record(t, server)
}

func record(t *testing.T, server *audiotest.Server) *Recorder {
	t.Helper()
	dc := device.Open(device.Options{})
	t.Cleanup(func() {
		if err := dc.Close(); err != nil {
			t.Error(err)
		}
	})
	inputs, err := dc.Inputs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(t.Context(), dc, inputs[0], audio.Rate)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// collect reads everything until an error other than an overrun, which fails
// the test.
func collect(t *testing.T, r *Recorder) (samples []int16, end error) {
	t.Helper()
	buf := make([]int16, 4800)
	for {
		n, err := r.Read(buf)
		samples = append(samples, buf[:n]...)
		var o *Overrun
		if errors.As(err, &o) {
			t.Errorf("%v after %d samples", err, len(samples))
			continue
		}
		if err != nil {
			return samples, err
		}
	}
}

func TestARecordingIsTheSourceToTheLastBit(t *testing.T) {
	server, r := open(t)
	spoken, err := audiotest.Speak(12 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	first := make([]int16, 960)
	n, err := r.Read(first) // the device is running
	if err != nil {
		t.Fatal(err)
	}
	played := make(chan error, 1)
	go func() {
		err := server.Play(context.Background(), audiotest.Sink, spoken.Samples)
		played <- errors.Join(err, r.Stop())
	}()
	samples, end := collect(t, r)
	if err := <-played; err != nil {
		t.Fatal(err)
	}
	if !errors.Is(end, io.EOF) {
		t.Errorf("ended with %v, want io.EOF", end)
	}
	if r.Frames() != int64(n+len(samples)) {
		t.Errorf("Frames says %d, read %d", r.Frames(), n+len(samples))
	}
	if _, err := audiotest.Align(spoken.Samples, samples); err != nil {
		t.Error(err)
	}
}

// The three ways a device is lost: nothing is ever said about it, so each must
// end the recorder by the frame counter.
func TestALostDeviceEndsTheRecorder(t *testing.T) {
	for _, c := range []struct {
		name string
		lose func(*audiotest.Server) error
	}{
		{"its plug is pulled", func(s *audiotest.Server) error {
			modules, err := s.Pactl("list", "short", "modules")
			if err != nil {
				return err
			}
			return s.Unload(moduleOf(modules, "module-null-sink"))
		}},
		{"its server is killed", (*audiotest.Server).Kill},
		{"its server is frozen", (*audiotest.Server).Freeze},
	} {
		t.Run(c.name, func(t *testing.T) {
			server, r := open(t)
			buf := make([]int16, 960)
			if _, err := r.Read(buf); err != nil {
				t.Fatal(err)
			}
			if err := c.lose(server); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			_, end := collect(t, r)
			t.Logf("seen after %v", time.Since(began).Round(time.Millisecond))
			if !errors.Is(end, ErrLost) {
				t.Errorf("ended with %v, want ErrLost", end)
			}
			if err := server.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := r.Stop(); err != nil {
				t.Errorf("stopping a lost recorder: %v", err)
			}
		})
	}
}
