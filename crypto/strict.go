package crypto

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Signed JSON files have two members: what is signed, and "signature". The
// signature covers the first member written compactly, fields in our order,
// nothing escaped that need not be (`jq -cj .card`). It is made again from the
// parsed fields, so what was verified is what is used, however the file was
// indented on its way.

// compact writes v as the signed form.
func compact(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// strictJSON decodes one JSON object without unknown fields, double fields or
// anything after it.
func strictJSON(data []byte, into any) error {
	if err := noDoubles(data); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	return nil
}

// noDoubles refuses data that is more than one JSON value, or that has an
// object with two fields of the same name, capital letters aside: encoding/json
// takes the last one silently, another reader the first.
func noDoubles(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := scanValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something after the end")
	}
	return nil
}

const maxDepth = 16

func scanValue(d *json.Decoder, depth int) error {
	if depth > maxDepth {
		return errors.New("nested too deep")
	}
	token, err := d.Token()
	if err != nil {
		return err
	}
	open, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			folded := strings.ToLower(name.(string))
			if seen[folded] {
				return errors.New("a field twice")
			}
			seen[folded] = true
		}
		if err := scanValue(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token() // the closing brace
	return err
}

// plainText reports whether s is at most limit code points of printable text:
// no line breaks, no control or direction characters that could make a card
// look like another on the screen.
func plainText(s string, limit int) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > limit {
		return false
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
