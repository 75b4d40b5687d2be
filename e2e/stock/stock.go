// Package stock opens what the program writes with tools that know nothing of
// it: sqlite3, age, tar and ssh-keygen. What they can open is never lost with
// the program.
package stock

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"barnrost/e2e/child"
)

// namespace is what a bundle's signature is bound to, as README.md tells.
const namespace = "barnrost-bundle"

// Tools are the stock tools, with a folder of their own.
type Tools struct {
	dir string
	age string
}

// New builds age from the version that go.mod pins (a Debian may carry one too
// old for post-quantum keys) into dir, where everything opened is put too.
func New(dir string) (Tools, error) {
	t := Tools{dir: dir, age: filepath.Join(dir, "age")}
	build := exec.Command("go", "build", "-o", t.age, "filippo.io/age/cmd/age")
	if out, err := build.CombinedOutput(); err != nil {
		return t, fmt.Errorf("stock: building age: %w: %s", err, out)
	}
	return t, nil
}

// Keys opens the vault's key slot with its passphrase and returns the path of
// the age identity file that lay in it.
func (t Tools) Keys(vault, passphrase string) (string, error) {
	box, err := child.Run(nil, "sqlite3", "-readonly", vault, "SELECT hex(box) FROM keyslot ORDER BY id LIMIT 1")
	if err != nil {
		return "", err
	}
	slot, err := hex.DecodeString(strings.TrimSpace(box))
	if err != nil {
		return "", fmt.Errorf("stock: the key slot: %w", err)
	}
	sealed, keys := filepath.Join(t.dir, "slot.age"), filepath.Join(t.dir, "keys.txt")
	if err := os.WriteFile(sealed, slot, 0o600); err != nil {
		return "", err
	}
	// age asks a terminal for the passphrase; script gives it one.
	open := child.Command("script", "-qec", fmt.Sprintf("'%s' -d -o '%s' '%s'", t.age, keys, sealed), "/dev/null")
	open.Stdin = strings.NewReader(passphrase + "\n")
	if out, err := open.CombinedOutput(); err != nil {
		return "", fmt.Errorf("stock: age did not open the key slot: %w: %s", err, out)
	}
	return keys, nil
}

// Bundle opens a bundle with an age identity file, unpacks it, and has
// ssh-keygen verify its signature by the key on the sender's card. It returns
// the folder with the members.
func (t Tools) Bundle(path, keys string) (string, error) {
	dir, err := os.MkdirTemp(t.dir, "bundle")
	if err != nil {
		return "", err
	}
	tar := filepath.Join(dir, "bundle.tar")
	if _, err := child.Run(nil, t.age, "-d", "-i", keys, "-o", tar, path); err != nil {
		return "", err
	}
	if out, err := child.Run(nil, "tar", "-xf", tar, "-C", dir); err != nil || out != "" {
		return "", errors.Join(err, complaint(out))
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return "", err
	}
	var says struct {
		Sender struct {
			Card struct{ Signer string }
		}
	}
	if err := json.Unmarshal(manifest, &says); err != nil {
		return "", fmt.Errorf("stock: the manifest: %w", err)
	}
	allowed := filepath.Join(dir, "allowed")
	line := fmt.Sprintf("sender namespaces=%q %s\n", namespace, says.Sender.Card.Signer)
	if err := os.WriteFile(allowed, []byte(line), 0o600); err != nil {
		return "", err
	}
	if err := verify(dir, manifest); err != nil {
		return "", err
	}
	// The control: one byte more, and the signature no longer holds.
	if verify(dir, append(manifest, ' ')) == nil {
		return "", errors.New("stock: ssh-keygen accepts a manifest that was changed")
	}
	return dir, nil
}

// Age returns the path of the age command.
func (t Tools) Age() string { return t.age }

func verify(dir string, manifest []byte) error {
	check := child.Command("ssh-keygen", "-Y", "verify", "-f", filepath.Join(dir, "allowed"), "-I", "sender",
		"-n", namespace, "-s", filepath.Join(dir, "manifest.json.sig"))
	check.Stdin = bytes.NewReader(manifest)
	if out, err := check.CombinedOutput(); err != nil {
		return fmt.Errorf("stock: ssh-keygen does not verify the manifest: %w: %s", err, out)
	}
	return nil
}

func complaint(out string) error {
	if out == "" {
		return nil
	}
	return fmt.Errorf("stock: tar complains: %s", out)
}
