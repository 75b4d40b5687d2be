package steps

import (
	"fmt"
	"os"
	"path/filepath"

	"barnrost/e2e/program"
)

// Reason is why raw text is sent, as it is typed.
const Reason = "Enhetens verktyg för avidentifiering finns inte ännu"

// Go goes to a room by the rail. Enheten reads its cards first.
func Go(p *program.Program, room string) {
	p.Press("rail." + room)
	p.Wait("room", room)
	if room == "unit" {
		p.Wait("unit", "ready")
	}
}

// SaveInvitation has the enhetschef write the unit's invitation into a folder,
// and returns its path.
func SaveInvitation(t program.T, p *program.Program, folder string) string {
	t.Helper()
	Go(p, "unit")
	p.Wait("focus", "*") // the room has read what it shows
	p.Press("unit.invite")
	p.Pick("unit.invitefolder", folder)
	p.Wait("file", "saved")
	return only(t, folder)
}

// InvitedStart walks a first start with the unit's invitation, its words
// compared.
func InvitedStart(p *program.Program, who Person, invitation string) {
	p.Wait("unlock", "person")
	p.Press("start.invitation")
	p.Pick("invitation", invitation)
	p.Wait("invitation", "read")
	p.Tick("start.compared")
	Name(p, who)
	ChoosePassphrase(p, who)
}

// Send sends the interview that Dela shows to its first so many receivers,
// into a folder, and returns the bundle's path.
func Send(t program.T, p *program.Program, receivers int, withSound bool, folder string) string {
	t.Helper()
	DecideToSend(p, receivers, withSound)
	p.Press("share.send")
	if withSound {
		p.Wait("dialog", "share.soundask")
		p.Press("share.soundask.yes")
	}
	p.Pick("share.folder", folder)
	p.WaitLong(program.Long, "export", "done")
	return only(t, folder)
}

// DecideToSend ticks what must be ticked before the button works.
func DecideToSend(p *program.Program, receivers int, withSound bool) {
	for n := range receivers {
		p.Tick(fmt.Sprintf("share.to.%d", n+1))
	}
	p.Tick("share.raw")
	p.Fill("share.reason", Reason)
	if withSound {
		p.Tick("share.sound")
	}
}

// Receive opens a bundle's file in Enheten and leaves its outcome to be waited
// for: "import done", or "problem" with its code.
func Receive(p *program.Program, bundle string) {
	p.Press("unit.receive")
	p.Pick("unit.file", bundle)
}

// Recognise compares the words of the sender of the first waiting bundle, and
// opens it.
func Recognise(p *program.Program) {
	p.Press("unit.compare.1")
	p.Press("unit.compare.1.yes")
	p.WaitLong(program.Long, "import", "done")
}

// only returns the path of the one file in a folder.
func only(t program.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if len(entries) != 1 {
		t.Fatalf("%s holds %d files, want the one that was written", folder, len(entries))
	}
	return filepath.Join(folder, entries[0].Name())
}

// Folder returns a new, empty folder below home, outside what is searched.
func Folder(t program.T, parent, name string) string {
	t.Helper()
	path := filepath.Join(parent, name)
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatalf("%v", fmt.Errorf("a folder for %s: %w", name, err))
	}
	return path
}
