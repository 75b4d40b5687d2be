package steps

import (
	"os"
	"regexp"
	"strings"

	"barnrost/e2e/program"
)

// OpenSecrets goes to the room Nycklar.
func OpenSecrets(p *program.Program) {
	Go(p, "vault")
	p.Press("vault.secrets")
	p.Wait("room", "secrets")
	p.Wait("secrets", "overview")
}

var groupOnSheet = regexp.MustCompile(`<code>([A-Z0-9]+)</code>`)

// Sheet returns the key on a printed sheet, as somebody types it.
func Sheet(t program.T, path string) string {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var groups []string
	for _, m := range groupOnSheet.FindAllStringSubmatch(string(page), -1) {
		groups = append(groups, strings.ToLower(m[1]))
	}
	return strings.Join(groups, " ")
}

// MakeRecoveryKey has the enhetschef make the unit's recovery key, read it back
// from the sheet and take the file away. It returns what stands on the sheet.
func MakeRecoveryKey(t program.T, p *program.Program, folder string) string {
	t.Helper()
	OpenSecrets(p)
	p.Press("secrets.sheet.make")
	p.Pick("secrets.sheetfolder", folder)
	p.Wait("sheet", "saved")
	typed := Sheet(t, only(t, folder))
	p.Press("secrets.sheet.prove")
	p.Wait("secrets", "sheet")
	p.Fill("secrets.sheet.key", typed)
	p.Press("secrets.sheet.check")
	p.Wait("sheet", "proven")
	p.Press("secrets.sheet.remove")
	p.Wait("sheet", "removed")
	return typed
}

// Recover opens a locked vault with the unit's recovery key.
func Recover(p *program.Program, typed string) {
	p.Wait("unlock", "locked")
	p.Press("unlock.forgot")
	p.Wait("unlock", "forgot")
	p.Fill("forgot.key", typed)
	p.Press("forgot.open")
	p.Wait("unlock", "recovered")
}

// CarryOver makes the new vault under a passphrase of one's own and begins to
// work in it.
func CarryOver(p *program.Program, passphrase string) {
	p.Press("recovered.carry")
	p.Wait("unlock", "words")
	OwnPassphrase(p, "unlock", passphrase)
	p.Wait("unlock", "carried")
	p.Press("recovered.begin")
	p.Wait("room", "home")
}

// OwnPassphrase chooses one of one's own where six words are proposed.
func OwnPassphrase(p *program.Program, room, passphrase string) {
	p.Press("start.own")
	p.Wait(room, "own")
	p.Fill("start.own.first", passphrase)
	p.Fill("start.own.again", passphrase)
	p.Press("start.create")
}
