// Package letter is what children and guardians are given on paper: information
// letters and consent forms, as texts that a unit can change, and what they
// become when its details are filled in. No letter has a place for a name that
// is typed: what names a child is written by hand.
//
// A text has few marks, each at the beginning of a line:
//
//	# title          the paper's title, on the first line
//	## heading
//	- point
//	[ ] box to tick
//	_ label          a line to write on by hand
//	~ label | label  lines to sign on
//
// and one within it: **words** that must be seen.
// Everything else is a paragraph, which an empty line ends. {name} stands for
// what the unit fills in.
package letter

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"barnrost/app"
	"barnrost/app/report"
)

// ID names a letter. Its name lies under letter.<id> in the string table.
type ID string

// The letters, in the order shown.
const (
	Teens           ID = "brev-13-18"
	Children        ID = "brev-8-12"
	Guardians       ID = "brev-vardnadshavare"
	ChildConsent    ID = "samtycke-barn"
	GuardianConsent ID = "samtycke-vardnadshavare"
)

// IDs lists them.
var IDs = []ID{Teens, Children, Guardians, ChildConsent, GuardianConsent}

// For returns the information letter for an age.
func For(age int) ID {
	if age < 13 {
		return Children
	}
	return Teens
}

// Names are what a text may hold between braces; what each means lies under
// letter.name.<name>.
var Names = []string{"enhet", "modell", "förvaltning", "ort", "nämnd", "kontaktperson", "telefon", "dataskyddsombud", "pärm", "rapport", "ljud", "ångra", "regel"}

// format is the version of the form that is written; MaxText bounds one letter,
// in code points.
const (
	format  = 1
	MaxText = 8000
)

// Letters are a unit's own texts; those it has not changed are not in them.
type Letters struct {
	Format int           `json:"format"`
	Texts  map[ID]string `json:"texts"`
}

// Parse reads a unit's letters. It returns [app.CodeTemplate] or
// [app.CodeNewerFormat].
func Parse(raw []byte) (Letters, error) {
	var l Letters
	if err := app.DecodeTemplate(raw, format, &l); err != nil {
		return Letters{}, err
	}
	if err := l.check(); err != nil {
		return Letters{}, app.Fail(app.CodeTemplate, err)
	}
	return l, nil
}

// Current returns the unit's letters, none of its own where it has none.
func Current(unit []byte) (Letters, error) {
	if unit == nil {
		return Letters{Format: format}, nil
	}
	return Parse(unit)
}

// Marshal returns what [Parse] reads; nil where the unit has none of its own, so
// that the shipped ones hold.
func (l Letters) Marshal() ([]byte, error) {
	if len(l.Texts) == 0 {
		return nil, nil
	}
	l.Format = format
	if err := l.check(); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(l)
	if err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return raw, nil
}

func (l Letters) check() error {
	for id, text := range l.Texts {
		if !slices.Contains(IDs, id) {
			return app.Fail(app.CodeTemplate, errors.New("letter: an unknown letter"))
		}
		if err := Check(text); err != nil {
			return err
		}
	}
	return nil
}

// Text returns a letter's text: the unit's, or the shipped one.
func (l Letters) Text(id ID, shipped string) string {
	if own, ok := l.Texts[id]; ok {
		return own
	}
	return shipped
}

// With returns the letters with another text of one of them; "" goes back to the
// shipped one.
func (l Letters) With(id ID, text string) Letters {
	texts := map[ID]string{}
	for k, v := range l.Texts {
		texts[k] = v
	}
	if delete(texts, id); text != "" {
		texts[id] = text
	}
	return Letters{Format: format, Texts: texts}
}

// Check returns [app.CodeLetter] for a text that cannot be a letter: one without
// a title, longer than [MaxText], with control characters, or with a {name} that
// is not known.
func Check(text string) error {
	if !app.PlainText(strings.TrimSpace(text), MaxText) {
		return app.Fail(app.CodeLetter, errors.New("letter: too long, or not plain text"))
	}
	if !strings.HasPrefix(text, "# ") || strings.TrimSpace(strings.SplitN(text, "\n", 2)[0][2:]) == "" {
		return app.Fail(app.CodeLetter, errors.New("letter: no title"))
	}
	if unknown := Unknown(text); len(unknown) > 0 {
		return app.Fail(app.CodeLetter, fmt.Errorf("letter: %d unknown names", len(unknown)))
	}
	return nil
}

var braces = regexp.MustCompile(`\{([^{}\n]*)\}`)

// Unknown lists what stands between braces in a text and means nothing, each
// once, as it is written.
func Unknown(text string) []string {
	var all []string
	for _, m := range braces.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(Names, m[1]) && !slices.Contains(all, m[0]) {
			all = append(all, m[0])
		}
	}
	return all
}

// Fill puts values in place of names. missing lists the names that have no value
// yet, each once and in their order; blank is what stands in the paper for them:
// a line to write on by hand.
func Fill(text string, values map[string]string) (filled string, missing []string) {
	const blank = "________________"
	return braces.ReplaceAllStringFunc(text, func(m string) string {
		name := m[1 : len(m)-1]
		if v := values[name]; v != "" {
			return v
		}
		if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
		return blank
	}), missing
}

// Document lays a filled text out as a paper; foot stands small at its end.
func Document(filled, foot string) report.Document {
	var d report.Document
	var paragraph, points []string
	end := func() {
		if len(paragraph) > 0 {
			d.Blocks = append(d.Blocks, report.Paragraph{Spans: spans(strings.Join(paragraph, " "))})
		}
		if len(points) > 0 {
			d.Blocks = append(d.Blocks, report.List{Items: points})
		}
		paragraph, points = nil, nil
	}
	put := func(b report.Block) {
		end()
		d.Blocks = append(d.Blocks, b)
	}
	for i, line := range strings.Split(filled, "\n") {
		line = strings.TrimSpace(line)
		mark, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		switch {
		case line == "":
			end()
		case mark == "#" && i == 0:
			d.Title = rest
		case mark == "##" || mark == "#":
			put(report.Heading{Level: 2, Text: rest})
		case mark == "-":
			if len(paragraph) > 0 {
				end()
			}
			points = append(points, rest)
		case strings.HasPrefix(line, "[ ]"):
			put(report.Tick{Text: strings.TrimSpace(line[3:])})
		case mark == "_":
			put(report.Lines{Label: rest, Count: 1})
		case mark == "~":
			var labels []string
			for label := range strings.SplitSeq(rest, "|") {
				labels = append(labels, strings.TrimSpace(label))
			}
			put(report.Signature{Labels: labels})
		default:
			if len(points) > 0 {
				end()
			}
			paragraph = append(paragraph, line)
		}
	}
	end()
	if foot != "" {
		d.Blocks = append(d.Blocks, report.Paragraph{Spans: []report.Span{{Text: foot, Look: report.Faint}}})
	}
	return d
}

// strong is on both sides of words that must be seen.
const strong = "**"

// spans divides a paragraph at the marks of strong words. A mark without its
// partner is text.
func spans(s string) (all []report.Span) {
	add := func(text string, look report.Look) {
		if text != "" {
			all = append(all, report.Span{Text: text, Look: look})
		}
	}
	for {
		before, rest, _ := strings.Cut(s, strong)
		inside, after, closed := strings.Cut(rest, strong)
		if !closed || inside == "" {
			break
		}
		add(before, report.Normal)
		add(inside, report.Strong)
		s = after
	}
	add(s, report.Normal)
	return all
}
