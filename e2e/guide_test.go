package e2e

import (
	"os"
	"strings"
	"testing"
	"time"

	"barnrost/app/guide"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// The enhetschef changes a question with real keys, is interrupted, approves it
// and saves a new invitation; a worker who began with the older one takes the
// new one, reads the question, and the interview that is recorded next keeps it.
func TestAChangedQuestionReachesAWorkerByANewInvitation(t *testing.T) {
	const words = "Hur brukar det vara?"
	pulse := audiotest.Pulse(t)
	dir := t.TempDir()
	managerHome, workerHome := t.TempDir(), t.TempDir()
	manager := start(t, managerHome)
	steps.FirstStart(manager, steps.Manager)
	older := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "older"))
	worker := program.Start(t, program.Options{Bin: binary, Home: workerHome, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()})
	steps.InvitedStart(worker, steps.Worker, older)

	steps.OpenGuide(manager)
	manager.Press("guide.edit")
	manager.Wait("guide", "edit")
	steps.ChangeQuestion(manager, "k1", words)
	manager.Wait("guide", "stored")
	steps.Lock(manager) // nothing of a draft is lost, and nothing of it holds
	if holds, _ := steps.Guide(t, managerHome, steps.Manager); holds.ID != guide.Shipped {
		t.Error("a draft is in use")
	}
	steps.Unlock(manager, steps.Manager)
	steps.OpenGuide(manager)
	manager.Press("guide.edit")
	manager.Wait("guide", "edit")
	steps.ApproveGuide(manager)
	file := steps.SaveGuide(t, manager, steps.Folder(t, dir, "file"))
	newer := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "newer"))

	steps.Go(worker, "unit")
	worker.Press("unit.readcard")
	worker.Pick("unit.cardfile", newer)
	worker.Wait("templates", "new")
	steps.OpenGuide(worker)
	holds, _ := steps.Guide(t, workerHome, steps.Worker)
	if q, _ := holds.Find("K1"); q.Text != words || holds.Version != 2 || holds.Reviewed.By != steps.Manager.Name {
		t.Errorf("the worker has version %d by %q, and is to ask %q", holds.Version, holds.Reviewed.By, q.Text)
	}
	worker.Press("guide.back")
	worker.Press("unit.readcard")
	worker.Pick("unit.cardfile", older)
	worker.Wait("card", "read")

	steps.NewInterview(worker, 12, "cafe")
	steps.Consent(worker)
	steps.Record(worker)
	play(t, pulse, speak(t, 2*time.Second).Samples)()
	steps.StopRecording(worker)
	holds, frozen := steps.Guide(t, workerHome, steps.Worker)
	if q, _ := frozen.Find("K1"); q.Text != words || frozen.ID != holds.ID || frozen.Version != 2 {
		t.Errorf("the interview keeps version %d, with %q", frozen.Version, q.Text)
	}

	// What is handed on as a file is readable, and holds nobody's secret.
	raw, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(raw), words) || strings.Contains(string(raw), "SECRET") {
		t.Errorf("the file does not hold the question, %v", err)
	}
}
