package mirror

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
	"unicode"

	"barnrost/app/transcript"
)

// Bounds below which a figure would say nothing.
const (
	leastWords = 20     // of one's own, for a tempo
	leastTime  = 10_000 // milliseconds of one's own, for a tempo
	// LeastWait is the shortest silence that is told of, in milliseconds.
	LeastWait = 1_500
)

// Measure is what the shares of the talk are counted in.
type Measure string

// The shares are of time or, where the text has no times to go by, of words.
// Where nothing was said there is none.
const (
	ByTime  Measure = "time"
	ByWords Measure = "words"
	ByNone  Measure = ""
)

// Options are choices of how to count.
type Options struct {
	// CountBacking counts the interviewer's own "mm" and "okej" as talk.
	CountBacking bool
}

// Facts are the three facts of one interview. No figure of it is a grade.
type Facts struct {
	Made time.Time `json:"made"`
	// Text is the [Mark] of the text that was counted.
	Text string `json:"text,omitempty"`
	// By is what Shares count.
	By     Measure `json:"by,omitempty"`
	Shares []Share `json:"shares,omitempty"` // in the order of [transcript.Speakers], only who spoke
	// Backings is how many turns of the interviewer's were only "mm" or "okej"
	// and were not counted.
	Backings int    `json:"backings,omitempty"`
	Tempo    *Tempo `json:"tempo,omitempty"` // nil where too little was said
	Wait     *Wait  `json:"wait,omitempty"`  // nil where there was none
	// Longest is the child's longest turn, Mine the interviewer's, to be heard.
	Longest *Place `json:"longest,omitempty"`
	Mine    *Place `json:"mine,omitempty"`
}

// Share is how much of the talk was one speaker's.
type Share struct {
	Speaker transcript.Speaker `json:"speaker"`
	Amount  int64              `json:"amount"` // milliseconds or words
	Part    float64            `json:"part"`   // of all, 0 to 1
}

// Tempo is how fast the interviewer talks. Nobody else's is ever counted.
type Tempo struct {
	// Words a minute of one's own turns, pauses in them included.
	WithPauses float64 `json:"with_pauses"`
	// Speaking is words a minute while there is sound, and Syllables syllables a
	// second; 0 where there is no sound.
	Speaking  float64 `json:"speaking,omitempty"`
	Syllables float64 `json:"syllables,omitempty"`
}

// Wait is a silence after the interviewer, that the child ended.
type Wait struct {
	Question int64 `json:"question"` // where the turn before it begins, in milliseconds
	From     int64 `json:"from"`
	To       int64 `json:"to"`
}

// Len is how long it is, in milliseconds.
func (w Wait) Len() int64 { return w.To - w.From }

// Place is a piece of the sound.
type Place struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Look finds the three facts. speech is where somebody speaks, nil without
// sound; length is the sound's in milliseconds, 0 without.
func Look(list []transcript.Utterance, speech transcript.Stretches, length int64, o Options) Facts {
	turns := Turns(list, speech, length)
	f := Facts{By: measure(turns, length), Text: Mark(list)}
	counted := make([]Turn, 0, len(turns))
	for _, t := range turns {
		if !o.CountBacking && t.Speaker == transcript.Interviewer && Backing(t.Text) {
			f.Backings++
			continue
		}
		counted = append(counted, t)
	}
	f.Shares = shares(counted, f.By)
	if len(f.Shares) == 0 {
		f.By = ByNone
	}
	if f.By == ByTime {
		f.Tempo = tempo(counted, speech)
		f.Wait = longestWait(turns, speech)
		f.Longest, f.Mine = longest(counted, transcript.Child), longest(counted, transcript.Interviewer)
	}
	return f
}

// measure tells whether the turns have times to go by: more than half begin at
// a time of their own, and it is known when each ends.
func measure(turns []Turn, length int64) Measure {
	starts, took := map[int64]bool{}, int64(0)
	for _, t := range turns {
		if !t.ended && length <= 0 {
			return ByWords
		}
		starts[t.From] = true
		took += t.Len()
	}
	if took == 0 || 2*len(starts) <= len(turns) {
		return ByWords
	}
	return ByTime
}

func shares(turns []Turn, by Measure) []Share {
	amount, all := map[transcript.Speaker]int64{}, int64(0)
	for _, t := range turns {
		n := t.Len()
		if by == ByWords {
			n = int64(t.Words)
		}
		amount[t.Speaker] += n
		all += n
	}
	if all == 0 {
		return nil
	}
	var list []Share
	for _, s := range transcript.Speakers {
		if n := amount[s]; n > 0 {
			list = append(list, Share{s, n, float64(n) / float64(all)})
		}
	}
	return list
}

// tempo is the interviewer's.
func tempo(turns []Turn, speech transcript.Stretches) *Tempo {
	var words, syllables int
	var whole, speaking int64
	for _, t := range turns {
		if t.Speaker != transcript.Interviewer {
			continue
		}
		words += t.Words
		syllables += Syllables(t.Text)
		whole += t.Len()
		speaking += speech.In(transcript.Stretch{From: t.From, To: t.To}).Total()
	}
	if words < leastWords || whole < leastTime {
		return nil
	}
	t := &Tempo{WithPauses: float64(words) * 60_000 / float64(whole)}
	if speaking >= leastTime {
		t.Speaking = float64(words) * 60_000 / float64(speaking)
		t.Syllables = float64(syllables) * 1000 / float64(speaking)
	}
	return t
}

// longestWait is the longest silence between a turn of the interviewer's and the
// child's next, with nobody between. A turn that is only "mm" asks nothing. The
// sound tells how long it was silent; without one both times must be known.
func longestWait(turns []Turn, speech transcript.Stretches) *Wait {
	var best *Wait
	reached := int64(0) // how far those before the question have talked
	for i := 1; i < len(turns); i++ {
		asked, t := turns[i-1], turns[i]
		if asked.Speaker == transcript.Interviewer && t.Speaker == transcript.Child && asked.ended && !Backing(asked.Text) {
			w := Wait{Question: asked.From, From: silentSince(asked, t, reached, speech), To: t.From}
			if w.Len() >= LeastWait && (best == nil || w.Len() > best.Len()) {
				best = &w
			}
		}
		reached = max(reached, asked.To)
	}
	return best
}

// silentSince is when it became silent before an answer: the sound knows;
// without it, when all who were heard before have ended.
func silentSince(asked, answer Turn, reached int64, speech transcript.Stretches) int64 {
	heard := speech.In(transcript.Stretch{From: asked.From, To: answer.From})
	if len(heard) == 0 {
		return max(asked.To, reached)
	}
	return heard[len(heard)-1].To
}

func longest(turns []Turn, s transcript.Speaker) *Place {
	var best *Place
	for _, t := range turns {
		if t.Speaker == s && t.Len() > 0 && (best == nil || t.Len() > best.To-best.From) {
			best = &Place{t.From, t.To}
		}
	}
	return best
}

// Syllables counts the groups of vowels that are said in a text, which is near
// enough to syllables in Swedish. Notes in brackets are not said.
func Syllables(text string) int {
	n, in, depth := 0, false, 0
	for _, r := range strings.ToLower(text) {
		switch r {
		case '[':
			depth++
		case ']':
			depth = max(depth-1, 0)
		}
		vowel := depth == 0 && strings.ContainsRune("aouåeiyäöéèáàü", r)
		if vowel && !in {
			n++
		}
		in = vowel
	}
	return n
}

// Mark tells one text from another: facts of a text that was changed are old. It
// guards against nothing but that.
func Mark(list []transcript.Utterance) string {
	h := fnv.New64a()
	for _, u := range list {
		fmt.Fprintf(h, "%s %d %d %q\n", u.Speaker, u.Start, u.End, u.Text)
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) }

var errFacts = errors.New("mirror: facts that cannot be")

// Check tells whether facts read from somewhere can be.
func (f Facts) Check() error {
	if f.By != ByTime && f.By != ByWords && f.By != ByNone || f.Backings < 0 || len(f.Shares) > 4 {
		return errFacts
	}
	for _, s := range f.Shares {
		if !s.Speaker.Valid() || s.Amount < 0 || !(s.Part >= 0 && s.Part <= 1) {
			return errFacts
		}
	}
	if t := f.Tempo; t != nil && !(t.WithPauses >= 0 && t.Speaking >= 0 && t.Syllables >= 0) {
		return errFacts
	}
	if w := f.Wait; w != nil && !(0 <= w.Question && w.Question <= w.From && w.From < w.To && w.To <= transcript.MaxMillis) {
		return errFacts
	}
	for _, p := range []*Place{f.Longest, f.Mine} {
		if p != nil && !(0 <= p.From && p.From < p.To && p.To <= transcript.MaxMillis) {
			return errFacts
		}
	}
	return nil
}

// Part is a speaker's share, 0 where they did not speak.
func (f Facts) Part(s transcript.Speaker) float64 {
	for _, x := range f.Shares {
		if x.Speaker == s {
			return x.Part
		}
	}
	return 0
}
