package e2e

import (
	"encoding/json"
	"testing"

	"barnrost/app/transcript"
	"barnrost/e2e/steps"
)

// A speaker is chosen on the keypad, a version is named, the power goes, and the
// person goes on at the same second and the same word; then the version is put
// back, all by keyboard.
func TestAfterAKillOneGoesOnWhereOneWasAndAVersionIsPutBack(t *testing.T) {
	home := t.TempDir()
	p := start(t, home)
	steps.FirstStart(p, steps.Worker)
	imported(t, p)
	steps.Transcribe(p)
	p.Focus("desk.text")
	p.Key("F5") // five seconds in
	p.Type("Jag vet inte riktigt")
	p.Key("ctrl+KP_Begin") // the five of the keypad
	p.Key("ctrl+s")
	p.Wait("focus", "version.name")
	p.Type("Första varvet")
	p.Key("Return")
	p.Wait("desk", "version")
	p.Wait("focus", "desk.text")
	p.Type(" men det var bra")
	for range len("var bra") {
		p.Key("Left")
	}
	p.Wait("text", "saved")
	p.Wait("place", "saved")
	p.Key("F5", "F3") // to the end and back: whatever was saved, this was not
	p.Wait("place", "saved")
	p.Kill()

	p = start(t, home)
	steps.Unlock(p, steps.Worker)
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	steps.Transcribe(p)
	p.Focus("desk.text")
	p.TypeSaved("nog")
	steps.Go(p, "home")
	desk, versions := steps.Kept(t, home, steps.Worker)
	var where struct {
		Position int64 `json:"position_ms"`
		Worked   int64 `json:"worked_ms"`
	}
	if err := json.Unmarshal(desk, &where); err != nil || where.Position != 3_000 || where.Worked <= 0 {
		t.Errorf("the sound is at %d, %d ms of work, %v", where.Position, where.Worked, err)
	}
	list := steps.Utterances(t, home, steps.Worker)
	if len(list) != 1 || list[0].Text != "Jag vet inte riktigt men det nog  var bra" || list[0].Speaker != transcript.Other2 {
		t.Errorf("the text is %+v", list)
	}
	if len(versions) != 2 || versions[0].Why != transcript.OnLeaving || versions[1].Name != "Första varvet" {
		t.Errorf("the versions are %+v", versions)
	}

	steps.Go(p, "desk")
	p.Wait("desk", "ready")
	p.Focus("desk.side.versions")
	p.Key("Return")
	p.Press("desk.versions")
	p.Wait("desk", "versions")
	p.Wait("versions", "shown", "*")
	p.Focus("versions.list")
	p.Key("Down")
	p.Wait("versions", "shown", "*")
	p.Press("versions.restore")
	p.Wait("desk", "restored")
	p.Wait("text", "saved")
	p.Quit()
	if list := steps.Utterances(t, home, steps.Worker); len(list) != 1 || list[0].Text != "Jag vet inte riktigt" {
		t.Errorf("put back is %+v", list)
	}
	if _, versions := steps.Kept(t, home, steps.Worker); len(versions) < 3 {
		t.Errorf("what stood there is not kept: %+v", versions)
	}
}
