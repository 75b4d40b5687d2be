package guide

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ChangeKind is what is different between two guides.
type ChangeKind string

// The kinds of change. Their words lie under guide.change.<value>.
const (
	Added   ChangeKind = "added"   // a question
	Removed ChangeKind = "removed" // a question
	Changed ChangeKind = "changed" // a question, or what stands around them
	Moved   ChangeKind = "moved"   // the questions come in another order
)

// Change is one difference.
type Change struct {
	Kind ChangeKind
	// What is a question's code, or one of [Settings] for what is no question.
	What          string
	Before, After string
}

// Settings names what there is besides the questions, in the order shown. Their
// words lie under guide.setting.<value>.
var Settings = []string{"name", "order", "opening", "thanks", "scale", "areas", "presets"}

// Diff lists what is different in b, questions in b's order, those that went
// after them.
func Diff(a, b Guide) []Change {
	var list []Change
	for _, s := range Settings {
		if before, after := a.setting(s), b.setting(s); before != after {
			list = append(list, Change{Changed, s, before, after})
		}
	}
	for _, q := range b.Questions {
		old, ok := a.Find(q.Code)
		switch {
		case !ok:
			list = append(list, Change{Kind: Added, What: q.Code, After: q.Text})
		case !reflect.DeepEqual(old.plain(), q.plain()):
			list = append(list, Change{Changed, q.Code, old.summary(q), q.summary(old)})
		}
	}
	for _, q := range a.Questions {
		if b.at(q.Code) < 0 {
			list = append(list, Change{Kind: Removed, What: q.Code, Before: q.Text})
		}
	}
	if before, after := a.sequence(b), b.sequence(a); before != after {
		list = append(list, Change{Moved, "questions", before, after})
	}
	return list
}

// plain is the question with its empty lists as none, however it was made.
func (q Question) plain() Question {
	if len(q.Follow) == 0 {
		q.Follow = nil
	}
	return q
}

// summary tells of a question what is different from another: its words, or
// where these are the same, what else there is.
func (q Question) summary(other Question) string {
	var parts []string
	for _, pair := range [][2]string{
		{q.Text, other.Text}, {q.Simple, other.Simple}, {strings.Join(q.Follow, " "), strings.Join(other.Follow, " ")}, {q.Note, other.Note},
	} {
		if pair[0] != pair[1] && pair[0] != "" {
			parts = append(parts, pair[0])
		}
	}
	if !slices.Equal(q.Groups, other.Groups) {
		parts = append(parts, joined(q.Groups))
	}
	return strings.Join(parts, " · ")
}

// sequence lists the codes that both have, in this guide's order.
func (g Guide) sequence(other Guide) string {
	var codes []string
	for _, p := range Original.Parts() {
		for _, q := range g.Questions {
			if q.Part == p && other.at(q.Code) >= 0 {
				codes = append(codes, q.Code)
			}
		}
	}
	return strings.Join(codes, " ")
}

func (g Guide) setting(name string) string {
	switch name {
	case "name":
		return g.Name
	case "order":
		return string(g.Order)
	case "opening":
		return g.Opening
	case "thanks":
		return g.Thanks
	case "scale":
		return g.Scale
	case "areas":
		var all []string
		for _, a := range g.Areas {
			all = append(all, a.Title, a.Original, a.Goteborg)
		}
		return strings.Join(all, " · ")
	}
	var all []string
	for _, p := range g.Presets {
		all = append(all, string(p.Group)+" "+string(p.Wording)+" "+strconv.Itoa(p.Minutes)+" "+p.Note)
	}
	return strings.Join(all, " · ")
}

func joined(groups []Group) string {
	var all []string
	for _, g := range groups {
		all = append(all, strings.ReplaceAll(string(g), "-", "–"))
	}
	return strings.Join(all, ", ")
}
