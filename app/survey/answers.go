package survey

import (
	"bytes"
	"errors"

	"barnrost/app"
)

// PlainSize is the size in bytes of every child's answers before they are
// sealed, so that the size of an envelope tells nothing. It holds five texts of
// [MaxWords] code points of four bytes each.
const PlainSize = 20 << 10

// Answers are one child's. Nothing says whose, when or to whom.
type Answers struct {
	Faces [Faces]Face
	Words [Questions]string // own words, "" for none
}

// Blank reports whether nothing was answered at all: there is nothing to put
// into an envelope then.
func (a Answers) Blank() bool { return a == Answers{} }

// answersForm is how answers are written: JSON, then spaces to [PlainSize], so
// that whoever holds the key reads them without this program too.
type answersForm struct {
	Format int      `json:"format"`
	Faces  []Face   `json:"faces"`
	Words  []string `json:"words"`
}

// Marshal returns the answers in [PlainSize] bytes. It returns
// [app.CodeTemplate] for words that [Clean] would change.
func (a Answers) Marshal() ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	raw, err := write(answersForm{format, a.Faces[:], a.Words[:]})
	if err != nil {
		return nil, err
	}
	if len(raw) > PlainSize {
		return nil, app.Fail(app.CodeInternal, errors.New("survey: answers above their bound"))
	}
	return append(raw, bytes.Repeat([]byte(" "), PlainSize-len(raw))...), nil
}

// ParseAnswers reads what [Answers.Marshal] wrote, in that one form, and fails
// with [app.CodeNewerFormat] or [app.CodeTemplate].
func ParseAnswers(raw []byte) (Answers, error) {
	bad := func(what string) (Answers, error) {
		return Answers{}, app.Fail(app.CodeTemplate, errors.New("survey: "+what))
	}
	if len(raw) != PlainSize {
		return bad("answers of another size")
	}
	var f answersForm
	if err := strict(raw, &f); err != nil {
		return Answers{}, err
	}
	if len(f.Faces) != Faces || len(f.Words) != Questions {
		return bad("answers to other questions")
	}
	a := Answers{Faces: [Faces]Face(f.Faces), Words: [Questions]string(f.Words)}
	again, err := a.Marshal()
	if err != nil {
		return Answers{}, err
	}
	if !bytes.Equal(again, raw) {
		return bad("answers written in another way")
	}
	return a, nil
}

func (a Answers) check() error {
	for _, f := range a.Faces {
		if f != NoFace && f.Points() == 0 {
			return app.Fail(app.CodeTemplate, errors.New("survey: an unknown face"))
		}
	}
	for _, w := range a.Words {
		if !printable(w, MaxWords) {
			return app.Fail(app.CodeTemplate, errors.New("survey: words that cannot be"))
		}
	}
	return nil
}
