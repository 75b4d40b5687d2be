package steps

import (
	"context"
	"errors"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/e2e/program"
)

// MakeReady makes the interview that is being prepared ready, and gives the
// keys to the locked window.
func MakeReady(p *program.Program) {
	p.Press("ready.make")
	p.Wait("ready", "made")
	p.Wait("closed", "well")
	p.Wait("room", "ready")
	p.Wait("ready", "now")
	p.Refocus()
}

// RecordReady goes from the locked page to the page before the recording.
func RecordReady(p *program.Program) {
	p.Press("ready.record")
	p.Wait("interview", "prepare")
}

// Sound reads the newest interview's recording, with its samples, from a copy of
// the vault.
func Sound(t program.T, home string, who Person) (rec app.Recording, samples []int16) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) error {
		all, err := book.Interviews()
		if err != nil || len(all) == 0 {
			return errors.Join(err, errors.New("there is no interview"))
		}
		ctx := context.Background()
		if rec, err = book.Recording(ctx, all[0].Recording); err != nil {
			return err
		}
		s, err := book.ReadSound(ctx, all[0].Recording)
		if err != nil {
			return err
		}
		samples = make([]int16, s.Len())
		_, err = s.ReadAt(samples, 0)
		return err
	})
	return rec, samples
}
