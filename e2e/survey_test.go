package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
	"barnrost/e2e/stock"
)

// Four children answer in Barnläge, a fifth on paper. With four envelopes the
// enhetschef sees nothing; with five she sees counts. What the children wrote is
// in no file of anybody, and no key of the interviewer's opens an envelope.
func TestChildrensAnswersReachTheUnitSealedAndAreCountedFromFiveOn(t *testing.T) {
	dir := t.TempDir()
	managerHome, workerHome := t.TempDir(), t.TempDir()
	manager := start(t, managerHome)
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))

	worker := start(t, workerHome)
	steps.InvitedStart(worker, steps.Worker, invitation)
	steps.NewInterview(worker, 9, "cafe")
	steps.Consent(worker)
	wav := filepath.Join(dir, "diktafon.wav")
	steps.DictaphoneFile(t, wav, 1)
	steps.ImportWAV(worker, wav)
	if len(worker.Seen("interview", "closing")) == 0 {
		worker.Press("closing.open")
		worker.Wait("interview", "closing")
	}

	said := []string{"bullarna var supergoda", "jag ville prata mer om fotboll", "frågorna var lite långa", "det kändes tryggt här"}
	for n, words := range said {
		steps.OpenSurvey(worker)
		if n == 0 {
			staysWithTheChild(worker)
		}
		steps.AnswerSurvey(worker, []string{"1", "1", "2", "3"}[n], words)
		steps.TakeOver(worker, steps.Worker)
	}
	if _, waiting := steps.Pool(t, workerHome, steps.Worker); len(waiting) != 1 || waiting[0].Waiting != 4 {
		t.Fatalf("there wait %+v", waiting)
	}
	bundle := steps.SendEnvelopes(t, worker, steps.Folder(t, dir, "sent"))
	worker.Press("answers.print")
	paper := steps.Printed(t, worker, "barnenkat")
	if words := pdftest.Text(t, paper); !strings.Contains(words, "Hur tyckte du att det var att bli intervjuad?") || !strings.Contains(words, "Ringa in") {
		t.Errorf("the paper says\n%s", words)
	}

	steps.RecogniseSender(manager, bundle)
	if pool, _ := steps.Pool(t, managerHome, steps.Manager); pool != (app.Pool{Closed: 4}) {
		t.Fatalf("with the enhetschef lie %+v", pool)
	}
	steps.OpenAnswers(manager)
	manager.Wait("pool", "4", "0")
	if stops := around(manager); strings.Contains(stops, "answers.open") {
		t.Errorf("with four there is a way to open: %s", stops)
	}
	manager.Press("answers.enter")
	manager.Wait("answers", "entry")
	steps.EnterSurvey(manager, "1", "pappret var roligt")
	manager.Press("answers.leave")
	manager.Wait("pool", "5", "0")
	manager.Press("answers.open")
	manager.Wait("dialog", "answers.ask")
	manager.Press("answers.ask.yes")
	manager.Wait("answers", "opened")
	manager.Wait("pool", "0", "5")

	var hay needle.Haystack
	hay.Text(said...)
	hay.Text("pappret var roligt")
	for who, home := range map[string]string{"manager": managerHome, "worker": workerHome, "what was sent": filepath.Join(dir, "sent")} {
		found, _, err := hay.Search(home)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s: %s", who, f)
		}
	}
	// The control: a file with such words is found.
	if err := os.WriteFile(filepath.Join(dir, "sent", "planterad"), []byte("hon sade att "+said[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, _, err := hay.Search(filepath.Join(dir, "sent")); err != nil || len(found) == 0 {
		t.Errorf("the search finds nothing, %v", err)
	}

	// Stock age opens the bundle with nothing that the interviewer has.
	tools, err := stock.New(steps.Folder(t, dir, "stock"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := tools.Keys(vault(workerHome), steps.Worker.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tools.Bundle(bundle, keys); err == nil {
		t.Error("the interviewer's keys open what was sent to the unit")
	}
}

// staysWithTheChild presses every way out that the program has, and the window's
// own; none leads anywhere but to the adult's question.
func staysWithTheChild(p *program.Program) {
	for _, key := range []string{"ctrl+1", "ctrl+2", "ctrl+4", "ctrl+l", "ctrl+h", "F11", "Escape"} {
		p.Key(key)
	}
	p.Key("ctrl+q")
	p.Wait("survey", "gate")
	p.Press("survey.gate.back")
	p.Wait("survey", "hello")
}

// around walks the focus once round and returns where it came.
func around(p *program.Program) string {
	before := len(p.Seen("focus", "*"))
	for range 30 {
		p.Key("Tab")
	}
	p.Still()
	var stops []string
	for _, e := range p.Seen("focus", "*")[before:] {
		stops = append(stops, e.Details[0])
	}
	return strings.Join(stops, " ")
}
