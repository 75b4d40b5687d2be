package widget

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// flow is a text broken into lines of a width. It is what the list measures,
// draws and finds places with: Fyne's text box has no place for a caret behind
// the space that a line breaks at, and its cost grows with its text.
type flow struct {
	text  string
	width float32
	lines []flowLine
}

// flowLine is one line: its bytes in the text, without a line end but with the
// blanks it breaks at, and the code point it begins with.
type flowLine struct {
	from, to int
	pos, n   int
}

// typesetter measures text as it is drawn. Widths of words are remembered:
// people use few different ones.
type typesetter struct {
	size  float32
	high  float32 // of a line
	words map[string]float32
}

// mostWords bounds what is remembered.
const mostWords = 20_000

// fresh takes the size of text as it is now.
func (t *typesetter) fresh() {
	size := theme.SizeNow(theme.SizeBody)
	if t.size != size || t.words == nil || len(t.words) > mostWords {
		*t = typesetter{size: size, words: map[string]float32{}}
		t.high = fyne.MeasureText("Åg", size, fyne.TextStyle{}).Height
	}
}

func (t *typesetter) measure(s string) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, t.size, fyne.TextStyle{}).Width
}

func (t *typesetter) word(s string) float32 {
	w, ok := t.words[s]
	if !ok {
		w = t.measure(s)
		t.words[s] = w
	}
	return w
}

// flow breaks a text into lines.
func (t *typesetter) flow(text string, width float32) *flow {
	t.fresh()
	f := &flow{text: text, width: width}
	pos, from := 0, 0
	for {
		end := strings.IndexByte(text[from:], '\n')
		if end < 0 {
			f.wrap(t, from, len(text), pos)
			return f
		}
		f.wrap(t, from, from+end, pos)
		pos += utf8.RuneCountInString(text[from:from+end]) + 1
		from += end + 1
	}
}

// wrap breaks the paragraph of bytes [from, to), which begins with code point
// pos: behind blanks, and inside a word only where it is longer than a line.
func (f *flow) wrap(t *typesetter, from, to, pos int) {
	start, x := from, float32(0)
	put := func(end int) {
		n := utf8.RuneCountInString(f.text[start:end])
		f.lines = append(f.lines, flowLine{start, end, pos, n})
		start, pos, x = end, pos+n, 0
	}
	for at := from; at < to; {
		word, next := wordEnd(f.text, at, to)
		w := t.word(f.text[at:word])
		if x > 0 && x+w > f.width {
			put(at)
		}
		for w > f.width { // a word that no line holds
			fits := at + t.fitting(f.text[at:word], f.width)
			put(fits)
			at = fits
			w = t.measure(f.text[at:word])
		}
		x += w
		if next > word {
			x += t.word(f.text[word:next])
		}
		at = next
	}
	put(to)
}

// wordEnd returns where the word at byte at ends, at blanks or behind a hyphen,
// and where the next begins.
func wordEnd(s string, at, to int) (end, next int) {
	for i := at; i < to; i++ {
		switch s[i] {
		case ' ', '\t':
			next = i + 1
			for next < to && (s[next] == ' ' || s[next] == '\t') {
				next++
			}
			if apart(s, next, to) {
				return i, next
			}
			i = next - 1
		case '-':
			if i > at && i+1 < to && s[i+1] != ' ' && apart(s, i+1, to) {
				return i + 1, i + 1
			}
		}
	}
	return to, to
}

// apart reports whether a line may break before byte i: not where an accent
// stands on the blank before it.
func apart(s string, i, to int) bool {
	return i >= to || s[i] < utf8.RuneSelf || transcript.NextBorder(s[i-1:to], 0) == 1
}

// fitting returns how many bytes of a word fit into a width: at least one
// letter.
func (t *typesetter) fitting(word string, width float32) int {
	fits := 0
	for pos := 0; ; {
		next := transcript.NextBorder(word, pos)
		end := byteOf(word, next)
		if fits > 0 && (end == fits || t.measure(word[:end]) > width) {
			return fits
		}
		fits, pos = end, next
	}
}

// byteOf returns the byte that code point pos of s begins with.
func byteOf(s string, pos int) int {
	for i := range s {
		if pos == 0 {
			return i
		}
		pos--
	}
	return len(s)
}

// shown returns a line's text as drawn: the blanks at its end are not seen.
func (f *flow) shown(i int) string {
	l := f.lines[i]
	return strings.TrimRight(f.text[l.from:l.to], " ")
}

// lineOf returns the line that the caret before code point pos stands in. upper
// asks for the end of the line above where a line breaks at pos.
func (f *flow) lineOf(pos int, upper bool) int {
	lo, hi := 0, len(f.lines)
	for lo+1 < hi {
		if mid := (lo + hi) / 2; f.lines[mid].pos <= pos {
			lo = mid
		} else {
			hi = mid
		}
	}
	if upper && lo > 0 && f.lines[lo].pos == pos && f.broken(lo-1) {
		lo--
	}
	return lo
}

// broken reports whether line i goes on in the next.
func (f *flow) broken(i int) bool {
	return i+1 < len(f.lines) && f.lines[i+1].pos == f.lines[i].pos+f.lines[i].n
}

// x returns where code point pos begins in line i, from the text's left edge.
// Blanks that a line breaks at do not lead out of the column.
func (f *flow) x(t *typesetter, i, pos int) float32 {
	l := f.lines[i]
	s := f.text[l.from:l.to]
	s = s[:byteOf(s, min(max(pos-l.pos, 0), l.n))]
	return min(t.measure(s), f.width)
}

// posAt returns the place in line i nearest to x, and whether it belongs to
// this line though the next begins with it.
func (f *flow) posAt(t *typesetter, i int, x float32) (pos int, upper bool) {
	l := f.lines[i]
	s := f.text[l.from:l.to]
	var borders []int
	for at := 0; ; at = transcript.NextBorder(s, at) {
		if borders = append(borders, at); at >= l.n {
			break
		}
	}
	lo, hi := 0, len(borders)-1
	for lo < hi { // the last border left of x
		mid := (lo + hi + 1) / 2
		if t.measure(s[:byteOf(s, borders[mid])]) <= x {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo+1 < len(borders) {
		left, right := t.measure(s[:byteOf(s, borders[lo])]), t.measure(s[:byteOf(s, borders[lo+1])])
		if x-left > right-x {
			lo++
		}
	}
	return f.inside(i, l.pos+borders[lo])
}

// end returns the last place of line i: before the blanks it breaks at.
func (f *flow) end(i int) (pos int, upper bool) {
	return f.inside(i, f.lines[i].pos+f.lines[i].n)
}

// inside keeps a place in line i out of the next one.
func (f *flow) inside(i, pos int) (int, bool) {
	l := f.lines[i]
	if pos < l.pos+l.n || !f.broken(i) {
		return pos, false
	}
	if s := f.text[l.from:l.to]; strings.HasSuffix(s, " ") {
		return l.pos + utf8.RuneCountInString(strings.TrimRight(s, " ")), false
	}
	return pos, true
}
