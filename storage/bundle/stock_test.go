package bundle

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"barnrost/crypto"
)

func run(t *testing.T, dir string, stdin []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func TestABundleOpensWithoutThisProgram(t *testing.T) {
	dir := t.TempDir()
	age := filepath.Join(dir, "age")
	run(t, ".", nil, "go", "build", "-o", age, "filippo.io/age/cmd/age")

	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	sound := noise(7, 150_000)
	path, m, _, err := WriteFile(context.Background(), dir, request(anna, chief, append(texts(), member(NameSound, sound))...))
	check(t, err)
	check(t, os.WriteFile(filepath.Join(dir, "keys.txt"), []byte(chief.inbox.String()+"\n"), 0o600))
	run(t, dir, nil, age, "-d", "-i", "keys.txt", "-o", "bundle.tar", path)
	if out := run(t, dir, nil, "tar", "-xf", "bundle.tar"); out != "" {
		t.Errorf("tar complains: %s", out)
	}
	got, err := os.ReadFile(filepath.Join(dir, NameSound))
	check(t, err)
	if !bytes.Equal(got, sound) {
		t.Error("the sound came out changed")
	}

	card, err := crypto.ParseCard(m.Sender)
	check(t, err)
	check(t, os.WriteFile(filepath.Join(dir, "signers"), []byte("anna "+card.Signer.String()+"\n"), 0o600))
	manifest, err := os.ReadFile(filepath.Join(dir, nameManifest))
	check(t, err)
	verify := []string{"-Y", "verify", "-f", "signers", "-I", "anna", "-n", Namespace, "-s", nameSignature}
	run(t, dir, manifest, "ssh-keygen", verify...)

	// The control: a changed manifest must not verify.
	cmd := exec.Command("ssh-keygen", verify...)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(append(manifest, ' '))
	if err := cmd.Run(); err == nil {
		t.Error("ssh-keygen accepts a changed manifest")
	}
}
