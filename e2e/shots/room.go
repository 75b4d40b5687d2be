package main

import (
	"barnrost/e2e/program"
)

// room shows a recording by the guide: a question with its follow-ups, the three
// faces, fika, the calm screen, and the card for whoever is worried.
func (a *album) room(p *program.Program) {
	p.Key("a", "Right")
	p.Wait("guide", "at", "k1")
	p.Key("h", "Right")
	p.Wait("guide", "at", "k2")
	p.Key("m")
	p.Wait("guide", "guide-follow", "k2")
	a.snap(p, "recording-guide")
	p.Key("g")
	p.Wait("guide", "guide-scale", "k2")
	a.snap(p, "recording-faces")
	p.Key("t")
	p.Wait("quiet", "true")
	a.snap(p, "recording-calm-faces")
	p.Key("1")
	p.Wait("marker", "gubbe", "k2")
	a.snap(p, "recording-calm")
	p.Key("t")
	p.Wait("quiet", "false")
	p.Key("o")
	p.Wait("concern", "open")
	a.snap(p, "recording-concern")
	p.Key("o")
	p.Wait("concern", "closed")
	p.Key("f")
	p.Wait("recording", "paused", "fika")
	a.shot(p, "recording-fika")
	p.Key("p")
	p.Wait("recording", "running")
}
