package disposal

import (
	"barnrost/app"
	"barnrost/app/view/text"
)

// Standing is what [Status] looks at; it only reads memory.
type Standing interface {
	Interviews() ([]app.Interview, error)
	Decisions() ([]app.Decision, error)
	Due() (map[app.ID][]app.Matter, error)
	Disposals() ([]app.Disposal, error)
}

// Status says in one sentence how gallring stands, and whether it waits for
// somebody: a child has withdrawn and no decision covers it, something may go,
// copies are left, or there is sound and no decision.
func Status(words *text.Table, b Standing) (sentence string, attention bool) {
	interviews, err := b.Interviews()
	if err != nil {
		return "", false // Valvet tells of the damage itself
	}
	due, err := b.Due()
	if err != nil {
		return "", false
	}
	rows, err := b.Disposals()
	if err != nil {
		return "", false
	}
	decisions, err := b.Decisions()
	if err != nil {
		return "", false
	}
	waiting, withdrawn, left := 0, 0, 0
	for _, i := range interviews {
		switch {
		case replaced(i):
		case len(undecided(i, due[i.ID])) > 0:
			withdrawn++
		case len(due[i.ID]) > 0:
			waiting++
		}
	}
	for _, row := range rows {
		left += row.Left()
	}
	switch {
	case withdrawn > 0:
		return words.N("vault.disposal.waiting", withdrawn), true
	case waiting > 0:
		return words.N("vault.disposal.due", waiting), true
	case left > 0:
		return words.N("vault.disposal.left", left), true
	case hasSound(interviews) && !used(decisions):
		return words.T("vault.disposal.none"), false
	}
	return words.T("vault.disposal.calm"), false
}

func hasSound(all []app.Interview) bool {
	for _, i := range all {
		if !i.Recording.IsZero() {
			return true
		}
	}
	return false
}

// used reports whether any decision is in use.
func used(all []app.Decision) bool {
	for _, d := range all {
		if d.Ended.IsZero() && d.Replaced.IsZero() {
			return true
		}
	}
	return false
}
