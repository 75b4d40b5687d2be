package main

import (
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// recoverySheet makes the unit's recovery key and looks at each step. It
// returns what stands on the sheet.
func (a *album) recoverySheet(p *program.Program, folder string) string {
	steps.Go(p, "vault")
	a.shot(p, "vault")
	typed := steps.MakeRecoveryKey(a, p, folder)
	a.shot(p, "secrets-manager")
	return typed
}

// secrets looks at the room Nycklar as somebody who opened the invitation.
func (a *album) secrets(p *program.Program) {
	steps.OpenSecrets(p)
	a.shot(p, "secrets")
	p.Press("secrets.change")
	p.Wait("secrets", "present")
	p.Fill("secrets.present", steps.Worker.Passphrase)
	p.Press("secrets.next")
	p.Wait("secrets", "words")
	a.shot(p, "secrets-words")
	p.Press("start.back")
	p.Wait("secrets", "overview")
	p.Press("secrets.rotate")
	p.Wait("secrets", "rotate")
	a.shot(p, "secrets-rotate")
	p.Press("secrets.back")
	p.Wait("secrets", "overview")
}

// forgotten opens the worker's vault with the sheet, up to the choice.
func (a *album) forgotten(p *program.Program, sheet string) {
	p.Wait("unlock", "locked")
	p.Press("unlock.forgot")
	p.Wait("unlock", "forgot")
	p.Fill("forgot.key", sheet[:30])
	p.Press("forgot.open")
	p.Wait("problem", "paper-wrong")
	a.shot(p, "forgot-wrong")
	p.Fill("forgot.key", sheet)
	p.Press("forgot.open")
	p.Wait("unlock", "recovered")
	a.shot(p, "recovered")
	p.Quit()
}
