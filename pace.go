package main

import (
	"barnrost/app"
	"barnrost/app/view/desk"
)

// worked is how far an interview's text has come and what it took, as the desk
// left it in the vault. It only reads memory.
func (p *program) worked(i app.Interview) app.Work {
	text, err := p.session.book.ReadText(i.ID)
	if err != nil || text == nil {
		return app.Work{}
	}
	raw, err := text.Desk()
	if err != nil {
		return app.Work{}
	}
	return desk.WorkOf(raw)
}

// latest is the work on the interviews besides one, the newest first.
func (p *program) latest(besides app.ID) (list []app.Work) {
	all, err := p.session.book.Interviews()
	if err != nil {
		return nil // the time left is then told by the usual pace
	}
	for _, i := range all {
		if i.ID != besides && i.Origin == app.OriginOwn {
			list = append(list, p.worked(i))
		}
	}
	return list
}
