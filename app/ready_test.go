package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestReadinessEndsByWhicheverClockSaysSoFirst(t *testing.T) {
	made := time.Date(2027, 2, 16, 13, 0, 0, 0, time.UTC)
	r := Readiness{Made: made, Until: made.Add(ReadyFor)}
	at := func(h, m int) time.Time { return made.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute) }
	for _, c := range []struct {
		name    string
		now     time.Time
		seen    time.Time // when the program looked first
		running time.Duration
		want    ReadyState
	}{
		{"at once", at(0, 0), at(0, 0), 0, ReadyNow},
		{"after eleven hours", at(11, 59), at(0, 0), 11 * time.Hour, ReadyNow},
		{"after twelve", at(12, 0), at(0, 0), 12 * time.Hour, ReadyOver},
		{"asleep, so that the other clock stood still", at(13, 0), at(0, 0), time.Hour, ReadyOver},
		{"the clock set forward", at(30, 0), at(0, 0), time.Minute, ReadyOver},
		{"set back while it runs", at(2, 0), at(1, 0), 11 * time.Hour, ReadyOver},
		{"set back a little, in time", at(2, 0), at(1, 0), 3 * time.Hour, ReadyNow},
		{"set back before it was made", at(-1, 0), at(-1, 0), 0, ReadyClock},
		{"set back by a year", at(-24*365, 0), at(0, 0), time.Hour, ReadyClock},
		{"two clocks a little apart", at(0, -3), at(0, -3), 0, ReadyNow},
	} {
		if got := r.State(c.now, c.seen, c.running); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAKitHoldsTheTemplatesOfTheTableAndNoOthers(t *testing.T) {
	all := Templates{Version: 3, Sections: map[Section]json.RawMessage{}}
	for _, s := range Sections {
		all.Sections[s] = json.RawMessage(`{"format":1}`)
	}
	k := NewKit(Swedish, "age1pq1x", all)
	raw, err := k.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseKit(raw)
	if err != nil || got.Unit != "age1pq1x" || got.Language != Swedish || len(got.Sections) != len(kitSections) {
		t.Errorf("%+v, %v", got, err)
	}
	if got.Sections[SectionPlan] != nil || got.Sections[SectionLetters] != nil {
		t.Error("who interviews when, and letters, have nothing to do at the table")
	}
	for name, bad := range map[string]string{
		"nothing":                 ``,
		"no format":               `{"language":"sv"}`,
		"a later format":          `{"format":2,"language":"sv"}`,
		"no language":             `{"format":1}`,
		"something about a child": `{"format":1,"language":"sv","code":"TALL-27"}`,
		"an unknown section":      `{"format":1,"language":"sv","sections":{"barn":{}}}`,
		"the year's plan":         `{"format":1,"language":"sv","sections":{"plan":{}}}`,
		"something behind it":     `{"format":1,"language":"sv"}{}`,
		"a long recipient":        `{"format":1,"language":"sv","unit":"` + strings.Repeat("a", 5000) + `"}`,
		"too large":               `{"format":1,"language":"sv","unit":"` + strings.Repeat("a", maxKit) + `"}`,
	} {
		if k, err := ParseKit([]byte(bad)); err == nil {
			t.Errorf("%s was read: %+v", name, k)
		}
	}
}

// FuzzParseKit: a kit is refused, or is one that stays the same when it is
// written again.
func FuzzParseKit(f *testing.F) {
	raw, err := NewKit(English, "age1pq1x", Templates{Sections: map[Section]json.RawMessage{SectionGuide: json.RawMessage(`{"a":[1]}`)}}).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:len(raw)-2])
	f.Add([]byte(`{"format":1,"language":"sv","sections":{"guide":null}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := ParseKit(raw)
		if err != nil {
			return
		}
		once, err := k.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseKit(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := again.Encode(); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%s became %s, %v", once, twice, err)
		}
	})
}
