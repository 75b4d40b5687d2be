package steps

import (
	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/e2e/program"
)

// OpenSurvey goes from the newest interview's page to Barnläge.
func OpenSurvey(p *program.Program) {
	p.Press("closing.survey")
	p.Wait("room", "survey")
}

// AnswerSurvey has a child answer in Barnläge: a face for the first question, own
// words for it, the rest passed over; and puts it into the envelope.
func AnswerSurvey(p *program.Program, face, words string) {
	p.Press("survey.begin")
	p.Wait("survey", "question")
	p.Focus("survey.faces")
	p.Key(face)
	p.Focus("survey.words")
	p.Type(words)
	for range 4 {
		p.Press("survey.next")
		p.Wait("survey", "question")
	}
	p.Press("survey.next")
	p.Wait("survey", "envelope")
	p.Press("survey.seal")
	p.Wait("survey", "sealed")
}

// TakeOver has the adult come back from Barnläge by the passphrase.
func TakeOver(p *program.Program, who Person) {
	p.Press("survey.over")
	p.Wait("survey", "gate")
	p.Fill("survey.gate.field", who.Passphrase)
	p.Press("survey.gate.leave")
	p.WaitLong(program.Long, "survey", "left")
	p.Wait("interview", "closing")
}

// OpenAnswers opens the room of the envelopes under Enheten.
func OpenAnswers(p *program.Program) {
	Go(p, "unit")
	p.Press("unit.paper.answers")
	p.Wait("answers", "ready")
}

// SendEnvelopes sends what waits and returns the bundle's path.
func SendEnvelopes(t program.T, p *program.Program, folder string) string {
	t.Helper()
	OpenAnswers(p)
	p.Press("answers.send")
	p.Pick("answers.folder", folder)
	p.Wait("answers", "sent")
	return only(t, folder)
}

// EnterSurvey enters one paper form by keys alone.
func EnterSurvey(p *program.Program, face, words string) {
	p.Focus("answers.face.1")
	p.Key(face)
	p.Type(words)
	p.Key("Return", "0", "Return", "0", "Return", "Return", "Return")
	p.Press("answers.keep")
	p.Wait("answers", "entered")
}

// Pool is how many envelopes lie in a copy of somebody's vault.
func Pool(t program.T, home string, who Person) (pool app.Pool, waiting []app.Envelopes) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) (err error) {
		pool = book.Pool()
		waiting, err = book.Envelopes()
		return err
	})
	return pool, waiting
}

// RecogniseSender opens a bundle of envelopes from somebody who is not known yet,
// compares their words, and receives it.
func RecogniseSender(p *program.Program, bundle string) {
	Go(p, "unit")
	Receive(p, bundle)
	p.Wait("problem", "unknown-sender")
	Recognise(p)
}
