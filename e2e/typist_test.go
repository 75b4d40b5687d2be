package e2e

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"barnrost/app/transcript"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// interviewLength is what the typist transcribes.
const interviewLength = 3 * time.Minute

// faster is how many steps of a tenth the typist lets the sound go faster than
// it was spoken: letters come quicker from xdotool than from a person.
const faster = 6

// startWithin is how far the start of an utterance may lie from where it is
// spoken, in milliseconds: the typing lag that the desk takes off is a guess.
const startWithin = 2500

// A word of the interview, and what the typist writes for it all the way.
const rightWord, wrongWord = "inspelningen", "inspelnigen"

// replay is how long F6 takes: five seconds at 70 %.
const replay = 5 * time.Second * 10 / 7

// typist is somebody at the desk with nothing but a keyboard.
type typist struct {
	*testing.T
	p     *program.Program
	turns []audiotest.Turn
	at    int64     // where the sound was, in milliseconds
	since time.Time // when it was there; zero while it does not play
}

func TestThreeMinutesAreTranscribedWithTheKeyboardOnly(t *testing.T) {
	audiotest.Pulse(t)
	home := t.TempDir()
	y := &typist{T: t, p: program.Start(t, program.Options{
		Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv(),
	})}
	steps.FirstStart(y.p, steps.Worker)
	y.bring()

	y.p.Focus("desk.text")
	for range faster {
		y.p.Key("F9")
	}
	y.play()
	for n, turn := range y.turns {
		y.listen(turn)
		if n > 0 {
			y.p.Key("Return")
			y.p.Wait("desk", "utterance", "*")
		}
		y.write(n, turn)
	}
	y.pause()
	y.mend()
	y.p.Quit()
	y.compare(steps.Utterances(t, home, steps.Worker))
}

// bring imports the interview from a dictaphone's file and opens it at the
// desk.
func (y *typist) bring() {
	spoken := speak(y.T, interviewLength)
	y.turns = spoken.Turns
	if last := y.turns[len(y.turns)-1]; last.End == len(spoken.Samples) {
		y.turns = y.turns[:len(y.turns)-1] // it was cut off
	}
	wav := filepath.Join(y.TempDir(), "diktafon.wav")
	if err := audiotest.WriteWAV(wav, rate, spoken.Samples); err != nil {
		y.Fatal(err)
	}
	steps.NewInterview(y.p, 12, "cafe")
	steps.Consent(y.p)
	steps.ImportWAV(y.p, wav)
	y.p.Wait("interview", "overview")
	steps.Transcribe(y.p)
}

func (y *typist) play() {
	y.p.Key("F4")
	y.place(y.p.Wait("desk", "playing", "*"))
	y.since = time.Now()
}

func (y *typist) pause() {
	y.p.Key("ctrl+space")
	y.place(y.p.Wait("desk", "paused", "*"))
	y.since = time.Time{}
}

// place takes where the sound is from what the desk said.
func (y *typist) place(e program.Event) {
	y.Helper()
	at, err := strconv.ParseInt(e.Details[1], 10, 64)
	if err != nil {
		y.Fatal(err)
	}
	y.at = at
}

// now is where the sound is, in milliseconds.
func (y *typist) now() int64 {
	if y.since.IsZero() {
		return y.at
	}
	return y.at + int64(float64(time.Since(y.since).Milliseconds())*(1+faster/10.0))
}

// listen waits, as a typist does, until somebody has begun to speak a turn and
// the typing lag has passed.
func (y *typist) listen(turn audiotest.Turn) {
	begin := millis(turn.Start) + 1500
	if wait := begin - y.now(); wait > 0 {
		time.Sleep(time.Duration(float64(wait)/(1+faster/10.0)) * time.Millisecond)
	}
}

func millis(sample int) int64 { return int64(sample) * 1000 / rate }

// write types a turn, and does now and then what a typist does besides.
func (y *typist) write(n int, turn audiotest.Turn) {
	text := strings.ReplaceAll(turn.Text, rightWord, wrongWord)
	switch n % 10 {
	case 3: // something was not heard: back, and once more
		y.p.Type(text)
		y.pause()
		y.p.Key("F3")
		y.play()
	case 4: // a word that is not certain; mended at the end
		y.p.Type(text)
		y.p.Key("ctrl+r")
		y.p.Wait("desk", "questioned")
	case 5: // the wrong speaker, put right
		y.p.Key("ctrl+3")
		y.p.Type(text)
		y.p.Key("ctrl+2")
	case 6: // once more, slowly
		y.p.Type(text)
		y.slowly(n)
	case 7: // a word too much, taken back
		y.p.Type(text + " Nej")
		y.p.Key("ctrl+z")
	default:
		y.p.Type(text)
	}
}

// slowly hears the last seconds again, the first time only: it takes seven
// seconds, and the sound then goes on from where it was.
func (y *typist) slowly(n int) {
	if n > 10 {
		return
	}
	before := y.now()
	y.p.Key("F6")
	time.Sleep(replay)
	y.at, y.since = before, time.Now()
}

// mend is what is left to do at the end: a word that was written wrongly all
// the way, the uncertain places, a version with a name.
func (y *typist) mend() {
	p := y.p
	p.Key("ctrl+h")
	p.Wait("focus", "find.words")
	p.Type(wrongWord)
	p.Wait("desk", "hits", "*")
	p.Fill("find.with", rightWord)
	p.Press("find.all")
	p.Wait("desk", "replaced", "*")
	p.Key("Escape")
	p.Wait("focus", "desk.text")
	p.Key("ctrl+Home")
	for n := range y.turns {
		if n%10 == 4 {
			p.Key("F2", "ctrl+r")
			p.Wait("desk", "resolved")
		}
	}
	p.Key("Escape")
	p.Key("ctrl+s")
	p.Wait("focus", "version.name")
	p.Type("Allt hört")
	p.Key("Return")
	p.Wait("desk", "version")
}

// compare holds the transcript to what was spoken.
func (y *typist) compare(got []transcript.Utterance) {
	speakers := map[audiotest.Voice]transcript.Speaker{
		audiotest.Interviewer: transcript.Interviewer, audiotest.Child: transcript.Child,
	}
	if len(got) != len(y.turns) {
		y.Errorf("%d utterances, %d were spoken", len(got), len(y.turns))
	}
	for i, u := range got[:min(len(got), len(y.turns))] {
		turn := y.turns[i]
		if text := strings.TrimSpace(u.Text); text != turn.Text {
			y.Errorf("utterance %d is %q, spoken was %q", i, text, turn.Text)
		}
		if want := speakers[turn.Voice]; u.Speaker != want {
			y.Errorf("utterance %d is by %s, want %s", i, u.Speaker, want)
		}
		if off := u.Start - millis(turn.Start); off < -startWithin || off > startWithin {
			y.Errorf("utterance %d begins %d ms from where it is spoken", i, off)
		}
	}
}
