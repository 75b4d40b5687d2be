package widget

import "barnrost/app/transcript"

// NamesShown lists the words for the speakers in the rows in view.
func NamesShown(u *Utterances) (names []string) {
	for _, r := range u.rows {
		names = append(names, r.name.Text)
	}
	return names
}

// FormOf tells a speaker's shape.
func FormOf(s transcript.Speaker) any { return voices[s].form }
