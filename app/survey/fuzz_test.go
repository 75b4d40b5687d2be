package survey_test

import (
	"bytes"
	"testing"

	"barnrost/app"
	"barnrost/app/survey"
	"barnrost/assets"
)

// FuzzParseForm: what is read can be used and comes out the same again; all else
// is refused with a code.
func FuzzParseForm(f *testing.F) {
	f.Add([]byte(assets.Survey))
	f.Add([]byte(`{"format":2}`))
	f.Add([]byte(`{"format":1,"questions":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		form, err := survey.ParseForm(raw)
		if err != nil {
			refused(t, err)
			return
		}
		once, err := form.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, err := survey.ParseForm(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := again.Marshal(); err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("it became another, %v", err)
		}
	})
}

// FuzzParseAnswers: there is one form for each child's answers, of one size.
func FuzzParseAnswers(f *testing.F) {
	for _, a := range []survey.Answers{{}, {Faces: [3]survey.Face{survey.Glad, "", survey.Sad}, Words: [5]string{"Bullarna", "", "a\nb"}}} {
		raw, err := a.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(bytes.TrimRight(raw, " "))
	}
	f.Add([]byte(`{"format":1,"faces":["glad"],"words":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) < survey.PlainSize { // so that the fuzzer need not find the spaces
			raw = append(raw, bytes.Repeat([]byte(" "), survey.PlainSize-len(raw))...)
		}
		a, err := survey.ParseAnswers(raw)
		if err != nil {
			refused(t, err)
			return
		}
		if again, err := a.Marshal(); err != nil || !bytes.Equal(again, raw) {
			t.Fatalf("it is written in two ways, %v", err)
		}
		if c := survey.Count([]survey.Answers{a}); (c.Answers == 0) != a.Blank() {
			t.Fatalf("%+v counts as %d", a, c.Answers)
		}
	})
}

// FuzzClean: whatever is typed, an answer may hold it.
func FuzzClean(f *testing.F) {
	f.Add("  Jag tyckte om bullarna \x00")
	f.Fuzz(func(t *testing.T, typed string) {
		clean := survey.Clean(typed)
		if survey.Clean(clean) != clean {
			t.Fatal("what is clean is cleaned again")
		}
		if _, err := (survey.Answers{Words: [5]string{clean}}).Marshal(); err != nil {
			t.Fatal(err)
		}
	})
}

func refused(t *testing.T, err error) {
	if code := app.CodeOf(err); code != app.CodeTemplate && code != app.CodeNewerFormat {
		t.Fatal(err)
	}
}
