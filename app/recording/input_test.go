package recording

import (
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/capture"
	"barnrost/audio/device"
)

// bench is a microphone and what a test can do to it.
type bench struct {
	input  Input
	start  func() // makes the first samples come, if the input does not by itself
	speak  func(samples []int16)
	unplug func()
	plugIn func()
}

// The fake that the session's tests drive must behave as the real thing does,
// or they prove nothing.
func TestEveryInputKeepsTheSamePromises(t *testing.T) {
	for name, set := range map[string]func(*testing.T) bench{"fake": fakeBench, "real": realBench} {
		t.Run(name, func(t *testing.T) {
			b := set(t)
			promises(t, b)
		})
	}
}

func fakeBench(*testing.T) bench {
	in := newFake()
	return bench{input: in, start: func() { in.speak(make([]int16, 960)) }, speak: in.speak, unplug: in.unplug, plugIn: in.plugIn}
}

func realBench(t *testing.T) bench {
	server := audiotest.Pulse(t)
	dc := device.Open(device.Options{})
	t.Cleanup(func() {
		if err := dc.Close(); err != nil {
			t.Error(err)
		}
	})
	modules, err := server.Pactl("list", "short", "modules")
	if err != nil {
		t.Fatal(err)
	}
	var module string
	for line := range strings.Lines(modules) {
		if f := strings.Fields(line); f[1] == "module-null-sink" {
			module = f[0]
		}
	}
	return bench{
		input: NewInput(dc, "", audio.Rate),
		start: func() {},
		speak: func(samples []int16) {
			if err := server.Play(t.Context(), audiotest.Sink, samples); err != nil {
				t.Error(err)
			}
		},
		unplug: func() {
			if err := server.Unload(module); err != nil {
				t.Error(err)
			}
		},
		plugIn: func() {
			if module, err = server.AddSink(audiotest.Sink); err != nil {
				t.Error(err)
			}
		},
	}
}

func promises(t *testing.T, b bench) {
	stream, err := b.input.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stream.Name() == "" {
		t.Error("it has no name")
	}

	spoken := counted(0, 24000)
	heard := make(chan []int16)
	lost := make(chan error)
	runs := make(chan struct{})
	var once sync.Once
	go func() {
		var all []int16
		buf := make([]int16, 960)
		for {
			n, err := stream.Read(buf)
			once.Do(func() { close(runs) })
			all = append(all, buf[:n]...)
			if stream.Frames() < int64(len(all)) {
				t.Error("Frames is less than what was read")
			}
			if err != nil {
				heard <- all
				lost <- err
				return
			}
		}
	}()
	b.start()
	<-runs
	b.speak(spoken)
	b.unplug()
	all, end := <-heard, <-lost
	var overrun *capture.Overrun
	if errors.Is(end, io.EOF) || errors.As(end, &overrun) {
		t.Errorf("unplugged: %v, want an error that tells of the loss", end)
	}
	if _, err := audiotest.Align(spoken, all); err != nil {
		t.Error(err)
	}
	if err := stream.Stop(); err != nil {
		t.Errorf("stopping a lost stream: %v", err)
	}

	if _, err := b.input.Open(t.Context()); app.CodeOf(err) != app.CodeNoMicrophone {
		t.Errorf("opening it unplugged: %v", err)
	}

	b.plugIn()
	stream, err = b.input.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Stop(); err != nil {
		t.Error(err)
	}
	buf := make([]int16, 960)
	for err == nil {
		_, err = stream.Read(buf)
	}
	if !errors.Is(err, io.EOF) {
		t.Errorf("stopped: %v, want io.EOF", err)
	}
}

func TestARealRecordingIsStoredToTheLastBitAcrossALostMicrophone(t *testing.T) {
	b := realBench(t)
	m := &memory{}
	changed := make(chan struct{}, 1)
	s, err := Start(t.Context(), b.input, m, Options{Rate: audio.Rate, OnChange: func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	await := func(p Phase) {
		for s.State().Phase != p {
			<-changed
		}
	}
	spoken, err := audiotest.Speak(5 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	await(PhaseRecording)
	b.speak(spoken.Samples)
	b.unplug()
	await(PhaseLost)
	b.plugIn()
	await(PhaseRecording)
	b.speak(spoken.Samples)
	mustStop(t, s)

	all := m.sound()
	at, err := audiotest.Align(spoken.Samples, all)
	if err != nil {
		t.Fatalf("before the loss: %v", err)
	}
	if _, err := audiotest.Align(spoken.Samples, all[at+len(spoken.Samples):]); err != nil {
		t.Errorf("after the loss: %v", err)
	}
	gaps := m.told()
	if len(gaps) != 1 || gaps[0].Reason != app.GapDevice || gaps[0].Length <= 0 || gaps[0].At < int64(at+len(spoken.Samples)) {
		t.Errorf("gaps: %v", gaps)
	}
}

func TestTheMicrophonesAreListedByName(t *testing.T) {
	audiotest.Pulse(t, "one", "two")
	dc := device.Open(device.Options{})
	defer func() {
		if err := dc.Close(); err != nil {
			t.Error(err)
		}
	}()
	found, err := Microphones(t.Context(), dc)
	if err != nil || len(found) != 2 {
		t.Fatalf("%v, %v", found, err)
	}
	if n := slices.IndexFunc(found, func(m Microphone) bool { return m.Default }); n < 0 {
		t.Errorf("none is the default: %v", found)
	}
}
