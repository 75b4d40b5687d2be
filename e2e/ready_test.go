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

// A whole visit with the vault locked: consent, recording, ticket, Barnläge. What
// lies on the disk meanwhile tells neither the interview's code nor a word of
// what was said or answered; once unlocked all of it is where it belongs.
func TestAWholeVisitWithTheVaultLockedLeavesNothingToReadAndLosesNothing(t *testing.T) {
	pulse := audiotest.Pulse(t)
	dir, managerHome, home := t.TempDir(), t.TempDir(), t.TempDir()
	manager := start(t, managerHome)
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))
	manager.Quit()
	options := program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()}
	p := program.Start(t, options)
	steps.InvitedStart(p, steps.Worker, invitation)
	steps.NewInterview(p, 9, "familjehem")
	steps.MakeReady(p)

	steps.RecordReady(p)
	steps.Consent(p)
	steps.Record(p)
	source := speak(t, 5*time.Second).Samples
	play(t, pulse, source)()
	p.Key("ctrl+q") // nobody ends a recording by closing the window
	p.Wait("covered", "recording")
	p.Wait("focus", "cover.show")
	p.Press("cover.show")
	p.Wait("uncovered")
	steps.StopRecording(p)
	p.Wait("interview", "closing")
	p.Tick("closing.ticket")
	p.Wait("ticket", "ja")
	const answered = "det var skönt att någon lyssnade på mig"
	steps.OpenSurvey(p)
	steps.AnswerSurvey(p, "1", answered)
	p.Kill()

	// What whoever finds the computer now has.
	found := filepath.Join(dir, "found")
	if err := os.CopyFS(found, os.DirFS(home)); err != nil {
		t.Fatal(err)
	}
	p = program.Start(t, options)
	p.Wait("ready", "saved")
	p.Press("ready.unlock")
	steps.Unlock(p, steps.Worker)
	p.Wait("ready", "taken", "*", "0")
	p.Quit()

	rec, samples := steps.Sound(t, home, steps.Worker)
	if rec.Status != app.SoundWhole || len(rec.Gaps) > 0 {
		t.Errorf("%s, gaps %+v", rec.Status, rec.Gaps)
	}
	j := &job{T: t}
	j.identical(source, samples)
	interviews := steps.Interviews(t, home, steps.Worker)
	if len(interviews) != 1 || !interviews[0].Consent.Complete() || interviews[0].Visit.Ticket != app.Yes {
		t.Fatalf("%+v", interviews)
	}
	if _, waiting := steps.Pool(t, home, steps.Worker); len(waiting) != 1 || waiting[0].Waiting != 1 {
		t.Errorf("there wait %+v", waiting)
	}

	var hay needle.Haystack
	hay.Text(interviews[0].Code, "familjehem", answered, steps.Worker.Passphrase, steps.Worker.Name, "AGE-SECRET-KEY")
	hay.Sound("at the table", source)
	lies, files, err := hay.Search(found, home)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(lies, hay.In("standard error", []byte(p.Output()))...) {
		t.Error(f)
	}
	t.Logf("searched %d files", files)
	if err := os.WriteFile(filepath.Join(found, "planted"), []byte("x"+answered), 0o600); err != nil {
		t.Fatal(err)
	}
	if lies, _, err := hay.Search(found); err != nil || len(lies) == 0 {
		t.Errorf("a planted needle was not found (%v)", err)
	}
}
