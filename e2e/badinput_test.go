package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/screen"
	"barnrost/e2e/steps"
)

// unlucky is somebody with one screen, on which one program after the other
// opens.
type unlucky struct {
	*testing.T
	screen *screen.Screen
}

func newUnlucky(t *testing.T) unlucky { return unlucky{t, newScreen(t)} }

func (u unlucky) start(home string, args ...string) *program.Program {
	u.Helper()
	return program.Start(u.T, program.Options{Bin: binary, Home: home, Screen: u.screen, Args: args, Env: soundEnv()})
}

// A vault that cannot lie or be opened where it is says why, leaves every byte
// as it was, and the program can be closed.
func TestAVaultThatCannotBeOpenedIsToldAndUntouched(t *testing.T) {
	u := newUnlucky(t)
	dir := t.TempDir()
	vault := func(name string, content []byte) string {
		folder := steps.Folder(t, dir, name)
		if err := os.WriteFile(filepath.Join(folder, "barnrost.vault"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	good := u.vault()
	newer := vault("newer", good)
	if out, err := child.Run(nil, "sqlite3", filepath.Join(newer, "barnrost.vault"), "UPDATE vault SET format = 2"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	letter := filepath.Join(dir, "brev.txt")
	if err := os.WriteFile(letter, []byte("Hej"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ folder, problem string }{
		{filepath.Join(dir, "OneDrive - Norrvikens kommun", "Barnrost"), "place-synced"},
		{filepath.Join(letter, "Barnrost"), "read-only"},
		{vault("garbage", bytes.Repeat([]byte("inte ett valv "), 999)), "not-a-vault"},
		{vault("empty", nil), "not-a-vault"},
		{newer, "newer-format"},
		{vault("cut", good[:len(good)/2]), "vault-unreadable"},
	} {
		file := filepath.Join(c.folder, "barnrost.vault")
		before, hadFile := os.ReadFile(file)
		p := u.start(t.TempDir(), "-data", c.folder)
		p.Wait("problem", c.problem)
		p.Wait("unlock", "refused")
		p.Quit()
		after, hasFile := os.ReadFile(file)
		if !bytes.Equal(before, after) || (hadFile == nil) != (hasFile == nil) {
			t.Errorf("%s: the vault's file was changed", c.folder)
		}
		if len(p.Seen("unlock", "person")) > 0 {
			t.Errorf("%s: a new vault was offered", c.folder)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "OneDrive - Norrvikens kommun")); !os.IsNotExist(err) {
		t.Errorf("something was made in a synchronised folder: %v", err)
	}
}

// vault returns the file of a vault that was just made.
func (u unlucky) vault() []byte {
	u.Helper()
	folder := u.TempDir()
	p := u.start(u.TempDir(), "-data", folder)
	p.Wait("unlock", "person")
	// Names that are none are asked for again, and keep nobody.
	p.Press("start.next")
	p.Wait("problem", "name-empty")
	p.Fill("start.name", "1234")
	p.Press("start.next")
	p.Wait("problem", "name-absurd")
	steps.AboutYou(p, steps.Worker)
	p.Fill("start.unit", strings.Repeat("enhet ", 20))
	p.Press("start.next")
	p.Wait("problem", "name-absurd")
	p.Fill("start.unit", steps.Worker.Unit)
	steps.ChoosePassphrase(p, steps.Worker)
	p.Quit()
	raw, err := os.ReadFile(filepath.Join(folder, "barnrost.vault"))
	if err != nil {
		u.Fatal(err)
	}
	return raw
}

// Whoever closes the window while something is going on loses nothing: text is
// stored first, a recording is stopped by the person, an import is cancelled
// and leaves nothing.
func TestClosingInTheMiddleOfThingsLosesNothing(t *testing.T) {
	pulse := audiotest.Pulse(t)
	u := newUnlucky(t)
	home := t.TempDir()
	p := u.start(home, "-monitors")
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.Record(p)
	if err := pulse.Play(t.Context(), audiotest.Sink, speak(t, 3*time.Second).Samples); err != nil {
		t.Fatal(err)
	}

	// A recording: the cover says so; a wrong passphrase does not lift it.
	p.Key("ctrl+q")
	p.Wait("covered", "recording")
	p.Fill("cover.passphrase", steps.Manager.Passphrase)
	p.Press("cover.show")
	p.Wait("problem", "wrong-passphrase")
	p.Press("cover.stop")
	p.Wait("closed", "well")
	p.Ended()

	// Text that was typed right before: it is stored, and the program ends.
	p = u.start(home, "-monitors")
	steps.Unlock(p, steps.Worker)
	steps.OpenFirst(p, "overview")
	steps.Transcribe(p)
	p.Type("Jag minns en gul hund")
	p.Quit()
	p.Wait("text", "saved")
	p.Wait("closed", "well")

	// An import: locking cancels it when asked to, and nothing of it is left.
	file := filepath.Join(t.TempDir(), "diktafon.wav")
	steps.DictaphoneFile(t, file, 90)
	p = u.start(home, "-monitors")
	steps.Unlock(p, steps.Worker)
	steps.NewInterview(p, 13, "hemmet")
	steps.Consent(p)
	p.Press("wav.import")
	p.Pick("wav", file)
	p.Key("ctrl+l")
	p.Wait("covered", "work")
	p.Press("cover.stop")
	p.Wait("import", "cancelled")
	p.Wait("room", "unlock")
	p.Refocus()
	steps.Unlock(p, steps.Worker)
	steps.OpenFirst(p, "prepare")
	p.Quit()
}

// Each kind of bad bundle has its own words, and after all of them the good one
// is taken in once.
func TestEachBadBundleIsToldForWhatItIs(t *testing.T) {
	u, dir := newUnlucky(t), t.TempDir()
	managers, workers := t.TempDir(), t.TempDir()
	manager := u.start(managers)
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))
	manager.Quit()

	worker := u.start(workers)
	steps.InvitedStart(worker, steps.Worker, invitation)
	steps.NewInterview(worker, 12, "cafe")
	steps.Consent(worker)
	file := filepath.Join(dir, "diktafon.wav")
	if err := audiotest.WriteWAV(file, rate, make([]int16, 2*rate)); err != nil {
		t.Fatal(err)
	}
	steps.ImportWAV(worker, file)
	steps.Transcribe(worker)
	worker.Type("Bara en mening")
	worker.Wait("text", "saved")
	older, newer := send(t, worker, dir, "older"), send(t, worker, dir, "newer")
	steps.Go(worker, "unit")
	steps.ReceiveRefused(worker, newer, "not-for-me") // it is sealed to the unit
	worker.Quit()

	manager = u.start(managers)
	steps.Unlock(manager, steps.Manager)
	steps.Go(manager, "unit")
	steps.ReceiveRefused(manager, newer, "unknown-sender")
	// The stick is pulled out before the words were compared.
	moved := filepath.Join(dir, "moved.barnrost")
	if err := os.Rename(newer, moved); err != nil {
		t.Fatal(err)
	}
	manager.Press("unit.compare.1")
	manager.Press("unit.compare.1.yes")
	manager.Wait("problem", "file-missing")
	raw, err := os.ReadFile(moved)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		problem string
		content []byte
	}{
		{"bundle-truncated", raw[:len(raw)-100]},
		{"bundle-damaged", flipped(raw)},
		{"not-a-bundle", []byte("age-encryption.org/v0")},
		{"not-a-bundle", nil},
	} {
		bad := filepath.Join(dir, "bad.barnrost")
		if err := os.WriteFile(bad, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		steps.ReceiveRefused(manager, bad, c.problem)
	}
	steps.ReceiveRefused(manager, invitation, "not-a-bundle")
	steps.Receive(manager, moved)
	manager.WaitLong(program.Long, "import", "done")
	steps.Go(manager, "unit") // the receipt is read
	steps.ReceiveRefused(manager, moved, "bundle-seen")
	steps.ReceiveRefused(manager, older, "bundle-older")
	if n := len(manager.Seen("import", "done")); n != 1 {
		t.Errorf("%d bundles were taken in, want one", n)
	}
	manager.Quit()
}

// send sends the newest interview, with its sound, to all of the unit.
func send(t *testing.T, p *program.Program, dir, name string) (bundle string) {
	t.Helper()
	steps.OpenFirst(p, "overview")
	p.Press("interview.send")
	p.Wait("room", "share")
	return steps.Send(t, p, both, true, steps.Folder(t, dir, name))
}

// flipped returns a copy with one bit of its sound changed.
func flipped(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)*3/4] ^= 1
	return b
}
