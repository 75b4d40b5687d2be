package recording

import (
	"context"
	"errors"

	"barnrost/app"
	"barnrost/audio"
	"barnrost/audio/capture"
	"barnrost/audio/device"
)

// Input is a microphone that can be opened, also again after it was lost.
type Input interface {
	// Open starts it. It returns an [*app.Error] with [app.CodeNoMicrophone]
	// if there is none.
	Open(ctx context.Context) (Stream, error)
}

// Stream is a running microphone. Read and Level are called by one goroutine,
// the others by any.
type Stream interface {
	// Name is what the system calls the microphone.
	Name() string
	// Read waits for samples. It returns *capture.Overrun where samples are
	// missing, io.EOF after Stop, and any other error when the microphone was
	// lost; always after what was captured before has been read.
	Read(dst []int16) (int, error)
	// Frames counts what was captured, read or not.
	Frames() int64
	// Level is how loud the last 50 ms were that Read gave out.
	Level() audio.Level
	// Stop ends the stream; it may take seconds. Also a lost one is stopped.
	Stop() error
}

// Microphone is an input that a person can choose.
type Microphone struct {
	Name    string
	Default bool // the system's own choice
}

// Microphones lists what can be recorded from. The error is an [*app.Error]
// with [app.CodeNoMicrophone] if there is nothing.
func Microphones(ctx context.Context, dc *device.Context) ([]Microphone, error) {
	found, err := dc.Inputs(ctx)
	if err != nil {
		return nil, inputFault(err)
	}
	out := make([]Microphone, 0, len(found))
	for _, d := range found {
		out = append(out, Microphone{Name: d.Name, Default: d.Default})
	}
	return out, nil
}

// NewInput returns the microphone called name, or the system's default if name
// is empty or the microphone is not there when it is opened. rate is in samples
// per second.
func NewInput(dc *device.Context, name string, rate int) Input {
	return &microphone{dc: dc, name: name, rate: rate}
}

type microphone struct {
	dc   *device.Context
	name string
	rate int
}

func (m *microphone) Open(ctx context.Context) (Stream, error) {
	found, err := m.dc.Inputs(ctx)
	if err != nil {
		return nil, inputFault(err)
	}
	in, ok := device.Pick(found, m.name)
	if !ok {
		return nil, inputFault(device.ErrNoInput)
	}
	r, err := capture.Start(ctx, m.dc, in, m.rate)
	if err != nil {
		return nil, inputFault(err)
	}
	return &running{Recorder: r, name: in.Name}, nil
}

type running struct {
	*capture.Recorder
	name string
}

func (r *running) Name() string { return r.name }

// inputFault turns an error of the sound system into the program's.
func inputFault(err error) error {
	if errors.Is(err, context.Canceled) {
		return app.Fail(app.CodeCancelled, err)
	}
	return app.Fail(app.CodeNoMicrophone, err)
}
