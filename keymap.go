package main

import (
	"barnrost/app/handover"
	"barnrost/app/view"
	"barnrost/app/view/keymap"
	"barnrost/app/view/keys"
)

// sheetName is the page of all keys, to be printed.
const sheetName = "barnrost-tangenter.html"

// keymap goes to the list of all keys, and from there back to where one was.
func (p *program) keymap(from string) {
	p.cameFrom = from
	p.frame.Go("keymap")
}

func (p *program) openKeymap() view.Room {
	back := p.cameFrom
	if back == "" {
		back = "settings"
	}
	return keymap.New(keymap.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Pick: p.frame.Pick,
		Map: keys.Now, Changed: func(m keys.Map) { keys.Use(m); p.choices.setKeys(m) },
		Save: func(folder string, page []byte) (string, error) { return handover.SaveSmall(folder, sheetName, page) },
		Back: func() { p.frame.Go(back) },
	})
}
