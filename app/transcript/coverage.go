package transcript

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// What coverage counts by.
const (
	// MinHole is how long a piece without text, or not heard, must be to be told
	// of: shorter ones are breaths and the edges of words.
	MinHole = 2_000
	// letterTime and wordsGrace are how long a text may last for its letters: the
	// slowest speech has some four letters a second, and an utterance may begin and
	// end with silence. Without this a last utterance of one word would seem to
	// cover the rest of the hour.
	letterTime = 250
	wordsGrace = 5_000
)

// TextCover returns which pieces of a sound of a length have text. An utterance
// with words covers from its start to its end or, where that is not known, to the
// start of the next in time, but no longer than its letters can have lasted: 5 s
// and 250 ms a letter. An empty utterance covers nothing.
func TextCover(list []Utterance, length int64) Stretches {
	next := nextStarts(list, length)
	var pieces []Stretch
	for i, u := range list {
		letters := int64(utf8.RuneCountInString(u.Text))
		if letters == 0 {
			continue
		}
		to := u.End
		if to == 0 {
			to = min(next[i], u.Start+wordsGrace+letters*letterTime)
		}
		pieces = append(pieces, Stretch{u.Start, min(to, length)})
	}
	return Tidy(pieces)
}

// nextStarts tells for each utterance when the next one in time begins: the
// list need not be in the order of time. Those that begin together last as long
// as each other; the last in time ends with the sound.
func nextStarts(list []Utterance, length int64) []int64 {
	starts := make([]int64, len(list))
	for i, u := range list {
		starts[i] = u.Start
	}
	slices.Sort(starts)
	next := make([]int64, len(list))
	for i, u := range list {
		next[i] = length
		if j, _ := slices.BinarySearch(starts, u.Start+1); j < len(starts) {
			next[i] = starts[j]
		}
	}
	return next
}

// Lack is what a piece of the sound lacks.
type Lack uint8

// The kinds of hole.
const (
	NotHeard  Lack = iota // speech that was not listened to
	NoText                // speech that was heard and not written
	Neither               // speech neither heard nor written
	QuietPast             // what seems to be silence, not listened to
)

// Unheard reports whether the piece was not listened to.
func (k Lack) Unheard() bool { return k != NoText }

// Hole is a piece of the sound that is not done with.
type Hole struct {
	Stretch
	Lack Lack
}

// Holes returns what is not done with, in the order of time: what was not
// listened to, of [MinHole] or more, and speech that was heard but has no text.
// Silence must be listened to as well: what tells speech from silence may take a
// whisper for silence. No two overlap.
func Holes(length int64, speech, heard, text Stretches) []Hole {
	if length <= 0 {
		return nil
	}
	whole := Stretches{{0, length}}
	unheard := whole.Without(heard).Longer(MinHole)
	unwritten := speech.Both(whole.Without(text))
	var all []Hole
	for _, s := range unheard {
		lack := QuietPast
		switch {
		case unwritten.In(s).Total() >= MinHole/2:
			lack = Neither
		case speech.In(s).Total() >= MinHole/4:
			lack = NotHeard
		}
		all = append(all, Hole{s, lack})
	}
	for _, s := range unwritten.Bridged(MinHole / 2).Without(unheard).Longer(MinHole) {
		all = append(all, Hole{s, NoText})
	}
	slices.SortFunc(all, func(a, b Hole) int { return cmp.Compare(a.From, b.From) })
	return all
}

// HeardWhole reports whether nothing of [MinHole] or more is left to listen to.
func HeardWhole(length int64, heard Stretches) bool {
	return length > 0 && len(Stretches{{0, length}}.Without(heard).Longer(MinHole)) == 0
}
