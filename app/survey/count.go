package survey

import (
	"crypto/rand"
	"math/big"
)

// Tally is how the faces of one question were chosen. Who skipped it counts in
// nothing.
type Tally struct{ Glad, Between, Sad int }

// N is how many answered.
func (t Tally) N() int { return t.Glad + t.Between + t.Sad }

// Tenths is the mean of the points in tenths, rounded half up: 27 for 2.7. It is
// 0 where nobody answered.
func (t Tally) Tenths() int {
	n := t.N()
	if n == 0 {
		return 0
	}
	points := Glad.Points()*t.Glad + Between.Points()*t.Between + Sad.Points()*t.Sad
	return (20*points + n) / (2 * n)
}

// Counted is what a unit sees of its children's answers.
type Counted struct {
	Answers int // how many answered anything
	Faces   [Faces]Tally
	// Words are the own words for each question, each list in an order of its own,
	// so that no child's answers can be put together again.
	Words [Questions][]string
}

// Count counts answers; blank ones count in nothing.
func Count(all []Answers) Counted {
	var c Counted
	for _, a := range all {
		if a.Blank() {
			continue
		}
		c.Answers++
		for i, f := range a.Faces {
			switch f {
			case Glad:
				c.Faces[i].Glad++
			case Between:
				c.Faces[i].Between++
			case Sad:
				c.Faces[i].Sad++
			}
		}
		for i, w := range a.Words {
			if w != "" {
				c.Words[i] = append(c.Words[i], w)
			}
		}
	}
	for _, list := range c.Words {
		shuffle(list)
	}
	return c
}

// shuffle puts a list into a random order that nobody can guess.
func shuffle(list []string) {
	for i := len(list) - 1; i > 0; i-- {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(i+1)))
		if err != nil {
			panic("survey: no randomness: " + err.Error()) // crypto/rand never fails on a system we run on
		}
		j := int(n.Int64())
		list[i], list[j] = list[j], list[i]
	}
}
