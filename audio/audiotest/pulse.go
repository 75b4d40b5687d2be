package audiotest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"barnrost/audio/wav"
)

// Sink is the null sink that every server has; what is played into it can be
// recorded from its monitor.
const Sink = "vmic"

// startWithin is how long the server may take to answer.
const startWithin = 20 * time.Second

// Server is a private PulseAudio server.
type Server struct {
	dir  string
	line []string // the program and its arguments
	cmd  *exec.Cmd
	log  bytes.Buffer

	once sync.Once
	done chan struct{}
}

// Pulse starts a server for one test, points the test's environment to it and
// stops it at the end. The sinks, [Sink] if none is named, are 48 kHz, mono,
// 16 bits.
func Pulse(t testing.TB, sinks ...string) *Server {
	t.Helper()
	s, err := Start(sinks...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	for _, e := range s.Env() {
		key, value, _ := strings.Cut(e, "=")
		t.Setenv(key, value)
	}
	return s
}

// Start starts a server and returns when it answers. Stop it with
// [Server.Stop].
func Start(sinks ...string) (*Server, error) {
	program, err := need("pulseaudio")
	if err != nil {
		return nil, err
	}
	if _, err := need("pactl"); err != nil {
		return nil, err
	}
	if len(sinks) == 0 {
		sinks = []string{Sink}
	}
	// Not in the test's own folder: a socket's path has room for 107 bytes.
	dir, err := os.MkdirTemp("", "pulse")
	if err != nil {
		return nil, fmt.Errorf("audiotest: %w", err)
	}
	args := []string{"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-target=stderr",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket=" + filepath.Join(dir, "native")}
	for _, sink := range sinks {
		args = append(args, "-L", nullSink(sink))
	}
	s := &Server{dir: dir, line: append([]string{program}, args...)}
	if err := s.begin(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.answers(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// begin starts the process.
func (s *Server) begin() error {
	cmd, done := exec.Command(s.line[0], s.line[1:]...), make(chan struct{})
	cmd.Env = append(os.Environ(), s.Env()...)
	cmd.Stderr = &s.log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("audiotest: %w", err)
	}
	go func() {
		_ = cmd.Wait() // it is always killed, and always says so
		close(done)
	}()
	s.cmd, s.done = cmd, done
	return nil
}

// Restart starts a server that was killed again, at the same place and with the
// sinks it began with.
func (s *Server) Restart() error {
	if err := s.begin(); err != nil {
		return err
	}
	return s.answers()
}

func nullSink(name string) string {
	return "module-null-sink sink_name=" + name + " rate=48000 channels=1 format=s16le"
}

// answers waits until the server answers a question.
func (s *Server) answers() error {
	deadline := time.Now().Add(startWithin)
	for {
		_, err := s.Pactl("info")
		if err == nil {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("audiotest: pulseaudio ended: %s", s.log.String())
		default:
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("audiotest: pulseaudio does not answer: %w", err)
		}
	}
}

// Env returns the environment that leads a program to this server.
func (s *Server) Env() []string {
	return []string{
		"XDG_RUNTIME_DIR=" + s.dir,
		"XDG_CONFIG_HOME=" + s.dir,
		"PULSE_RUNTIME_PATH=" + s.dir,
		"PULSE_SERVER=unix:" + filepath.Join(s.dir, "native"),
	}
}

// Pactl runs pactl against the server and returns what it prints.
func (s *Server) Pactl(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	return run(ctx, s.Env(), "pactl", args...)
}

// AddSink loads a null sink and returns its module's number for [Server.Unload].
func (s *Server) AddSink(name string) (string, error) {
	return s.Pactl(append([]string{"load-module"}, strings.Fields(nullSink(name))...)...)
}

// Unload removes a module, as pulling out a plug does.
func (s *Server) Unload(module string) error {
	_, err := s.Pactl("unload-module", module)
	return err
}

// Play plays samples at 48 kHz into a sink, between two half seconds of silence:
// a stream's first milliseconds may be lost while the sink rewinds, and when Play
// returns all samples must have passed the sink's monitor. A recording that is to be compared must have got its first frames
// before: an idle null sink has already rendered up to 2 s ahead, and what is
// played into that time never reaches its monitor.
func (s *Server) Play(ctx context.Context, sink string, samples []int16) error {
	path := filepath.Join(s.dir, "play-"+sink+".wav")
	silence := make([]int16, 24000)
	if err := WriteWAV(path, 48000, slices.Concat(silence, samples, silence)); err != nil {
		return err
	}
	_, err := run(ctx, s.Env(), "paplay", "--device="+sink, "--latency-msec=2000", path)
	return errors.Join(err, os.Remove(path))
}

// WriteWAV writes a WAV file.
func WriteWAV(path string, rate int, samples []int16) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("audiotest: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	e, err := wav.NewEncoder(f, rate, int64(len(samples)))
	if err != nil {
		return err
	}
	return errors.Join(e.Write(samples), e.Close())
}

// Kill ends the server at once, as a crash does.
func (s *Server) Kill() error {
	if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("audiotest: %w", err)
	}
	<-s.done
	return nil
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() (err error) {
	s.once.Do(func() { err = errors.Join(s.Kill(), os.RemoveAll(s.dir)) })
	return err
}
