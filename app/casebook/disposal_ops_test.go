package casebook

import (
	"fmt"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// any returns one of the interviews, nil where there is none.
func (x *machine) any() *modelInterview {
	if len(x.m.interviews) == 0 {
		return nil
	}
	return x.m.interviews[x.rnd.IntN(len(x.m.interviews))]
}

func (x *machine) often(percent int) bool { return x.rnd.IntN(100) < percent }

func (x *machine) keep(i app.Interview, group int) (*modelInterview, error) {
	if x.m.codes[i.Code] && i.Received == nil {
		return nil, fmt.Errorf("the code %s was given a second time", i.Code)
	}
	x.m.codes[i.Code] = true
	k := &modelInterview{id: i.ID, code: i.Code, created: i.Created, group: group, bundle: i.Received != nil, sound: i.Recording, text: i.Transcript, locked: map[app.Matter]bool{}}
	for _, b := range i.Blocks {
		k.locked[b.Matter] = true
	}
	x.m.interviews = append(x.m.interviews, k)
	return k, nil
}

func (x *machine) interview() error {
	if len(x.m.interviews) > 6 {
		return nil
	}
	x.groups++
	_, err := x.keep(x.b.interview(), x.groups)
	return err
}

// receive takes in an interview from somebody else, sometimes a later bundle
// of one that is here.
func (x *machine) receive() error {
	if len(x.m.interviews) > 6 {
		return nil
	}
	x.groups++
	group := x.groups
	if i := x.any(); i != nil && i.bundle && x.often(60) {
		group = i.group
	}
	var hash [32]byte
	for n := range hash {
		hash[n] = byte(x.rnd.Uint32())
	}
	i := app.Interview{Code: fmt.Sprintf("HAV-%d", 1000+group), Age: 11, Place: "cafe", Created: x.b.clock.AddDate(0, -1, 0), Received: &app.Received{
		Subject: app.ID{byte(group), byte(group >> 8), 1}, SenderName: "Eva Ek", SenderKey: "ssh-ed25519 påhittad", At: x.b.clock, Receipt: "4821",
	}}
	var sound *StagedSound
	if x.often(60) {
		var err error
		if sound, err = x.b.book.StageSound(x.b.t.Context(), testRate, ""); err != nil {
			return err
		}
		if err := sound.Append(x.b.t.Context(), tone(0, 400)); err != nil {
			return err
		}
	}
	id, err := x.b.book.Receive(x.b.t.Context(), hash, i, []byte(`{"påhittad":"text"}`), sound)
	if err != nil {
		return err
	}
	for _, v := range x.m.interviews {
		if v.group == group {
			v.version++ // marked as replaced
		}
	}
	k, err := x.keep(x.b.read(id), group)
	k.written = true
	for _, v := range x.m.group(k) {
		for _, m := range app.Matters {
			if v.locked[m] != k.locked[m] {
				return fmt.Errorf("a later bundle of %s is locked away otherwise than the one before", k.code)
			}
		}
	}
	return err
}

func (x *machine) record() error {
	i := x.any()
	if i == nil || i.bundle || !i.sound.IsZero() {
		return nil
	}
	w, err := x.b.book.NewRecording(x.b.t.Context(), i.id, testRate, "påhittad mikrofon")
	if app.CodeOf(err) == app.CodeDisposed || i.blocked(app.MatterSound) && app.CodeOf(err) == app.CodeBlocked {
		return nil
	}
	if err != nil {
		return err
	}
	i.sound, i.running = w.ID(), true
	i.version++
	x.writers[i.id] = w
	return w.Append(x.b.t.Context(), tone(0, 300))
}

func (x *machine) stop() error {
	i := x.any()
	if i == nil || !i.running {
		return nil
	}
	i.running = false
	i.version++
	return x.writers[i.id].Close(x.b.t.Context())
}

func (x *machine) typing() error {
	i := x.any()
	if i == nil || i.bundle {
		return nil
	}
	text, err := x.b.book.OpenText(x.b.t.Context(), i.id)
	if app.CodeOf(err) == app.CodeDisposed {
		return nil
	}
	if i.blocked(app.MatterText) != (app.CodeOf(err) == app.CodeBlocked) {
		return fmt.Errorf("locked away: %v, and yet %v", i.locked, err)
	}
	if err != nil && app.CodeOf(err) == app.CodeBlocked {
		return nil
	}
	if err != nil {
		return err
	}
	i.text, i.written = app.ID(text.id), true
	i.typed++
	i.version++
	return text.Append(x.b.t.Context(), []byte(`{"påhittad":"rad"}`))
}

func (x *machine) send() error {
	i := x.any()
	if i == nil {
		return nil
	}
	withSound := x.often(50)
	if i.sent++; withSound {
		i.sentSnd++
	}
	i.version++
	return x.b.book.NoteSent(x.b.t.Context(), i.id, app.Sent{
		Bundle: app.ID(storage.NewID()), At: x.b.clock, Receiver: "Eva Ek", Words: []string{"sol", "gran"}, WithSound: withSound, Receipt: "4821",
	})
}

func (x *machine) decide() error {
	d := app.Decision{
		Number: fmt.Sprintf("SN %d", len(x.m.decisions)), Date: x.b.clock.AddDate(0, 0, -x.rnd.IntN(60)), DecidedBy: "Socialnämnden",
		Covers: []app.Matter{app.Matters[x.rnd.IntN(len(app.Matters))]}, Months: []int{0, 0, 3, 24}[x.rnd.IntN(4)], Withdrawal: x.often(20),
	}
	if x.often(40) {
		d.Condition = app.ConditionChecked
	}
	var old *modelDecision
	if len(x.m.decisions) > 0 && x.often(40) {
		if old = x.m.decisions[x.rnd.IntN(len(x.m.decisions))]; old.old {
			old = nil
		} else {
			d.Replaces = old.ID
		}
	}
	kept, err := x.b.book.RegisterDecision(x.b.t.Context(), d)
	if err != nil {
		return err
	}
	if old != nil {
		old.old = true
	}
	x.m.decisions = append(x.m.decisions, &modelDecision{Decision: kept})
	return nil
}

func (x *machine) end() error {
	if len(x.m.decisions) == 0 {
		return nil
	}
	d := x.m.decisions[x.rnd.IntN(len(x.m.decisions))]
	d.old = true
	return x.b.book.EndDecision(x.b.t.Context(), d.ID)
}

func (x *machine) hold() error {
	i := x.any()
	if i == nil {
		return nil
	}
	h, err := x.b.book.Hold(x.b.t.Context(), i.id, app.HoldReasons[x.rnd.IntN(len(app.HoldReasons))])
	x.m.holds = append(x.m.holds, &modelHold{Hold: h})
	return err
}

// lift lifts a hold with the code of its interview, or fails to with another.
func (x *machine) lift() error {
	standing := slices.DeleteFunc(slices.Clone(x.m.holds), func(h *modelHold) bool { return h.lifted })
	if len(standing) == 0 {
		return nil
	}
	h := standing[x.rnd.IntN(len(standing))]
	typed := h.Code
	if x.often(20) {
		typed = "FEL-10"
	}
	err := x.b.book.LiftHold(x.b.t.Context(), h.ID, typed)
	if typed != h.Code {
		if app.CodeOf(err) != app.CodeDisposalUntyped {
			return fmt.Errorf("a hold was lifted with another's code: %v", err)
		}
		return nil
	}
	h.lifted = true
	return err
}

func (x *machine) block() error {
	i := x.any()
	if i == nil {
		return nil
	}
	what := app.Matters[x.rnd.IntN(len(app.Matters))]
	for _, v := range x.m.group(i) {
		v.version++
		v.locked[what] = true
	}
	return x.b.book.Block(x.b.t.Context(), i.id, what, x.often(50))
}

func (x *machine) unblock() error {
	i := x.any()
	if i == nil {
		return nil
	}
	for _, v := range x.m.group(i) {
		v.version++
		clear(v.locked)
	}
	return x.b.book.Unblock(x.b.t.Context(), i.id)
}

// show is step 1. What is refused is shown too, and kept: a person, or a
// mistake, may try to confirm it all the same.
func (x *machine) show() error {
	i := x.any()
	if i == nil {
		return nil
	}
	r := app.DisposalRequest{Interview: i.id, Matter: app.Matters[x.rnd.IntN(len(app.Matters))], Withdrawn: x.often(15), Checked: x.often(70)}
	before := x.m.picture(r, x.b.clock)
	plan, err := x.b.book.PlanDisposal(r, nil)
	if code := app.CodeOf(err); code == app.CodeInternal || code == app.CodeNotFound {
		return err
	}
	x.plan, x.pictured = plan, before
	x.did["shown"]++
	return nil
}

func (x *machine) cancel() error {
	x.plan, x.pictured = app.DisposalPlan{}, ""
	return nil
}

// confirm is step 2 with what was shown last, however long ago that was.
func (x *machine) confirm() error {
	if x.pictured == "" {
		return nil
	}
	typed := x.plan.Code
	if x.often(15) {
		typed = []string{"", "FEL-10", x.plan.Code + "0"}[x.rnd.IntN(3)]
	}
	return x.second(x.plan, x.pictured == x.m.picture(x.plan.Request, x.b.clock) && typed == x.plan.Code, typed)
}

// forge confirms what was never shown.
func (x *machine) forge() error {
	i := x.any()
	if i == nil {
		return nil
	}
	return x.second(app.DisposalPlan{
		Code: i.code, Request: app.DisposalRequest{Interview: i.id, Matter: app.MatterSound, Withdrawn: true, Checked: true},
		Support: app.Support{Withdrawn: true, Number: "SN 1"},
	}, false, i.code)
}

// second takes step 2 and holds its outcome against the model's.
func (x *machine) second(plan app.DisposalPlan, confirmed bool, typed string) error {
	_, allowed := x.m.verdict(plan.Request, x.b.clock)
	_, err := x.b.book.Dispose(x.b.t.Context(), plan, typed, nil)
	switch {
	case err == nil && !allowed:
		return fmt.Errorf("%+v was disposed of against the rules", plan.Request)
	case err == nil && !confirmed:
		return fmt.Errorf("%+v was disposed of without both confirmations", plan.Request)
	case err != nil && allowed && confirmed:
		return fmt.Errorf("%+v was refused for nothing: %w", plan.Request, err)
	case err != nil:
		x.did[string(app.CodeOf(err))]++
		return nil
	}
	x.did["disposed of"]++
	x.m.erase(plan.Request)
	return nil
}

// note marks a copy of some protocol row.
func (x *machine) note() error {
	rows, err := x.b.book.Disposals()
	if err != nil || len(rows) == 0 {
		return err
	}
	row := rows[x.rnd.IntN(len(rows))]
	if len(row.Copies) == 0 {
		return nil
	}
	c := row.Copies[x.rnd.IntN(len(row.Copies))]
	return x.b.book.NoteCopy(x.b.t.Context(), row.ID, c.Ref, app.CopyStates[x.rnd.IntN(len(app.CopyStates))])
}

// jump sets the clock wrong, or right again.
func (x *machine) jump() error {
	x.b.clock = x.b.clock.Add(time.Duration(x.rnd.IntN(200)-80) * 24 * time.Hour)
	return nil
}

// crash ends the program where it stands: a running recording is cut off, a
// sweep that waits never gets its turn.
func (x *machine) crash() error {
	x.b.reopen()
	x.b.book.guards = x.broken
	for _, i := range x.m.interviews {
		if i.running {
			i.running = false
			i.version++
		}
	}
	x.did["reopened"]++
	return nil
}
