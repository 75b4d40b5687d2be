package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"barnrost/storage"
)

// TestTheBuiltProgramChecksAVaultWithoutAWindow: as a scheduler would start it,
// with no screen and no home, and by its exit codes. The vault is the golden one.
func TestTheBuiltProgramChecksAVaultWithoutAWindow(t *testing.T) {
	const phrase = "sol måne hav skog berg älv"
	dir := t.TempDir()
	path := filepath.Join(dir, "barnrost.vault")
	golden, err := os.ReadFile("../storage/testdata/format1.vault")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, golden, 0o600); err != nil {
		t.Fatal(err)
	}
	open, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}

	run := func(stdin string, args ...string) (int, string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), binary, args...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
		cmd.Stdin = strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		for _, inside := range []string{"måne", "bara min", "mirror", "transcript", "imported\""} {
			if bytes.Contains(out, []byte(inside)) {
				t.Errorf("it prints what is inside:\n%s", out)
			}
		}
		return cmd.ProcessState.ExitCode(), string(out)
	}
	expect := func(what string, code, want int, out string) {
		t.Helper()
		if code != want {
			t.Errorf("%s: exit %d, want %d:\n%s", what, code, want, out)
		}
	}

	code, out := run("", "-check", path)
	expect("while it is open", code, 3, out)
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}
	before := folder(t, dir)
	code, out = run("", "-check", path)
	expect("without a passphrase", code, 0, out)
	if !strings.Contains(out, "Kontrollerat utan lösenfras") {
		t.Errorf("it does not say how deep it went:\n%s", out)
	}
	code, out = run(phrase+"\n", "-check", path, "-passphrase-stdin", "-lang", "en")
	expect("with the passphrase", code, 0, out)
	if !strings.Contains(out, "Checked with the passphrase") {
		t.Errorf("it does not say how deep it went:\n%s", out)
	}
	code, out = run("fel fras\n", "-check", path, "-passphrase-stdin")
	expect("with a wrong passphrase", code, 4, out)
	code, out = run("", "-check", filepath.Join(dir, "nothing"))
	expect("without a file", code, 2, out)
	code, out = run("", "-check", path, phrase)
	expect("with the passphrase as an argument", code, 2, out)
	if after := folder(t, dir); after != before {
		t.Error("checking changed the folder")
	}

	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file[bytes.LastIndex(file, []byte("\n--- "))+90] ^= 1
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out = run(phrase, "-check", path, "-json", "-passphrase-stdin")
	expect("with a byte changed", code, 1, out)
	var r struct {
		Verdict string
		Damage  []struct{ Part string }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Verdict != "damaged" || len(r.Damage) == 0 {
		t.Errorf("%+v, %v", r, err)
	}
	report := filepath.Join(t.TempDir(), "rapport.txt")
	code, out = run("", "-check", path, "-out", report)
	expect("into a file", code, 0, out) // without the passphrase the change does not show
	if content, err := os.ReadFile(report); err != nil || out != "" || !bytes.Contains(content, []byte("RESULTAT")) {
		t.Errorf("printed %q, wrote %q, %v", out, content, err)
	}
}

// folder returns a folder's names and contents as one string.
func folder(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range list {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(e.Name() + "\x00" + string(content) + "\x00")
	}
	return all.String()
}
