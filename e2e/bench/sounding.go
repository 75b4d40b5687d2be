package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"barnrost/audio"
	"barnrost/audio/audiotest"
	"barnrost/audio/capture"
	"barnrost/audio/device"
	"barnrost/e2e/frames"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// How often each is tried.
const (
	recordings = 10
	plays      = 100
)

// recordingSeconds is how long the last recording runs.
const recordingSeconds = 10

// recording measures from the press of the button to sound that comes, and
// the memory of a recording. A null sink that nobody hears gives its first
// sound after up to two seconds, by its own doing; one that is being heard
// gives it at once, as most microphones do.
func (b *bench) recording(ctx context.Context, p *program.Program, g glass) {
	progress("recording")
	idle := b.record(p, g, recordings)
	b.add("click to recording, a null sink that sleeps (wakes within 2 s)", "37 ms to 2 s", quantiles(idle.millis(), "ms"), "")
	e := b.listen(ctx)
	b.record(p, g, 1) // which wakes it
	awake := b.record(p, g, recordings)
	if err := e.close(); err != nil {
		b.Logf("%v", err)
	}
	b.add("click to recording, a null sink that is awake", "", quantiles(awake.millis(), "ms"), "")
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	more := during(b.T, p.Pid(), func() {
		steps.Record(p)
		time.Sleep(recordingSeconds * time.Second)
		b.add("memory while recording", "", memoryOf(b.T, p.Pid()).String(), "")
	})
	b.add("memory of recording, at most above before", "", number(more)+" MB", "")
	steps.StopRecording(p)
}

// record makes so many short recordings and returns how long each took to
// begin.
func (b *bench) record(p *program.Program, g glass, often int) (waits times) {
	for range often {
		steps.NewInterview(p, 12, "cafe")
		steps.Consent(p)
		p.Focus("record.start")
		pressed := b.press(g, ' ')
		waits = append(waits, p.Wait("recording", "running").At.Sub(pressed))
		steps.StopRecording(p)
	}
	return waits
}

// ear hears a sink's monitor.
type ear struct {
	device *device.Context
	heard  *capture.Recorder
	loud   chan time.Time // when sound came after silence
}

// listen hears the null sink from now on.
func (b *bench) listen(ctx context.Context) *ear {
	e := &ear{device: device.Open(device.Options{Monitors: true}), loud: make(chan time.Time, 1000)}
	inputs, err := e.device.Inputs(ctx)
	if err != nil {
		b.Fatalf("%v", err)
	}
	if e.heard, err = capture.Start(ctx, e.device, inputs[0], audio.Rate); err != nil {
		b.Fatalf("%v", err)
	}
	go e.run()
	return e
}

// run tells of every first sound after at least 50 ms of silence.
func (e *ear) run() {
	silent := 0
	buf := make([]int16, 48)
	for {
		n, err := e.heard.Read(buf)
		if err != nil {
			return
		}
		if !slices.ContainsFunc(buf[:n], func(s int16) bool { return s > 1000 }) {
			silent += n
			continue
		}
		if silent > audio.Rate/20 {
			e.loud <- time.Now()
		}
		silent = 0
	}
}

func (e *ear) close() error { return errors.Join(e.heard.Stop(), e.device.Close()) }

// playing measures from F4 at the desk to the first sample that leaves the
// sink.
func (b *bench) playing(ctx context.Context, p *program.Program, g glass) {
	progress("playing")
	e := b.listen(ctx)
	defer func() {
		if err := e.close(); err != nil {
			b.Logf("%v", err)
		}
	}()
	p.Focus("desk.text")
	var waits times
	for n := range plays {
		for len(e.loud) > 0 {
			<-e.loud
		}
		pressed := b.press(g, frames.F4)
		p.Wait("desk", "playing")
		select {
		case at := <-e.loud:
			waits = append(waits, at.Sub(pressed))
		case <-time.After(patience):
			b.Fatalf("nothing was heard")
		}
		b.press(g, frames.F4)
		p.Wait("desk", "paused")
		// A hand is not in step with the device.
		time.Sleep(200*time.Millisecond + time.Duration(n*7919%170)*100*time.Microsecond)
	}
	b.add("F4 in the window to the first sample out of a null sink", "", quantiles(waits.millis(), "ms"), "")
}

func startPulse(t program.T) *audiotest.Server {
	s, err := audiotest.Start()
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Logf("%v", err)
		}
	})
	return s
}
