package steps

import "barnrost/e2e/program"

// MakeReady makes the interview that is being prepared ready, and gives the
// keys to the locked window.
func MakeReady(p *program.Program) {
	p.Press("ready.make")
	p.Wait("ready", "made")
	p.Wait("closed", "well")
	p.Wait("room", "ready")
	p.Wait("ready", "now")
	p.Refocus()
}

// RecordReady goes from the locked page to the page before the recording.
func RecordReady(p *program.Program) {
	p.Press("ready.record")
	p.Wait("interview", "prepare")
}
