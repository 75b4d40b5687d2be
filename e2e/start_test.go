package e2e

import (
	"testing"

	"barnrost/e2e/steps"
)

func TestTheVaultIsMadeLockedAndOpenedAgain(t *testing.T) {
	home := t.TempDir()
	p := start(t, home)
	steps.FirstStart(p, steps.Worker)
	pid := p.Pid()

	// Locking ends the process's memory in place: the same process number, a
	// new program.
	steps.Lock(p)
	if p.Pid() != pid {
		t.Error("the lock started another process")
	}
	p.Wait("unlock", "locked")
	p.Fill("unlock.passphrase", "sju torra vantar under spisen")
	p.Press("unlock.open")
	p.Wait("problem", "wrong-passphrase")
	p.Wait("unlock", "locked")
	p.Fill("unlock.passphrase", steps.Worker.Passphrase)
	p.Press("unlock.open")
	p.Wait("unlocked")
	p.Wait("room", "home")

	// A second copy says that the vault is open already, and stops.
	second := start(t, home)
	second.Wait("problem", "vault-in-use")
	second.Quit()
	p.Quit()

	again := start(t, home)
	steps.Unlock(again, steps.Worker)
	again.Quit()
}

func TestAWeakPassphraseIsRefused(t *testing.T) {
	p := start(t, "")
	p.Wait("unlock", "person")
	steps.AboutYou(p, steps.Worker)
	p.Press("start.next")
	p.Wait("unlock", "words")
	p.Press("start.own")
	p.Wait("unlock", "own")
	p.Fill("start.own.first", "hemligt")
	p.Fill("start.own.again", "hemligt")
	p.Press("start.create")
	p.Quit()
	if len(p.Seen("unlocked")) > 0 {
		t.Error("a vault was made with a weak passphrase")
	}
}
