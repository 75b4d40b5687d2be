package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"barnrost/app"
)

// MaxJSON is the largest JSON transcript that is read, in bytes: many times
// the longest interview.
const MaxJSON = 16 << 20

// ErrNotATranscript means that bytes are not a transcript of a format this
// program reads.
var ErrNotATranscript = errors.New("transcript: not a transcript")

type paperJSON struct {
	Format     int             `json:"format"`
	Title      string          `json:"title"`
	Label      string          `json:"label,omitempty"`
	Names      []nameJSON      `json:"names,omitempty"`
	Utterances []utteranceJSON `json:"utterances"`
	Marks      []markJSON      `json:"marks"`
}

type nameJSON struct {
	Speaker Speaker `json:"speaker"`
	Name    string  `json:"name"`
}

type utteranceJSON struct {
	ID      uint64  `json:"id"`
	Speaker Speaker `json:"speaker"`
	Start   int64   `json:"start_ms"`
	End     int64   `json:"end_ms,omitempty"`
	Text    string  `json:"text"`
}

type markJSON struct {
	Kind  app.MarkerKind `json:"kind"`
	At    int64          `json:"at_ms"`
	Code  string         `json:"code,omitempty"`
	Value int            `json:"value,omitempty"`
}

// jsonGuide is the form of a paper with marks of the guide's questions.
const jsonGuide = 3

// JSON returns the structured form: 2 where a speaker has a name or is one of
// the later four, 3 where a mark is one that came with the guide. What it writes [ParseJSON] reads back.
func JSON(p Paper) ([]byte, error) {
	out := paperJSON{Title: p.Title, Label: p.Label, Utterances: []utteranceJSON{}, Marks: []markJSON{}}
	for i, name := range p.Names {
		if name != "" {
			out.Names = append(out.Names, nameJSON{Speakers[i], name})
		}
	}
	out.Format = p.form()
	for _, u := range p.Utterances {
		out.Utterances = append(out.Utterances, utteranceJSON(u))
	}
	for _, m := range p.Marks {
		out.Marks = append(out.Marks, markJSON(m))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // a file to be read, never pasted into a page
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("transcript: json: %w", err)
	}
	return b.Bytes(), nil
}

// form is the first form that has a place for everything in the paper.
func (p Paper) form() int {
	switch {
	case slices.ContainsFunc(p.Marks, func(m Mark) bool { return m.Marker().Later() }):
		return jsonGuide
	case p.needs2():
		return format2
	}
	return format
}

// needs2 reports whether format 1 has no place for something in the paper.
func (p Paper) needs2() bool {
	return p.Names != (Names{}) || slices.ContainsFunc(p.Utterances, func(u Utterance) bool { return u.Speaker.slot() >= firstSpeakers })
}

// ParseJSON reads the structured form strictly: no unknown fields, nothing
// after it, known speakers and markers, possible times, clean text, ids that
// differ. It returns [ErrTooLarge], [ErrNewer] or [ErrNotATranscript].
func ParseJSON(b []byte) (Paper, error) {
	if len(b) > MaxJSON {
		return Paper{}, ErrTooLarge
	}
	if !utf8.Valid(b) {
		return Paper{}, ErrNotATranscript
	}
	var head struct {
		Format int `json:"format"`
	}
	if json.Unmarshal(b, &head) != nil {
		return Paper{}, ErrNotATranscript
	}
	if head.Format > jsonGuide {
		return Paper{}, ErrNewer
	}
	var in paperJSON
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if dec.Decode(&in) != nil || in.Format < format {
		return Paper{}, ErrNotATranscript
	}
	if _, err := dec.Token(); err != io.EOF {
		return Paper{}, ErrNotATranscript
	}
	return in.paper()
}

// ErrTooLarge means more than [MaxJSON] bytes.
var ErrTooLarge = errors.New("transcript: too large")

// maxMarks bounds the markers of one interview: one every second for a day.
const maxMarks = 86_400

// maxTitle is the longest title or label, in bytes.
const maxTitle = 200

func (in paperJSON) paper() (Paper, error) {
	if len(in.Title) > maxTitle || len(in.Label) > maxTitle || Clean(in.Title) != in.Title || Clean(in.Label) != in.Label ||
		len(in.Utterances) > MaxUtterances || len(in.Marks) > maxMarks {
		return Paper{}, ErrNotATranscript
	}
	p := Paper{Title: in.Title, Label: in.Label}
	for _, n := range in.Names {
		if !n.Speaker.Valid() || n.Name == "" || CleanName(n.Name) != n.Name || p.Names.Of(n.Speaker) != "" {
			return Paper{}, ErrNotATranscript
		}
		p.Names = p.Names.With(n.Speaker, n.Name)
	}
	seen := map[uint64]bool{}
	for _, u := range in.Utterances {
		if Utterance(u).check() != nil || seen[u.ID] {
			return Paper{}, ErrNotATranscript
		}
		seen[u.ID] = true
		p.Utterances = append(p.Utterances, Utterance(u))
	}
	for _, m := range in.Marks {
		if m.At > MaxMillis || !Mark(m).Marker().OK() {
			return Paper{}, ErrNotATranscript
		}
		p.Marks = append(p.Marks, Mark(m))
	}
	if p.form() != in.Format {
		return Paper{}, ErrNotATranscript
	}
	return p, nil
}
