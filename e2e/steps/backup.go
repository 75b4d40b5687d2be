package steps

import (
	"barnrost/e2e/program"
)

// OpenBackups goes to the room about backups and damage.
func OpenBackups(p *program.Program) {
	Go(p, "vault")
	p.Press("vault.backup")
	p.Wait("room", "backup")
}

// Backup makes a backup into a folder, in the room of the backups, and returns
// its path.
func Backup(t program.T, p *program.Program, folder string) string {
	t.Helper()
	p.Press("backup.make")
	p.Pick("backup.folder", folder)
	p.WaitLong(program.Long, "backup", "made")
	return only(t, folder)
}

// StartFromBackup goes in by a backup at a first start, to the first room.
func StartFromBackup(p *program.Program, who Person, backup string) {
	p.Wait("unlock", "person")
	p.Press("start.backup")
	p.Pick("start.backupfile", backup)
	p.Wait("unlock", "backup")
	p.Fill("start.backup.passphrase", who.Passphrase)
	p.Press("start.restore")
	p.WaitLong(program.Long, "unlock", "restored")
	p.Press("start.restored")
	p.Wait("room", "home")
}
