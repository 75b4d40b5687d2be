package casebook

import (
	"context"
	"encoding/hex"
	"slices"

	"barnrost/app"
	"barnrost/storage"
)

// guards are what stands between a request and the end of a key. They are
// always [allGuards]; a test takes one away at a time, to see that it is
// missed.
type guards struct {
	may       func(app.DisposalRequest, app.DisposalFacts) (app.Support, error)
	unchanged func(shown, now app.DisposalPlan) bool
	confirms  func(plan app.DisposalPlan, typed string) bool
}

var allGuards = guards{
	may:       app.MayDispose,
	unchanged: func(shown, now app.DisposalPlan) bool { return shown.Digest() == now.Digest() },
	confirms:  app.DisposalPlan.Confirms,
}

// versions returns an interview and, for a received one, every bundle's worth
// of it that lies here: a later bundle replaces an earlier without taking it
// away. The one asked for comes first.
func (c *Casebook) versions(id app.ID) ([]app.Interview, error) {
	i, err := c.Interview(id)
	if err != nil {
		return nil, err
	}
	if i.Received == nil {
		return []app.Interview{i}, nil
	}
	all, err := c.Interviews()
	return versionsAmong(all, i), err
}

func versionsAmong(all []app.Interview, i app.Interview) []app.Interview {
	list := []app.Interview{i}
	for _, other := range all {
		if i.Received != nil && other.ID != i.ID && sameSubject(other, i.Received.Subject, i.Received.SenderKey) {
			list = append(list, other)
		}
	}
	return list
}

// register is what has been decided, and what must be kept.
type register struct {
	decisions []app.Decision
	holds     []app.Hold
}

func (c *Casebook) register() (r register, err error) {
	if r.decisions, err = c.Decisions(); err != nil {
		return r, err
	}
	r.holds, err = c.Holds()
	return r, err
}

// PlanDisposal is the first of the two steps: what would go, what would stay,
// what supports it and where copies are known to be. extra are the copies that
// others know of: backups, sealed copies in a folder. A disposal that is
// refused has its plan too, together with the reason. It reads memory only.
func (c *Casebook) PlanDisposal(r app.DisposalRequest, extra []app.Copy) (app.DisposalPlan, error) {
	plan, _, err := c.planDisposal(r, extra)
	return plan, err
}

func (c *Casebook) planDisposal(r app.DisposalRequest, extra []app.Copy) (app.DisposalPlan, []app.Interview, error) {
	all, err := c.versions(r.Interview)
	if err != nil {
		return app.DisposalPlan{}, nil, err
	}
	decided, err := c.register()
	if err != nil {
		return app.DisposalPlan{}, nil, err
	}
	i, facts := all[0], c.disposalFacts(all, decided)
	plan := app.DisposalPlan{Request: r, Code: i.Code, Month: i.Created.Local().Format("2006-01")}
	for _, m := range []app.Matter{app.MatterSound, app.MatterText} {
		if r.Matter != app.MatterWhole && r.Matter != m && slices.Contains(facts.Present, m) {
			plan.Stays = append(plan.Stays, m)
		}
	}
	for _, v := range all {
		parts, err := c.partsOf(v, r.Matter)
		if err != nil {
			return plan, all, err
		}
		plan.Goes = append(plan.Goes, parts...)
		plan.Copies = addCopies(plan.Copies, app.CopiesSent(v, r.Matter))
	}
	plan.Copies = addCopies(plan.Copies, extra)
	plan.Support, err = c.guards.may(r, facts)
	return plan, all, err
}

// addCopies adds those that are not there yet.
func addCopies(list, more []app.Copy) []app.Copy {
	for _, m := range more {
		if !slices.ContainsFunc(list, func(c app.Copy) bool { return c.Ref == m.Ref }) {
			list = append(list, m)
		}
	}
	return list
}

// disposalFacts is what the rules look at, of an interview and its versions.
func (c *Casebook) disposalFacts(all []app.Interview, decided register) app.DisposalFacts {
	f := app.DisposalFacts{Interview: all[0], Present: []app.Matter{app.MatterWhole}, Decisions: decided.decisions, Now: c.now()}
	for _, v := range all {
		for _, h := range decided.holds {
			if h.Interview == v.ID {
				f.Holds = append(f.Holds, h)
			}
		}
		f.HasText = f.HasText || c.HasText(v)
		if !v.Transcript.IsZero() {
			f.Present = append(f.Present, app.MatterText)
		}
		if v.Recording.IsZero() {
			continue
		}
		f.Present = append(f.Present, app.MatterSound)
		// A sound that cannot be read is no longer being recorded.
		status, _, err := c.Length(v.Recording)
		f.Running = f.Running || err == nil && status == app.SoundRunning
	}
	return f
}

// partsOf lists the objects that go with a matter of one interview.
func (c *Casebook) partsOf(i app.Interview, m app.Matter) ([]app.DisposalPart, error) {
	var parts []app.DisposalPart
	add := func(matter app.Matter, object app.ID, ms int64) error {
		sum, err := c.vault.Checksum(storage.ID(object))
		if err != nil {
			return Fault(err)
		}
		parts = append(parts, app.DisposalPart{Matter: matter, Object: object, Millis: ms, Checksum: hex.EncodeToString(sum[:])})
		return nil
	}
	whole := m == app.MatterWhole
	if !i.Recording.IsZero() && (whole || m == app.MatterSound) {
		_, ms, err := c.Length(i.Recording)
		if err != nil {
			ms = 0 // damaged: it can go all the same
		}
		if err := add(app.MatterSound, i.Recording, ms); err != nil {
			return nil, err
		}
	}
	if !i.Transcript.IsZero() && (whole || m == app.MatterText) {
		if err := add(app.MatterText, i.Transcript, 0); err != nil {
			return nil, err
		}
	}
	if whole {
		return parts, add(app.MatterWhole, i.ID, 0)
	}
	return parts, nil
}

// Dispose is the second step. shown is the plan that the person has read, and
// typed the interview's code as they wrote it. Everything is looked at once
// more in the transaction that does it: the keys go, the protocol's row and
// the log's come, or nothing happens at all. The rows that the keys opened are
// swept afterwards; after a crash the next open goes on with that.
//
// Besides the reasons of [app.MayDispose] it is refused with
// [app.CodeDisposalChanged] where the plan is not the one shown, and with
// [app.CodeDisposalUntyped].
func (c *Casebook) Dispose(ctx context.Context, shown app.DisposalPlan, typed string, extra []app.Copy) (app.Disposal, error) {
	var done app.Disposal
	var spools []app.ID
	// Last in the queue: a hold that somebody sets meanwhile comes before it.
	err := c.disposing(ctx, storage.Import, func(tx *storage.Tx) error {
		plan, all, err := c.planDisposal(shown.Request, extra)
		switch {
		case err != nil:
			return err
		case !c.guards.unchanged(shown, plan):
			return app.Fail(app.CodeDisposalChanged, nil)
		case !c.guards.confirms(plan, typed):
			return app.Fail(app.CodeDisposalUntyped, nil)
		}
		if done, err = c.enterProtocol(tx, plan); err != nil {
			return err
		}
		if plan.Request.Matter != app.MatterText {
			if spools, err = c.dropArmedOf(tx, shown.Request.Interview); err != nil {
				return err
			}
		}
		return c.erase(tx, plan, all)
	})
	if err != nil {
		return app.Disposal{}, err
	}
	c.sweepSpool(ctx, spools)
	c.publish(app.InterviewsChanged{ID: shown.Request.Interview})
	return done, nil
}

// erase takes away what the plan names and notes in what stays that it went.
func (c *Casebook) erase(tx *storage.Tx, plan app.DisposalPlan, all []app.Interview) error {
	for _, p := range plan.Goes {
		if err := tx.Erase(storage.ID(p.Object)); err != nil {
			return err
		}
		if err := c.log(tx, storage.ID(p.Object), app.ActErased, string(p.Matter)); err != nil {
			return err
		}
	}
	if plan.Request.Withdrawn && !all[0].Withdrew(plan.Request.Matter) {
		if err := c.log(tx, storage.ID(plan.Request.Interview), app.ActWithdrew, string(plan.Request.Matter)); err != nil {
			return err
		}
	}
	if plan.Request.Matter != app.MatterSound {
		for _, i := range all {
			if err := c.dropBesides(tx, i.ID); err != nil {
				return err
			}
		}
	}
	if plan.Whole() {
		return c.dropGuides(tx, all)
	}
	now := c.now()
	for _, i := range all {
		if plan.Request.Matter == app.MatterSound && !i.Recording.IsZero() {
			i.Recording, i.SoundGone = app.ID{}, now
		}
		if plan.Request.Matter == app.MatterText && !i.Transcript.IsZero() {
			i.Transcript, i.TextGone, i.Through = app.ID{}, now, nil // its reason may tell of what was said
			if i.Received != nil {
				i.Received.Reflections = nil
			}
		}
		i.Blocks = slices.DeleteFunc(i.Blocks, func(b app.Block) bool { return b.Matter == plan.Request.Matter })
		if err := save(tx, storage.ID(i.ID), i); err != nil {
			return err
		}
	}
	return nil
}

// Due tells what could be disposed of now by a decision, if the person vouches
// for the transcript where that is asked; what a child has withdrawn as well.
// It reads memory only.
func (c *Casebook) Due() (map[app.ID][]app.Matter, error) {
	all, err := c.Interviews()
	if err != nil {
		return nil, err
	}
	decided, err := c.register()
	if err != nil {
		return nil, err
	}
	due := map[app.ID][]app.Matter{}
	for _, i := range all {
		facts := c.disposalFacts(versionsAmong(all, i), decided)
		for _, m := range app.Matters {
			r := app.DisposalRequest{Interview: i.ID, Matter: m, Checked: true}
			_, err := c.guards.may(r, facts)
			if r.Withdrawn = true; err != nil && i.Withdrew(m) {
				_, err = c.guards.may(r, facts)
			}
			if err == nil {
				due[i.ID] = append(due[i.ID], m)
			}
		}
	}
	return due, nil
}
