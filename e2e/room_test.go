package e2e

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// fromLid is how long it may take from the locked page to a recording.
const fromLid = 30 * time.Second

// A whole interview by keys: the guide, three questions, one that the child does
// not want, a face, fika, a pause that the child wants, a worry, the calm screen.
// What was pressed is what is kept.
func TestAnInterviewIsHeldByTheGuideWithOneKeyForEachThing(t *testing.T) {
	pulse := audiotest.Pulse(t)
	home := t.TempDir()
	options := program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()}
	p := program.Start(t, options)
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 10, "cafe")
	steps.Consent(p)
	wait := play(t, pulse, voiced(t))
	p.Press("sound.check")
	p.Wait("sound", "fine")
	wait()
	steps.Record(p)
	wait = play(t, pulse, speak(t, 20*time.Second).Samples)
	ask := func(code string) {
		p.Key("a")
		p.Wait("marker", "fraga", code)
		p.Key("Right")
	}
	ask("u1")
	p.Wait("guide", "at", "k1")
	ask("k1")
	p.Wait("guide", "at", "k2")
	p.Key("e")
	p.Wait("guide", "guide-simpler", "k2")
	p.Key("m")
	p.Wait("guide", "guide-follow", "k2")
	p.Key("g")
	p.Wait("guide", "guide-scale", "k2")
	p.Key("1")
	p.Wait("marker", "gubbe", "k2")
	mark := func(key, kind, code string) {
		p.Key(key)
		p.Wait("marker", kind, code)
	}
	p.Key("Right")
	p.Wait("guide", "at", "k3")
	mark("h", "hoppad", "k3")
	p.Key("f")
	p.Wait("recording", "paused", "fika")
	p.Key("p")
	p.Wait("recording", "running")
	p.Key("t")
	p.Wait("quiet", "true")
	p.Key("n")
	p.Wait("marker", "nickar")
	p.Key("b")
	p.Wait("marker", "vill-pausa")
	p.Wait("recording", "paused", "barnet")
	p.Key("b")
	p.Wait("recording", "running")
	p.Key("t")
	p.Wait("quiet", "false")
	p.Key("Right")
	p.Wait("guide", "at", "k4")
	mark("a", "fraga", "k4")
	steps.Concern(p)
	wait()
	steps.StopRecording(p)
	p.Quit()

	rec, holds := steps.Recorded(t, home, steps.Worker)
	var marked []app.Marker
	for _, m := range rec.Markers {
		m.At = 0
		marked = append(marked, m)
	}
	want := []app.Marker{
		{Kind: app.MarkAsked, Code: "U1"}, {Kind: app.MarkAsked, Code: "K1"}, {Kind: app.MarkScale, Code: "K2", Value: app.FaceGlad},
		{Kind: app.MarkSkipped, Code: "K3"}, {Kind: "nickar"}, {Kind: app.MarkPause}, {Kind: app.MarkAsked, Code: "K4"},
	}
	if !slices.Equal(marked, want) {
		t.Errorf("marked\n%v, want\n%v", marked, want)
	}
	var rests []app.GapReason
	for _, g := range rec.Gaps {
		rests = append(rests, g.Reason)
	}
	if !slices.Equal(rests, []app.GapReason{app.GapFika, app.GapChild}) {
		t.Errorf("pauses %v", rests)
	}
	if len(holds) != 1 || holds[0].Reason != app.HoldConcern || !holds[0].Stands() {
		t.Errorf("holds %+v", holds)
	}

	// The next child, the same day: the lid is opened, and what is left is to
	// unlock, to say who, to ask three times, and to record. The microphone was
	// checked.
	p = program.Start(t, options)
	began := time.Now()
	steps.Unlock(p, steps.Worker)
	steps.NewInterview(p, 14, "hemmet")
	steps.Consent(p)
	steps.Record(p)
	took := time.Since(began)
	t.Logf("from the locked page to a recording %.1f s, a passphrase of %d letters and a new interview among it", took.Seconds(), len(steps.Worker.Passphrase))
	if took > fromLid {
		t.Errorf("from the locked page to a recording %v", took)
	}
	steps.StopRecording(p)
	steps.Transcribe(p)
	p.Quit()
}

// voiced is a voice without pauses for breath, so that a sound check hears it.
func voiced(t *testing.T) []int16 {
	t.Helper()
	spoken := speak(t, 12*time.Second)
	var samples []int16
	for _, turn := range spoken.Turns {
		samples = append(samples, spoken.Samples[turn.Start:turn.End]...)
	}
	return samples
}

// A microphone is lost in the three ways there are, one after the other: pulled
// out, its server killed, its server frozen. Nobody presses anything; the same
// recording goes on each time, and says what is missing.
func TestALostMicrophoneComesBackByItselfInAllThreeWays(t *testing.T) {
	pulse := audiotest.Pulse(t)
	home := t.TempDir()
	p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.Record(p)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	pull := func() error {
		modules, err := pulse.Pactl("list", "short", "modules")
		if err != nil {
			return err
		}
		for _, line := range strings.Split(modules, "\n") {
			if f := strings.Fields(line); len(f) > 1 && f[1] == "module-null-sink" {
				return pulse.Unload(f[0])
			}
		}
		return errors.New("there is no plug to pull")
	}
	plugIn := func() error {
		_, err := pulse.AddSink(audiotest.Sink)
		return err
	}
	ways := []struct {
		name         string
		lose, giveIt func() error
	}{
		{"pulled out", pull, plugIn},
		{"killed", pulse.Kill, pulse.Restart},
		{"frozen", pulse.Freeze, pulse.Thaw},
	}
	for _, way := range ways {
		began := time.Now()
		check(way.lose())
		p.Wait("recording", "lost")
		seen := time.Since(began)
		check(way.giveIt())
		p.Wait("recording", "running")
		t.Logf("%s: seen after %.1f s, back after %.1f s", way.name, seen.Seconds(), time.Since(began).Seconds())
	}
	steps.StopRecording(p)
	p.Quit()
	rec, _ := steps.Recorded(t, home, steps.Worker)
	for _, g := range rec.Gaps {
		if g.Reason != app.GapDevice || g.Length <= 0 {
			t.Errorf("gap %+v", g)
		}
	}
	if len(rec.Gaps) != len(ways) || rec.Status != app.SoundWhole {
		t.Errorf("%s with gaps %+v", rec.Status, rec.Gaps)
	}
}
