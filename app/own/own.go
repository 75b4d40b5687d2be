// Package own holds what a person writes of an interview for themselves alone:
// what they thought the child would say, and the reflections they keep. It is a
// package of its own so that what sends and reports cannot name these types:
// only the casebook, which seals them to the owner's key, and the room where
// they are written know it.
package own

import (
	"errors"

	"barnrost/app"
)

// Aside is all that is private of one interview.
type Aside struct {
	// Guess is "Vad tror du barnet kommer att säga?", written before.
	Guess string `json:"guess,omitempty"`
	// Heard is "Vad sa barnet?", written beside it after.
	Heard string `json:"heard,omitempty"`
	// Notes are the reflections that are not shared.
	Notes app.Reflections `json:"notes,omitempty"`
}

// Empty reports whether there is nothing to keep.
func (a Aside) Empty() bool { return a.Guess == "" && a.Heard == "" && len(a.Notes) == 0 }

// Check reports what cannot be.
func (a Aside) Check() error {
	if a.Guess != app.CleanNote(a.Guess) || a.Heard != app.CleanNote(a.Heard) {
		return errors.New("own: a note that cannot be")
	}
	return a.Notes.Check()
}

// Add is a guess with text after its first so many code points.
func Add(guess string, after int, text string) string {
	letters := []rune(guess)
	return app.CleanNote(string(letters[:min(max(after, 0), len(letters))]) + "\n\n" + app.CleanNote(text))
}

// Note is one answer of Egna reflektioner as it is written: Shared travels with
// the interview, anything else is the writer's alone.
type Note struct {
	Text   string
	Shared bool
}

// Notes are the answers by question.
type Notes map[app.ReflectionQuestion]Note

// Split parts them, cleaned, into those kept and those shared.
func (n Notes) Split() (private, shared app.Reflections) {
	private, shared = app.Reflections{}, app.Reflections{}
	for q, note := range n {
		into := private
		if note.Shared {
			into = shared
		}
		if text := app.CleanNote(note.Text); text != "" {
			into[q] = text
		}
	}
	return private, shared
}

// Join is the other way. A question that is answered in both keeps both: what
// was typed is never lost, and it is private until somebody says otherwise.
func Join(private, shared app.Reflections) Notes {
	n := Notes{}
	for q, text := range shared {
		n[q] = Note{Text: text, Shared: true}
	}
	for q, text := range private {
		if old := n[q].Text; old != "" && old != text {
			text = app.CleanNote(text + "\n\n" + old)
		}
		n[q] = Note{Text: text}
	}
	return n
}

// Revealed reports whether the guess may be shown: the interview has been held.
// step is where it stands.
func Revealed(step app.Step) bool { return step != app.StepRecord && step != app.StepRunning }
