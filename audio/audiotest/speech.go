package audiotest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"barnrost/audio/wav"
)

// Voice is one of the two who speak.
type Voice string

// The voices.
const (
	Interviewer Voice = "interviewer"
	Child       Voice = "child"
)

// manner is how espeak-ng speaks for a voice: variant, pitch (0–99) and words
// per minute.
var manner = map[Voice][]string{
	Interviewer: {"-v", "sv+f2", "-p", "40", "-s", "160"},
	Child:       {"-v", "sv+f5", "-p", "85", "-s", "145"},
}

// Line is one utterance of the script.
type Line struct {
	Voice Voice
	Text  string
}

// Script is an invented interview. Nobody ever said this.
var Script = []Line{
	{Interviewer, "Hej, vad roligt att du ville komma. Nu är inspelningen igång."},
	{Child, "Okej. Var är den röda lampan?"},
	{Interviewer, "Där uppe. Berätta vad du tycker om att göra."},
	{Child, "Jag brukar bygga kojor vid ån. Fast inte när det regnar."},
	{Interviewer, "Hur gick det till när du träffade oss första gången?"},
	{Child, "Jag visste inte vad ni hette. Ingen hade sagt något."},
	{Interviewer, "Vad hade du velat veta?"},
	{Child, "Hur länge man skulle vara där. Och om det fanns saft."},
	{Interviewer, "Vad tycker du att vi ska göra bättre?"},
	{Child, "Fråga en sak i taget. Och vänta lite, så man hinner tänka."},
}

// Turn is a line in the sound, in samples.
type Turn struct {
	Line
	Start, End int
}

// Interview is spoken sound at 48 kHz.
type Interview struct {
	Samples []int16
	Turns   []Turn
}

// Speak speaks [Script], over and over, for exactly length, with pauses of
// different lengths between the lines.
func Speak(length time.Duration) (Interview, error) {
	var out Interview
	total := int(length.Seconds() * 48000)
	for n := 0; len(out.Samples) < total; n++ {
		line := Script[n%len(Script)]
		sound, err := say(line)
		if err != nil {
			return Interview{}, err
		}
		start := len(out.Samples)
		out.Samples = append(out.Samples, sound...)
		out.Turns = append(out.Turns, Turn{Line: line, Start: start, End: min(len(out.Samples), total)})
		out.Samples = append(out.Samples, make([]int16, 14400+n%5*9600)...)
	}
	out.Samples = out.Samples[:total]
	return out, nil
}

var (
	spokenMu sync.Mutex
	spoken   = map[Line][]int16{}
)

// say has a line spoken, once per process.
func say(line Line) ([]int16, error) {
	spokenMu.Lock()
	defer spokenMu.Unlock()
	if s, ok := spoken[line]; ok {
		return s, nil
	}
	s, err := synthesise(line)
	if err != nil {
		return nil, err
	}
	spoken[line] = s
	return s, nil
}

func synthesise(line Line) (sound []int16, err error) {
	dir, err := os.MkdirTemp("", "espeak")
	if err != nil {
		return nil, fmt.Errorf("audiotest: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "line.wav")
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	args := append([]string{"-w", path}, manner[line.Voice]...)
	if _, err := run(ctx, nil, "espeak-ng", append(args, line.Text)...); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("audiotest: %w", err)
	}
	return ReadAll(bytes.NewReader(raw), 48000)
}

// ReadAll reads a whole WAV file at a rate; only tests may hold so much.
func ReadAll(r io.ReadSeeker, rate int) ([]int16, error) {
	d, err := wav.Decode(r)
	if err != nil {
		return nil, err
	}
	c := wav.Convert(d, rate)
	out := make([]int16, 0, c.Samples())
	buf := make([]int16, 8192)
	for {
		n, err := c.Read(buf)
		out = append(out, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
