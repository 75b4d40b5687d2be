package transcript

import "testing"

func TestWhatHasTextIsCovered(t *testing.T) {
	said := func(start, end int64, text string) Utterance { return Utterance{Start: start, End: end, Text: text} }
	const minute = 60_000
	for name, c := range map[string]struct {
		list []Utterance
		want int64
	}{
		"nothing":                     {nil, 0},
		"an empty row":                {[]Utterance{said(0, 9_000, "")}, 0},
		"one with its end":            {[]Utterance{said(0, 30_000, "ja")}, 30_000},
		"one without":                 {[]Utterance{said(0, 0, "ett två tre fyra fem")}, 10_000},
		"a short silence between":     {[]Utterance{said(0, 30_000, "ja"), said(45_000, 60_000, "nej")}, 60_000},
		"a long silence between":      {[]Utterance{said(0, 30_000, "ja"), said(90_000, 120_000, "nej")}, 60_000},
		"in any order":                {[]Utterance{said(90_000, 120_000, "nej"), said(0, 30_000, "ja")}, 60_000},
		"one over another":            {[]Utterance{said(0, 60_000, "ja"), said(20_000, 30_000, "mm")}, 60_000},
		"a start far in":              {[]Utterance{said(5*minute, 6*minute, "ja")}, minute},
		"silence at both ends":        {[]Utterance{said(15_000, 10*minute-15_000, "ja")}, 10 * minute},
		"more words than sound":       {[]Utterance{said(10*minute-1_000, 0, "ett två tre fyra fem sex sju")}, 1_000},
		"beyond the end of the sound": {[]Utterance{said(11*minute, 12*minute, "ja")}, 0},
		"an end beyond the sound's":   {[]Utterance{said(9*minute, 12*minute, "ja")}, minute},
	} {
		if got := Covered(c.list, 10*minute); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
