package casebook

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

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
		return c.erase(tx, plan, all)
	})
	if err != nil {
		return app.Disposal{}, err
	}
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
	if plan.Whole() {
		return nil
	}
	now := c.now()
	for _, i := range all {
		if plan.Request.Matter == app.MatterSound && !i.Recording.IsZero() {
			i.Recording, i.SoundGone = app.ID{}, now
		}
		if plan.Request.Matter == app.MatterText && !i.Transcript.IsZero() {
			i.Transcript, i.TextGone = app.ID{}, now
		}
		i.Blocks = slices.DeleteFunc(i.Blocks, func(b app.Block) bool { return b.Matter == plan.Request.Matter })
		if err := save(tx, storage.ID(i.ID), i); err != nil {
			return err
		}
	}
	return nil
}

// enterProtocol writes the row that tells of the disposal.
func (c *Casebook) enterProtocol(tx *storage.Tx, plan app.DisposalPlan) (app.Disposal, error) {
	d := app.Disposal{
		Code: plan.Code, Matter: plan.Request.Matter, Month: plan.Month, At: c.now(), Support: plan.Support,
		Method: app.MethodKeyDestroyed, Parts: plan.Goes, Copies: plan.Copies, Subject: plan.Request.Interview,
	}
	if p, err := c.Profile(); err == nil {
		d.By, d.Role, d.Unit = p.Name, p.Role, p.Unit
	}
	id, err := create(tx, kindProtocol, false, d)
	d.ID = app.ID(id)
	return d, err
}

// Disposals returns the gallringsprotokoll, the newest row first. It reads
// memory only.
func (c *Casebook) Disposals() ([]app.Disposal, error) {
	all, err := nouns(c, kindProtocol, func(d *app.Disposal, id app.ID) { d.ID = id })
	slices.Reverse(all)
	return all, err
}

// NoteCopy adds to a protocol row what became known of a copy. What the row
// said before stays in it. A backup, or a copy in a folder, that is gone is gone
// for every row that names it.
func (c *Casebook) NoteCopy(ctx context.Context, id app.ID, ref string, state app.CopyState) error {
	return c.disposing(ctx, storage.Text, func(tx *storage.Tx) error {
		d, err := noun[app.Disposal](tx, id, kindProtocol)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(d.Copies, func(c app.Copy) bool { return c.Ref == ref })
		if at < 0 {
			return app.Fail(app.CodeNotFound, nil)
		}
		if d.Copies[at].Kind.Everywhere() {
			return c.noteCopies(tx, ref, state)
		}
		d.ID = id
		return c.noteRow(tx, d, ref, state)
	})
}

// noteCopies adds what became known of a copy to every row that names it.
func (c *Casebook) noteCopies(tx *storage.Tx, ref string, state app.CopyState) error {
	rows, err := c.Disposals()
	if err != nil {
		return err
	}
	for _, d := range rows {
		if !slices.ContainsFunc(d.Copies, func(c app.Copy) bool { return c.Ref == ref }) {
			continue
		}
		if err := c.noteRow(tx, d, ref, state); err != nil {
			return err
		}
	}
	return nil
}

func (c *Casebook) noteRow(tx *storage.Tx, d app.Disposal, ref string, state app.CopyState) error {
	before := len(d.Notes)
	d, err := d.Note(app.CopyNote{Ref: ref, State: state, At: c.now(), By: c.who()})
	if err != nil || len(d.Notes) == before {
		return err
	}
	if err := save(tx, storage.ID(d.ID), d); err != nil {
		return err
	}
	return c.log(tx, storage.ID(d.ID), app.ActCopyNoted, string(state))
}

// lateCopy adds a copy to the rows of what was disposed of while the copy was
// being made: it may hold that, and was not known when the row was written.
// Where only one object was copied, only the row that names it counts.
func (c *Casebook) lateCopy(tx *storage.Tx, began time.Time, late app.Copy, only app.ID) error {
	rows, err := c.Disposals()
	if err != nil {
		return err
	}
	for _, d := range rows {
		names := func(p app.DisposalPart) bool { return p.Object == only }
		if d.At.Before(began) || !only.IsZero() && !slices.ContainsFunc(d.Parts, names) {
			continue
		}
		d.Copies = addCopies(d.Copies, []app.Copy{late})
		if err := save(tx, storage.ID(d.ID), d); err != nil {
			return err
		}
		if err := c.log(tx, storage.ID(d.ID), app.ActCopyNoted, string(late.State)); err != nil {
			return err
		}
	}
	return nil
}

// mayReturn tells whether the sound of an interview may come back from a copy:
// what was disposed of, and what is locked away, may not.
func (c *Casebook) mayReturn(i app.Interview) error {
	rows, err := c.Disposals()
	if err != nil {
		return err
	}
	for _, d := range rows {
		if slices.ContainsFunc(d.Parts, func(p app.DisposalPart) bool { return p.Object == i.ID || p.Object == i.Recording }) {
			return app.Fail(app.CodeDisposed, nil)
		}
	}
	here, err := c.Interview(i.ID)
	switch {
	case app.CodeOf(err) == app.CodeNotFound:
		return nil
	case err == nil && here.Blocked(app.MatterSound):
		return app.Fail(app.CodeBlocked, nil)
	}
	return err
}

// LogProtocol notes that the protocol was saved as files of so many rows.
func (c *Casebook) LogProtocol(ctx context.Context, rows int) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActRowsSaved, strconv.Itoa(rows))
	})
}

// Block locks a matter of an interview away until it is decided what becomes
// of it: it is neither read, played nor sent, and can still be disposed of.
// withdrawn notes that the child has withdrawn it. What is blocked so already
// is not blocked twice.
func (c *Casebook) Block(ctx context.Context, interview app.ID, m app.Matter, withdrawn bool) error {
	return c.blocks(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if slices.ContainsFunc(i.Blocks, func(b app.Block) bool { return b.Matter == m && b.Withdrawn == withdrawn }) {
			return nil
		}
		i.Blocks = append(i.Blocks, app.Block{Matter: m, Since: c.now(), Withdrawn: withdrawn})
		if i.ID != interview {
			return nil // another version: the log tells of it once
		}
		if withdrawn {
			if err := c.log(tx, storage.ID(interview), app.ActWithdrew, string(m)); err != nil {
				return err
			}
		}
		return c.log(tx, storage.ID(interview), app.ActBlocked, string(m))
	})
}

// Unblock lets everything of an interview be read, played and sent again.
func (c *Casebook) Unblock(ctx context.Context, interview app.ID) error {
	return c.blocks(ctx, interview, func(tx *storage.Tx, i *app.Interview) error {
		if len(i.Blocks) == 0 {
			return nil
		}
		i.Blocks = nil
		if i.ID != interview {
			return nil
		}
		return c.log(tx, storage.ID(interview), app.ActUnblocked, "")
	})
}

// blocks changes what is locked away of an interview and its versions.
func (c *Casebook) blocks(ctx context.Context, interview app.ID, change func(*storage.Tx, *app.Interview) error) error {
	err := c.disposing(ctx, storage.Sound, func(tx *storage.Tx) error {
		all, err := c.versions(interview)
		if err != nil {
			return err
		}
		for _, i := range all {
			if err := change(tx, &i); err != nil {
				return err
			}
			if err := save(tx, storage.ID(i.ID), i); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		c.publish(app.InterviewsChanged{ID: interview})
	}
	return err
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
