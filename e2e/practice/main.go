// Command practice reads the invented interview aloud: from
// assets/practice/manuscript.txt it makes sound.wav beside it, by two voices of
// espeak-ng, and times.txt, which says when each turn begins and ends. What it
// makes is committed, so that nobody needs espeak-ng to build the program.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"barnrost/audio/wav"
)

// rate is that of the sound that is made, in samples per second.
const rate = 16_000

// voices are espeak-ng's names and settings for who speaks.
var voices = map[string][]string{
	"interviewer": {"-v", "sv+f2", "-s", "145", "-p", "40"},
	"child":       {"-v", "sv+f5", "-s", "140", "-p", "85"},
}

func main() {
	dir := flag.String("dir", "assets/practice", "the folder with manuscript.txt")
	flag.Parse()
	if err := run(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "practice:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	manuscript, err := os.ReadFile(filepath.Join(dir, "manuscript.txt"))
	if err != nil {
		return err
	}
	var sound []int16
	var times strings.Builder
	for n, line := range strings.Split(string(manuscript), "\n") {
		who, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case who == "" || who == "#":
		case who == "pause":
			ms, err := strconv.Atoi(words)
			if err != nil {
				return fmt.Errorf("line %d: %w", n+1, err)
			}
			sound = append(sound, make([]int16, ms*rate/1000)...)
		case voices[who] == nil:
			return fmt.Errorf("line %d: nobody is called %q", n+1, who)
		default:
			said, err := say(who, words)
			if err != nil {
				return fmt.Errorf("line %d: %w", n+1, err)
			}
			fmt.Fprintf(&times, "%d %d\n", len(sound)*1000/rate, (len(sound)+len(said))*1000/rate)
			sound = append(sound, said...)
		}
	}
	room(sound)
	if err := write(filepath.Join(dir, "sound.wav"), sound); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "times.txt"), []byte(times.String()), 0o644)
}

// say has words said and returns them at our rate, without the silence around.
// espeak-ng writes how long it is only into a file.
func say(who, words string) ([]int16, error) {
	dir, err := os.MkdirTemp("", "practice")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "said.wav")
	voice := exec.Command("espeak-ng", append(voices[who], "-w", path, words)...)
	voice.Stderr = os.Stderr
	if err := voice.Run(); err != nil {
		return nil, fmt.Errorf("espeak-ng: %w", err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := wav.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	c := wav.Convert(r, rate)
	var said []int16
	for buf := make([]int16, 4096); ; {
		n, err := c.Read(buf)
		said = append(said, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return trimmed(said), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// trimmed cuts the silence before and after the words.
func trimmed(s []int16) []int16 {
	const silent = 200
	loud := func(v int16) bool { return v > silent || v < -silent }
	from, to := 0, len(s)
	for from < to && !loud(s[from]) {
		from++
	}
	for to > from && !loud(s[to-1]) {
		to--
	}
	return s[from:to]
}

// room lays the faint noise of a room under everything: a silence of nothing but
// zeros sounds as if the sound had gone. It is the same every time.
func room(s []int16) {
	noise := rand.New(rand.NewSource(1))
	for i, v := range s {
		s[i] = int16(min(max(int(float64(v)*0.8)+noise.Intn(41)-20, -32768), 32767))
	}
}

func write(path string, sound []int16) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	e, err := wav.NewEncoder(f, rate, int64(len(sound)))
	if err != nil {
		return err
	}
	if err := e.Write(sound); err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	return f.Close()
}
