package transcript

import (
	"regexp"
	"strings"
	"unicode"
)

// noted is what stands in brackets beside what is said: [nickar], [paus 5 s],
// [00:12:34]. The doubtful word of [?ord?] was said.
var noted = regexp.MustCompile(`\[[^?\[\]\n][^\[\]\n]*\]`)

// Words counts the words that are said in a text: runs of letters, marks and
// digits, also around one joining sign as in "EU:s" and "t-shirt". Notes in
// brackets are not said.
func Words(text string) int {
	if strings.Contains(text, "[") {
		text = noted.ReplaceAllString(text, " ")
	}
	n, inside, joined := 0, false, false
	for _, r := range text {
		switch {
		case wordRune(r):
			if !inside && !joined {
				n++
			}
			inside, joined = true, false
		case inside && strings.ContainsRune("-:'’.", r):
			inside, joined = false, true
		default:
			inside, joined = false, false
		}
	}
	return n
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// Tally is how much a transcript says.
type Tally struct {
	Words     int
	BySpeaker map[Speaker]int // words
}

// Count counts the words of utterances, altogether and for each speaker.
func Count(list []Utterance) Tally {
	t := Tally{BySpeaker: map[Speaker]int{}}
	for _, u := range list {
		n := Words(u.Text)
		t.Words += n
		t.BySpeaker[u.Speaker] += n
	}
	return t
}
