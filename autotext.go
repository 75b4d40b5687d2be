package main

import (
	"barnrost/app/view"
	"barnrost/app/view/autotext"
	"barnrost/app/view/desk"
)

// autotexts goes to the abbreviations, and from there back to where one was.
func (p *program) autotexts(from string) {
	p.cameFrom = from
	p.frame.Go("autotext")
}

func (p *program) openAutotexts() view.Room {
	back := p.cameFrom
	if back == "" {
		back = "settings"
	}
	return autotext.New(autotext.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window,
		List: p.session.book.Autotexts, Save: p.session.book.SaveAutotexts,
		BuiltIn: func(short string) string { return desk.BuiltIn(p.kit.Text.T, short) },
		Back:    func() { p.frame.Go(back) },
	})
}
