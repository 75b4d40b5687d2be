// Package steps holds what a person does with the program, each as one call:
// the scenarios, the pictures and the measurements walk the same way.
package steps

import (
	"slices"

	"barnrost/app"
	"barnrost/e2e/program"
)

// Person is somebody with a vault.
type Person struct {
	Name       string
	Role       app.Role
	Unit       string
	Passphrase string
}

// Worker and Manager are the two people of the walk. Neither exists.
var (
	Worker = Person{"Kerstin Åkerlöf", app.RoleWorker, "Barn och unga Norrviken",
		"sju blöta vantar torkar på spisen"}
	Manager = Person{"Mirja Öhrnell", app.RoleManager, "Barn och unga Norrviken",
		"den gamla ekan läcker alltid babord"}
)

// FirstStart walks the first start with a passphrase of one's own, to the
// first room.
func FirstStart(p *program.Program, who Person) {
	p.Wait("unlock", "person")
	AboutYou(p, who)
	ChoosePassphrase(p, who)
}

// AboutYou fills in who somebody is.
func AboutYou(p *program.Program, who Person) {
	p.Fill("start.unit", who.Unit)
	Name(p, who)
}

// Name fills in name and role, where the unit is known.
func Name(p *program.Program, who Person) {
	p.Fill("start.name", who.Name)
	p.Choose("start.role", slices.Index(app.Roles, who.Role))
}

// ChoosePassphrase goes on from who somebody is, with a passphrase of one's own,
// to the first room.
func ChoosePassphrase(p *program.Program, who Person) {
	p.Press("start.next")
	p.Wait("unlock", "words")
	p.Press("start.own")
	p.Wait("unlock", "own")
	p.Fill("start.own.first", who.Passphrase)
	p.Fill("start.own.again", who.Passphrase)
	p.Press("start.create")
	p.Wait("unlocked")
	p.Wait("room", "home")
}

// Unlock opens the vault with its passphrase, to the first room.
func Unlock(p *program.Program, who Person) {
	p.Wait("unlock", "locked")
	p.Fill("unlock.passphrase", who.Passphrase)
	p.Press("unlock.open")
	p.Wait("unlocked")
	p.Wait("room", "home")
}

// Lock locks, and gives the keys to the window that opens in place of the
// old one.
func Lock(p *program.Program) {
	p.Key("ctrl+l")
	p.Wait("lock")
	p.Wait("room", "unlock")
	p.Refocus()
}
