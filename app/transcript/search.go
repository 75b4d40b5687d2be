package transcript

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Query is what is looked for.
type Query struct {
	Words string
	Case  bool // large and small letters differ
	Whole bool // not inside a word or number
	Loose bool // é is found by e; å, ä and ö stay letters of their own
}

// Hit is a stretch of an utterance that a query found: the code points from
// At.Pos up to End. It never cuts a letter from its accent.
type Hit struct {
	At  Place
	End int
}

// Search returns where the words stand in the document, in its order. Hits do not
// overlap and none crosses from one utterance to the next. A letter with its
// accent as a sign of its own is the same as the two in one, and every kind of
// space is a space.
func Search(d *Document, q Query) []Hit {
	want := q.fold(q.Words, nil)
	if len(want) == 0 {
		return nil
	}
	var hits []Hit
	var units []unit // one for all: a long interview has thousands of utterances
	for i := range d.utts {
		units = q.fold(d.utts[i].Text, units[:0])
		hits = q.in(d.utts[i], units, want, hits)
	}
	return hits
}

// unit is one letter as it is compared, and the code points it stands for. A
// letter that folds to several units begins with the first and ends with the
// last of them.
type unit struct {
	r        rune
	from, to int
	first    bool
	last     bool
}

func (q Query) in(u Utterance, text, want []unit, hits []Hit) []Hit {
	var runes []rune
	for i := 0; i+len(want) <= len(text); i++ {
		if !text[i].first || !text[i+len(want)-1].last || !sameUnits(text[i:i+len(want)], want) {
			continue
		}
		from, to := text[i].from, text[i+len(want)-1].to
		if q.Whole {
			if runes == nil {
				runes = []rune(u.Text)
			}
			if from > 0 && inWord(runes[from-1]) || to < len(runes) && inWord(runes[to]) {
				continue
			}
		}
		hits = append(hits, Hit{Place{u.ID, from}, to})
		i += len(want) - 1
	}
	return hits
}

func sameUnits(a, b []unit) bool {
	for i := range a {
		if a[i].r != b[i].r {
			return false
		}
	}
	return true
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// fold gives text as it is compared, behind units.
func (q Query) fold(text string, units []unit) []unit {
	pos := 0
	for len(text) > 0 {
		if text[0] < utf8.RuneSelf && (len(text) == 1 || text[1] < utf8.RuneSelf) {
			// Nearly always: a letter that nothing can be joined to.
			units = append(units, unit{r: q.same(rune(text[0])), from: pos, to: pos + 1, first: true, last: true})
			pos, text = pos+1, text[1:]
			continue
		}
		size := norm.NFC.NextBoundaryInString(text, true)
		letter := text[:size]
		n := utf8.RuneCountInString(letter)
		at := len(units)
		for _, r := range q.plain(letter, n) {
			units = append(units, unit{r: q.same(r), from: pos, to: pos + n})
		}
		if len(units) > at {
			units[at].first, units[len(units)-1].last = true, true
		}
		pos += n
		text = text[size:]
	}
	return units
}

// plain is a letter with what is joined to it, in one form.
func (q Query) plain(letter string, n int) string {
	if n == 1 && letter[0] < utf8.RuneSelf {
		return letter
	}
	one := norm.NFC.String(letter)
	if !q.Loose || slices.Contains([]string{"å", "ä", "ö", "Å", "Ä", "Ö"}, one) {
		return one
	}
	bare := make([]rune, 0, n)
	for _, r := range norm.NFD.String(one) {
		if !unicode.Is(unicode.Mn, r) {
			bare = append(bare, r)
		}
	}
	if len(bare) == 0 {
		return one
	}
	return string(bare)
}

// same gives all forms of a letter that count as the same one form.
func (q Query) same(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	if q.Case {
		return r
	}
	if r < utf8.RuneSelf { // what a folding orbit says of these, but for the order
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

// ReplaceHits puts text in place of every hit, as one step, and returns how many
// it changed. The hits are those of [Search], some or all, in their order. If one
// does not fit the document any more, nothing is changed.
func (d *Document) ReplaceHits(hits []Hit, text string) (n int, err error) {
	text = Clean(text)
	var edits []Edit
	for _, h := range slices.Backward(hits) { // so that positions before stay right
		u, ok := d.Find(h.At.ID)
		a, b := byteAt(u.Text, h.At.Pos), byteAt(u.Text, h.End)
		if !ok || a < 0 || b < a {
			return 0, ErrMismatch
		}
		if old := u.Text[a:b]; old != text {
			edits = append(edits, Edit{Kind: EditText, ID: u.ID, Pos: h.At.Pos, Old: old, New: text})
		}
	}
	if len(edits) == 0 {
		return 0, nil
	}
	return len(edits), d.do(time.Time{}, edits...)
}

// NearestHit returns the index of the first hit at or after p, with back the last
// before it, going round; -1 where there is none.
func NearestHit(d *Document, hits []Hit, p Place, back bool) int {
	if len(hits) == 0 {
		return -1
	}
	order := make(map[uint64]int, d.Len())
	for i := range d.utts {
		order[d.utts[i].ID] = i
	}
	here := order[p.ID]
	at, exact := slices.BinarySearchFunc(hits, p, func(h Hit, p Place) int {
		if i := order[h.At.ID]; i != here {
			return i - here
		}
		return h.At.Pos - p.Pos
	})
	switch {
	case back && at == 0:
		return len(hits) - 1
	case back:
		return at - 1
	case exact || at < len(hits):
		return at
	}
	return 0
}
