package app

import (
	"testing"
	"time"
)

var june = time.Date(2027, 6, 12, 9, 0, 0, 0, time.UTC)

// decided is a decision on sound, in force since a month.
func decided(change ...func(*Decision)) Decision {
	d := Decision{ID: ID{1}, Number: "SN 1", Date: june.AddDate(0, -1, 0), DecidedBy: "Socialnämnden", Covers: []Matter{MatterSound}}
	for _, c := range change {
		c(&d)
	}
	return d
}

func TestTheRuleOfDisposal(t *testing.T) {
	own := Interview{ID: ID{9}, Code: "TALL-27", Created: june.AddDate(0, -4, 0), Origin: OriginOwn}
	received := own
	received.Origin = OriginReceived
	checked := func(d *Decision) { d.Condition = ConditionChecked }
	months := func(n int) func(*Decision) { return func(d *Decision) { d.Months = n } }
	withdrawals := func(d *Decision) { d.Withdrawal = true }
	standing, lifted := Hold{Reason: "tillsyn"}, Hold{Lifted: june}
	for _, c := range []struct {
		name string
		r    DisposalRequest
		f    DisposalFacts
		want Code
	}{
		{"no decision", DisposalRequest{}, DisposalFacts{}, CodeNoDecision},
		{"a decision", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided()}}, ""},
		{"one on text", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(func(d *Decision) { d.Covers = []Matter{MatterText} })}}, CodeNoDecision},
		{"one on the whole", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(func(d *Decision) { d.Covers = []Matter{MatterWhole} })}}, ""},
		{"one on sound does not cover the whole", DisposalRequest{Matter: MatterWhole}, DisposalFacts{Decisions: []Decision{decided()}}, CodeNoDecision},
		{"one that ended", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(func(d *Decision) { d.Ended = june })}}, CodeNoDecision},
		{"one that was replaced", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(func(d *Decision) { d.Replaced = ID{2} })}}, CodeNoDecision},
		{"one of tomorrow", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(func(d *Decision) { d.Date = june.Add(time.Hour) })}}, CodeNoDecision},
		{"its period is over", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(months(4))}}, ""},
		{"its period is not over", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(months(5))}}, CodeNotDue},
		{"a received interview tells its month only", DisposalRequest{}, DisposalFacts{Interview: received, Decisions: []Decision{decided(months(4))}}, CodeNotDue},
		{"the next decision is due", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided(months(5)), decided(months(3))}}, ""},
		{"not checked", DisposalRequest{}, DisposalFacts{HasText: true, Decisions: []Decision{decided(checked)}}, CodeNotChecked},
		{"checked", DisposalRequest{Checked: true}, DisposalFacts{HasText: true, Decisions: []Decision{decided(checked)}}, ""},
		{"checked, but nothing is written", DisposalRequest{Checked: true}, DisposalFacts{Decisions: []Decision{decided(checked)}}, CodeNotChecked},
		{"a stop", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided()}, Holds: []Hold{lifted, standing}}, CodeDisposalHeld},
		{"a lifted stop", DisposalRequest{}, DisposalFacts{Decisions: []Decision{decided()}, Holds: []Hold{lifted}}, ""},
		{"being recorded", DisposalRequest{}, DisposalFacts{Running: true, Decisions: []Decision{decided()}}, CodeDisposalRunning},
		{"nothing there", DisposalRequest{Matter: MatterText}, DisposalFacts{Present: []Matter{MatterSound}, Decisions: []Decision{decided()}}, CodeNothingToDispose},
		{"withdrawn, no decision on that", DisposalRequest{Withdrawn: true, Checked: true}, DisposalFacts{HasText: true, Decisions: []Decision{decided()}}, CodeWithdrawalUndecided},
		{"withdrawn, by decision at once", DisposalRequest{Withdrawn: true}, DisposalFacts{Decisions: []Decision{decided(withdrawals, months(24), checked)}}, ""},
		{"withdrawn, under a stop", DisposalRequest{Withdrawn: true}, DisposalFacts{Decisions: []Decision{decided(withdrawals)}, Holds: []Hold{standing}}, CodeDisposalHeld},
	} {
		if c.r.Matter == "" {
			c.r.Matter = MatterSound
		}
		if c.f.Interview.ID.IsZero() {
			c.f.Interview = own
		}
		if c.f.Present == nil {
			c.f.Present = []Matter{MatterSound, MatterWhole}
		}
		c.f.Now = june
		support, err := MayDispose(c.r, c.f)
		if CodeOf(err) != c.want {
			t.Errorf("%s: %q, want %q", c.name, CodeOf(err), c.want)
		}
		if err == nil && (support.Number != "SN 1" || support.Withdrawn != c.r.Withdrawn) {
			t.Errorf("%s: leans on %+v", c.name, support)
		}
	}
}

func TestADecisionSaysWhatIsMissing(t *testing.T) {
	for kind, spoil := range map[string]func(*Decision){
		"number":    func(d *Decision) { d.Number = " \u200b " },
		"by":        func(d *Decision) { d.DecidedBy = "" },
		"date":      func(d *Decision) { d.Date = june.Add(time.Second) },
		"covers":    func(d *Decision) { d.Covers = []Matter{MatterSound, "allt"} },
		"months":    func(d *Decision) { d.Months = -1 },
		"condition": func(d *Decision) { d.Condition = "ibland" },
	} {
		_, err := decided(spoil).Check(june)
		e, ok := err.(*Error)
		if !ok || e.Code != CodeDecisionIncomplete || e.Args["kind"] != kind {
			t.Errorf("%s: %v", kind, err)
		}
	}
	d, err := decided(func(d *Decision) { d.Number = "  SN\n 2027/118 " }).Check(june)
	if err != nil || d.Number != "SN 2027/118" {
		t.Errorf("%q, %v", d.Number, err)
	}
}

func TestPlansThatDifferInAnythingAreToldApart(t *testing.T) {
	plan := func(change func(*DisposalPlan)) [32]byte {
		p := DisposalPlan{Code: "TALL-27", Request: DisposalRequest{Matter: MatterSound}, Goes: []DisposalPart{{Checksum: "a"}}, Copies: []Copy{{Ref: "a", State: CopyLeft}}}
		change(&p)
		return p.Digest()
	}
	same := plan(func(*DisposalPlan) {})
	if same != plan(func(*DisposalPlan) {}) {
		t.Fatal("the same plan has two digests")
	}
	for name, change := range map[string]func(*DisposalPlan){
		"what":     func(p *DisposalPlan) { p.Request.Matter = MatterWhole },
		"checksum": func(p *DisposalPlan) { p.Goes[0].Checksum = "b" },
		"stays":    func(p *DisposalPlan) { p.Stays = []Matter{MatterText} },
		"support":  func(p *DisposalPlan) { p.Support.Number = "SN 2" },
		"copies":   func(p *DisposalPlan) { p.Copies = nil },
	} {
		if plan(change) == same {
			t.Errorf("%s makes no difference", name)
		}
	}
}

func TestOnlyTheCodeConfirms(t *testing.T) {
	p := DisposalPlan{Code: "BJÖRK-44"}
	for typed, want := range map[string]bool{"BJÖRK-44": true, " björk-44 ": true, "": false, "BJORK-44": false, "BJÖRK-4": false} {
		if p.Confirms(typed) != want {
			t.Errorf("%q: %v", typed, !want)
		}
	}
	if (DisposalPlan{}).Confirms("") {
		t.Error("an empty plan is confirmed by nothing")
	}
}

func TestCopiesOfSoundAreBundlesThatHeldIt(t *testing.T) {
	i := Interview{Sent: []Sent{{Bundle: ID{1}, Words: []string{"sol"}, WithSound: true}, {Bundle: ID{1}, Words: []string{"berg"}, WithSound: true}, {Bundle: ID{2}}},
		Received: &Received{SenderName: "Eva Ek"}}
	if got := CopiesSent(i, MatterSound); len(got) != 3 || got[0].Kind != CopyOriginal || got[1].Ref == got[2].Ref {
		t.Errorf("sound: %+v", got)
	}
	if got := CopiesSent(i, MatterText); len(got) != 4 {
		t.Errorf("text: %+v", got)
	}
}
