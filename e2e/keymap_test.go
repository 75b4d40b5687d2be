package e2e

import (
	"testing"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// pedal is the key code of F13 on a PC keyboard: Fyne has no name for it.
const pedal = "191"

func TestKeysAreChangedAndAPedalIsLearnedAndBothOutliveARestart(t *testing.T) {
	audiotest.Pulse(t)
	home, screen := t.TempDir(), newScreen(t)
	begin := func() *program.Program {
		return program.Start(t, program.Options{Bin: binary, Home: home, Screen: screen, Args: []string{"-monitors"}, Env: soundEnv()})
	}
	p := begin()
	steps.FirstStart(p, steps.Worker)
	imported(t, p)

	steps.Go(p, "settings")
	p.Press("settings.keymap")
	p.Wait("room", "keymap")
	p.Fill("keymap.filter", "spela och pausa")
	p.Press("keymap.command.play-pause")
	p.Press("keymap.edit.change.1")
	p.Wait("keymap", "waits")
	p.Key("g")
	p.Wait("keymap", "refused", "writing")
	p.Wait("keymap", "waits")
	p.Key("ctrl+c")
	p.Wait("keymap", "refused", "clipboard")
	p.Wait("keymap", "waits")
	p.Key("F7")
	p.Wait("keymap", "taken", "loop")
	p.Press("keymap.other")
	p.Wait("keymap", "waits")
	p.Key("F11")
	p.Wait("keymap", "kept")
	p.Press("keymap.pedal.hold-play")
	p.Wait("keymap", "waits")
	p.Key(pedal)
	p.Wait("keymap", "kept")
	p.Quit()

	p = begin()
	steps.Unlock(p, steps.Worker)
	steps.Go(p, "desk")
	p.Wait("desk", "ready")
	p.Focus("desk.text")
	p.Key("F4") // does nothing any longer
	p.Key("F11")
	p.Wait("desk", "playing", "*")
	p.Key("F11")
	p.Wait("desk", "paused", "*")
	for _, at := range []string{"desk.text", "desk.back"} {
		p.Focus(at)
		if err := screen.Down(pedal); err != nil {
			t.Fatal(err)
		}
		p.Wait("desk", "playing", "*")
		p.Still() // long enough for the key to repeat
		if err := screen.Up(pedal); err != nil {
			t.Fatal(err)
		}
		p.Wait("desk", "paused", "*")
	}
	if n := len(p.Seen("desk", "playing")); n != 3 {
		t.Errorf("it began to play %d times, want 3", n)
	}
	p.Key("F1")
	p.Wait("room", "keymap")
	p.Key("Escape")
	p.Wait("room", "desk")
	p.Quit()
}
