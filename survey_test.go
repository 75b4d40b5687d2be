package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/survey"
	"barnrost/app/view/unlock"
)

// pool is what the room of the envelopes has of somebody's vault.
func (o *office) pool(k *keeper) pool {
	post := o.post(k)
	post.Envelopes = k.session.book
	return pool{k.session, post}
}

var fika = survey.Answers{Faces: [3]survey.Face{survey.Glad}, Words: [5]string{"Bullarna var goda"}}

// Envelopes of a worker and of the holder herself lie together with her; with
// four nothing comes out, with five the counts, and the second holder, who has
// the same key, opens the same envelopes.
func TestEnvelopesAreCountedByWhoeverHoldsTheUnitsKey(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	worker, boss := o.pool(o.worker), o.pool(o.boss)
	for range 3 {
		if err := worker.seal(ctx, fika); err != nil {
			t.Fatal(err)
		}
	}
	st, err := worker.State(ctx)
	if err != nil || st.Holder || st.Out.Waiting != 3 || st.Pool != (app.Pool{}) {
		t.Fatalf("the worker: %+v, %v", st, err)
	}
	wantCode(t, "the worker opens", worker.Open(ctx, 5), app.CodeNotFound)
	folder := t.TempDir()
	sent, err := worker.Send(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	o.knows(o.boss, o.worker)
	if _, err := boss.post.Receive(ctx, sent.Path, nil); err != nil {
		t.Fatal(err)
	}
	if err := worker.Arrived(ctx); err != nil {
		t.Fatal(err)
	}
	if err := boss.seal(ctx, survey.Answers{Faces: [3]survey.Face{survey.Sad}}); err != nil { // her own interview
		t.Fatal(err)
	}
	err = boss.Open(ctx, 5)
	wantCode(t, "four are opened", err, app.CodeEnvelopesFew)
	var e *app.Error
	if !errors.As(err, &e) || e.Args["missing"] != "1" {
		t.Errorf("missing: %v", e)
	}
	if c, _, err := boss.Count(ctx); err != nil || c.Answers != 0 {
		t.Errorf("counted %+v, %v", c, err)
	}
	if err := boss.Enter(ctx, survey.Answers{Faces: [3]survey.Face{"", survey.Between}}); err != nil {
		t.Fatal(err)
	}
	if err := boss.Open(ctx, 5); err != nil {
		t.Fatal(err)
	}
	c, unread, err := boss.Count(ctx)
	if err != nil || unread != 0 || c.Answers != 5 || c.Faces[0] != (survey.Tally{Glad: 3, Sad: 1}) || c.Faces[1].N() != 1 || len(c.Words[0]) != 3 {
		t.Errorf("counted %+v, %d unread, %v", c, unread, err)
	}
	wantCode(t, "one that comes later", boss.Open(ctx, 5), app.CodeEnvelopesFew)

	o.hand(handover.KeyDraft{To: o.knows(o.boss, o.deputy), Variant: app.SecondHolder})
	_, opened, err := o.boss.session.book.PoolBoxes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, box := range opened {
		if _, err := o.deputy.session.unit.Load().OpenEnvelope(box); err != nil {
			t.Errorf("the second holder: %v", err)
		}
	}
}

// Who interviews enters no paper; the others do. The control is in the same
// table: the same call, with another role.
func TestWhoInterviewsEntersNoPaperForms(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		k    *keeper
		role app.Role
		want app.Code
	}{
		"socialsekreterare": {o.worker, app.RoleWorker, app.CodeEntryRole},
		"processtödjare":    {o.worker, app.RoleSupporter, ""},
		"enhetschef":        {o.boss, app.RoleManager, ""},
	} {
		profile, err := c.k.session.book.Profile()
		if err != nil {
			t.Fatal(err)
		}
		profile.Role = c.role
		if err := c.k.session.book.SaveProfile(t.Context(), profile); err != nil {
			t.Fatal(err)
		}
		p := o.pool(c.k)
		wantCode(t, name, p.Enter(t.Context(), fika), c.want)
		if st, err := p.State(t.Context()); err != nil || st.MayEnter != (c.want == "") {
			t.Errorf("%s: %+v, %v", name, st, err)
		}
	}
}

// Without a unit whose words were compared nothing is sealed, and it is said.
func TestWithoutAConfirmedUnitNothingIsSealed(t *testing.T) {
	k := quickStart(t, unlock.Start{Profile: worker})
	if _, _, err := k.session.envelopeUnit(); app.CodeOf(err) != app.CodeUnitUnknown {
		t.Errorf("no unit: %v", err)
	}
	o := newOffice(t)
	raw, err := handover.ReadSmall(o.invitation)
	if err != nil {
		t.Fatal(err)
	}
	stranger := quickStart(t, unlock.Start{Profile: worker, Invitation: raw})
	wantCode(t, "words not compared", stranger.session.seal(t.Context(), fika), app.CodeUnitUnknown)
	if all, err := stranger.session.book.Envelopes(); err != nil || len(all) != 0 {
		t.Errorf("something was kept: %+v, %v", all, err)
	}
	wantCode(t, "the control: compared", o.worker.session.seal(t.Context(), fika), "")
}

// What is sealed while the vault is locked opens with the unit's key, and needs
// nothing of the vault.
func TestALockedVaultSealsToTheUnit(t *testing.T) {
	o := newOffice(t)
	unit, _, err := o.worker.session.envelopeUnit()
	if err != nil {
		t.Fatal(err)
	}
	recipient, err := keyring.EnvelopeRecipient(unit.Card)
	if err != nil {
		t.Fatal(err)
	}
	var box []byte
	seal := sealReady(recipient, func(_ context.Context, b []byte) error { box = b; return nil })
	if err := seal(t.Context(), fika); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(box), "Bullarna") {
		t.Error("the box can be read")
	}
	plain, err := o.boss.session.unit.Load().OpenEnvelope(box)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := survey.ParseAnswers(plain); err != nil || a != fika {
		t.Errorf("it says %+v, %v", a, err)
	}
	wantCode(t, "no unit in the kit", sealReady("", nil)(t.Context(), fika), app.CodeUnitUnknown)
}

func TestTheUnitsOwnFormHoldsAndCanBeGivenUp(t *testing.T) {
	o := newOffice(t)
	s := o.boss.session
	f, err := surveyOf(s.book)
	if err != nil || f.From != survey.Fewest {
		t.Fatalf("%+v, %v", f, err)
	}
	f.From = 8
	if err := s.saveSurvey(t.Context(), &f); err != nil {
		t.Fatal(err)
	}
	if f, err := surveyOf(s.book); err != nil || f.From != 8 {
		t.Errorf("%d, %v", f.From, err)
	}
	f.From = 3
	wantCode(t, "below five", s.saveSurvey(t.Context(), &f), app.CodeTemplate)
	if err := s.saveSurvey(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if f, err := surveyOf(s.book); err != nil || f.From != survey.Fewest {
		t.Errorf("%d, %v", f.From, err)
	}
}
