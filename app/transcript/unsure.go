package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unsure matches what a typist leaves to come back to: [ohörbart 00:12:34] and
// [?ord?].
var unsure = regexp.MustCompile(`\[(?:ohörbart|inaudible)[^\[\]\n]*\]|\[\?[^\[\]\n]*\]`)

// Doubt is a place where the typist was not sure of what was said.
type Doubt struct {
	At    Place
	End   int   // the code point behind its last bracket
	Heard int64 // about when it is said, in milliseconds
}

// How long a letter takes to be said, in milliseconds: people say ten to fifteen a
// second, and with their pauses no fewer than six.
const (
	perLetter     = 70
	mostPerLetter = 150
)

// Doubts returns the places where the typist was not sure, in the order of the
// text. Heard is the time that stands in the place itself. Where none does, it
// is reckoned from the time mark before it or the start of the utterance, by how
// much of the text has been said since; rather too early than too late.
func Doubts(d *Document) []Doubt {
	var list []Doubt
	for i, u := range d.utts {
		end := u.End
		if end == 0 && i+1 < len(d.utts) {
			end = d.utts[i+1].Start
		}
		list = append(list, doubtsIn(u, end)...)
	}
	return list
}

// doubtsIn takes where the utterance ends, 0 for not known.
func doubtsIn(u Utterance, end int64) []Doubt {
	if !strings.Contains(u.Text, "[") {
		return nil // quicker than the expression, and nearly always so
	}
	var list []Doubt
	for _, at := range unsure.FindAllStringIndex(u.Text, -1) {
		pos := utf8.RuneCountInString(u.Text[:at[0]])
		d := Doubt{
			At: Place{u.ID, pos}, End: pos + utf8.RuneCountInString(u.Text[at[0]:at[1]]), Heard: u.Start,
		}
		from := 0
		for _, m := range stampsIn(u.Text[:at[1]]) {
			d.Heard, from = m.ms, m.to // the last one: its own, if it has one
		}
		if from < at[0] {
			said := utf8.RuneCountInString(u.Text[from:at[0]])
			d.Heard += timeOf(said, utf8.RuneCountInString(u.Text[from:]), end-d.Heard)
		}
		list = append(list, d)
	}
	return list
}

// timeOf is about how long the first said of all letters took, in milliseconds,
// where all of them had so much time; 0 or less is not known.
func timeOf(said, all int, time int64) int64 {
	if time <= 0 {
		time = int64(all) * perLetter
	}
	time = min(time, int64(all)*mostPerLetter)
	return time * int64(said) / int64(all) * 9 / 10
}

// NextDoubt returns the first place after p, or with back the last before it,
// going round at the end. ok is false when there is none.
func NextDoubt(d *Document, p Place, back bool) (next Doubt, ok bool) {
	list := Doubts(d)
	if len(list) == 0 {
		return Doubt{}, false
	}
	from := d.Index(p.ID)
	order := func(q Doubt) int {
		if i := d.Index(q.At.ID); i != from {
			return i - from
		}
		return q.At.Pos - p.Pos
	}
	if !back {
		for _, q := range list {
			if order(q) > 0 {
				return q, true
			}
		}
		return list[0], true
	}
	for i := len(list) - 1; i >= 0; i-- {
		if order(list[i]) < 0 {
			return list[i], true
		}
	}
	return list[len(list)-1], true
}

// DoubtAt returns the uncertain place that the caret stands in, or before, or
// right behind; or else a guessed word that it stands behind with nothing but
// spaces and punctuation between, as [Document.Question] leaves it.
func DoubtAt(d *Document, p Place) (found Doubt, ok bool) {
	u, _ := d.Find(p.ID)
	for _, q := range doubtsIn(u, u.End) {
		if q.At.Pos <= p.Pos && p.Pos <= q.End {
			found, ok = q, true // of two that meet, the one the caret stands before
		}
	}
	if ok {
		return found, true
	}
	for _, q := range doubtsIn(u, u.End) {
		a, b, c := byteAt(u.Text, q.At.Pos), byteAt(u.Text, q.End), byteAt(u.Text, p.Pos)
		if q.End < p.Pos && c >= 0 && strings.HasPrefix(u.Text[a:], "[?") && !strings.ContainsFunc(u.Text[b:c], ends) {
			found, ok = q, true
		}
	}
	return found, ok
}

// Resolve makes an uncertain place certain, as one step: of [?ord?] the word
// stays; of [ohörbart …] nothing is left, nor the space that it took. caret is
// where it stood.
func (d *Document) Resolve(q Doubt) (caret Place, err error) {
	u, ok := d.Find(q.At.ID)
	a, b := byteAt(u.Text, q.At.Pos), byteAt(u.Text, q.End)
	if !ok || a < 0 || b < a || !unsure.MatchString(u.Text[a:b]) {
		return Place{}, ErrMismatch
	}
	word, guessed := strings.CutPrefix(u.Text[a:b], "[?")
	word = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(word, "]"), "?"))
	if !guessed {
		word = ""
	}
	from, to := q.At.Pos, q.End
	if word == "" {
		before, _ := utf8.DecodeLastRuneInString(u.Text[:a])
		after, size := utf8.DecodeRuneInString(u.Text[b:])
		switch {
		case unicode.IsSpace(after) && (a == 0 || unicode.IsSpace(before)) && size > 0:
			to++
		case b == len(u.Text) && a > 0 && unicode.IsSpace(before):
			from--
		}
	}
	caret = Place{q.At.ID, from + utf8.RuneCountInString(word)}
	return caret, d.Replace(q.At.ID, from, to, word)
}

// Question makes what stands between two places of one utterance an uncertain
// place, as one step: [?words?]. Where they are one place it takes the word
// there or, behind a space or a full stop, the one that was just written. ok is
// false where there is nothing to take, or brackets stand in it. caret is behind
// the last bracket, or still behind what stood between.
func (d *Document) Question(from, to Place) (caret Place, ok bool) {
	u, found := d.Find(from.ID)
	if !found || from.ID != to.ID {
		return Place{}, false
	}
	behind := 0 // how far the caret stood behind the word
	if from == to {
		at := from.Pos
		from.Pos, to.Pos = wordAt(u.Text, at)
		behind = max(min(at, utf8.RuneCountInString(u.Text))-to.Pos, 0)
	}
	a, b := byteAt(u.Text, from.Pos), byteAt(u.Text, to.Pos)
	if a < 0 || b < a {
		return Place{}, false
	}
	words := u.Text[a:b]
	for r, size := utf8.DecodeRuneInString(words); unicode.IsSpace(r); r, size = utf8.DecodeRuneInString(words) {
		words, from.Pos = words[size:], from.Pos+1
	}
	words = strings.TrimRightFunc(words, unicode.IsSpace)
	if words == "" || strings.ContainsAny(words, "[]\n") {
		return Place{}, false
	}
	n := utf8.RuneCountInString(words)
	if d.Replace(u.ID, from.Pos, from.Pos+n, "[?"+words+"?]") != nil {
		return Place{}, false
	}
	return Place{u.ID, from.Pos + n + 4 + behind}, true
}

// ends reports whether a rune ends the way back from the caret to the word that
// was written last.
func ends(r rune) bool { return inWord(r) || strings.ContainsRune("[]\n", r) }

// wordAt returns the word that code point pos of text lies in or touches, or
// else the last one before it in the same line, if nothing but spaces and
// punctuation stands between and no bracket.
func wordAt(text string, pos int) (from, to int) {
	runes := []rune(text)
	pos = min(max(pos, 0), len(runes))
	from = pos
	if pos == len(runes) || !inWord(runes[pos]) {
		for from > 0 && !ends(runes[from-1]) {
			from--
		}
		if from == 0 || !inWord(runes[from-1]) {
			return pos, pos
		}
	}
	to = from
	for from > 0 && inWord(runes[from-1]) {
		from--
	}
	for to < len(runes) && inWord(runes[to]) {
		to++
	}
	return from, to
}
