package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
	"barnrost/e2e/stock"
)

// period is one block of the sound system, 20 ms.
const period = rate / 50

// both is how many cards a unit's invitation holds: the unit's, whose key the
// enhetschef keeps in the vault, and the enhetschef's own, which stock tools
// reach with the passphrase alone.
const both = 2

// typed is what is written at the desk, by turns, the first by the
// interviewer.
var typed = []string{
	"Hej, vad roligt att du ville komma",
	"Okej, var är den röda lampan",
	"Där uppe på hyllan bredvid räksmörgåsen",
	"Jag brukar bygga kojor vid ån där älgarna dricker",
}

// lastWords are typed right before the program is killed.
const lastWords = "Bara några ord om småländska ostkakor"

// job is the whole walk: two people, two vaults, one sound server.
type job struct {
	*testing.T
	pulse           *audiotest.Server
	tools           stock.Tools
	dir             string // everything that is not a program's own
	worker, manager *program.Program
	workerHome      string
	managerHome     string
	needles         needle.Haystack
}

func TestTheMainJob(t *testing.T) {
	j := &job{T: t, pulse: audiotest.Pulse(t), dir: t.TempDir(), workerHome: t.TempDir(), managerHome: t.TempDir()}
	var err error
	if j.tools, err = stock.New(steps.Folder(t, j.dir, "stock")); err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		name string
		walk func()
	}{
		{"två valv, en inbjudan", j.meet},
		{"spela in, transkribera, skicka, ta emot", j.first},
		{"avbruten mitt i", j.killed},
		{"avbruten import", j.killedImport},
		{"import under en inspelning", j.importWhileRecording},
		{"inget i klartext", j.nothingInTheClear},
	} {
		began := time.Now()
		part.walk()
		t.Logf("%-42s %5.1f s", part.name, time.Since(began).Seconds())
	}
}

func (j *job) start(home string) *program.Program {
	return program.Start(j.T, program.Options{
		Bin: binary, Home: home, Screen: newScreen(j.T), Args: []string{"-monitors"},
		Env: soundEnv(),
	})
}

// meet makes the two vaults: the enhetschef's first, the worker's with the
// unit's invitation.
func (j *job) meet() {
	j.manager = j.start(j.managerHome)
	steps.FirstStart(j.manager, steps.Manager)
	invitation := steps.SaveInvitation(j.T, j.manager, steps.Folder(j.T, j.dir, "invitation"))
	j.worker = j.start(j.workerHome)
	steps.InvitedStart(j.worker, steps.Worker, invitation)
}

// first is one interview from the first yes to the enhetschef's ear.
func (j *job) first() {
	p := j.worker
	source := speak(j.T, 12*time.Second).Samples
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	wait := play(j.T, j.pulse, source[:5*rate])
	p.Press("sound.check")
	p.Wait("sound", "*")
	wait()

	steps.Record(p)
	wait = play(j.T, j.pulse, source)
	p.Key("n")
	p.Wait("marker", "nickar")
	wait()
	steps.StopRecording(p)

	steps.Transcribe(p)
	j.transcribe(p)
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	p.Press("interview.send")
	p.Wait("room", "share")
	bundle := steps.Send(j.T, p, both, true, steps.Folder(j.T, j.dir, "first"))

	j.receive(bundle)
	got := open(j.T, j.tools, bundle, j.keys(j.managerHome, steps.Manager))
	if got.about.Text != "raw" || got.about.Reason != steps.Reason {
		j.Errorf("the manifest calls the text %q for the reason %q", got.about.Text, got.about.Reason)
	}
	for _, words := range typed {
		if !strings.Contains(got.text(j.T, "transcript.txt"), words) {
			j.Errorf("the bundle's text lacks %q:\n%s", words, got.text(j.T, "transcript.txt"))
		}
	}
	j.identical(source, got.sound(j.T))
	j.hide(got, source)
}

// identical holds a recording to its source sample by sample, and shows that
// one lost period would have been seen.
func (j *job) identical(source, recording []int16) {
	j.Helper()
	at, err := audiotest.Align(source, recording)
	if err != nil {
		j.Fatalf("the recording of %d samples is not its source of %d: %v", len(recording), len(source), err)
	}
	middle := at + len(source)/2
	dropped := slices.Delete(slices.Clone(recording), middle, middle+period)
	if _, err := audiotest.Align(source, append(dropped, make([]int16, period)...)); err == nil {
		j.Error("the comparison does not see a lost period")
	}
}

// transcribe types the utterances while the sound plays, leaves and comes
// back to the same place.
func (j *job) transcribe(p *program.Program) {
	p.Focus("desk.text")
	p.Key("F4")
	p.Wait("desk", "playing")
	for n, words := range typed {
		if n > 0 {
			p.Key("Return")
			p.Wait("desk", "utterance", "*")
		}
		p.Type(words)
	}
	p.Wait("text", "saved")
	p.Key("ctrl+space")
	p.Wait("desk", "paused")
	p.Key("ctrl+z", "ctrl+y")
	p.Wait("text", "saved")
}

// receive opens a bundle of somebody not known yet: it waits unopened until
// the words have been compared. Then it is read, and heard.
func (j *job) receive(bundle string) {
	p := j.manager
	steps.Go(p, "unit")
	steps.Receive(p, bundle)
	p.Wait("problem", "unknown-sender")
	steps.Recognise(p)
	p.Press("unit.read.new")
	p.Wait("room", "reading")
	p.Focus("reading.page")
	p.Key("Return")
	p.Wait("reading", "playing", "*")
	p.Press("reading.back")
	p.Wait("room", "unit")
	p.Wait("unit", "ready")

	// The same bundle again doubles nothing.
	steps.Receive(p, bundle)
	p.Wait("problem", "bundle-seen")
}

// killed cuts a recording off and finds it again up to its last seconds, then
// kills the program at the desk and finds every saved word.
func (j *job) killed() {
	p := j.worker
	source := speak(j.T, 12*time.Second).Samples
	steps.NewInterview(p, 9, "hemmet")
	steps.Consent(p)
	began := steps.Record(p).At
	play(j.T, j.pulse, source)()
	rest := play(j.T, j.pulse, source[:2*rate])
	p.Kill()
	lasted := time.Since(began)
	rest()

	p = j.again()
	p.Press("interview.transcribe")
	p.Wait("desk", "ready")
	p.TypeSaved(lastWords)
	p.Kill()

	p = j.again()
	p.Press("interview.send")
	p.Wait("room", "share")
	bundle := steps.Send(j.T, p, both, true, steps.Folder(j.T, j.dir, "killed"))
	got := open(j.T, j.tools, bundle, j.keys(j.managerHome, steps.Manager))
	recording := got.sound(j.T)
	length := time.Duration(len(recording)) * time.Second / rate
	if lost := lasted - length; lost > 3*time.Second {
		j.Errorf("the recording ran %v and holds %v: %v are lost", lasted, length, lost)
	}
	// The last seconds may be missing; all before them is there.
	j.identical(source[:8*rate], recording)
	if text := got.text(j.T, "transcript.txt"); !strings.Contains(text, lastWords) {
		j.Errorf("what was saved before the kill is not there:\n%s", text)
	}
	j.hide(got, source)
}

// again starts the worker's program after its death, up to the newest
// interview.
func (j *job) again() *program.Program {
	j.worker = j.start(j.workerHome)
	steps.Unlock(j.worker, steps.Worker)
	steps.Go(j.worker, "interview")
	j.worker.Press("interview.item.0")
	j.worker.Wait("interview", "overview")
	return j.worker
}

// keys opens a vault's key slot with stock tools. The vault is only read.
func (j *job) keys(home string, who steps.Person) string {
	j.Helper()
	path, err := j.tools.Keys(vault(home), who.Passphrase)
	if err != nil {
		j.Fatal(err)
	}
	return path
}

func vault(home string) string { return steps.Vault(home) }

// hide adds what must nowhere be found in the clear.
func (j *job) hide(o opened, source []int16) {
	j.needles.Text(o.about.About.Code)
	j.needles.Sound("of "+filepath.Base(o.dir), source)
	recording := o.sound(j.T)
	j.needles.Bytes("peaks", peaksOf(recording))
}

// nothingInTheClear ends both programs and searches all that they left.
func (j *job) nothingInTheClear() {
	j.worker.Quit()
	j.manager.Quit()
	j.needles.Text(typed...)
	j.needles.Text(lastWords, "räksmörgåsen", "älgarna", steps.Reason, steps.Worker.Name, steps.Manager.Name, steps.Worker.Unit,
		steps.Worker.Passphrase, steps.Manager.Passphrase)
	var outbox []string
	for _, name := range []string{"first", "killed"} {
		outbox = append(outbox, filepath.Join(j.dir, name))
	}
	found, files, err := j.needles.Search(append(outbox, j.workerHome, j.managerHome)...)
	if err != nil {
		j.Fatal(err)
	}
	for _, p := range []*program.Program{j.worker, j.manager} {
		found = append(found, j.needles.In("standard error", []byte(p.Output()))...)
	}
	for _, f := range found {
		j.Error(f)
	}
	j.Logf("searched %d files", files)
	// The control: the same words, planted, are found.
	planted := filepath.Join(j.workerHome, "tmp", "planted")
	if err := os.WriteFile(planted, []byte("x"+typed[3]), 0o600); err != nil {
		j.Fatal(err)
	}
	if found, _, err := j.needles.Search(j.workerHome); err != nil || len(found) == 0 {
		j.Errorf("a planted needle was not found (%v)", err)
	}
}

// peaksOf is the curve that is drawn of a sound, as it would lie in a file:
// smallest and largest of each 256 samples.
func peaksOf(samples []int16) []byte {
	var out []byte
	for block := range slices.Chunk(samples, 256) {
		lo, hi := uint16(slices.Min(block)), uint16(slices.Max(block))
		out = append(out, byte(lo), byte(lo>>8), byte(hi), byte(hi>>8))
	}
	return out
}
