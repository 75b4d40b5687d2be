package diploma

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"barnrost/app"
)

// Words are what a diploma says. Place is where it is given, a town; it may be
// empty.
type Words struct {
	Format    int    `json:"format"`
	Title     string `json:"title"`
	To        string `json:"to"`  // before the line for the name
	For       string `json:"for"` // what the child is thanked for
	Thanks    string `json:"thanks"`
	Signature string `json:"signature"` // under the line for it
	Place     string `json:"place,omitempty"`
}

const form = 1

// The longest texts, in code points: what a page has room for.
const (
	MaxTitle = 24
	MaxLine  = 60
	MaxText  = 240
)

// fields are a diploma's texts with the longest each may be.
func (w *Words) fields() []field {
	return []field{{&w.Title, MaxTitle}, {&w.To, MaxLine}, {&w.For, MaxText}, {&w.Thanks, MaxText}, {&w.Signature, MaxLine}, {&w.Place, MaxLine}}
}

type field struct {
	text *string
	most int
}

// Clean returns the words as they are stored: trimmed, bounded, each on one line.
func (w Words) Clean() Words {
	w.Format = form
	for _, f := range w.fields() {
		*f.text = oneLine(*f.text, f.most)
	}
	return w
}

func oneLine(s string, most int) string {
	s = app.CleanNote(string(bytes.Join(bytes.Fields([]byte(s)), []byte(" "))))
	if letters := []rune(s); len(letters) > most {
		s = app.CleanNote(string(letters[:most]))
	}
	return s
}

// Marshal writes the words as the unit's template.
func (w Words) Marshal() ([]byte, error) {
	raw, err := json.Marshal(w.Clean())
	if err != nil {
		return nil, fmt.Errorf("diploma: %w", err)
	}
	return raw, nil
}

// Parse reads a template. Errors: [app.CodeTemplate].
func Parse(raw []byte) (Words, error) {
	var w Words
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	err := dec.Decode(&w)
	if err == nil {
		if _, end := dec.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("diploma: something after the end")
		}
	}
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return Words{}, app.Fail(app.CodeTemplate, err)
	}
	return w, nil
}

// check holds words to what [Words.Clean] gives, with a title and a thanks.
func (w Words) check() error {
	if w.Format != form || w != w.Clean() || w.Title == "" || w.For == "" || !utf8.ValidString(w.Place) {
		return errors.New("diploma: words that cannot be")
	}
	return nil
}

// Current returns the words that hold: the unit's own, nil for none, or the
// shipped ones. A template that cannot be read keeps no child from its diploma.
func Current(unit []byte, shipped string) (Words, error) {
	if unit != nil {
		if w, err := Parse(unit); err == nil {
			return w, nil
		}
	}
	return Parse([]byte(shipped))
}
