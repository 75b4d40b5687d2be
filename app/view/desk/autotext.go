package desk

import (
	"barnrost/app"
	"barnrost/app/transcript"
)

// aPause is how long a pause is said to be where nobody has measured it, in
// milliseconds.
const aPause = 5_000

// expand is asked after each letter whether it completes an abbreviation.
func (r *Room) expand(_ uint64, pos int, text string) (erase int, put string, ok bool) {
	return transcript.Expand(r.autotexts(), text, pos, r.position())
}

// autotexts are those that everybody has, and then the person's own.
func (r *Room) autotexts() []app.Autotext {
	if r.abbreviations == nil {
		for _, short := range app.BuiltInShorts {
			r.abbreviations = append(r.abbreviations, app.Autotext{Short: short, Text: BuiltIn(r.t, short)})
		}
		if r.d.Autotexts != nil {
			own, err := r.d.Autotexts()
			if err != nil {
				r.d.Bus.Trace("problem", app.CodeOf(err)) // the others work
			}
			r.abbreviations = append(r.abbreviations, own...)
		}
	}
	list := r.abbreviations
	for i, a := range list {
		if a.Short == "pa" {
			a.Text = r.t("autotext.pa", "n", r.pauseSeconds())
			list[i] = a
		}
	}
	return list
}

// BuiltIn is what an abbreviation becomes that everybody has, with the words of
// t; a pause is said to be five seconds long.
func BuiltIn(t func(key string, pairs ...any) string, short string) string {
	kinds := map[string]app.MarkerKind{"ni": "nickar", "sk": "skakar", "sr": "skratt"}
	if kind, ok := kinds[short]; ok { // the marker's own word, so that it counts as written in
		return "[" + t("transcript.mark."+string(kind)) + "]"
	}
	return t("autotext."+short, "n", aPause/1000, "tid", transcript.TimePlace)
}

// pauseSeconds is how long the pause at the playhead is, in whole seconds.
func (r *Room) pauseSeconds() int64 {
	if r.pauseAt != nil {
		if ms := r.pauseAt(r.position()); ms >= 1_000 {
			return (ms + 500) / 1000
		}
	}
	return aPause / 1000
}
