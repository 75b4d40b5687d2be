package e2e

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"barnrost/audio/audiotest"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// tried are the words typed while practising.
const tried = "Den var röd och hette räksmörgåsbussen"

// contents are all files of the vault's folder, each with a hash of its bytes.
func contents(t *testing.T, home string) string {
	t.Helper()
	var all string
	err := filepath.WalkDir(filepath.Dir(steps.Vault(home)), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		all += fmt.Sprintf("%s %d %x\n", filepath.Base(path), len(b), sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Somebody who has never seen the program learns its keys at the invented
// interview, with a loudspeaker and without one, and the vault is afterwards byte
// for byte what it was before: no interview, no count, no line in the log.
func TestThePracticeTeachesTheKeysAndNothingOfItIsStored(t *testing.T) {
	audiotest.Pulse(t)
	for _, c := range []struct {
		lang   string
		env    []string
		speaks bool
	}{
		{"sv", soundEnv(), true},
		{"en", []string{"PULSE_SERVER=unix:" + filepath.Join(t.TempDir(), "none")}, false},
	} {
		t.Run(c.lang, func(t *testing.T) {
			home := t.TempDir()
			p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: []string{"-monitors", "-lang", c.lang}, Env: c.env})
			steps.FirstStart(p, steps.Worker)
			if len(p.Seen("next", "practise")) == 0 {
				t.Error("it is not the first thing proposed")
			}
			p.Still()
			before := contents(t, home)

			p.Press("home.next")
			p.Wait("room", "practice")
			p.Wait("desk", "ready")
			p.Focus("desk.text")
			p.Key("F4")
			if c.speaks {
				p.Wait("desk", "playing", "*")
			}
			p.Wait("lesson", "play")
			if told := len(p.Seen("problem", "no-speaker")) > 0; told == c.speaks {
				t.Errorf("it is told that nothing can be heard: %t", told)
			}
			p.Key("F3")
			p.Wait("lesson", "back")
			p.Key("ctrl+2")
			p.Wait("lesson", "speaker")
			p.Key("Return")
			p.Wait("lesson", "write")
			p.Type(tried + " ")
			p.Key("F6")
			p.Wait("lesson", "again")
			p.Type("oh  ")
			p.Wait("lesson", "unsure")
			p.Key("F2")
			p.Wait("lesson", "next")
			p.Wait("lesson", "all")
			p.Key("Escape")
			p.Key("F1") // the keys, and back to the same text
			p.Wait("room", "keymap")
			p.Key("Escape")
			p.Wait("room", "practice")
			p.Wait("desk", "ready")
			p.Press("lesson.right")
			p.Wait("lesson", "right")
			p.Press("lesson.leave")
			p.Wait("room", "home")
			if len(p.Seen("next", "practise")) > 1 {
				t.Error("it is proposed again")
			}
			p.Still()
			if now := contents(t, home); now != before {
				t.Errorf("the vault was written to:\n%s\nbefore:\n%s", now, before)
			}
			if n := len(p.Seen("text", "saved")); n != 0 {
				t.Errorf("%d writes are told of", n)
			}
			for _, room := range []string{"desk", "settings"} { // always at hand
				steps.Go(p, room)
				p.Press(room + ".practise")
				p.Wait("room", "practice")
				p.Wait("desk", "ready")
				p.Press("lesson.leave")
				p.Wait("room", room)
			}
			p.Still()
			if now := contents(t, home); now != before {
				t.Error("the vault was written to from another room")
			}
			// The control: an interview of one's own is.
			steps.NewInterview(p, 12, "cafe")
			p.Still()
			if contents(t, home) == before {
				t.Error("the check does not see an interview that is stored")
			}
			p.Quit()
			if all := steps.Interviews(t, home, steps.Worker); len(all) != 1 {
				t.Errorf("%d interviews are in the vault, want the one of the control", len(all))
			}
			var words needle.Haystack
			words.Text(tried, "räksmörgåsbussen")
			found, _, err := words.Search(home)
			if err != nil || len(found) > 0 {
				t.Errorf("what was typed lies in a file: %v, %v", found, err)
			}
		})
	}
}
