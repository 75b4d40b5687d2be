package round

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
)

func sample() Plan {
	p := Propose(2027)
	p.Interviewers = []string{"Åsa Påhitt", "Bo Öst", "Łucja Vik"}
	p.Voices = map[Voice]int{"age-5-8": 2, "interpreter": 1}
	return p
}

func TestAPlanIsReadBackAsItWasWritten(t *testing.T) {
	for name, p := range map[string]Plan{"whole": sample(), "a year alone": {Year: 2027}, "zeros": {Year: 2027, Dates: map[Date]Day{DateAPT: {}}, Voices: map[Voice]int{"home": 0}}} {
		raw, err := p.Encode()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		back, err := Parse(raw)
		if err != nil || !reflect.DeepEqual(back, p.tidy()) {
			t.Errorf("%s: %s became %+v, %v", name, raw, back, err)
		}
		again, err := back.Encode()
		if err != nil || string(again) != string(raw) {
			t.Errorf("%s: written again it is %s", name, again)
		}
	}
}

// Who interviews whose child is stored nowhere, and there is no field that
// could: a plan that brings one is refused, whatever it is called.
func TestAPlanHasNoFieldForWhoInterviewsWhom(t *testing.T) {
	var fields []string
	for i := range reflect.TypeFor[stored]().NumField() {
		fields = append(fields, reflect.TypeFor[stored]().Field(i).Tag.Get("json"))
	}
	if want := []string{"format", "year", "dates,omitempty", "interviewers,omitempty", "voices,omitempty"}; !slices.Equal(fields, want) {
		t.Errorf("a plan is stored with the fields %q: can none of them join an interviewer to a child?", fields)
	}
	for _, extra := range []string{`"children":{}`, `"pairs":[]`, `"codes":["TALL-27"]`, `"interviewers":[{"name":"Bo","child":"Kim"}]`, `"dates":{"TALL-27":"2027-01-12"}`, `"voices":{"Bo Öst":1}`} {
		if _, err := Parse([]byte(`{"format":1,"year":2027,` + extra + `}`)); app.CodeOf(err) != app.CodeTemplate {
			t.Errorf("%s was read: %v", extra, err)
		}
	}
}

func TestWhatIsNoPlanIsRefused(t *testing.T) {
	long := strings.Repeat("å", 81)
	for _, raw := range []string{
		"", "null", "[]", "{}", `{"format":2,"year":2027}`, `{"format":1}`, `{"format":1,"year":1999}`, `{"format":1,"year":2027}{}`,
		`{"format":1,"year":2027,"dates":{"apt":"2027-02-30"}}`, `{"format":1,"year":2027,"dates":{"apt":"12 mars"}}`,
		`{"format":1,"year":2027,"interviewers":[""]}`, `{"format":1,"year":2027,"interviewers":["` + long + `"]}`, `{"format":1,"year":2027,"interviewers":["a\nb"]}`,
		`{"format":1,"year":2027,"voices":{"home":-1}}`, `{"format":1,"year":2027,"voices":{"home":101}}`, `{"format":1,"year":2027,"voices":{"home":1.5}}`,
	} {
		if p, err := Parse([]byte(raw)); app.CodeOf(err) != app.CodeTemplate || p.Year != 0 {
			t.Errorf("%s: %+v, %v", raw, p, err)
		}
	}
	many := Plan{Year: 2027}
	for range MaxInterviewers + 1 {
		many.Interviewers = append(many.Interviewers, "Bo Öst")
	}
	if _, err := many.Encode(); app.CodeOf(err) != app.CodeTemplate {
		t.Error("too many interviewers were written")
	}
}

func TestTheLargestPlanFitsItsSection(t *testing.T) {
	p := Propose(2027)
	p.Voices = map[Voice]int{}
	for _, v := range Voices {
		p.Voices[v] = MaxVoices
	}
	for range MaxInterviewers {
		p.Interviewers = append(p.Interviewers, strings.Repeat("å", 80))
	}
	raw, err := p.Encode()
	if err != nil || len(raw) > app.MaxTemplate/2 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

// Two centuries: every proposal is a working day, in order, in its month, and
// leaves time to read, so that nothing is remarked on.
func TestProposalsAreWorkingDaysInOrderInEveryYear(t *testing.T) {
	for year := earliest; year <= latest; year++ {
		p := Propose(year)
		if remarks := p.Remarks(); len(remarks) > 0 {
			t.Errorf("%d: %+v", year, remarks)
		}
		for name, month := range map[Date]time.Month{DateAPT: time.January, DateInterviews: time.February, DateTranscripts: time.March, DateSeminar: time.April} {
			if d := p.Dates[name]; d.Month != month || d.Year != year || !working(d) {
				t.Errorf("%d: %s on %v", year, name, d)
			}
		}
	}
}

func TestDatesOutOfOrderAndHolidaysAreRemarkedOnAndBlockNothing(t *testing.T) {
	with := func(name Date, d Day) Plan {
		p := Propose(2027)
		p.Dates[name] = d
		return p
	}
	for name, c := range map[string]struct {
		plan Plan
		want Remark
	}{
		"order":   {with(DateSeminar, On(2027, time.February, 10)), Remark{Date: DateSeminar, Kind: RemarkOrder, Before: DateTranscripts}},
		"weekend": {with(DateInterviews, On(2027, time.February, 27)), Remark{Date: DateInterviews, Kind: RemarkWeekend}},
		"holiday": {with(DateAPT, On(2027, time.January, 6)), Remark{Date: DateAPT, Kind: RemarkHoliday, Holiday: Epiphany}},
		"year":    {with(DateSeminar, On(2028, time.April, 20)), Remark{Date: DateSeminar, Kind: RemarkYear}},
		"reading": {with(DateSeminar, On(2027, time.March, 22)), Remark{Date: DateSeminar, Kind: RemarkReading, Days: 7}},
	} {
		remarks := c.plan.Remarks()
		if len(remarks) != 1 || remarks[0] != c.want {
			t.Errorf("%s: %+v", name, remarks)
		}
		if _, err := c.plan.Encode(); err != nil {
			t.Errorf("%s: it cannot be saved: %v", name, err)
		}
	}
	if remarks := (Plan{Year: 2027}).Remarks(); remarks != nil {
		t.Errorf("an open plan: %+v", remarks)
	}
}

func TestNamesArePastedAsTheyCome(t *testing.T) {
	names, bad := ReadNames(" Åsa Påhitt\r\n- Bo   Öst;Łucja Vik, Åsa Påhitt\n\n•\tBo Öst\n123\n")
	if !slices.Equal(names, []string{"Åsa Påhitt", "Bo Öst", "Łucja Vik"}) || !slices.Equal(bad, []string{"123"}) {
		t.Errorf("%q, %q", names, bad)
	}
}

// FuzzParse: what is accepted is within bounds, is written again the same and
// takes no more room than its section has.
func FuzzParse(f *testing.F) {
	raw, err := sample().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"format":1,"year":2027}`))
	f.Add([]byte(`{"format":1,"year":2027,"dates":{"apt":""}}`))
	f.Add([]byte(`{"format":1,"year":2027,"dates":{"apt":"2027-13-40"},"interviewers":["\u202e"]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Parse(raw)
		if err != nil {
			if app.CodeOf(err) != app.CodeTemplate || p.Year != 0 {
				t.Fatalf("%+v, %v", p, err)
			}
			return
		}
		out, err := p.Encode()
		if err != nil || !json.Valid(out) || len(out) > app.MaxTemplate {
			t.Fatalf("%d bytes, %v", len(out), err)
		}
		again, err := Parse(out)
		if err != nil || !reflect.DeepEqual(again, p) {
			t.Fatalf("%+v became %+v, %v", p, again, err)
		}
		p.Remarks()
		Turns(p, Work{}, On(p.Year, time.May, 1))
	})
}
