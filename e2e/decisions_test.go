package e2e

import (
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// What a person must decide, and how often a passphrase is typed, between the
// first start and the interview sent.
const (
	mostDecisions   = 25
	mostPassphrases = 4
	// mostToRecorded is what is left of them when five are kept for transcribing
	// and sending.
	mostToRecorded = 20
)

// phraseFields are the endings of the fields that take a passphrase.
var phraseFields = []string{".own.first", ".own.again", ".passphrase"}

// The shortest honest way of a worker whose unit has sent an invitation: one
// interview, transcribed and sent as text.
func TestFromFirstStartToSentIsFewDecisions(t *testing.T) {
	pulse := audiotest.Pulse(t)
	dir := t.TempDir()
	manager := start(t, "")
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))
	manager.Quit()

	p := program.Start(t, program.Options{
		Bin: binary, Home: t.TempDir(), Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv(),
	})
	steps.InvitedStart(p, steps.Worker, invitation)
	p.Press("home.other") // the first proposal is to practise
	p.Wait("interview", "new")
	p.Fill("new.age", "10")
	p.Choose("new.handler", 0)
	p.Choose("new.place", 1)
	p.Press("new.create")
	p.Wait("interview", "prepare")
	steps.Consent(p)
	wait := play(t, pulse, speak(t, 5*time.Second).Samples)
	p.Press("sound.check")
	p.Wait("sound", "*")
	wait()
	steps.Record(p)
	play(t, pulse, speak(t, 2*time.Second).Samples)()
	steps.StopRecording(p)
	toRecorded := p.Decisions()
	t.Logf("%d decisions and %d times a passphrase from the first start to the finished recording", toRecorded, p.Fills(phraseFields...))
	if toRecorded > mostToRecorded || p.Fills(phraseFields...) > mostPassphrases {
		t.Errorf("want at most %d and %d", mostToRecorded, mostPassphrases)
	}
	steps.Transcribe(p)
	p.TypeSaved("Jag vill att de ringer innan de kommer")
	steps.Go(p, "home")
	p.Press("home.next")
	p.Wait("room", "share")
	steps.Send(t, p, 1, false, steps.Folder(t, dir, "out"))

	decisions, passphrases := p.Decisions(), p.Fills(phraseFields...)
	t.Logf("%d decisions and %d times a passphrase from the first start to the interview sent", decisions, passphrases)
	if decisions > mostDecisions || passphrases > mostPassphrases {
		t.Errorf("want at most %d and %d", mostDecisions, mostPassphrases)
	}
	p.Quit()
}
