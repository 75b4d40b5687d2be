package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// f4 is what somebody brings from another program: f4's marks in RTF.
const f4 = `{\rtf1\ansi\ansicpg1252\pard I: Hur g\'e5r det i \b skolan\b0 ? #00:00:05-2#\par B: Det \u228?r bra. #00:00:09-8#\par}`

// TestATextComesInFromAnotherProgramAndLeavesAsAFileThatIsAskedAboutAndLogged
// does it with the keyboard: a file of f4 becomes the text in one step that
// Ctrl+Z takes back; nothing is written before the tick; both stand in the log,
// which holds neither path nor words.
func TestATextComesInFromAnotherProgramAndLeavesAsAFileThatIsAskedAboutAndLogged(t *testing.T) {
	home, dir := t.TempDir(), t.TempDir()
	rtf, sound := filepath.Join(dir, "skrivet.rtf"), filepath.Join(dir, "ljud.wav")
	if err := os.WriteFile(rtf, []byte(f4), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := audiotest.WriteWAV(sound, rate, make([]int16, 12*rate)); err != nil {
		t.Fatal(err)
	}
	p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t)})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 9, app.Places[0])
	steps.Consent(p)
	steps.ImportWAV(p, sound)
	p.Wait("interview", "overview")
	steps.Transcribe(p)

	p.Focus("desk.side.files")
	p.Key("space") // it stays unfolded
	p.Press("desk.files.in")
	p.Wait("in", "ready")
	p.Press("in.pick")
	p.Pick("in.file", rtf)
	p.Wait("in", "found", "2")
	p.Press("in.take")
	p.Wait("in", "taken")
	p.Wait("desk", "ready")
	if got := steps.Utterances(t, home, steps.Worker); len(got) != 2 || got[1].Text != "Det är bra." || got[1].End != 9800 {
		t.Fatalf("taken in: %+v", got)
	}

	out := steps.Folder(t, dir, "ut")
	if err := os.WriteFile(filepath.Join(out, "x.txt"), []byte("annat"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Press("desk.files.out")
	p.Wait("out", "ready")
	p.Tick("out.agree")
	p.Press("out.save")
	p.Pick("out.folder", out)
	p.Wait("file", "saved")
	found, err := filepath.Glob(filepath.Join(out, "*-*.txt"))
	if err != nil || len(found) != 1 {
		t.Fatalf("written: %v %v", found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil || !strings.Contains(string(text), "[00:00:05.200 --> 00:00:09.800] Barn: Det är bra.\r\n") || !strings.Contains(string(text), "Inte avidentifierad") {
		t.Errorf("the file holds %q, %v", text, err)
	}
	p.Press("out.back")
	p.Wait("desk", "ready")
	p.Focus("desk.text")
	p.Key("ctrl+z")
	p.Wait("text", "saved")
	if got := steps.Utterances(t, home, steps.Worker); len(got) != 0 {
		t.Errorf("undone there are %+v", got)
	}
	rows := readLog(t, steps.SaveLog(t, p, steps.Folder(t, dir, "logg")))
	var acts []string
	for _, row := range rows {
		line := strings.Join(row, " ")
		acts = append(acts, row[4]+" "+row[7])
		if strings.Contains(line, "skrivet") || strings.Contains(line, dir) || strings.Contains(line, "bra") {
			t.Errorf("the log tells %q", line)
		}
	}
	all := strings.Join(acts, "\n")
	if !strings.Contains(all, "text-imported rtf") || !strings.Contains(all, "text-exported txt") {
		t.Errorf("the log has\n%s", all)
	}
}
