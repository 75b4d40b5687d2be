// Package text gives every word that a person reads. Swedish is the source
// and English is complete; a test holds the two tables to the same keys and
// the same {places}.
package text

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"barnrost/app"
)

// Table is one language's words. It is immutable and safe for concurrent use.
type Table struct {
	lang  app.Language
	words map[string]string
}

// Load reads translations/<lang>.json from files.
func Load(files fs.FS, lang app.Language) (*Table, error) {
	raw, err := fs.ReadFile(files, "translations/"+string(lang)+".json")
	if err != nil {
		return nil, fmt.Errorf("text: no table for %q: %w", lang, err)
	}
	t := &Table{lang: lang}
	if err := json.Unmarshal(raw, &t.words); err != nil {
		return nil, fmt.Errorf("text: table for %q: %w", lang, err)
	}
	return t, nil
}

// Language returns the table's language.
func (t *Table) Language() app.Language { return t.lang }

// Has reports whether key has words.
func (t *Table) Has(key string) bool { _, ok := t.words[key]; return ok }

// T returns key's words. The arguments are pairs of place and value that fill
// {place}; a value of any type is written by fmt.Sprint. A missing key is
// returned in ‹› so that it is seen at once and never blank.
func (t *Table) T(key string, pairs ...any) string {
	s, ok := t.words[key]
	if !ok {
		return "‹" + key + "›"
	}
	if len(pairs) == 0 {
		return s
	}
	fill := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		fill = append(fill, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(fill...).Replace(s)
}

// N chooses between key+".one" and key+".many" by n and fills {n}.
func (t *Table) N(key string, n int, pairs ...any) string {
	form := ".many"
	if n == 1 {
		form = ".one"
	}
	return t.T(key+form, append([]any{"n", n}, pairs...)...)
}

// Problem returns the three sentences of an error: what happened, what is
// safe, what to do. An error that is not an *app.Error gets the words of
// "internal": its own text may hold a child's words and is never shown. Where
// the error's Args name a kind that has closer words, these say what happened.
func (t *Table) Problem(err error) (what, safe, do string) {
	code := app.CodeOf(err)
	var pairs []any
	if e := asError(err); e != nil {
		for k, v := range e.Args {
			pairs = append(pairs, k, v)
		}
	}
	base := "error." + string(code)
	if !t.Has(base + ".what") {
		base = "error.internal"
	}
	happened := base + ".what"
	if e := asError(err); e != nil && e.Args["kind"] != "" && t.Has(happened+"."+e.Args["kind"]) {
		happened += "." + e.Args["kind"]
	}
	return t.T(happened, pairs...), t.T(base+".safe", pairs...), t.T(base+".do", pairs...)
}

// Capital writes words with a large first letter.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
