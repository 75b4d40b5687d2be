package mirror

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"barnrost/app/transcript"
)

// What the times of a transcript are trusted for.
const (
	// snap is how far from where a turn was said to begin its first sound is
	// looked for: whoever types marks a start from memory. Milliseconds.
	snap = 1_500
	// letterTime and wordsGrace bound a turn whose end nobody knows, as
	// [transcript.TextCover] does.
	letterTime = 250
	wordsGrace = 5_000
)

// Turn is one utterance in which something was said, with the times that the
// sound gives it.
type Turn struct {
	Speaker  transcript.Speaker // one of the first four: every other is Other
	From, To int64              // milliseconds; To is not before From
	Words    int
	Text     string
	ended    bool // To is known, not guessed
}

// Len is how long the turn is, in milliseconds.
func (t Turn) Len() int64 { return t.To - t.From }

// Turns returns what was said, in the order of time. speech is where in the
// sound somebody speaks, nil where there is no sound; length is the sound's,
// 0 without one. A turn begins with the sound nearest to where it was said to,
// and one whose end is not known ends with the last sound before the next turn.
func Turns(list []transcript.Utterance, speech transcript.Stretches, length int64) []Turn {
	said := make([]transcript.Utterance, 0, len(list))
	for _, u := range list {
		if transcript.Words(u.Text) > 0 {
			said = append(said, u)
		}
	}
	slices.SortStableFunc(said, func(a, b transcript.Utterance) int { return cmp.Compare(a.Start, b.Start) })
	turns := make([]Turn, len(said))
	for i, u := range said {
		from := u.Start
		if near, ok := onset(speech, from); ok && (i == 0 || near > turns[i-1].From) && (i+1 == len(said) || near < said[i+1].Start) && (u.End == 0 || near < u.End) {
			from = near
		}
		turns[i] = Turn{Speaker: folded(u.Speaker), From: from, Words: transcript.Words(u.Text), Text: u.Text}
	}
	for i, u := range said {
		t := &turns[i]
		next := nextStart(turns, i, length)
		t.To, t.ended = u.End, u.End != 0
		if !t.ended {
			t.To = t.From + wordsGrace + letterTime*int64(utf8.RuneCountInString(u.Text))
			if next > 0 {
				t.To = min(t.To, next)
			}
			if heard := speech.In(transcript.Stretch{From: t.From, To: t.To}); len(heard) > 0 {
				t.To, t.ended = heard[len(heard)-1].To, true
			}
		}
		t.To = max(t.To, t.From)
	}
	return turns
}

// nextStart is when the next turn begins that does not begin together with
// turn i; the end of the sound after the last, 0 where nobody knows.
func nextStart(turns []Turn, i int, length int64) int64 {
	for _, t := range turns[i+1:] {
		if t.From > turns[i].From {
			return t.From
		}
	}
	return length
}

// onset is where speech begins nearest to a time, if near enough.
func onset(speech transcript.Stretches, ms int64) (int64, bool) {
	best, found := int64(0), false
	for _, s := range speech[first(speech, ms-snap):] {
		if s.From > ms+snap {
			break
		}
		if s.From < ms-snap {
			continue
		}
		if off := abs(s.From - ms); !found || off < abs(best-ms) {
			best, found = s.From, true
		}
	}
	return best, found
}

// first is the index of the first piece that ends after a time.
func first(l transcript.Stretches, ms int64) int {
	i, _ := slices.BinarySearchFunc(l, ms, func(s transcript.Stretch, ms int64) int { return cmp.Compare(s.To, ms+1) })
	return i
}

func abs(x int64) int64 { return max(x, -x) }

// folded counts all who are neither of the three as one: Annan.
func folded(s transcript.Speaker) transcript.Speaker {
	switch s {
	case transcript.Interviewer, transcript.Child, transcript.Interpreter:
		return s
	}
	return transcript.Other
}

// backing are the small words that tell somebody to go on.
var backing = map[string]bool{
	"m": true, "mm": true, "mmm": true, "mhm": true, "hm": true, "hmm": true, "aa": true, "aha": true, "okej": true, "ok": true, "jaha": true, "jaså": true,
}

// Backing reports whether a text says nothing but "mm, aa, okej, jaha"
// ("uppbackning").
func Backing(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !letter(r) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !backing[w] })
}
