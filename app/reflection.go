package app

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// ReflectionQuestion is one of the questions of Egna reflektioner, asked right
// after an interview. Their words lie under reflection.<question>.
type ReflectionQuestion string

// The questions.
const (
	ReflectSurprised   ReflectionQuestion = "surprised"   // what surprised me
	ReflectLearnt      ReflectionQuestion = "learnt"      // what I learnt
	ReflectDifferently ReflectionQuestion = "differently" // what I would do differently
	ReflectAfterwards  ReflectionQuestion = "afterwards"  // "Vad gjorde ni sedan?"
)

// ReflectionQuestions lists them in the order asked.
var ReflectionQuestions = []ReflectionQuestion{ReflectSurprised, ReflectLearnt, ReflectDifferently, ReflectAfterwards}

// MaxReflection is the longest answer, in code points.
const MaxReflection = 4000

// Reflections are answers to those questions; what was not answered is not in
// it. The type tells nothing of who may read them: that is where they lie.
type Reflections map[ReflectionQuestion]string

// Check reports what no reflections can be: an unknown question, or an answer
// that is empty, too long or no text.
func (r Reflections) Check() error {
	for q, text := range r {
		if !slices.Contains(ReflectionQuestions, q) || !noteOK(text) {
			return errors.New("app: reflections that cannot be")
		}
	}
	return nil
}

// noteOK reports whether a text is what [CleanNote] gives.
func noteOK(text string) bool { return text != "" && text == CleanNote(text) }

// CleanNote trims a note of several lines to what is stored: no more than
// [MaxReflection] code points, and no control characters but line ends.
func CleanNote(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError:
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
	text = strings.TrimSpace(text)
	if letters := []rune(text); len(letters) > MaxReflection {
		text = strings.TrimSpace(string(letters[:MaxReflection]))
	}
	return text
}
