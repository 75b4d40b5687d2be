package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/audio/audiotest"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// spool is where a locked program records to.
func spool(home string) string {
	return filepath.Join(filepath.Dir(steps.Vault(home)), "barnrost.spool")
}

// An interview is made ready at the desk. At the child's table no passphrase is
// typed: the program is killed in the middle of the recording, started, and goes
// on with it. Nothing that lies on the disk meanwhile can be read or opened but
// with the vault's passphrase; once that was typed the recording is the
// interview's, to the last sample before the kill.
func TestARecordingAtTheTableWithoutAPassphraseSurvivesAKillAndIsThereOnceUnlocked(t *testing.T) {
	pulse := audiotest.Pulse(t)
	home := t.TempDir()
	options := program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()}
	p := program.Start(t, options)
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	steps.MakeReady(p)

	// The lid is opened.
	opened := time.Now()
	source := speak(t, 12*time.Second).Samples
	steps.RecordReady(p)
	steps.Consent(p)
	began := steps.Record(p).At
	t.Logf("from the opened lid to the recording: %.1f s", began.Sub(opened).Seconds())
	if took := began.Sub(opened); took > 30*time.Second {
		t.Errorf("from the opened lid to the recording it took %v", took)
	}
	wait := play(t, pulse, source)
	p.Key("n")
	p.Wait("marker", "nickar")
	wait()
	rest := play(t, pulse, source[:2*rate])
	p.Kill()
	lasted := time.Since(began)
	rest()

	// Nothing that lies there opens it, and nothing is readable.
	var found needle.Haystack
	found.Sound("at the table", source)
	found.Text(steps.Worker.Passphrase, steps.Worker.Name)
	lies, files, err := found.Search(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range lies {
		t.Error(f)
	}
	t.Logf("searched %d files", files)
	planted := filepath.Join(home, "tmp", "planted")
	if err := os.WriteFile(planted, []byte("x"+steps.Worker.Passphrase), 0o600); err != nil {
		t.Fatal(err)
	}
	if lies, _, err := found.Search(home); err != nil || len(lies) == 0 {
		t.Errorf("a planted needle was not found (%v)", err)
	}
	if err := os.Remove(planted); err != nil {
		t.Fatal(err)
	}

	// The program starts and goes on: no passphrase, an honest gap.
	p = program.Start(t, options)
	p.Wait("ready", "interrupted")
	steps.RecordReady(p)
	steps.Consent(p)
	steps.Record(p)
	play(t, pulse, source)()
	steps.StopRecording(p)
	p.Wait("interview", "closing")
	p.Press("closing.later")
	p.Wait("ready", "saved")
	p.Press("ready.unlock")
	steps.Unlock(p, steps.Worker)
	p.Wait("ready", "taken", "*", "0")
	if _, err := os.Lstat(spool(home)); !os.IsNotExist(err) {
		t.Errorf("the spool is still there: %v", err)
	}

	// It is the interview's: before the kill, an honest gap, and after it.
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	p.Quit()
	rec, recording := steps.Sound(t, home, steps.Worker)
	if rec.Status != app.SoundWhole || len(rec.Markers) != 1 || rec.Markers[0].Kind != "nickar" {
		t.Errorf("%s, markers %+v", rec.Status, rec.Markers)
	}
	if len(rec.Gaps) != 1 || rec.Gaps[0].Reason != app.GapInterrupt || rec.Gaps[0].Length <= 0 {
		t.Fatalf("gaps %+v", rec.Gaps)
	}
	before := rec.Gaps[0].At
	if lost := lasted - time.Duration(before)*time.Second/rate; lost > 3*time.Second {
		t.Errorf("the recording ran %v and holds %v before the kill: %v are lost", lasted, time.Duration(before)*time.Second/rate, lost)
	}
	j := &job{T: t}
	j.identical(source[:8*rate], recording[:before])
	j.identical(source, recording[before:])
}
