package steps

import (
	"context"
	"errors"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/e2e/program"
)

// Recorded reads what is kept of the newest interview's recording, and the
// gallringsstopp there are, from a copy of the vault.
func Recorded(t program.T, home string, who Person) (rec app.Recording, holds []app.Hold) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) error {
		all, err := book.Interviews()
		if err != nil || len(all) == 0 {
			return errors.Join(err, errors.New("there is no interview"))
		}
		if holds, err = book.Holds(); err != nil {
			return err
		}
		rec, err = book.Recording(context.Background(), all[0].Recording)
		return err
	})
	return rec, holds
}

// Concern opens the card for whoever is worried for the child, ticks that it is
// done and shuts it, while it records.
func Concern(p *program.Program) {
	p.Key("o")
	p.Wait("concern", "open")
	p.Tick("concern.done")
	p.Wait("concern", "held")
	p.Press("concern.close")
	p.Wait("concern", "closed")
}
