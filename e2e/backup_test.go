package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// vaultOf finds the vault below a home.
func vaultOf(t *testing.T, home string) string {
	t.Helper()
	found := ""
	err := filepath.WalkDir(home, func(path string, _ fs.DirEntry, err error) error {
		if filepath.Base(path) == "barnrost.vault" {
			found = path
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("no vault below the home: %v", err)
	}
	return found
}

// worked makes an interview with sound and words in a new vault.
func worked(t *testing.T, home, words string) *program.Program {
	t.Helper()
	p := start(t, home)
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	steps.DictaphoneFile(t, wav, 1)
	steps.ImportWAV(p, wav)
	p.Wait("interview", "overview")
	steps.Transcribe(p)
	p.Focus("desk.text")
	p.TypeSaved(words)
	return p
}

// A computer that breaks costs nothing that was in the backup: on another one
// the backup is the way in, and the sound and the words are there.
func TestABackupIsTheWayInOnAnotherComputer(t *testing.T) {
	home, stick := t.TempDir(), t.TempDir()
	p := worked(t, home, "Jag vill att ni lyssnar.")
	steps.OpenBackups(p)
	backup := steps.Backup(t, p, stick)
	if name := filepath.Base(backup); !strings.HasPrefix(name, "barnrost-") || !strings.HasSuffix(name, "-1.vault") {
		t.Errorf("the backup is called %s", name)
	}
	p.Quit()
	before, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(vaultOf(t, home), filepath.Join(t.TempDir(), "sunk")); err != nil { // the sea took it
		t.Fatal(err)
	}

	fresh := start(t, "")
	fresh.Wait("unlock", "person")
	fresh.Press("start.backup")
	fresh.Pick("start.backupfile", backup)
	fresh.Wait("unlock", "backup")
	fresh.Fill("start.backup.passphrase", "sju torra vantar under spisen")
	fresh.Press("start.restore")
	fresh.Wait("problem", "wrong-passphrase")
	fresh.Fill("start.backup.passphrase", steps.Worker.Passphrase)
	fresh.Press("start.restore")
	fresh.WaitLong(program.Long, "unlock", "restored")
	fresh.Press("start.restored")
	fresh.Wait("room", "home")
	steps.OpenFirst(fresh, "overview")
	steps.Transcribe(fresh)
	fresh.Focus("desk.text")
	fresh.Key("F4") // the sound is there
	fresh.Wait("desk", "playing")
	fresh.Key("F4")
	fresh.Wait("desk", "paused")
	steps.OpenBackups(fresh)
	fresh.Press("check.run")
	fresh.WaitLong(program.Long, "check", "0")
	fresh.Quit()
	after, err := os.ReadFile(backup)
	if err != nil || !bytes.Equal(after, before) {
		t.Errorf("the backup was changed by being used: %v", err)
	}
}

// A damaged vault lists what is damaged, and everything whole goes into a new
// one that is opened from there.
func TestADamagedVaultIsListedAndTheRestIsRescued(t *testing.T) {
	home := t.TempDir()
	p := worked(t, home, "Jag vill att ni lyssnar.")
	p.Quit()
	vault := vaultOf(t, home)
	spoil := "UPDATE chunk SET box=zeroblob(length(box)) WHERE stream=0 AND seq IN (5,6) AND length(box)>20000"
	if out, err := exec.Command("sqlite3", vault, spoil).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	p = start(t, home)
	steps.Unlock(p, steps.Worker)
	steps.OpenBackups(p)
	p.Press("check.run")
	p.WaitLong(program.Long, "check", "1")
	beside := filepath.Join(t.TempDir(), "nytt")
	if err := os.Mkdir(beside, 0o700); err != nil {
		t.Fatal(err)
	}
	p.Press("rescue.run")
	p.Pick("rescue.folder", beside)
	p.WaitLong(program.Long, "rescue", "1")
	p.Press("restore.change")
	p.Wait("room", "unlock")
	p.Refocus()
	steps.Unlock(p, steps.Worker)
	steps.OpenBackups(p)
	p.Press("check.run")
	p.WaitLong(program.Long, "check", "0")
	steps.OpenFirst(p, "overview")
	p.Quit()
}

// With the unit's folder chosen a recording that ended is copied there by
// itself, under a name that tells nothing, and what is here already is not
// fetched once more.
func TestANewRecordingIsCopiedToTheUnitsFolder(t *testing.T) {
	folder := t.TempDir()
	p := start(t, "")
	steps.FirstStart(p, steps.Worker)
	steps.OpenBackups(p)
	p.Tick("copies.on")
	p.Wait("copies", "rule")
	p.Press("copies.choose")
	p.Pick("copies.folder", folder)
	p.Wait("copies", "rule")
	steps.NewInterview(p, 9, "hemmet")
	steps.Consent(p)
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	steps.DictaphoneFile(t, wav, 1)
	steps.ImportWAV(p, wav)
	p.WaitLong(program.Long, "copies", "made")
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 || strings.Contains(files[0].Name(), "barnrost") {
		t.Fatalf("in the folder lie %v, %v", files, err)
	}
	steps.OpenBackups(p)
	p.Press("copies.fetch")
	p.Pick("copies.file", filepath.Join(folder, files[0].Name()))
	p.Wait("problem", "recording-exists")
	p.Quit()
}
