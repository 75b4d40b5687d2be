package steps

import (
	"barnrost/app"
	"barnrost/e2e/program"
)

// Deputy is who holds the unit's key beside the enhetschef. He does not exist.
var Deputy = Person{"Ove Tallroth", app.RoleManager, "Barn och unga Norrviken",
	"tre trötta tärnor tiger på taket"}

// SaveCard writes somebody's own card into a folder and returns its path.
func SaveCard(t program.T, p *program.Program, folder string) string {
	t.Helper()
	Go(p, "unit")
	p.Press("unit.savecard")
	p.Pick("unit.cardfolder", folder)
	p.Wait("file", "saved")
	return only(t, folder)
}

// ReadCard reads a card's file and says that its words are the same; it is the
// nth card of the list.
func ReadCard(p *program.Program, card, nth string) {
	Go(p, "unit")
	p.Press("unit.readcard")
	p.Pick("unit.cardfile", card)
	p.Wait("card", "read")
	p.Wait("unit", "shown")
	p.Press("unit.card." + nth + ".yes")
	p.Wait("card", "confirmed")
}

// HandKeyOver has the first person in the list handed the unit's key, as the nth
// variant, and returns the bundle's path.
func HandKeyOver(t program.T, p *program.Program, variant int, folder string) string {
	t.Helper()
	Go(p, "unit")
	p.Press("unit.holders")
	p.Wait("holders", "ready")
	p.Focus("holders.to")
	p.Key("Right")
	p.Wait("choice", "holders.to", "0")
	if variant > 0 {
		p.Choose("holders.variant", variant)
	}
	p.Press("holders.send")
	p.Wait("dialog", "holders.ask")
	p.Press("holders.ask.yes")
	p.Pick("holders.folder", folder)
	p.Wait("key", "handed")
	p.Wait("holders", "ready")
	return only(t, folder)
}

// TakeKey opens the bundle that a key came in and says yes to it.
func TakeKey(p *program.Program, bundle string) {
	Go(p, "unit")
	Receive(p, bundle)
	p.Wait("key", "offered")
	p.Press("unit.takekey.yes")
	p.Wait("key", "taken")
}

// SaveLog opens the log in Valvet and saves it; it returns the file's path.
func SaveLog(t program.T, p *program.Program, folder string) string {
	t.Helper()
	OpenLog(p)
	p.Press("log.save")
	p.Pick("log.folder", folder)
	p.Wait("file", "saved")
	return only(t, folder)
}

// OpenLog opens the log in Valvet.
func OpenLog(p *program.Program) {
	Go(p, "vault")
	p.Press("vault.log")
	p.Wait("room", "log")
	p.Wait("log", "read", "*")
}
