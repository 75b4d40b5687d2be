package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"barnrost/app/suspend/suspendtest"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// atLast is typed right before the machine sleeps.
const atLast = " tre gånger"

// At the moment when the machine may sleep, nothing of what was open is in
// memory: what a sleeping machine keeps in it can be read by whoever takes it.
// What was typed last is in the vault.
func TestTheMachineSleepsOnlyOnceTheMemoryIsEmpty(t *testing.T) {
	look := os.Geteuid() == 0 // the program keeps others from its memory: only root can search it
	machine := suspendtest.Start(t, suspendtest.Options{})
	home := t.TempDir()
	p := program.Start(t, program.Options{
		Bin: binary, Home: home, Screen: newScreen(t), Env: []string{machine.Env(), "PULSE_SERVER=unix:/nonexistent"},
	})
	steps.FirstStart(p, steps.Worker)
	held := machine.Inhibitor()
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	if err := audiotest.WriteWAV(wav, rate, speak(t, 4*time.Second).Samples); err != nil {
		t.Fatal(err)
	}
	steps.NewInterview(p, 12, "hemmet")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	steps.Transcribe(p)
	p.Type(remembered)
	p.Still()
	text := words("text", remembered)
	needles := slices.Concat(words("passphrase", steps.Worker.Passphrase), keysOf(t, home), text)
	if look && !anyOf(search(t, p, needles), text) {
		t.Error("the search sees nothing of an open vault")
	}
	p.Type(atLast)
	p.Still() // keys that are still on their way would be typed into nothing
	began := time.Now()
	machine.Sleep()
	if err := held.Released(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	if look {
		if found := search(t, p, needles); len(found.Found) > 0 {
			t.Errorf("the machine sleeps with %v", found.Where)
		}
	}
	p.Wait("machine", "sleeps")
	p.Wait("lock")
	p.Wait("room", "unlock")
	p.Refocus()
	t.Logf("the machine was kept awake for %d ms", took.Milliseconds())
	if !look {
		t.Log("the memory was not searched: that takes root")
	}
	if took > 5*time.Second {
		t.Errorf("the machine was kept awake for %v: it waits five seconds at most", took)
	}
	machine.Wake()
	steps.Unlock(p, steps.Worker)
	steps.Go(p, "desk")
	p.Wait("desk", "ready")
	if whole := words("text", remembered+atLast); look && !anyOf(search(t, p, whole), whole) {
		t.Error("what was typed last is not in the vault")
	}
	machine.Inhibitor() // the fresh process holds the machine too, once there is something to lock
	machine.LockedHint(true)
	p.Wait("machine", "locked")
	p.Wait("lock")
	p.Wait("room", "unlock")
	p.Refocus()
	p.Quit()
}

// While a recording runs the machine's sleep hides the window and lets the
// machine go; the recording is not stopped by it.
func TestARecordingOutlivesTheMachinesSleep(t *testing.T) {
	pulse := audiotest.Pulse(t)
	machine := suspendtest.Start(t, suspendtest.Options{})
	p := program.Start(t, program.Options{
		Bin: binary, Home: t.TempDir(), Screen: newScreen(t), Args: []string{"-monitors"}, Env: append(soundEnv(), machine.Env()),
	})
	steps.FirstStart(p, steps.Worker)
	held := machine.Inhibitor()
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.Record(p)
	awake := machine.Inhibitor() // nobody touches the machine while a child speaks
	if awake.Mode != "block" {
		t.Errorf("while recording the machine is held in the mode %q", awake.Mode)
	}
	if lid := machine.Inhibitor(); lid.What != "handle-lid-switch" {
		t.Errorf("and the lid: %q", lid.What)
	}
	machine.Sleep()
	p.Wait("covered", "recording")
	if err := held.Released(); err != nil {
		t.Fatal(err)
	}
	p.Stop()
	p.Continue()
	machine.Wake()
	held = machine.Inhibitor()
	p.Wait("machine", "woke")
	if err := pulse.Play(t.Context(), audiotest.Sink, speak(t, 3*time.Second).Samples); err != nil {
		t.Fatal(err)
	}
	p.Fill("cover.passphrase", steps.Worker.Passphrase)
	p.Key("Return")
	p.Wait("uncovered")
	steps.StopRecording(p)
	if err := awake.Released(); err != nil {
		t.Error(err)
	}
	if n := len(p.Seen("recording", "running")); n == 0 {
		t.Error("nothing was recorded")
	}
	machine.Sleep() // and now it locks
	if err := held.Released(); err != nil {
		t.Fatal(err)
	}
	p.Wait("room", "unlock")
	p.Refocus()
	p.Quit()
}
