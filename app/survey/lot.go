package survey

import (
	"strconv"

	"barnrost/app"
)

// Lot is envelopes that were opened together: never fewer than the unit asks
// for, so that none of them can be told to be one child's.
type Lot struct {
	Boxes   [][]byte // those that could be read, still sealed
	Answers []Answers
	Unread  int // that could not
}

// OpenLot opens all of the closed envelopes, if there are at least from of them
// that hold an answer; otherwise nothing of any comes out. What came after a lot
// was opened waits for a lot of its own: two counts with a child between them
// would show what that child answered. It returns [app.CodeEnvelopesFew], with
// how many are missing, or [app.CodeEnvelopesOdd] where enough lie there and too
// few of them can be read.
func OpenLot(closed [][]byte, from int, open func(box []byte) (plain []byte, err error)) (Lot, error) {
	from = max(from, Fewest)
	if missing := from - len(closed); missing > 0 {
		return Lot{}, &app.Error{Code: app.CodeEnvelopesFew, Args: map[string]string{"missing": strconv.Itoa(missing)}}
	}
	var l Lot
	for _, box := range closed {
		if a, err := read(box, open); err == nil && !a.Blank() {
			l.Boxes, l.Answers = append(l.Boxes, box), append(l.Answers, a)
		} else {
			l.Unread++
		}
	}
	if len(l.Answers) < from {
		return Lot{}, app.Fail(app.CodeEnvelopesOdd, nil)
	}
	return l, nil
}

// ReadLots reads envelopes that were opened before.
func ReadLots(opened [][]byte, open func(box []byte) (plain []byte, err error)) (all []Answers, unread int) {
	for _, box := range opened {
		if a, err := read(box, open); err == nil {
			all = append(all, a)
		} else {
			unread++
		}
	}
	return all, unread
}

func read(box []byte, open func([]byte) ([]byte, error)) (Answers, error) {
	plain, err := open(box)
	if err != nil {
		return Answers{}, err
	}
	return ParseAnswers(plain)
}
