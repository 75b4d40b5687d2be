package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"barnrost/app"
)

// format is the version of both forms that are written.
const format = 1

// Questions is how many there are; the first Faces of them have faces to choose
// among. A unit words them as it likes, but they stay so many: the counts of
// years are compared.
const (
	Questions = 5
	Faces     = 3
)

// Fewest is the least number of answers that a unit may ask for before any are
// opened, MostFrom the highest.
const (
	Fewest   = 5
	MostFrom = 50
)

// Limits of texts, in code points.
const (
	MaxLine  = 200  // a question, a heading
	MaxWords = 1000 // a child's own words for one question
)

// Form is a barnenkät as a unit words it.
type Form struct {
	Format    int      `json:"format"`
	Title     string   `json:"title"`
	Circle    string   `json:"circle"` // what to do with the faces on paper
	Choose    string   `json:"choose"` // and on a screen
	Own       string   `json:"own"`    // the line above the own words
	Questions []string `json:"questions"`
	// From is from how many answers on they are opened.
	From int `json:"from"`
}

// ParseForm reads a form. It returns [app.CodeNewerFormat] for one that a newer
// program wrote and [app.CodeTemplate] for what cannot be one.
func ParseForm(raw []byte) (Form, error) {
	bad := func(err error) (Form, error) { return Form{}, app.Fail(app.CodeTemplate, err) }
	if len(raw) > app.MaxTemplate || !utf8.Valid(raw) {
		return bad(errors.New("survey: too large, or no text"))
	}
	var f Form
	if err := strict(raw, &f); err != nil {
		return Form{}, err
	}
	if err := f.Check(); err != nil {
		return bad(err)
	}
	return f, nil
}

// Marshal returns the form's bytes, the same for the same form. It fails as
// [ParseForm] would.
func (f Form) Marshal() ([]byte, error) {
	f.Format = format
	if err := f.Check(); err != nil {
		return nil, app.Fail(app.CodeTemplate, err)
	}
	return write(f)
}

// Check returns what is wrong with a form, nil if nothing. The error quotes
// nothing.
func (f Form) Check() error {
	if f.Format != format || len(f.Questions) != Questions {
		return errors.New("survey: format or questions")
	}
	if f.From < Fewest || f.From > MostFrom {
		return fmt.Errorf("survey: opened from %d", f.From)
	}
	for i, s := range append([]string{f.Title, f.Circle, f.Choose, f.Own}, f.Questions...) {
		if s == "" || strings.Contains(s, "\n") || !printable(s, MaxLine) {
			return fmt.Errorf("survey: text %d", i)
		}
	}
	return nil
}

// Clone returns a form that shares nothing with f.
func (f Form) Clone() Form {
	f.Questions = slices.Clone(f.Questions)
	return f
}

// Current returns the form that holds: the unit's own, or the shipped one where
// unit is nil. A unit's that cannot be read keeps no child from answering: the
// shipped one holds then, and the error tells of it.
func Current(unit, shipped []byte) (Form, error) {
	f, err := ParseForm(shipped)
	if err != nil || unit == nil {
		return f, err
	}
	own, err := ParseForm(unit)
	if err != nil {
		return f, err
	}
	return own, nil
}

// strict reads one JSON value with a format, no unknown field and nothing but
// white space after it.
func strict(raw []byte, into any) error {
	var peek struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(raw, &peek); err != nil {
		return app.Fail(app.CodeTemplate, errors.New("survey: no JSON")) // the cause would quote it
	}
	if peek.Format > format {
		return app.Fail(app.CodeNewerFormat, nil)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return app.Fail(app.CodeTemplate, errors.New("survey: unknown or misshapen fields"))
	}
	if _, err := d.Token(); err != io.EOF {
		return app.Fail(app.CodeTemplate, errors.New("survey: something after the end"))
	}
	return nil
}

// write encodes without escapes for web pages, which would make short texts
// long.
func write(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// printable reports whether s is at most limit code points that can be shown,
// new lines among them, without white space at its ends.
func printable(s string, limit int) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > limit || s != strings.TrimSpace(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}

// Clean makes what was typed into words that an answer may hold: what cannot be
// shown becomes a space, and what is too long is cut.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(s, " "))
	s = strings.TrimSpace(s)
	if r := []rune(s); len(r) > MaxWords {
		s = strings.TrimSpace(string(r[:MaxWords]))
	}
	return s
}

// Face is one of the three that a child chooses among, "" for none.
type Face string

// The faces, told apart by the shape of the mouth.
const (
	NoFace  Face = ""
	Glad    Face = "glad"
	Between Face = "mittemellan"
	Sad     Face = "ledsen"
)

// AllFaces lists them in the order shown.
var AllFaces = []Face{Glad, Between, Sad}

// Points is what a face counts: 3, 2 or 1; 0 for none, which counts in nothing.
func (f Face) Points() int {
	if i := slices.Index(AllFaces, f); i >= 0 {
		return len(AllFaces) - i
	}
	return 0
}
