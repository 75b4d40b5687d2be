package casebook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"barnrost/app"
)

// model is what gallring should do, told a second time and as plainly as can
// be: the state machine of disposal_machine_test.go compares the vault with it
// after every step. It shares no rule with the program.
type model struct {
	interviews []*modelInterview
	decisions  []*modelDecision
	holds      []*modelHold
	codes      map[string]bool // every code there ever was
	rows       int             // of the protocol
}

type modelInterview struct {
	id      app.ID
	code    string
	created time.Time
	group   int // versions of one received interview are one group
	bundle  bool
	sound   app.ID // the recording, zero for none
	text    app.ID
	written bool // something stands in the text
	running bool
	sent    int // bundles it left in, and with the sound among them
	sentSnd int
	typed   int // rows of it
	version int // how often anything of it changed
	locked  map[app.Matter]bool
}

type modelDecision struct {
	app.Decision
	old bool // ended or replaced
}

type modelHold struct {
	app.Hold
	lifted bool
}

func (m *model) group(i *modelInterview) []*modelInterview {
	list := []*modelInterview{i}
	for _, other := range m.interviews {
		if other != i && other.group == i.group {
			list = append(list, other)
		}
	}
	return list
}

func (m *model) held(group []*modelInterview) bool {
	for _, h := range m.holds {
		for _, i := range group {
			if !h.lifted && h.Interview == i.id {
				return true
			}
		}
	}
	return false
}

// verdict says whether a request may go through now, and on what it leans.
func (m *model) verdict(r app.DisposalRequest, now time.Time) (support string, ok bool) {
	at := slices.IndexFunc(m.interviews, func(i *modelInterview) bool { return i.id == r.Interview })
	if at < 0 {
		return "", false
	}
	i := m.interviews[at]
	group := m.group(i)
	there, written := r.Matter == app.MatterWhole, false
	for _, v := range group {
		if v.running {
			return "", false
		}
		there = there || r.Matter == app.MatterSound && !v.sound.IsZero() || r.Matter == app.MatterText && !v.text.IsZero()
		written = written || v.written
	}
	if m.held(group) || !there {
		return "", false
	}
	// Of two decisions of a day the one registered last.
	usable := slices.Clone(m.decisions)
	slices.Reverse(usable)
	slices.SortStableFunc(usable, func(a, b *modelDecision) int { return b.Date.Compare(a.Date) })
	for _, d := range usable {
		covers := slices.Contains(d.Covers, r.Matter) || slices.Contains(d.Covers, app.MatterWhole)
		if d.old || !covers || d.Date.After(now) {
			continue
		}
		if r.Withdrawn {
			if d.Withdrawal {
				return "withdrawn, " + d.ID.String(), true
			}
			continue
		}
		months := d.Months
		if i.bundle {
			months++
		}
		if i.created.AddDate(0, months, 0).After(now) || d.Condition != "" && !(r.Checked && written) {
			continue
		}
		return d.ID.String(), true
	}
	return "", false
}

// blocked reports whether a part of an interview may not be used.
func (i *modelInterview) blocked(m app.Matter) bool { return i.locked[m] || i.locked[app.MatterWhole] }

// picture is everything that somebody reads before they confirm. Two pictures
// that differ must not pass for one another.
func (m *model) picture(r app.DisposalRequest, now time.Time) string {
	support, ok := m.verdict(r, now)
	at := slices.IndexFunc(m.interviews, func(i *modelInterview) bool { return i.id == r.Interview })
	if at < 0 {
		return "gone"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%+v %v %q", r, ok, support)
	for _, i := range m.group(m.interviews[at]) {
		fmt.Fprintf(&b, " | %s %v %v", i.code, i.sound.IsZero(), i.text.IsZero())
		switch r.Matter {
		case app.MatterWhole:
			fmt.Fprintf(&b, " %s %s v%d", i.sound, i.text, i.version)
		case app.MatterText:
			fmt.Fprintf(&b, " %s typed %d sent %d", i.text, i.typed, i.sent)
		case app.MatterSound:
			fmt.Fprintf(&b, " %s sent %d", i.sound, i.sentSnd)
		}
	}
	return b.String()
}

// erase makes true in the model what was made true in the vault.
func (m *model) erase(r app.DisposalRequest) {
	at := slices.IndexFunc(m.interviews, func(i *modelInterview) bool { return i.id == r.Interview })
	for _, i := range m.group(m.interviews[at]) {
		i.version++
		if r.Matter != app.MatterText {
			i.sound = app.ID{}
		}
		if r.Matter != app.MatterSound {
			i.text, i.written = app.ID{}, false
		}
		delete(i.locked, r.Matter)
		if r.Matter == app.MatterWhole {
			m.interviews = slices.DeleteFunc(m.interviews, func(o *modelInterview) bool { return o == i })
		}
	}
	m.rows++
}
