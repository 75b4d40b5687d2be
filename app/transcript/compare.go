package transcript

import (
	"strings"
	"unicode"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Change says how something differs between two versions.
type Change uint8

// The changes.
const (
	Same    Change = iota
	Added          // only in the later
	Removed        // only in the earlier
	Changed        // in both, not the same
)

// Fragment is a stretch of an utterance's text in a comparison: Same, Added or
// Removed.
type Fragment struct {
	Change Change
	Text   string
}

// Compared is one utterance in two versions.
type Compared struct {
	Change        Change
	Before, After Utterance  // the zero value where it is not there
	Fragments     []Fragment // of a Changed one's text, word by word
}

// Difference is how a transcript differs from an earlier version of it.
type Difference struct {
	All                     []Compared // every utterance of both, in order
	Added, Removed, Changed int        // utterances
	WordsIn, WordsOut       int        // words put in and taken out
	Names                   bool       // a speaker is called something else
}

// Equal reports whether nothing differs.
func (d Difference) Equal() bool { return d.Added+d.Removed+d.Changed == 0 && !d.Names }

// Compare tells how after differs from before. Utterances are recognised by
// their ids, so one that was split, or whose every word was changed, is still
// itself.
func Compare(before, after Content) Difference {
	d := Difference{Names: before.Names != after.Names}
	stay := inOrder(before.Utterances, after.Utterances)
	a, b := before.Utterances, after.Utterances
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) > 0 && !stay[a[0].ID]:
			d.Removed++
			d.WordsOut += Words(a[0].Text)
			d.All = append(d.All, Compared{Change: Removed, Before: a[0]})
			a = a[1:]
		case len(b) > 0 && !stay[b[0].ID]:
			d.Added++
			d.WordsIn += Words(b[0].Text)
			d.All = append(d.All, Compared{Change: Added, After: b[0]})
			b = b[1:]
		default: // both begin with the same id
			d.pair(a[0], b[0])
			a, b = a[1:], b[1:]
		}
	}
	return d
}

func (d *Difference) pair(a, b Utterance) {
	if a == b {
		d.All = append(d.All, Compared{Change: Same, Before: a, After: b})
		return
	}
	d.Changed++
	c := Compared{Change: Changed, Before: a, After: b, Fragments: byWords(a.Text, b.Text)}
	for _, p := range c.Fragments {
		switch p.Change {
		case Added:
			d.WordsIn += Words(p.Text)
		case Removed:
			d.WordsOut += Words(p.Text)
		}
	}
	d.All = append(d.All, c)
}

// byWords compares two texts word by word. What was removed stands before what
// came in its place.
func byWords(a, b string) (out []Fragment) {
	if a == b {
		if a != "" {
			out = append(out, Fragment{Same, a})
		}
		return out
	}
	was, is := tokens(a), tokens(b)
	var p pairing
	at := 0
	for _, d := range lcs.DiffLines(was, is) {
		p.same(was[at:d.Start])
		p.out = append(p.out, was[d.Start:d.End]...)
		p.in = append(p.in, is[d.ReplStart:d.ReplEnd]...)
		at = d.End
	}
	p.same(was[at:])
	p.end()
	return p.parts
}

// pairing gathers tokens into pieces.
type pairing struct {
	parts   []Fragment
	out, in []string
	between []string // the same in both, and may be too little to stand alone
}

// same takes tokens that both texts have. Nothing but space between two changes
// belongs to them: "röda huset" and "blå bilen" are told as two words for two,
// not as one for one twice.
func (p *pairing) same(tokens []string) {
	text := strings.Join(tokens, "")
	if text == "" {
		return
	}
	if len(p.out)+len(p.in) > 0 && strings.TrimSpace(text) == "" && !strings.Contains(text, "\n") {
		p.between = append(p.between, text)
		p.out, p.in = append(p.out, text), append(p.in, text)
		return
	}
	p.end()
	p.add(Same, text)
}

// end writes the change gathered so far. Space that turned out to stand last in
// it is the same in both.
func (p *pairing) end() {
	out, in := strings.Join(p.out, ""), strings.Join(p.in, "")
	tail := ""
	if n := len(p.between); n > 0 && strings.HasSuffix(out, p.between[n-1]) && strings.HasSuffix(in, p.between[n-1]) {
		tail = p.between[n-1]
		out, in = strings.TrimSuffix(out, tail), strings.TrimSuffix(in, tail)
	}
	p.add(Removed, out)
	p.add(Added, in)
	p.out, p.in, p.between = nil, nil, nil
	p.add(Same, tail)
}

func (p *pairing) add(c Change, text string) {
	if text == "" {
		return
	}
	if n := len(p.parts); n > 0 && p.parts[n-1].Change == c {
		p.parts[n-1].Text += text
		return
	}
	p.parts = append(p.parts, Fragment{c, text})
}

// tokens cuts a text into words, spaces and single signs. Joined again they are
// the text.
func tokens(s string) (list []string) {
	kind := func(r rune) int {
		switch {
		case wordRune(r):
			return 1
		case unicode.IsSpace(r) && r != '\n':
			return 2
		}
		return 0
	}
	start, last := 0, -1
	for i, r := range s {
		k := kind(r)
		if i > start && (k != last || k == 0 && r != '\u200d' && !unicode.Is(unicode.Variation_Selector, r)) {
			list = append(list, s[start:i])
			start = i
		}
		last = k
	}
	if start < len(s) {
		list = append(list, s[start:])
	}
	return list
}
