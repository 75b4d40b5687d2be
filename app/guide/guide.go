package guide

import (
	"slices"

	"barnrost/app"
)

// Part is where in an interview a question belongs: one of the three areas
// ("frågeområden"), or before or after them.
type Part string

// The parts. The three areas are the frame that everything is coded in.
const (
	WarmUp    Part = "uppvarmning"
	Contact   Part = "kontakt"
	Knowledge Part = "kunskap"
	Taking    Part = "delaktighet" // taking part
	Closing   Part = "avslut"
)

// Areas lists the three areas.
var Areas = []Part{Contact, Knowledge, Taking}

// Order is which of the two published orders, with its wording, a unit uses.
type Order string

// The two orders in which the areas have been published.
const (
	Original Order = "original" // kontakt, kunskap, delaktighet
	Goteborg Order = "goteborg" // kunskap, kontakt, delaktighet
)

// Orders lists them.
var Orders = []Order{Original, Goteborg}

// Parts returns the five parts in this order.
func (o Order) Parts() []Part {
	if o == Goteborg {
		return []Part{WarmUp, Knowledge, Contact, Taking, Closing}
	}
	return []Part{WarmUp, Contact, Knowledge, Taking, Closing}
}

// Group is an age group that a guide has a choice of questions for.
type Group string

// The groups: 5 to 8, 9 to 12 and 13 to 18 years.
const (
	Young  Group = "5-8"
	Middle Group = "9-12"
	Older  Group = "13-18"
)

// Groups lists them, the youngest first.
var Groups = []Group{Young, Middle, Older}

// GroupOf returns the group of a child of this age, in whole years. Of an age
// that is not known, 0, it is the middle one, which has all the questions and
// the simpler words at hand.
func GroupOf(age int) Group {
	switch {
	case age == 0:
		return Middle
	case age <= 8:
		return Young
	case age <= 12:
		return Middle
	}
	return Older
}

// Wording is which words of a question a group is met with first.
type Wording string

// The wordings. Whichever comes first, the other is never further than a key.
const (
	Simple Wording = "enkel" // the simpler ones
	Both   Wording = "bada"  // the question's own, the simpler ones under it
	Full   Wording = "full"  // the question's own
)

// Wordings lists them.
var Wordings = []Wording{Simple, Both, Full}

// Guide is one version of an intervjuguide. Nothing in it is about any child.
type Guide struct {
	Format int `json:"format"`
	// ID tells guides apart and stays through a guide's versions: [Shipped], or
	// 32 hexadecimal digits of a unit's own.
	ID        string     `json:"id"`
	Version   int        `json:"version"`  // from 1
	Name      string     `json:"name"`     // one line
	Language  string     `json:"language"` // a tag such as "sv"
	Reviewed  Review     `json:"reviewed,omitzero"`
	Order     Order      `json:"order"`
	Opening   string     `json:"opening"` // said before the recording; lines
	Thanks    string     `json:"thanks"`  // said at the end; lines
	Scale     string     `json:"scale"`   // said with the three faces; one line
	Areas     []Area     `json:"areas"`   // the three, in the order of [Areas]
	Presets   []Preset   `json:"presets"` // one a group, in the order of [Groups]
	Questions []Question `json:"questions"`
}

// Shipped is the ID of the guide that comes with the program.
const Shipped = "barnrost"

// Review is who approved a version, and when.
type Review struct {
	By string `json:"by"` // as they signed; one line
	On string `json:"on"` // a day, "2027-01-12"
}

// Area is one of the three, as headings and as the question that the interviews
// are to answer.
type Area struct {
	Part     Part   `json:"part"`
	Title    string `json:"title"`    // what the child may hear; one line
	Original string `json:"original"` // the published question, in either order
	Goteborg string `json:"goteborg"`
}

// Asks returns the area's question in the wording of an order.
func (a Area) Asks(o Order) string {
	if o == Goteborg {
		return a.Goteborg
	}
	return a.Original
}

// Preset is how an age group is met.
type Preset struct {
	Group   Group   `json:"group"`
	Wording Wording `json:"wording"`
	Minutes int     `json:"minutes"`        // at most this long
	Note    string  `json:"note,omitempty"` // to the interviewer
}

// Question is one question.
type Question struct {
	// Code is a letter and a number, such as K1: what is marked in the sound when
	// it is asked.
	Code   string   `json:"code"`
	Part   Part     `json:"part"`
	Text   string   `json:"text"`
	Simple string   `json:"simple,omitempty"` // "enklare formulering"
	Follow []string `json:"follow,omitempty"` // "följdfrågor"
	Smiley bool     `json:"smiley,omitempty"` // can be answered by pointing at a face
	Groups []Group  `json:"groups"`           // who is asked
	Note   string   `json:"note,omitempty"`   // to the interviewer
}

// Asked is a question as one child is asked it.
type Asked struct {
	Question
	Words string // what to say first
	Other string // the other wording, "" where there is none
	// Beside: Other is shown under Words, and not only on asking for it.
	Beside bool
}

// Area returns the area of a part; ok is false for the warm-up and the closing.
func (g Guide) Area(p Part) (a Area, ok bool) {
	i := slices.IndexFunc(g.Areas, func(a Area) bool { return a.Part == p })
	if i < 0 {
		return Area{}, false
	}
	return g.Areas[i], true
}

// Preset returns how an age group is met.
func (g Guide) Preset(group Group) Preset {
	for _, p := range g.Presets {
		if p.Group == group {
			return p
		}
	}
	return Preset{Group: group, Wording: Both}
}

// For returns the questions for an age group, part by part in an order; g.Order
// is the unit's own.
func (g Guide) For(group Group, order Order) []Asked {
	wording := g.Preset(group).Wording
	var list []Asked
	for _, part := range order.Parts() {
		for _, q := range g.Questions {
			if q.Part != part || !slices.Contains(q.Groups, group) {
				continue
			}
			a := Asked{Question: q, Words: q.Text, Other: q.Simple, Beside: wording == Both && q.Simple != ""}
			if wording == Simple && q.Simple != "" {
				a.Words, a.Other = q.Simple, q.Text
			}
			list = append(list, a)
		}
	}
	return list
}

// All returns every question in the order of the unit, whoever is asked it.
func (g Guide) All() []Asked {
	var list []Asked
	for _, part := range g.Order.Parts() {
		for _, q := range g.Questions {
			if q.Part == part {
				list = append(list, Asked{Question: q, Words: q.Text, Other: q.Simple, Beside: q.Simple != ""})
			}
		}
	}
	return list
}

// Find returns the question with a code; ok is false where there is none.
func (g Guide) Find(code string) (q Question, ok bool) {
	i := slices.IndexFunc(g.Questions, func(q Question) bool { return q.Code == code })
	if i < 0 {
		return Question{}, false
	}
	return g.Questions[i], true
}

// Current returns the guide that holds: the unit's own version where it has
// one, the shipped one otherwise. Both are as [Parse] reads.
func Current(unit, shipped []byte) (Guide, error) {
	if unit == nil {
		return Parse(shipped)
	}
	g, err := Parse(unit)
	if app.CodeOf(err) == app.CodeNotAGuide {
		err = app.Fail(app.CodeTemplate, err)
	}
	return g, err
}
