package handover

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"barnrost/app"
	"barnrost/storage/bundle"
)

// reflectionsFile is the member reflections.json: what the interviewer shares of
// how the interview was ("Socialarbetarnas röster"). What they keep is of a type
// that this package does not know.
type reflectionsFile struct {
	Format int          `json:"format"`
	Title  string       `json:"title"` // for whoever reads the file without the program
	Notes  []reflection `json:"notes"` // in the order of the questions
}

type reflection struct {
	Question app.ReflectionQuestion `json:"question"`
	Text     string                 `json:"text"`
}

const reflectionsForm = 1

// maxReflectionsTitle bounds the title, in bytes.
const maxReflectionsTitle = 200

func renderReflections(title string, r app.Reflections) ([]byte, error) {
	out := reflectionsFile{Format: reflectionsForm, Title: title}
	for _, q := range app.ReflectionQuestions {
		if text := r[q]; text != "" {
			out.Notes = append(out.Notes, reflection{q, text})
		}
	}
	raw, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return nil, fmt.Errorf("handover: reflections: %w", err)
	}
	return raw, nil
}

// parseReflections reads what renderReflections writes: each question at most
// once, in order, each answer as the program stores it.
func parseReflections(raw []byte) (app.Reflections, error) {
	var in reflectionsFile
	if err := strict(raw, &in); err != nil {
		return nil, err
	}
	if in.Format > reflectionsForm {
		return nil, bundle.ErrNewer
	}
	bad := errors.New("handover: reflections that cannot be")
	if in.Format != reflectionsForm || len(in.Notes) == 0 || len(in.Title) > maxReflectionsTitle {
		return nil, bad
	}
	out, last := app.Reflections{}, -1
	for _, n := range in.Notes {
		at := slices.Index(app.ReflectionQuestions, n.Question)
		if at <= last {
			return nil, bad
		}
		out[n.Question], last = n.Text, at
	}
	return out, out.Check()
}
