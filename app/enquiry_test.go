package app

import (
	"testing"
	"time"
)

func TestWhoWasAskedIsCountedOnce(t *testing.T) {
	day := time.Date(2027, 2, 12, 12, 0, 0, 0, time.Local)
	enquiries := []Enquiry{
		{Month: "2027-02", Answer: AnswerNo, Reason: "ingen-tid"}, {Month: "2027-03", Answer: AnswerNo}, {Month: "2027-02", Answer: AnswerWaits},
		{Month: "2026-12", Answer: AnswerWithdrew}, {Month: "2026-10", Answer: AnswerNo}, {Month: "2027-11", Answer: AnswerNo},
		{Month: "2026-11", Answer: AnswerYes}, {Month: "2027-10", Answer: AnswerYes},
	}
	interviews := []Interview{
		{Code: "TALL-27", Origin: OriginOwn, Created: day}, {Code: "EK-11", Origin: OriginOwn, Created: day, Blocks: []Block{{Matter: MatterWhole, Withdrawn: true}}},
		{Code: "HAV-31", Origin: OriginReceived, Created: day}, {Code: "ASP-12", Origin: OriginOwn, Created: day.AddDate(-1, 0, 0)},
	}
	gone := []Disposal{
		{Code: "TALL-27", Month: "2027-02", Matter: MatterSound, Role: RoleWorker}, // its interview is still there
		{Code: "LOM-40", Month: "2027-02", Matter: MatterWhole, Role: RoleWorker, Support: Support{Withdrawn: true}},
		{Code: "MÅS-41", Month: "2027-02", Matter: MatterWhole, Role: RoleManager},
	}
	a := CountAsked("2026-11", "2027-10", enquiries, interviews, gone)
	if a.Asked != 9 || a.Yes != 6 || a.No != 2 || a.Waiting != 1 || a.Withdrew != 3 || a.Why["ingen-tid"] != 1 {
		t.Errorf("%+v", a)
	}
	if a.Asked != a.Yes+a.No+a.Waiting {
		t.Errorf("%d were asked, and %d said something or nothing", a.Asked, a.Yes+a.No+a.Waiting)
	}
}

func TestAnEnquiryHoldsOnlyItsCategories(t *testing.T) {
	good := Enquiry{Month: "2027-02", Answer: AnswerNo}
	if err := good.Check(); err != nil {
		t.Fatalf("the control: %v", err)
	}
	for name, e := range map[string]Enquiry{
		"day": {Month: "2027-02-12", Answer: AnswerNo}, "no month": {Month: "2027-13", Answer: AnswerNo}, "letters": {Month: "2027-ab", Answer: AnswerNo},
		"answer": {Month: "2027-02", Answer: "kanske"}, "reason": {Month: "2027-02", Answer: AnswerNo, Reason: "bodde långt bort"},
	} {
		if CodeOf(e.Check()) != CodeEnquiry {
			t.Errorf("%s was taken", name)
		}
	}
}
