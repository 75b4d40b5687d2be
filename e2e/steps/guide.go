package steps

import (
	"errors"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/guide"
	"barnrost/assets"
	"barnrost/e2e/program"
)

// OpenGuide goes to the intervjuguide by Enheten.
func OpenGuide(p *program.Program) {
	Go(p, "unit")
	p.Press("unit.paper.guide")
	p.Wait("room", "guide")
	p.Wait("focus", "guide.group")
}

// ChangeQuestion writes a question of the guide anew, in the draft.
func ChangeQuestion(p *program.Program, code, words string) {
	p.Press("guide.question." + code)
	p.Wait("guide", "question")
	p.Fill("guide.form.text", words)
	p.Press("guide.form.done")
	p.Wait("guide", "kept")
}

// ApproveGuide makes the draft the version that holds.
func ApproveGuide(p *program.Program) {
	p.Press("guide.approve")
	p.Wait("guide", "approve")
	p.Press("guide.approve.yes")
	p.Wait("guide", "approved", "*")
}

// SaveGuide writes the guide as a file into a folder and returns its path.
func SaveGuide(t program.T, p *program.Program, folder string) string {
	t.Helper()
	p.Press("guide.save")
	p.Pick("guide.folder", folder)
	p.Wait("file", "saved")
	return only(t, folder)
}

// Guide reads the intervjuguide that holds from a copy of the vault, and the one
// that the newest interview was held by; the zero one where there is none.
func Guide(t program.T, home string, who Person) (holds, frozen guide.Guide) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) error {
		unit, err := book.Template(app.SectionGuide)
		if err != nil {
			return err
		}
		if holds, err = guide.Current(unit, []byte(assets.Guide)); err != nil {
			return err
		}
		all, err := book.Interviews()
		if err != nil || len(all) == 0 {
			return err
		}
		raw, err := book.Guide(all[0].ID)
		if app.CodeOf(err) == app.CodeNotFound {
			return nil
		}
		kept, parsed := guide.Parse(raw)
		frozen = kept
		return errors.Join(err, parsed)
	})
	return holds, frozen
}
