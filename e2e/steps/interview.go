package steps

import (
	"fmt"
	"slices"

	"barnrost/app"
	"barnrost/e2e/program"
)

// NewInterview makes an interview with a child of an age at a place, up to
// the page before the recording.
func NewInterview(p *program.Program, age int, place app.Place) {
	Go(p, "interview")
	p.Press("interview.new")
	p.Wait("interview", "new")
	p.Choose("new.handler", 0)
	p.Fill("new.age", fmt.Sprint(age))
	p.Choose("new.place", slices.Index(app.Places, place))
	p.Press("new.create")
	p.Wait("interview", "created")
	p.Wait("interview", "prepare")
}

// Consent gives the three yeses.
func Consent(p *program.Program) {
	p.Tick("consent.child")
	p.Tick("consent.recording")
	p.Choose("consent.guardian", 0)
	p.Wait("consent", "complete")
}

// Record starts the recording and returns when sound has come.
func Record(p *program.Program) program.Event {
	p.Press("record.start")
	return p.Wait("recording", "running")
}

// StopRecording stops it and returns when all of it is stored.
func StopRecording(p *program.Program) {
	p.Press("record.stop")
	p.Wait("dialog", "record.end")
	p.Press("record.end.yes")
	p.Wait("recording", "stopped")
}

// ImportWAV makes a dictaphone's file the recording of the interview that is
// being prepared.
func ImportWAV(p *program.Program, path string) {
	p.Press("wav.import")
	p.Pick("wav", path)
	p.WaitLong(program.Long, "import", "done")
}

// Transcribe opens the desk from the interview's page.
func Transcribe(p *program.Program) {
	p.Press("interview.transcribe")
	p.Wait("desk", "ready")
}

// Guess writes what the interviewer thinks the child will say, before the
// recording, and puts it away.
func Guess(p *program.Program, words string) {
	p.Press("guess.open")
	p.Wait("interview", "guess")
	p.Fill("guess.text", words)
	p.Press("guess.hide")
	p.Wait("note", "saved")
	p.Wait("interview", "prepare")
}

// Reflect writes an answer of Egna reflektioner, and shares it or not.
func Reflect(p *program.Program, question app.ReflectionQuestion, words string, shared bool) {
	p.Fill("note."+string(question), words)
	if shared {
		p.Focus("note.share." + string(question))
		p.Key("Right")
	}
}
