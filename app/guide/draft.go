package guide

import (
	"reflect"
	"slices"
	"strconv"

	"barnrost/app"
)

// maxUndo is how many changes of a draft can be taken back.
const maxUndo = 200

// letters are what the codes of each part begin with.
var letters = map[Part]string{WarmUp: "U", Contact: "K", Knowledge: "V", Taking: "D", Closing: "A"}

// Draft is a guide that is being changed. Every change can be taken back, and
// none is made that would leave it unusable. It is not safe for concurrent use.
type Draft struct {
	now          Guide
	past, future []Guide
}

// NewDraft begins with a guide that [Guide.Check] accepts.
func NewDraft(g Guide) *Draft { return &Draft{now: g.clone()} }

// Guide returns the guide as it is now.
func (d *Draft) Guide() Guide { return d.now.clone() }

// CanUndo and CanRedo report whether there is a change to take back, or to make
// once more.
func (d *Draft) CanUndo() bool { return len(d.past) > 0 }

// CanRedo is the counterpart of CanUndo.
func (d *Draft) CanRedo() bool { return len(d.future) > 0 }

// Undo takes the latest change back; without one it does nothing.
func (d *Draft) Undo() { turn(d, &d.past, &d.future) }

// Redo makes the change once more that was taken back last.
func (d *Draft) Redo() { turn(d, &d.future, &d.past) }

func turn(d *Draft, from, to *[]Guide) {
	if n := len(*from); n > 0 {
		*to = append(*to, d.now)
		d.now, *from = (*from)[n-1], (*from)[:n-1]
	}
}

// Change lets fn alter the guide; id, version and review are not its to alter.
// What cannot be a guide is refused with [app.CodeGuideText] and changes nothing.
func (d *Draft) Change(fn func(*Guide)) error {
	next := d.now.clone()
	fn(&next)
	next.Format, next.ID, next.Version, next.Reviewed = d.now.Format, d.now.ID, d.now.Version, d.now.Reviewed
	if _, err := next.Marshal(); err != nil {
		return app.Fail(app.CodeGuideText, err)
	}
	if reflect.DeepEqual(next, d.now) {
		return nil
	}
	d.past = append(d.past, d.now)
	if len(d.past) > maxUndo {
		d.past = d.past[1:]
	}
	d.now, d.future = next, nil
	return nil
}

// Put replaces the question with a code, or with "" adds one as the last of its
// part, and returns its code: a new one where the part is another than before.
// It fails as [Draft.Change] does.
func (d *Draft) Put(code string, q Question) (string, error) {
	old, known := d.now.Find(code)
	if known && old.Part == q.Part {
		q.Code = code
	} else {
		q.Code = d.now.freeCode(q.Part)
	}
	return q.Code, d.Change(func(g *Guide) {
		at := slices.IndexFunc(g.Questions, func(x Question) bool { return x.Code == code })
		switch {
		case at < 0:
			g.Questions = append(g.Questions, q)
		case known && old.Part == q.Part:
			g.Questions[at] = q
		default:
			g.Questions = append(slices.Delete(g.Questions, at, at+1), q)
		}
	})
}

// Remove takes a question away. The last one cannot go: it fails as
// [Draft.Change] does.
func (d *Draft) Remove(code string) error {
	return d.Change(func(g *Guide) {
		g.Questions = slices.DeleteFunc(g.Questions, func(q Question) bool { return q.Code == code })
	})
}

// Move moves a question one place up (-1) or down (1) within its part; at the
// end it stays.
func (d *Draft) Move(code string, by int) error {
	return d.Change(func(g *Guide) {
		list := g.inPart(code)
		i := slices.Index(list, g.at(code))
		if j := i + by; i >= 0 && j >= 0 && j < len(list) {
			a, b := list[i], list[j]
			g.Questions[a], g.Questions[b] = g.Questions[b], g.Questions[a]
		}
	})
}

// Place tells which question of its part this is, from 1, and how many there
// are.
func (g Guide) Place(code string) (nth, of int) {
	list := g.inPart(code)
	return slices.Index(list, g.at(code)) + 1, len(list)
}

func (g Guide) at(code string) int {
	return slices.IndexFunc(g.Questions, func(q Question) bool { return q.Code == code })
}

// inPart lists where the questions of a question's part are.
func (g Guide) inPart(code string) (list []int) {
	q, ok := g.Find(code)
	for i, x := range g.Questions {
		if ok && x.Part == q.Part {
			list = append(list, i)
		}
	}
	return list
}

// maxNumber is the highest number that a code has.
const maxNumber = 99

// freeCode returns the next code of a part: above all there are, so that a
// number which was taken away seldom comes back as another question.
func (g Guide) freeCode(p Part) string {
	code := func(n int) string { return letters[p] + strconv.Itoa(n) }
	next := maxNumber
	for next > 1 && g.at(code(next-1)) < 0 {
		next--
	}
	for next > 1 && g.at(code(next)) >= 0 { // the highest is taken: a gap will do
		next--
	}
	return code(next)
}

// Take makes the contents of another guide the draft's.
func (d *Draft) Take(other Guide) error {
	return d.Change(func(g *Guide) { *g = other.clone() })
}

// Approve returns the draft as the next version after a guide. own is the id of
// a guide of the unit's own, taken where current is the shipped one. It fails as
// [Draft.Change] does.
func (d *Draft) Approve(current Guide, own app.ID, by Review) (Guide, error) {
	next := d.Guide()
	next.ID, next.Version, next.Reviewed = current.ID, current.Version+1, by
	if next.ID == Shipped {
		next.ID = own.String()
	}
	if by == (Review{}) {
		return Guide{}, app.Fail(app.CodeGuideReview, nil)
	}
	if err := by.check(); err != nil {
		return Guide{}, app.Fail(app.CodeGuideReview, err)
	}
	if _, err := next.Marshal(); err != nil {
		return Guide{}, app.Fail(app.CodeGuideText, err)
	}
	return next, nil
}

// clone copies a guide so that neither's lists are the other's.
func (g Guide) clone() Guide {
	g.Areas, g.Presets, g.Questions = slices.Clone(g.Areas), slices.Clone(g.Presets), slices.Clone(g.Questions)
	for i, q := range g.Questions {
		g.Questions[i].Follow, g.Questions[i].Groups = slices.Clone(q.Follow), slices.Clone(q.Groups)
	}
	return g
}
