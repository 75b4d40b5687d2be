// Package format writes a transcript in the forms that other programs for
// transcribing read, and reads theirs. It is pure: bytes in, bytes out.
//
// What each form keeps of an utterance, besides every letter of its text (space
// around an utterance's text is not kept):
//
//	form  start   end     speaker           told from
//	TXT   1 ms    1 ms    word and colon    [hh:mm:ss.mmm], or [start --> end], before the line
//	RTF   0.1 s   0.1 s   word and colon    #hh:mm:ss-d# before and after the paragraph, as f4 does
//	OTR   1 ms    no      word and colon    oTranscribe's <span class="timestamp">
//	VTT   1 ms    1 ms    <v Name>          the cue; an end that is not known is guessed
//	SRT   1 ms    1 ms    word and colon    the subtitle; an end that is not known is guessed
//	DOCX  1 ms    1 ms    word and colon    as TXT, one paragraph an utterance
//	HTML  1 ms    1 ms    word and colon    as DOCX
//
// A tab before a line of TXT says that it goes on with the utterance above it.
// SRT has no sign for a sign: <b>, <i>, <u>, <s>, <font> and {\...} in the words
// are taken for marks by every program that reads it, this one too.
// TXT and SRT end their lines with CR LF, which every program reads; all of the
// text forms are UTF-8 without a byte order mark.
package format

import (
	"fmt"
	"io"
	"slices"

	"barnrost/app"
	"barnrost/app/transcript"
)

// Kind is a form of file.
type Kind string

// The forms.
const (
	TXT  Kind = "txt"
	RTF  Kind = "rtf"
	OTR  Kind = "otr"
	VTT  Kind = "vtt"
	SRT  Kind = "srt"
	DOCX Kind = "docx"
	HTML Kind = "html"
)

// Kinds lists the forms in the order shown.
var Kinds = []Kind{TXT, DOCX, RTF, OTR, VTT, SRT, HTML}

// Options says what of a transcript is written besides the words.
type Options struct {
	Times    bool // VTT and SRT have times in any case
	Speakers bool
	Marks    bool // live markers that are not written in the text already
}

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 20 << 20

// Loss is something that does not come along.
type Loss string

// The losses. Their words lie under format.left.<loss>.
const (
	LostStyle    Loss = "style"    // bold, colours, sizes
	LostPicture  Loss = "picture"  // pictures and drawings
	LostNote     Loss = "note"     // notes, comments, headers
	LostLink     Loss = "link"     // where a link leads
	LostHeading  Loss = "heading"  // lines before the first utterance
	LostLetter   Loss = "letter"   // bytes that are no letter
	LostPlace    Loss = "place"    // where on the picture a subtitle stands
	LostDeleted  Loss = "deleted"  // text struck out with tracked changes
	LostFrames   Loss = "frames"   // times counted in pictures of 1/30 s
	LostEnd      Loss = "end"      // ends of utterances that the form has no place for
	LostGuess    Loss = "guess"    // ends that were not known, and were guessed
	LostFraction Loss = "fraction" // times rounded to a tenth of a second
	LostTimes    Loss = "times"    // times that were left out
	LostSpeaker  Loss = "speaker"  // speakers that stand as words in the text
	LostNobody   Loss = "nobody"   // speakers that were left out
)

// Losses lists them all in the order told.
var Losses = []Loss{LostPicture, LostStyle, LostNote, LostLink, LostHeading, LostLetter, LostPlace, LostDeleted,
	LostFrames, LostTimes, LostEnd, LostGuess, LostFraction, LostSpeaker, LostNobody}

// Left counts what does not come along.
type Left map[Loss]int

// Write writes a paper in a form. What the form cannot hold [Leaves] tells.
func Write(w io.Writer, k Kind, p transcript.Paper, o Options) error {
	turns := turnsOf(p, o)
	var err error
	switch k {
	case TXT:
		err = writeTXT(w, p, turns, o)
	case RTF:
		err = writeRTF(w, p, turns, o)
	case OTR:
		err = writeOTR(w, turns, o)
	case VTT:
		err = writeVTT(w, p, turns)
	case SRT:
		err = writeSRT(w, turns)
	case DOCX, HTML:
		err = writeReport(w, k, p, turns, o)
	default:
		return fmt.Errorf("format: no form %q", k)
	}
	if err != nil {
		return fmt.Errorf("format: %s: %w", k, err)
	}
	return nil
}

// Turn is an utterance on its way between files and the document.
type Turn struct {
	Name       string // who speaks, as the file says; "" for nobody
	Mark       string // how the name stood in the file, to be put back if it is no speaker
	Timed      bool
	Start, End int64 // milliseconds; an End of 0 is not known
	Text       string
}

// turnsOf fills a paper's words in.
func turnsOf(p transcript.Paper, o Options) []Turn {
	word := p.Names.Words(func(s transcript.Speaker) string {
		if p.Speaker == nil {
			return string(s)
		}
		return p.Speaker(s)
	})
	before, with := []transcript.Mark(nil), map[uint64][]transcript.Mark{}
	if o.Marks && p.Mark != nil {
		before, with = transcript.PlaceMarks(p.Utterances, transcript.Unused(p.Utterances, p.Marks, p.Mark, p.OtherMark))
	}
	var turns []Turn
	for _, m := range before {
		turns = append(turns, Turn{Timed: true, Start: m.At, Text: "[" + p.Mark(m) + "]"})
	}
	for _, u := range p.Utterances {
		t := Turn{Timed: true, Start: u.Start, End: u.End, Text: u.Text}
		if o.Speakers {
			t.Name = word(u.Speaker)
		}
		for _, m := range with[u.ID] {
			t.Text += transcript.Spaced(t.Text, len([]rune(t.Text)), "["+p.Mark(m)+"]")
		}
		turns = append(turns, t)
	}
	return turns
}

// Leaves counts what of a paper does not come along in a form.
func Leaves(k Kind, p transcript.Paper, o Options) Left {
	left := Left{}
	for _, u := range p.Utterances {
		cued := k == VTT || k == SRT
		switch {
		case !o.Times && !cued:
			left[LostTimes]++
		case cued && u.End == 0:
			left[LostGuess]++
		case k == OTR && u.End != 0:
			left[LostEnd]++
		case k == RTF && (u.Start%100 != 0 || u.End%100 != 0):
			left[LostFraction]++
		}
		switch {
		case !o.Speakers:
			left[LostNobody]++
		case k != VTT:
			left[LostSpeaker]++
		}
	}
	return left.clean()
}

func (l Left) clean() Left {
	for k, n := range l {
		if n == 0 {
			delete(l, k)
		}
	}
	return l
}

// Draft is what was read from a file, before anybody has said who is who.
type Draft struct {
	Kind  Kind
	Turns []Turn
	Left  Left
}

// Names lists the names in the file in the order met, each with how often.
func (d Draft) Names() (names []string, times map[string]int) {
	times = map[string]int{}
	for _, t := range d.Turns {
		if t.Name == "" {
			continue
		}
		if times[t.Name] == 0 {
			names = append(names, t.Name)
		}
		times[t.Name]++
	}
	return names, times
}

// Timed counts the turns with a time.
func (d Draft) Timed() (n int) {
	for _, t := range d.Turns {
		if t.Timed {
			n++
		}
	}
	return n
}

// Utterances makes the document's utterances of a draft. who says which speaker
// a name is; for a name that is none, it stays in the text. Where nobody is named
// the one before goes on, and nobody begins. Ids count from 1. A turn without a time begins with the one
// before it.
func (d Draft) Utterances(who map[string]transcript.Speaker, nobody transcript.Speaker) []transcript.Utterance {
	list := make([]transcript.Utterance, 0, len(d.Turns))
	var at int64
	for _, t := range d.Turns {
		u := transcript.Utterance{ID: uint64(len(list) + 1), Speaker: nobody, Start: at, Text: t.Text}
		if s, ok := who[t.Name]; ok && t.Name != "" {
			u.Speaker = s
		} else {
			u.Text = t.Mark + u.Text
		}
		if t.Timed {
			u.Start, u.End = t.Start, t.End
		}
		at, nobody = u.Start, u.Speaker
		list = append(list, u)
	}
	return list
}

// Read reads a file of any of the forms; name, of which the ending alone
// counts, decides only where the bytes do not. It never keeps b. Errors:
// CodeTranscriptLarge, CodeNotATranscript, CodeTranscriptEmpty.
func Read(b []byte, name string) (Draft, error) {
	if len(b) > MaxFile {
		return Draft{}, app.Fail(app.CodeTranscriptLarge, nil)
	}
	d := Draft{Kind: kindOf(b, name), Left: Left{}}
	var paras []para
	var err error
	switch d.Kind {
	case DOCX:
		paras, err = readDOCX(b, d.Left)
	case RTF:
		paras, err = readRTF(b, d.Left)
	case OTR:
		paras, err = readOTR(b, d.Left)
	case HTML:
		paras, err = readMarkup(text(b, d.Left), d.Left)
	case VTT, SRT:
		d.Turns, err = readCues(text(b, d.Left), d.Kind, d.Left)
	case TXT:
		paras = readTXT(text(b, d.Left))
	default:
		return Draft{}, app.Fail(app.CodeNotATranscript, nil)
	}
	if err != nil {
		return Draft{}, err
	}
	if d.Turns == nil {
		d.Turns = turnsIn(paras, d.Left)
	}
	d.Turns = slices.DeleteFunc(d.Turns, func(t Turn) bool { return t.Text == "" && !t.Timed && t.Name == "" })
	size := 0
	for _, t := range d.Turns {
		size = max(size, len(t.Text)+len(t.Mark))
	}
	d.Left.clean()
	switch {
	case len(d.Turns) == 0:
		return Draft{}, app.Fail(app.CodeTranscriptEmpty, nil)
	case len(d.Turns) > transcript.MaxUtterances || size > transcript.MaxText:
		return Draft{}, app.Fail(app.CodeTranscriptLarge, nil)
	}
	return d, nil
}
