// Package report is a document as a tree, for every paper that leaves the
// program, and its writers: HTML, the accessible form, and DOCX. It knows
// nothing of what the papers say.
package report

// Document is a paper. Its language is Swedish.
type Document struct {
	Title  string
	Blocks []Block
}

// Block is a part of a document: [Heading], [Paragraph], [List], [Table], and on
// forms that are filled in by hand [Tick], [Lines] and [Signature].
type Block interface{ block() }

// Heading is a heading of level 2 to 4; the title alone is of level 1.
type Heading struct {
	Level int
	Text  string
}

// Style is what a paragraph is.
type Style int

// The styles of paragraphs.
const (
	Plain Style = iota
	Quote
	Label     // a frame that says what the paper is, such as "Inte avidentifierad"
	Utterance // what somebody said, with time and speaker before it
)

// Paragraph is text; a \n in it breaks the line.
type Paragraph struct {
	Style Style
	Spans []Span
}

// Look is how a span is set apart.
type Look int

// The looks of spans.
const (
	Normal  Look = iota
	Strong       // what must be seen
	Speaker      // who speaks
	Faint        // times
)

// Span is a stretch of a paragraph.
type Span struct {
	Text string
	Look Look
}

// List is a list of points.
type List struct {
	Items    []string
	Numbered bool
}

// Table has one head row, which is repeated on every page.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string // each as long as Head
}

// Tick is a box to tick by hand, and what it says.
type Tick struct{ Text string }

// Lines are empty lines to write on by hand, after what they are for.
type Lines struct {
	Label string
	Count int // at least one is drawn
}

// Signature is a row of lines to sign on, with what stands under each.
type Signature struct{ Labels []string }

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (Tick) block()      {}
func (Lines) block()     {}
func (Signature) block() {}

// Text makes a plain paragraph.
func Text(s string) Paragraph { return Paragraph{Spans: []Span{{Text: s}}} }
