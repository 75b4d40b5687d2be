package main

import (
	"context"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/guide"
	"barnrost/app/transcript"
	"barnrost/app/view"
	"barnrost/app/view/home"
	"barnrost/app/view/interview"
	"barnrost/app/view/reading"
	"barnrost/app/view/share"
	"barnrost/app/view/widget"
)

// places lists the rooms in the order of the rail.
func (p *program) places() []view.Place {
	return []view.Place{
		{ID: "home", Open: p.openHome},
		{ID: "interview", Open: p.openInterviews},
		{ID: "desk", Open: p.openDesk, Wide: true, OwnKeys: true},
		{ID: "unit", Open: p.openUnit},
		{ID: "vault", Open: p.openVault, Last: true},
		{ID: "settings", Open: p.openSettings, Last: true},
		{ID: "share", Open: p.openSend, Hidden: true, Wide: true},
		{ID: "saveout", Open: p.openOut, Hidden: true},
		{ID: "takein", Open: p.openIn, Hidden: true},
		{ID: "mirror", Open: p.openMirror, Hidden: true},
		{ID: "reading", Open: p.openReading, Hidden: true, Wide: true},
		{ID: "holders", Open: p.openHolders, Hidden: true},
		{ID: "secrets", Open: p.openSecrets, Hidden: true},
		{ID: "log", Open: p.openLog, Hidden: true, Wide: true},
		{ID: "disposal", Open: p.openDisposal, Hidden: true},
		{ID: "keymap", Open: p.openKeymap, Hidden: true},
		{ID: "autotext", Open: p.openAutotexts, Hidden: true},
		{ID: "practice", Open: p.openPractice, Hidden: true, Wide: true, OwnKeys: true},
		{ID: "details", Open: p.openDetails, Hidden: true},
		{ID: "letters", Open: p.openLetters, Hidden: true},
		{ID: "tickets", Open: p.openTickets, Hidden: true},
		{ID: "enquiry", Open: p.openEnquiry, Hidden: true},
		{ID: "answers", Open: p.openAnswers, Hidden: true},
		{ID: "backup", Open: p.openBackup, Hidden: true},
		{ID: "year", Open: p.openYear, Hidden: true},
		{ID: "guide", Open: p.openGuide, Hidden: true},
	}
}

// goTo opens a room about one interview.
func (p *program) goTo(room string) func(app.ID) {
	return func(id app.ID) {
		p.interview = id
		p.frame.Go(room)
	}
}

// goToInterview opens Intervjuer at a place in it.
func (p *program) goToInterview(at interview.At) {
	p.at = at
	p.frame.Go("interview")
}

func (p *program) showInterview(id app.ID) { p.goToInterview(interview.At{Interview: id}) }

func (p *program) openInterviews() view.Room {
	at := p.at
	p.at = interview.At{} // the rail leads to the list
	room := interview.New(interview.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: p.session.book, Recorder: p.recorder,
		Guide: func() (guide.Guide, error) { return guideIn(p.session.book) },
		Pick:  p.frame.Pick, Ask: p.frame.Ask, Start: p.start, Problem: p.frame.Problem,
		Supplies: func(context.Context) []string { return lacking(p.keeper.Folder()) },
		Concern:  p.concern, Quiet: p.choices.quiet, SetQuiet: p.choices.setQuiet,
		ReadGuide: p.goGuide("interview"), Rule: p.consentRule,
		Letters: p.goLetters, Enquiry: p.goFrom("enquiry", "interview"),
		Checked: p.choices.checked, SetChecked: p.choices.setChecked,
		Unit: func() { p.frame.Go("unit") }, Diplomas: p.diplomas(), Survey: p.openSurvey, GiveTicket: p.session.book.SaveTicket, Own: p.session.book,
		Microphone: p.choices.microphone, SetMicrophone: p.choices.setMicrophone,
		Ready: p.readier(), Lock: p.frame.LockUp,
		Transcribe: p.goTo("desk"), Send: p.goTo("share"), Read: p.goTo("reading"), Dispose: p.goDispose,
	}, at)
	p.awaits(room.Unsaved)
	return room
}

// awaits has locking wait for what a room still has to store.
func (p *program) awaits(unsaved func() bool) {
	p.unsaved = append(slices.DeleteFunc(p.unsaved, func(is func() bool) bool { return !is() }), unsaved)
}

func (p *program) openHome() view.Room {
	return home.New(home.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Book: p.session.book, Now: time.Now,
		NewInterview: func() { p.goToInterview(interview.At{New: true}) },
		Interview:    p.showInterview, Transcribe: p.goTo("desk"), Send: p.goTo("share"),
		Unit: func() { p.frame.Go("unit") }, Remind: p.remind, Vault: func() { p.frame.Go("backup") },
		Enquiry: p.goFrom("enquiry", "home"), Interviews: func() { p.frame.Go("interview") }, Year: func() { p.frame.Go("year") }, Plan: p.plan,
		Listed: p.choices.yearListed, SetListed: p.choices.setYearListed,
		Worked: p.worked, Practise: p.practise("home"), Practised: p.choices.practised,
	})
}

func (p *program) openUnit() view.Room {
	return share.NewUnit(share.UnitDeps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Cards: cards{p.session}, Post: p.post, Book: p.session.book,
		Key: p.keyRoom(), Holders: func() { p.frame.Go("holders") },
		Papers: []share.Paper{
			{ID: "guide", Open: p.goGuide("unit")}, {ID: "details", Open: p.goFrom("details", "unit")}, {ID: "letters", Open: p.goFrom("letters", "unit")},
			{ID: "answers", Open: p.goFrom("answers", "unit")},
			{ID: "diploma", Open: func() { p.goToInterview(interview.At{Diploma: true}) }}, {ID: "tickets", Open: p.goFrom("tickets", "unit")},
		},
		Pick: p.frame.Pick, Start: p.start, Problem: p.frame.Problem, Read: p.goTo("reading"),
	})
}

func (p *program) openSend() view.Room {
	return share.NewSend(share.SendDeps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Interview: p.interview, Post: p.post, Book: p.session.book,
		Pick: p.frame.Pick, Ask: p.frame.Ask, Start: p.start, Problem: p.frame.Problem,
		Unit: func() { p.frame.Go("unit") }, Back: func() { p.showInterview(p.interview) },
	})
}

func (p *program) openReading() view.Room {
	return reading.New(reading.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Interview: p.interview, Book: papers{p.session.book},
		Listen: p.listen, Back: func() { p.frame.Go("unit") },
	})
}

// start shows a work in the status line and holds the session open for it.
func (p *program) start(label string, cancel func()) widget.Work {
	w := &heldWork{Work: p.frame.Start(label, cancel), cancel: cancel}
	w.release = func() { delete(p.works, w) }
	p.works[w] = true
	return w
}

// heldWork is a work that locking waits for.
type heldWork struct {
	widget.Work
	cancel  func() // nil if it cannot be cancelled
	release func()
}

// Done implements [widget.Work].
func (w *heldWork) Done() {
	w.release() // before the frame looks whether it may lock
	w.Work.Done()
}

// papers reads received transcripts.
type papers struct{ *casebook.Casebook }

// Paper implements [reading.Book].
func (b papers) Paper(ctx context.Context, interview app.ID) (transcript.Paper, error) {
	text, err := b.OpenText(ctx, interview)
	if err != nil {
		return transcript.Paper{}, err
	}
	raw, _, err := text.Load(ctx)
	if err != nil {
		return transcript.Paper{}, err
	}
	paper, err := transcript.ParseJSON(raw)
	if err != nil {
		return transcript.Paper{}, app.Fail(app.CodeVaultDamaged, err)
	}
	return paper, nil
}
