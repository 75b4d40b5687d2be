package transcript

import (
	"cmp"
	"slices"
)

// What is taken for covered when times do not say: a silence of up to hushed is
// nobody's, and a word takes at least perWord milliseconds to say.
const (
	hushed  = 20_000
	perWord = 400
)

// Covered returns how many milliseconds of a sound of that length have text.
// Silences of up to twenty seconds beside text count with it.
func Covered(list []Utterance, length int64) (ms int64) {
	list = slices.DeleteFunc(slices.Clone(list), func(u Utterance) bool { return u.Text == "" || u.Start >= length })
	slices.SortStableFunc(list, func(a, b Utterance) int { return cmp.Compare(a.Start, b.Start) })
	var reach int64 // all before it has been counted, with or without text
	for _, u := range list {
		from := u.Start
		if from-reach <= hushed {
			from = min(from, reach)
		}
		from = max(from, reach)
		reach = min(max(reach, from, u.End, u.Start+int64(Words(u.Text))*perWord), length)
		ms += reach - from
	}
	if len(list) > 0 && length-reach <= hushed {
		ms += length - reach
	}
	return ms
}
