package guide

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"barnrost/app"
)

// format is the version of the form that is written.
const format = 1

// Limits of a guide, the texts in code points.
const (
	MaxQuestions = 60
	MaxFollow    = 8
	MaxLine      = 300  // a question, a name, a title
	MaxNote      = 600  // what is said to the interviewer
	MaxSpeech    = 3000 // what is said before and after
	MaxMinutes   = 120
	maxVersion   = 1_000_000

	// MaxFile is the largest file that is read, in bytes: a guide that is written
	// more widely than ours.
	MaxFile = 2 * app.MaxTemplate
)

// Parse reads a guide. It returns [app.CodeNewerFormat] for one that a newer
// program wrote, and [app.CodeNotAGuide] for everything that [Guide.Check]
// refuses, has fields that are not known, or is larger than [app.MaxTemplate] in
// the form of [Guide.Marshal].
func Parse(raw []byte) (Guide, error) {
	bad := func(err error) (Guide, error) { return Guide{}, app.Fail(app.CodeNotAGuide, err) }
	if len(raw) > MaxFile || !utf8.Valid(raw) {
		return bad(errors.New("guide: too large, or no text"))
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")) // as editors on Windows begin a file
	var peek struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(raw, &peek); err != nil {
		return bad(errors.New("guide: no JSON")) // the cause would quote the file
	}
	if peek.Format > format {
		return Guide{}, app.Fail(app.CodeNewerFormat, nil)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var g Guide
	if err := d.Decode(&g); err != nil {
		return bad(errors.New("guide: unknown or misshapen fields"))
	}
	if _, err := d.Token(); err != io.EOF {
		return bad(errors.New("guide: something after the end"))
	}
	if _, err := g.Marshal(); err != nil {
		return Guide{}, err
	}
	return g, nil
}

// Marshal returns the guide's form, the same bytes for the same guide. It fails
// as [Parse] would.
func (g Guide) Marshal() ([]byte, error) {
	if err := g.Check(); err != nil {
		return nil, app.Fail(app.CodeNotAGuide, err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // read by people, never pasted into a page
	if err := e.Encode(g); err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	raw := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if len(raw) > app.MaxTemplate {
		return nil, app.Fail(app.CodeNotAGuide, fmt.Errorf("guide: %d bytes", len(raw)))
	}
	return raw, nil
}

// File returns the guide as a file that people hand each other and may read.
func (g Guide) File() ([]byte, error) {
	raw, err := g.Marshal()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", " "); err != nil {
		return nil, app.Fail(app.CodeInternal, err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// Digest tells a guide's contents from any other's: the SHA-256 of its form, in
// hexadecimal digits.
func Digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

var (
	idForm       = regexp.MustCompile(`^(` + Shipped + `|[0-9a-f]{32})$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$`)
	codeForm     = regexp.MustCompile(`^[A-ZÅÄÖ][1-9][0-9]?$`)
)

// Check returns what is wrong with a guide as a whole; nil if it can be used.
// The error names a place and quotes nothing.
func (g Guide) Check() error {
	switch {
	case g.Format != format:
		return fmt.Errorf("guide: format %d", g.Format)
	case !idForm.MatchString(g.ID) || !languageForm.MatchString(g.Language):
		return errors.New("guide: id or language")
	case g.Version < 1 || g.Version > maxVersion:
		return fmt.Errorf("guide: version %d", g.Version)
	case !line(g.Name, MaxLine, true) || !line(g.Scale, MaxLine, false):
		return errors.New("guide: name or scale")
	case !app.PlainText(g.Opening, MaxSpeech) || !app.PlainText(g.Thanks, MaxSpeech):
		return errors.New("guide: opening or thanks")
	case !slices.Contains(Orders, g.Order):
		return errors.New("guide: order")
	}
	if err := g.Reviewed.check(); err != nil {
		return err
	}
	if len(g.Areas) != len(Areas) || len(g.Presets) != len(Groups) {
		return errors.New("guide: areas or presets")
	}
	for i, a := range g.Areas {
		if a.Part != Areas[i] || !line(a.Title, MaxLine, true) || !line(a.Original, MaxLine, true) || !line(a.Goteborg, MaxLine, true) {
			return fmt.Errorf("guide: area %d", i)
		}
	}
	for i, p := range g.Presets {
		if p.Group != Groups[i] || !slices.Contains(Wordings, p.Wording) || p.Minutes < 1 || p.Minutes > MaxMinutes || !line(p.Note, MaxNote, false) {
			return fmt.Errorf("guide: preset %d", i)
		}
	}
	return g.checkQuestions()
}

func (g Guide) checkQuestions() error {
	if n := len(g.Questions); n == 0 || n > MaxQuestions {
		return fmt.Errorf("guide: %d questions", n)
	}
	seen := map[string]bool{}
	for i, q := range g.Questions {
		if err := q.Check(); err != nil {
			return fmt.Errorf("%w: question %d", err, i)
		}
		if seen[q.Code] {
			return fmt.Errorf("guide: question %d has the code of another", i)
		}
		seen[q.Code] = true
	}
	return nil
}

// Check returns what is wrong with a question by itself.
func (q Question) Check() error {
	switch {
	case !codeForm.MatchString(q.Code) || !slices.Contains(Original.Parts(), q.Part):
		return errors.New("guide: code or part")
	case !line(q.Text, MaxLine, true) || !line(q.Simple, MaxLine, false) || !line(q.Note, MaxNote, false):
		return errors.New("guide: text")
	case len(q.Follow) > MaxFollow || slices.ContainsFunc(q.Follow, func(f string) bool { return !line(f, MaxLine, true) }):
		return errors.New("guide: follow-ups")
	case len(q.Groups) == 0 || len(q.Groups) > len(Groups):
		return errors.New("guide: groups")
	}
	for i, g := range q.Groups {
		if at := slices.Index(Groups, g); at < 0 || i > 0 && at <= slices.Index(Groups, q.Groups[i-1]) {
			return errors.New("guide: groups")
		}
	}
	return nil
}

func (r Review) check() error {
	if r == (Review{}) {
		return nil
	}
	if _, ok := r.Day(); !ok || !line(r.By, MaxLine, true) {
		return errors.New("guide: review")
	}
	return nil
}

// Day returns when the version was approved, at midnight; ok is false where it
// does not say so.
func (r Review) Day() (day time.Time, ok bool) {
	day, err := time.ParseInLocation(time.DateOnly, r.On, time.Local)
	return day, err == nil
}

// line reports whether s is one line that [app.PlainLine] takes; needed, that it
// is not empty.
func line(s string, limit int, needed bool) bool {
	return app.PlainLine(s, limit) && (s != "" || !needed)
}
