package casebook

import (
	"context"
	"fmt"
	"unicode/utf8"

	"barnrost/app"
	"barnrost/app/own"
	"barnrost/storage"
)

// asideMeta is what the interviewer keeps for themselves of an interview. Like
// the three facts it is wrapped to the owner's key alone, and the interview does
// not name it.
type asideMeta struct {
	Interview app.ID    `json:"interview"`
	Aside     own.Aside `json:"aside"`
}

// reflectionsMeta is what the interviewer shares of it: it travels with the
// interview, and the unit's recovery key opens it as it does the text.
type reflectionsMeta struct {
	Interview   app.ID          `json:"interview"`
	Reflections app.Reflections `json:"reflections"`
}

// Guessed is how long the guess of what the child will say is, in code points;
// 0 where there is none. It reads memory only.
func (c *Casebook) Guessed(interview app.ID) int {
	a, err := c.aside(interview)
	if err != nil {
		return 0
	}
	return utf8.RuneCountInString(a.Guess)
}

// SaveGuess keeps what somebody thinks the child will say: text comes after the
// first so many code points of what was written before, which stay as they are
// and need not be shown for it. It is written before: once the interview has
// been held it gives [app.CodeGuessLate]. Nothing private is ever logged: others
// may read the log.
func (c *Casebook) SaveGuess(ctx context.Context, interview app.ID, after int, text string) error {
	return c.changeAside(ctx, interview, func(i app.Interview, a *own.Aside) error {
		if own.Revealed(c.step(i)) {
			return app.Fail(app.CodeGuessLate, nil)
		}
		a.Guess = own.Add(a.Guess, after, text)
		return nil
	})
}

// SaveHeard keeps what the child said, in the interviewer's words, beside the
// guess.
func (c *Casebook) SaveHeard(ctx context.Context, interview app.ID, text string) error {
	return c.changeAside(ctx, interview, func(_ app.Interview, a *own.Aside) error {
		a.Heard = app.CleanNote(text)
		return nil
	})
}

// Aside returns what is private of an interview, empty where there is nothing
// or where it lies closed to the keys that opened the vault. The guess is left
// out until the interview has been held. It reads memory only.
func (c *Casebook) Aside(interview app.ID) (own.Aside, error) {
	i, err := c.Interview(interview)
	if err == nil {
		err = mayRead(i)
	}
	if err != nil {
		return own.Aside{}, err
	}
	a, err := c.aside(interview)
	if !own.Revealed(c.step(i)) {
		a.Guess = ""
	}
	return a, err
}

// Notes returns the answers of Egna reflektioner, those kept and those shared.
// It reads memory only.
func (c *Casebook) Notes(interview app.ID) (own.Notes, error) {
	a, err := c.Aside(interview)
	if err != nil {
		return nil, err
	}
	shared, err := c.Reflections(interview)
	return own.Join(a.Notes, shared), err
}

// SaveNotes stores the answers in place of earlier ones, in one transaction: one
// that is kept from now on is shared nowhere in the vault any more.
func (c *Casebook) SaveNotes(ctx context.Context, interview app.ID, notes own.Notes) error {
	private, shared := notes.Split()
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		if err := c.storeAside(tx, interview, func(_ app.Interview, a *own.Aside) error {
			a.Notes = private
			return nil
		}); err != nil {
			return err
		}
		return storeBeside(tx, c.besides(kindReflections, interview), kindReflections, false, len(shared) == 0, reflectionsMeta{interview, shared})
	})
}

// Reflections returns what is shared of an interview, nil where there is
// nothing: of a received one, what came with it. It reads memory only.
func (c *Casebook) Reflections(interview app.ID) (app.Reflections, error) {
	i, err := c.Interview(interview)
	if err != nil || !i.TextGone.IsZero() {
		return nil, err // they went with the text
	}
	if err := mayRead(i); err != nil {
		return nil, err
	}
	if i.Received != nil {
		return i.Received.Reflections, nil
	}
	list := c.besides(kindReflections, interview)
	if len(list) == 0 {
		return nil, nil
	}
	var m reflectionsMeta
	err = decode(list[0], &m)
	if err == nil {
		err = checked(m.Reflections.Check())
	}
	return m.Reflections, err
}

// SaveVisit stores what was noted of an interview besides what was said, all
// but whether the child got its ticket: that is ticked elsewhere.
func (c *Casebook) SaveVisit(ctx context.Context, interview app.ID, v app.Visit) error {
	return c.change(ctx, interview, func(_ *storage.Tx, i *app.Interview) error {
		v.Ticket = i.Visit.Ticket
		i.Visit = v.Clean()
		return nil
	})
}

// SaveTicket stores whether the child got its biobiljett.
func (c *Casebook) SaveTicket(ctx context.Context, interview app.ID, given app.Answer) error {
	return c.change(ctx, interview, func(_ *storage.Tx, i *app.Interview) error {
		i.Visit.Ticket = given
		i.Visit = i.Visit.Clean()
		return nil
	})
}

// step is where an interview stands.
func (c *Casebook) step(i app.Interview) app.Step {
	var status app.SoundStatus
	if !i.Recording.IsZero() {
		status = app.SoundInterrupted // a sound that cannot be read was recorded all the same
		if s, _, err := c.Length(i.Recording); err == nil {
			status = s
		}
	}
	return app.NextStep(i, status, c.HasText(i))
}

func (c *Casebook) aside(interview app.ID) (own.Aside, error) {
	for _, o := range c.besides(kindAside, interview) {
		if !o.Private {
			continue // somebody with the recovery key made it: it is not the owner's
		}
		var m asideMeta
		err := decode(o, &m)
		if err == nil {
			err = checked(m.Aside.Check())
		}
		return m.Aside, err
	}
	return own.Aside{}, nil
}

// checked turns what a noun says of itself into damage.
func checked(err error) error {
	if err != nil {
		return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: %w", err))
	}
	return nil
}

func (c *Casebook) changeAside(ctx context.Context, interview app.ID, change func(app.Interview, *own.Aside) error) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error { return c.storeAside(tx, interview, change) })
}

// storeAside changes what is private of an interview, inside a transaction.
// Without the interview's text, or while that is locked away, there is nothing
// to keep it for.
func (c *Casebook) storeAside(tx *storage.Tx, interview app.ID, change func(app.Interview, *own.Aside) error) error {
	o, err := tx.Object(storage.ID(interview))
	if err != nil {
		return err
	}
	i, err := interviewOf(o)
	if err == nil {
		err = mayRead(i)
	}
	if err != nil {
		return err
	}
	a, err := c.aside(interview)
	if err != nil {
		return err
	}
	if err := change(i, &a); err != nil {
		return err
	}
	return storeBeside(tx, c.besides(kindAside, interview), kindAside, true, a.Empty(), asideMeta{interview, a})
}

// storeBeside replaces the one object of a kind that an interview has, or makes
// it; an empty one is erased, so that nothing of it is left.
func storeBeside(tx *storage.Tx, known []storage.Object, kind string, private, empty bool, noun any) error {
	for _, o := range known {
		if o.Private != private {
			continue
		}
		if empty {
			return tx.Erase(o.ID)
		}
		return save(tx, o.ID, noun)
	}
	if empty {
		return nil
	}
	_, err := create(tx, kind, private, noun)
	return err
}

// besides finds the objects of a kind that belong to an interview and that it
// does not name.
func (c *Casebook) besides(kind string, interview app.ID) (list []storage.Object) {
	for _, o := range c.vault.Objects(kind) {
		var m struct {
			Interview app.ID `json:"interview"`
		}
		if decode(o, &m) == nil && m.Interview == interview {
			list = append(list, o)
		}
	}
	return list
}

// dropBesides erases all that an interview has beside its text: it goes with
// that, and stands in no protocol.
func (c *Casebook) dropBesides(tx *storage.Tx, interview app.ID) error {
	if err := c.dropMirror(tx, interview); err != nil {
		return err
	}
	for _, kind := range []string{kindAside, kindReflections} {
		for _, o := range c.besides(kind, interview) {
			if err := tx.Erase(o.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
