package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/stock"
)

// rate is what the program records at, in samples a second.
const rate = 48_000

// soundEnv leads a program to the sound server that [audiotest.Pulse] started.
func soundEnv() []string { return []string{"PULSE_SERVER=" + os.Getenv("PULSE_SERVER")} }

// speak returns a two-voice Swedish interview that nobody gave.
func speak(t *testing.T, length time.Duration) audiotest.Interview {
	t.Helper()
	i, err := audiotest.Speak(length)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// play plays samples into the microphone in the background; the returned
// function waits until the last was played.
func play(t *testing.T, pulse *audiotest.Server, samples []int16) (wait func()) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- pulse.Play(context.Background(), audiotest.Sink, samples) }()
	return func() {
		t.Helper()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
}

// opened is a bundle as the stock tools see it.
type opened struct {
	dir   string
	about struct {
		Kind, Text, Reason string
		About              struct {
			Code string
		}
	}
}

// open opens a bundle with age, tar and ssh-keygen.
func open(t *testing.T, tools stock.Tools, bundle, keys string) opened {
	t.Helper()
	dir, err := tools.Bundle(bundle, keys)
	if err != nil {
		t.Fatal(err)
	}
	o := opened{dir: dir}
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(manifest, &o.about); err != nil {
		t.Fatal(err)
	}
	return o
}

// sound returns the samples of the bundle's WAV file.
func (o opened) sound(t *testing.T) []int16 {
	t.Helper()
	f, err := os.Open(filepath.Join(o.dir, "sound.wav"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	samples, err := audiotest.ReadAll(f, rate)
	if err != nil {
		t.Fatal(err)
	}
	return samples
}

// text returns a text member.
func (o opened) text(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(o.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
