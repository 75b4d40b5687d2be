package main

import (
	"context"
	"errors"
	"io"
	"slices"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/report/pdf"
	"barnrost/app/survey"
	"barnrost/app/survey/paper"
	"barnrost/app/view"
	"barnrost/app/view/answers"
	"barnrost/app/view/interview"
	surveyroom "barnrost/app/view/survey"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

// surveyOf is the barnenkät that holds in a vault: the unit's own, or the shipped
// one. It reads memory only.
func surveyOf(book *casebook.Casebook) (survey.Form, error) {
	unit, err := book.Template(app.SectionSurvey)
	if err != nil {
		return survey.Form{}, err
	}
	return survey.Current(unit, []byte(assets.Survey))
}

// envelopeUnit is the unit that children's answers are sealed to: the one whose
// key lies here, or the one whose words were compared last. It returns
// [app.CodeUnitUnknown] where there is none. It reads memory only.
func (s *session) envelopeUnit() (unit app.Contact, here bool, err error) {
	if own := s.unit.Load(); own != nil {
		return app.Contact{Name: own.Name, Kind: app.CardUnit, Card: own.Card, Confirmed: true}, true, nil
	}
	all, err := s.book.Contacts()
	if err != nil {
		return app.Contact{}, false, err
	}
	all = slices.DeleteFunc(all, func(c app.Contact) bool { return c.Kind != app.CardUnit || !c.Confirmed })
	if len(all) == 0 {
		return app.Contact{}, false, app.Fail(app.CodeUnitUnknown, nil)
	}
	return slices.MaxFunc(all, func(a, b app.Contact) int { return a.Added.Compare(b.Added) }), false, nil
}

// seal puts a child's answers into an envelope to the unit, and keeps that: to be
// sent, or, where the unit's key is, with the others. The answers themselves are
// in memory only.
func (s *session) seal(ctx context.Context, a survey.Answers) error {
	unit, here, err := s.envelopeUnit()
	if err != nil {
		return err
	}
	plain, err := a.Marshal()
	if err != nil {
		return err
	}
	to, box, err := keyring.SealEnvelope(unit.Card, plain)
	if err != nil {
		return err
	}
	if here {
		return s.book.AddToPool(ctx, box)
	}
	return s.book.AddEnvelope(ctx, to, box)
}

// sealReady is [session.seal] for a vault that is locked and was made ready: unit
// is the recipient in the kit, keep takes the box.
func sealReady(unit string, keep func(ctx context.Context, box []byte) error) func(context.Context, survey.Answers) error {
	return func(ctx context.Context, a survey.Answers) error {
		plain, err := a.Marshal()
		if err != nil {
			return err
		}
		box, err := keyring.SealEnvelopeTo(unit, plain)
		if err != nil {
			return err
		}
		return keep(ctx, box)
	}
}

// hand gives the window to the child, full screen, until an adult takes it back.
// check is nil where the vault is locked. back opens what comes after.
func (p *program) hand(form survey.Form, seal func(context.Context, survey.Answers) error, check func(context.Context, string) error, back func()) {
	full := p.window.FullScreen()
	p.child = surveyroom.New(surveyroom.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Form: form, Seal: seal, Check: check,
		Done: func(kept bool) {
			p.child = nil
			p.window.SetFullScreen(full)
			back()
		},
	})
	p.window.SetFullScreen(true)
	p.frame.Hand("survey", p.child)
}

// openSurvey hands the barnenkät over after an interview, and comes back to it.
// Which interview it was the envelope is not told.
func (p *program) openSurvey(id app.ID) {
	if _, _, err := p.session.envelopeUnit(); err != nil {
		p.offerPaper(err)
		return
	}
	form, err := surveyOf(p.session.book)
	if err != nil && form.Format == 0 {
		p.frame.Problem(err)
		return
	}
	p.hand(form, p.session.seal, p.keeper.check, func() {
		p.at = interview.At{Interview: id, Closing: true}
		p.frame.Enter(p.places(), "interview")
	})
}

// offerPaper says why no envelope can be closed here, and that there is paper.
func (p *program) offerPaper(err error) {
	t := p.kit.Text
	what, safe, do := t.Problem(err)
	p.frame.Ask(widget.Question{
		ID: "survey.paper", Title: what, Body: []string{safe, do}, Yes: t.T("answers.print"),
	}, p.printSurvey)
}

// printSurvey puts the paper form before somebody to be printed. It is in
// Swedish, as its questions are.
func (p *program) printSurvey() {
	form, err := surveyOf(p.session.book)
	if err != nil && form.Format == 0 {
		p.frame.Problem(err)
		return
	}
	p.print("barnenkat", func(w io.Writer, f pdf.Fonts) error {
		t := p.swedish()
		words := paper.Words{Foot: t.T("answers.paper.foot")}
		for i, face := range survey.AllFaces {
			words.Faces[i] = t.T("survey.face." + string(face))
		}
		return paper.Write(w, f, form, words)
	})
}

// openAnswers is the room of the envelopes under Enheten.
func (p *program) openAnswers() view.Room {
	d := answers.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Pool: pool{p.session, p.post}, Print: p.printSurvey,
		Form: func() (survey.Form, error) { return surveyOf(p.session.book) },
		Pick: p.frame.Pick, Ask: p.frame.Ask, Start: p.start, Problem: p.frame.Problem, Back: p.goBack("answers", "unit"),
	}
	if p.session.signs() {
		d.SaveForm = p.session.saveSurvey
	}
	return answers.New(d)
}

// saveSurvey stores the unit's own barnenkät, or goes back to the shipped one.
func (s *session) saveSurvey(ctx context.Context, f *survey.Form) error {
	if f == nil {
		return s.book.SaveTemplate(ctx, app.SectionSurvey, nil)
	}
	raw, err := f.Marshal()
	if err != nil {
		return err
	}
	return s.book.SaveTemplate(ctx, app.SectionSurvey, raw)
}

// pool is what the room of the envelopes needs of the vault and the keys.
type pool struct {
	*session
	post *handover.Post
}

var _ answers.Pool = pool{}

// State implements [answers.Pool].
func (e pool) State(ctx context.Context) (answers.State, error) {
	var st answers.State
	profile, err := e.book.Profile()
	if err != nil {
		return st, err
	}
	st.MayEnter = mayEnter(profile.Role)
	unit, here, err := e.envelopeUnit()
	if app.CodeOf(err) == app.CodeUnitUnknown {
		return st, nil
	}
	if err != nil {
		return st, err
	}
	to, err := keyring.EnvelopeFor(unit.Card)
	if err != nil {
		return st, err
	}
	st.Unit, st.Holder = unit.Name, here
	if here { // what was sealed before the unit's key came here has nowhere to go
		if err := e.book.EnvelopesHere(ctx, to); err != nil {
			return st, err
		}
		st.Pool = e.book.Pool()
		return st, nil
	}
	all, err := e.book.Envelopes()
	for _, o := range all {
		if o.To == to {
			st.Out = o
		} else {
			st.Elsewhere += o.Waiting + o.Out
		}
	}
	return st, err
}

// Send implements [answers.Pool].
func (e pool) Send(ctx context.Context, folder string) (handover.Sent, error) {
	unit, _, err := e.envelopeUnit()
	if err != nil {
		return handover.Sent{}, err
	}
	return e.post.SendEnvelopes(ctx, unit, folder)
}

// Arrived implements [answers.Pool].
func (e pool) Arrived(ctx context.Context) error {
	unit, _, err := e.envelopeUnit()
	if err != nil {
		return err
	}
	to, err := keyring.EnvelopeFor(unit.Card)
	if err != nil {
		return err
	}
	return e.book.EnvelopesArrived(ctx, to)
}

// Enter implements [answers.Pool].
func (e pool) Enter(ctx context.Context, a survey.Answers) error {
	profile, err := e.book.Profile()
	if err != nil {
		return err
	}
	if !mayEnter(profile.Role) { // the room does not offer it; this guards against one that does
		return app.Fail(app.CodeEntryRole, nil)
	}
	return e.seal(ctx, a)
}

// mayEnter tells who enters paper forms: never who interviews.
func mayEnter(r app.Role) bool { return r == app.RoleManager || r == app.RoleSupporter }

// opener opens envelopes with the unit's key.
func (e pool) opener() (func([]byte) ([]byte, error), error) {
	unit := e.unit.Load()
	if unit == nil {
		return nil, app.Fail(app.CodeNotFound, errors.New("the unit's key is not here"))
	}
	return unit.OpenEnvelope, nil
}

// Count implements [answers.Pool].
func (e pool) Count(ctx context.Context) (survey.Counted, int, error) {
	open, err := e.opener()
	if err != nil {
		return survey.Counted{}, 0, err
	}
	_, opened, err := e.book.PoolBoxes(ctx)
	if err != nil {
		return survey.Counted{}, 0, err
	}
	all, unread := survey.ReadLots(opened, open)
	return survey.Count(all), unread, nil
}

// Open implements [answers.Pool].
func (e pool) Open(ctx context.Context, from int) error {
	open, err := e.opener()
	if err != nil {
		return err
	}
	closed, _, err := e.book.PoolBoxes(ctx)
	if err != nil {
		return err
	}
	lot, err := survey.OpenLot(closed, from, open)
	if err != nil {
		return err
	}
	return e.book.OpenPool(ctx, lot.Boxes)
}
