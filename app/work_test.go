package app

import "testing"

const minute = 60_000

func TestThePaceIsOnesOwnOverTheLatestInterviews(t *testing.T) {
	work := func(worked, covered int64) Work {
		return Work{Worked: worked * minute, Covered: covered * minute, Sound: 60 * minute}
	}
	for name, c := range map[string]struct {
		latest []Work
		want   float64
	}{
		"nobody has done any":               {nil, TranscribeFactor},
		"too little to tell":                {[]Work{work(20, 2)}, TranscribeFactor},
		"one":                               {[]Work{work(100, 20)}, 5},
		"two weigh as they are long":        {[]Work{work(30, 10), work(100, 40)}, 2.6},
		"only the latest five":              {[]Work{work(30, 10), work(30, 10), work(30, 10), work(30, 10), work(30, 10), work(900, 60)}, 3},
		"what tells nothing is passed over": {[]Work{work(1, 0), work(30, 10)}, 3},
		"impossibly quick":                  {[]Work{work(1, 50)}, quickestPace},
		"left playing overnight":            {[]Work{work(9000, 50)}, slowestPace},
	} {
		if got := Pace(c.latest); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatIsLeftIsTheSoundWithoutTextAtThePace(t *testing.T) {
	w := Work{Sound: 30 * minute, Covered: 20 * minute}
	if got := w.Left(4); got != 40*minute {
		t.Errorf("%d minutes", got/minute)
	}
	if got := (Work{Sound: 10, Covered: 20}).Left(4); got != 0 {
		t.Errorf("more text than sound leaves %d", got)
	}
	for _, c := range []struct {
		w    Work
		want bool
	}{
		{Work{Sound: 30 * minute, Covered: 20 * minute}, true}, {Work{Sound: 4 * minute}, false},
		{Work{Sound: 90 * minute, Covered: 84 * minute}, false}, {Work{}, false}, {Work{Sound: 5 * minute}, true},
	} {
		if c.w.Much() != c.want {
			t.Errorf("%+v: %v", c.w, !c.want)
		}
	}
}
