package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/report/pdf/pdftest"
	"barnrost/audio/audiotest"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
	"barnrost/e2e/stock"
)

// What somebody writes for themselves, and what they share, each with words that
// stand nowhere else.
const (
	guessed   = "Grävlingen vill nog ha färre möten"
	heardSaid = "Grävlingen ville ha fler möten"
	keptNote  = "Grävlingen lärde mig att vänta"
	lastNote  = "Grävlingen skulle ha fikat tidigare"
	sharedOne = "Bävern visste vad en dagordning är"
)

// TestAVisitFromTheGuessToWhatIsShared walks it with the keyboard: the guess
// before, the recording, the diploma as the child chose it, the ticket, the
// reveal, one reflection kept and one shared; sent to the enhetschef, who reads
// what is shared and finds not a word of the rest.
func TestAVisitFromTheGuessToWhatIsShared(t *testing.T) {
	pulse := audiotest.Pulse(t)
	dir, workerHome, managerHome := t.TempDir(), t.TempDir(), t.TempDir()
	tools, err := stock.New(steps.Folder(t, dir, "stock"))
	if err != nil {
		t.Fatal(err)
	}
	begin := func(home string) *program.Program {
		return program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors"}, Env: soundEnv()})
	}
	manager := begin(managerHome)
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))
	p := begin(workerHome)
	steps.InvitedStart(p, steps.Worker, invitation)

	steps.NewInterview(p, 12, "cafe")
	steps.Guess(p, guessed)
	if a, _ := steps.Aside(t, workerHome, steps.Worker); a.Guess != "" {
		t.Errorf("before the interview the guess can be read: %q", a.Guess)
	}
	steps.Consent(p)
	steps.Record(p)
	play(t, pulse, speak(t, 12*time.Second).Samples[:3*rate])()
	steps.StopRecording(p)
	p.Wait("interview", "closing")

	p.Press("closing.diploma")
	p.Wait("interview", "diploma")
	p.Focus("diploma.picture")
	p.Key("Right", "Right", "Right") // the fox
	p.Wait("choice", "diploma.picture", "3")
	p.Focus("diploma.colour")
	p.Key("End")
	p.Fill("diploma.place", "Norrviken")
	p.Press("diploma.print")
	page := steps.Printed(t, p, "diplom")
	checkDiploma(t, page)
	p.Press("diploma.back")
	p.Wait("interview", "closing")
	p.Tick("closing.ticket")
	p.Wait("ticket", "ja")

	p.Press("closing.afterwards")
	p.Wait("interview", "afterwards")
	p.Press("reveal.show")
	p.Wait("guess", "revealed")
	p.Fill("reveal.heard", heardSaid)
	steps.Reflect(p, app.ReflectSurprised, sharedOne, true)
	steps.Reflect(p, app.ReflectLearnt, keptNote, false)
	p.Choose("visit.went", 0)
	p.Focus("note.differently")
	p.Type(lastNote)
	steps.Lock(p) // in the middle of it
	steps.Unlock(p, steps.Worker)
	if a, _ := steps.Aside(t, workerHome, steps.Worker); a.Notes[app.ReflectDifferently] != lastNote {
		t.Errorf("what was typed right before locking is lost: %q", a.Notes[app.ReflectDifferently])
	}
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Press("closing.open")
	p.Wait("interview", "closing")
	p.Press("interview.transcribe")
	p.Wait("desk", "ready")
	p.TypeSaved("Hej, vad roligt att du ville komma")
	a, shared := steps.Aside(t, workerHome, steps.Worker)
	if a.Guess != guessed || a.Heard != heardSaid || a.Notes[app.ReflectLearnt] != keptNote || len(a.Notes) != 2 || shared[app.ReflectSurprised] != sharedOne || len(shared) != 1 {
		t.Errorf("the vault holds %+v and shares %+v", a, shared)
	}
	if v := steps.Interviews(t, workerHome, steps.Worker)[0].Visit; v.Ticket != app.Yes || v.Went != app.WentWell {
		t.Errorf("the visit is %+v", v)
	}

	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	p.Press("interview.send")
	p.Wait("room", "share")
	out := steps.Folder(t, dir, "ut")
	bundle := steps.Send(t, p, both, false, out)
	steps.Go(manager, "unit")
	steps.Receive(manager, bundle)
	manager.Wait("problem", "unknown-sender")
	steps.Recognise(manager)
	manager.Press("unit.read.new")
	manager.Wait("room", "reading")
	manager.Press("reading.reflections")
	if shots := os.Getenv("BARNROST_SHOTS"); shots != "" {
		manager.Shot(filepath.Join(shots, "reading-reflections-real.png"))
	}
	manager.Quit()
	if got := steps.Interviews(t, managerHome, steps.Manager)[0].Received.Reflections; got[app.ReflectSurprised] != sharedOne || len(got) != 1 {
		t.Errorf("the enhetschef has %+v", got)
	}

	// Inside the bundle, opened with stock tools: what is shared, nothing that is kept.
	keys, err := tools.Keys(vault(managerHome), steps.Manager.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	opened := open(t, tools, bundle, keys)
	var private, all needle.Haystack
	private.Text(guessed, heardSaid, keptNote, lastNote, "Grävling")
	if found, _, err := private.Search(opened.dir); err != nil || len(found) > 0 {
		t.Errorf("in the bundle: %v, %v", found, err)
	}
	if text := opened.text(t, "reflections.json"); !strings.Contains(text, sharedOne) { // the control: it would be found so
		t.Errorf("what is shared is not in the bundle: %s", text)
	}
	// And in no file in the clear, nor in the log.
	for _, row := range readLog(t, steps.SaveLog(t, p, steps.Folder(t, dir, "logg"))) {
		if line := strings.Join(row, " "); strings.Contains(line, "guess") || strings.Contains(line, "aside") || strings.Contains(line, "Grävling") {
			t.Errorf("the log tells %q", line)
		}
	}
	p.Quit()
	all.Text(guessed, heardSaid, keptNote, lastNote, sharedOne)
	found, _, err := all.Search(workerHome, managerHome, out)
	if err != nil || len(found) > 0 {
		t.Errorf("in the clear: %v, %v", found, err)
	}
	if found := all.In("standard error", []byte(p.Output())); len(found) > 0 {
		t.Errorf("in the trace: %v", found)
	}
	planted := filepath.Join(workerHome, "tmp", "planted")
	if err := os.WriteFile(planted, []byte("x"+guessed), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, _, err := all.Search(workerHome); err != nil || len(found) == 0 {
		t.Errorf("a planted needle was not found (%v)", err)
	}
}

// checkDiploma holds the printed diploma to what was chosen: the text, the place,
// a line to write the name on, and nothing that tells where it comes from.
func checkDiploma(t *testing.T, page []byte) {
	t.Helper()
	said := strings.Join(strings.Fields(pdftest.Text(t, page)), " ")
	for _, want := range []string{"DIPLOM", "för att du delade med dig", "Norrviken, "} {
		if !strings.Contains(said, want) {
			t.Errorf("the diploma lacks %q: %s", want, said)
		}
	}
	for _, tells := range []string{"ocialtj", steps.Worker.Unit, steps.Worker.Name, "Barn och unga N"} {
		if strings.Contains(said, tells) {
			t.Errorf("the diploma tells %q", tells)
		}
	}
	pages := pdftest.Pages(t, page)
	if len(pages) != 1 || pdftest.Blank(pages[0], 34, 62, 72, 72) {
		t.Errorf("%d pages, or no picture", len(pages))
	}
}
