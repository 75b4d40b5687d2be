package survey_test

import (
	"errors"
	"fmt"
	"testing"

	"barnrost/app"
	"barnrost/app/survey"
)

// boxes are n envelopes that open as they are, and odd ones that do not.
func boxes(t *testing.T, n, odd int) (list [][]byte) {
	t.Helper()
	for i := range n {
		raw, err := survey.Answers{Words: [5]string{fmt.Sprintf("svar %d", i)}}.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, raw)
	}
	for range odd {
		list = append(list, []byte("skräp"))
	}
	return list
}

func asItIs(box []byte) ([]byte, error) {
	if string(box) == "skräp" {
		return nil, errors.New("not sealed to us")
	}
	return box, nil
}

// Below the unit's number nothing is even opened, and no number of the unit's is
// below five: not one that somebody wrote into its form by hand.
func TestNothingIsOpenedBelowFive(t *testing.T) {
	blank, err := survey.Answers{}.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		boxes   [][]byte
		from    int
		want    app.Code
		missing string
		touched bool
	}{
		"none":                    {nil, 5, app.CodeEnvelopesFew, "5", false},
		"four":                    {boxes(t, 4, 0), 5, app.CodeEnvelopesFew, "1", false},
		"four, asked for one":     {boxes(t, 4, 0), 1, app.CodeEnvelopesFew, "1", false},
		"five":                    {boxes(t, 5, 0), 5, "", "", true},
		"seven of eight":          {boxes(t, 7, 0), 8, app.CodeEnvelopesFew, "1", false},
		"four and one unreadable": {boxes(t, 4, 1), 5, app.CodeEnvelopesOdd, "", true},
		"four and one blank":      {append(boxes(t, 4, 0), blank), 5, app.CodeEnvelopesOdd, "", true},
		"five and one unreadable": {boxes(t, 5, 1), 5, "", "", true},
	} {
		touched := false
		l, err := survey.OpenLot(c.boxes, c.from, func(b []byte) ([]byte, error) { touched = true; return asItIs(b) })
		if app.CodeOf(err) != c.want || touched != c.touched {
			t.Errorf("%s: %v, touched %v", name, err, touched)
		}
		var e *app.Error
		if errors.As(err, &e) && e.Args["missing"] != c.missing {
			t.Errorf("%s: %s are said to be missing", name, e.Args["missing"])
		}
		if err != nil && (l.Answers != nil || l.Boxes != nil) {
			t.Errorf("%s: answers came out all the same", name)
		}
		if err == nil && (len(l.Answers) != 5 || len(l.Boxes) != 5 || l.Unread != len(c.boxes)-5) {
			t.Errorf("%s: %d answers, %d unread", name, len(l.Answers), l.Unread)
		}
	}
}

func TestWhatWasOpenedIsReadAgain(t *testing.T) {
	all, unread := survey.ReadLots(boxes(t, 6, 2), asItIs)
	if len(all) != 6 || unread != 2 {
		t.Errorf("%d answers, %d unread", len(all), unread)
	}
}
