package device

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gen2brain/malgo"

	"barnrost/audio/audiotest"
)

func TestOnlyRealDevicesAreListed(t *testing.T) {
	microphone := Info{ID: "alsa_input.usb", Name: "USB"}
	speakers := Info{ID: "alsa_output.pci.monitor", Name: "Monitor of Speakers", Monitor: true}
	virtual := Info{ID: "vmic.monitor", Name: "Monitor of Null Output", Monitor: true}
	dummy := Info{ID: "auto_null.monitor", Name: "Monitor of Dummy Output", Monitor: true}
	null := Info{ID: "null", Name: "Discard all samples (playback) or generate zero samples (capture)"}
	for _, c := range []struct {
		name     string
		all      []Info
		monitors bool
		want     []Info
	}{
		{"nothing", nil, false, nil},
		{"a microphone beside monitors", []Info{speakers, microphone, virtual}, false, []Info{microphone}},
		{"everything on request", []Info{speakers, microphone, virtual}, true, []Info{speakers, microphone, virtual}},
		{"speakers only are no microphone", []Info{speakers}, false, nil},
		{"a virtual sink if nothing else", []Info{speakers, virtual}, false, []Info{virtual}},
		{"no sound card on PulseAudio", []Info{dummy}, true, nil},
		{"no sound card on ALSA", []Info{null}, true, nil},
	} {
		if got := realInputs(c.all, c.monitors); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := realOutputs([]Info{{ID: "auto_null"}, {ID: "vspeaker"}, null}); len(got) != 1 || got[0].ID != "vspeaker" {
		t.Errorf("outputs: %v", got)
	}
}

func TestADeviceIsFoundAgainByNameElseTheDefault(t *testing.T) {
	list := []Info{{ID: "1", Name: "A"}, {ID: "2", Name: "B", Default: true}, {ID: "3", Name: "C"}}
	for name, want := range map[string]string{"C": "3", "gone": "2", "": "2", "A": "1"} {
		if got, ok := Pick(list, name); !ok || got.ID != want {
			t.Errorf("Pick(%q) = %v, want %s", name, got, want)
		}
	}
	if _, ok := Pick(nil, "A"); ok {
		t.Error("picked a device out of none")
	}
}

func TestTheNullBackendIsNeverTried(t *testing.T) {
	const null = malgo.Backend(14) // malgo.BackendNull is 13, which is miniaudio's custom backend
	if len(backends) == 0 || slices.Contains(backends, null) || slices.Contains(backends, malgo.BackendNull) {
		t.Errorf("backends: %v", backends)
	}
}

func TestWithoutASoundSystemThereIsNoInputAndNoOutput(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("PULSE_SERVER", "unix:"+t.TempDir()+"/nobody")
	c := Open(Options{})
	defer closeContext(t, c)
	if found, err := c.Inputs(t.Context()); !errors.Is(err, ErrNoInput) {
		t.Errorf("inputs: %v, %v; want ErrNoInput", found, err)
	}
	if found, err := c.Outputs(t.Context()); !errors.Is(err, ErrNoOutput) {
		t.Errorf("outputs: %v, %v; want ErrNoOutput", found, err)
	}
}

func TestDevicesOfARunningServerAndOfTheNextOne(t *testing.T) {
	server := audiotest.Pulse(t, "one", "two")
	c := Open(Options{AppName: "test"})
	defer closeContext(t, c)
	inputs, err := c.Inputs(t.Context())
	if err != nil || len(inputs) != 2 || inputs[0].ID != "one.monitor" || !inputs[0].Monitor {
		t.Fatalf("inputs: %v, %v", inputs, err)
	}
	outputs, err := c.Outputs(t.Context())
	if err != nil || len(outputs) != 2 || outputs[1].ID != "two" {
		t.Fatalf("outputs: %v, %v", outputs, err)
	}

	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Inputs(t.Context()); !errors.Is(err, ErrNoInput) {
		t.Errorf("with a dead server: %v, want ErrNoInput", err)
	}
	audiotest.Pulse(t, "three")
	inputs, err = c.Inputs(t.Context())
	if err != nil || len(inputs) != 1 || inputs[0].ID != "three.monitor" {
		t.Errorf("after a restart: %v, %v", inputs, err)
	}
}

func TestAFrozenServerCostsATimeoutAndNoPileOfCalls(t *testing.T) {
	server := audiotest.Pulse(t)
	c := Open(Options{Timeout: 300 * time.Millisecond})
	if _, err := c.Inputs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := server.Freeze(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := c.Inputs(t.Context()); !errors.Is(err, ErrTimeout) {
			t.Errorf("got %v, want ErrTimeout", err)
		}
	}
	if err := server.Thaw(); err != nil {
		t.Fatal(err)
	}
	if _, err := eventually(t, c); err != nil {
		t.Errorf("after the thaw: %v", err)
	}
	closeContext(t, c)
}

// eventually lists the inputs as soon as the call that hung has come back.
func eventually(t *testing.T, c *Context) (found []Info, err error) {
	for range 50 {
		if found, err = c.Inputs(t.Context()); !errors.Is(err, ErrTimeout) {
			return found, err
		}
	}
	return found, err
}

func TestACancelledCallReturnsAndAClosedContextSaysSo(t *testing.T) {
	audiotest.Pulse(t)
	c := Open(Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Inputs(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	closeContext(t, c)
	if _, err := c.Inputs(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v, want ErrClosed", err)
	}
	closeContext(t, c)
}

func TestNoCallbackComesAfterClose(t *testing.T) {
	audiotest.Pulse(t)
	c := Open(Options{})
	defer closeContext(t, c)
	outputs, err := c.Outputs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var calls atomic.Int64
	called := make(chan struct{}, 1)
	format := Format{Rate: 48000, Period: 10 * time.Millisecond, Periods: 3}
	s, err := c.OpenOutput(t.Context(), outputs[0], format, func(out []int16) {
		calls.Add(1)
		select {
		case called <- struct{}{}:
		default:
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	<-called
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after := calls.Load()
	if err := s.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if calls.Load() != after {
		t.Error("the callback was called after Close")
	}
}

func closeContext(t *testing.T, c *Context) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
