package main

import (
	"barnrost/app/view"
	"barnrost/app/view/vault"
)

// openVault shows how the vault is and leads to what keeps it safe.
func (p *program) openVault() view.Room {
	return vault.New(vault.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Sections: p.vaultSections(), Trouble: p.session.trouble,
	})
}

// vaultSections lists the sections of Valvet in the order they are shown. Each
// leads to a hidden place of [program.places].
func (p *program) vaultSections() []vault.Section {
	return []vault.Section{
		{ID: "secrets", Status: p.secretsStatus, Open: func() { p.frame.Go("secrets") }},
		p.backupSection(),
		{ID: "log", Status: p.logStatus, Open: func() { p.frame.Go("log") }},
		p.disposalSection(),
	}
}
