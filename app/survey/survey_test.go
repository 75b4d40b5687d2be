package survey_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/survey"
	"barnrost/assets"
)

func shipped(t testing.TB) survey.Form {
	t.Helper()
	f, err := survey.ParseForm([]byte(assets.Survey))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The wording is the published one, letter by letter.
func TestTheShippedFormHasThePublishedWording(t *testing.T) {
	f := shipped(t)
	want := []string{
		"Hur tyckte du att det var att bli intervjuad?",
		"Vad tyckte du om frågorna i intervjun?",
		"Tycker du att vi frågade om viktiga saker?",
		"Är det något annat vi borde frågat om, i så fall vad?",
		"Är det något annat du vill berätta om intervjun?",
	}
	if !slices.Equal(f.Questions, want) || f.Title != "VAD DU TYCKTE OM INTERVJUN" || f.From != survey.Fewest {
		t.Errorf("the shipped form is %+v", f)
	}
	if f.Circle != "Ringa in den smiley som bäst stämmer överens med hur du tyckte att det var." ||
		f.Choose != strings.Replace(f.Circle, "Ringa in", "Välj", 1) || f.Own != "Skriv här om du vill beskriva med egna ord:" {
		t.Errorf("its instructions are %q, %q, %q", f.Circle, f.Choose, f.Own)
	}
}

func TestAUnitsOwnFormHoldsAndABrokenOneKeepsNoChildFromAnswering(t *testing.T) {
	f := shipped(t)
	f.Questions[0] = "Hur var det att bli intervjuad?"
	raw, err := f.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := survey.Current(raw, []byte(assets.Survey)); err != nil || got.Questions[0] != f.Questions[0] {
		t.Errorf("the unit's own: %v, %v", got.Questions, err)
	}
	if got, err := survey.Current([]byte("{"), []byte(assets.Survey)); app.CodeOf(err) != app.CodeTemplate || len(got.Questions) != survey.Questions {
		t.Errorf("a broken one: %v, %v", got, err)
	}
}

func TestAFormThatCannotBeIsRefused(t *testing.T) {
	for name, change := range map[string]func(*survey.Form){
		"nothing":          func(*survey.Form) {},
		"four questions":   func(f *survey.Form) { f.Questions = f.Questions[:4] },
		"an empty one":     func(f *survey.Form) { f.Questions[2] = "" },
		"opened from four": func(f *survey.Form) { f.From = survey.Fewest - 1 },
		"never opened":     func(f *survey.Form) { f.From = 1000 },
		"two lines":        func(f *survey.Form) { f.Title = "a\nb" },
		"a long one":       func(f *survey.Form) { f.Own = strings.Repeat("å", survey.MaxLine+1) },
		"a control sign":   func(f *survey.Form) { f.Choose = "Välj\x00" },
	} {
		f := shipped(t)
		change(&f)
		if _, err := f.Marshal(); (name == "nothing") != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever a child wrote, the answers have one size and come back as they were.
func TestAnswersHaveOneSizeWhateverTheyAre(t *testing.T) {
	long := strings.Repeat("𝄞", survey.MaxWords) // four bytes each
	marks := strings.Repeat("\"", survey.MaxWords)
	for name, a := range map[string]survey.Answers{
		"nothing": {},
		"a face":  {Faces: [3]survey.Face{survey.Glad}},
		"all":     {Faces: [3]survey.Face{survey.Between, survey.Between, survey.Between}, Words: [5]string{long, long, long, long, long}},
		"marks":   {Words: [5]string{marks, "a\nb", marks, "<b>&", marks}},
	} {
		raw, err := a.Marshal()
		if err != nil || len(raw) != survey.PlainSize {
			t.Fatalf("%s: %d bytes, %v", name, len(raw), err)
		}
		if back, err := survey.ParseAnswers(raw); err != nil || back != a {
			t.Errorf("%s came back as another, %v", name, err)
		}
	}
}

func TestAnswersThatCannotBeAreRefused(t *testing.T) {
	good, err := survey.Answers{Faces: [3]survey.Face{survey.Sad}}.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	fit := func(s string) []byte { return append([]byte(s), bytes.Repeat([]byte(" "), survey.PlainSize-len(s))...) }
	text := strings.TrimRight(string(good), " ")
	for name, raw := range map[string][]byte{
		"too short":      good[1:],
		"too long":       append(slices.Clone(good), ' '),
		"another face":   fit(strings.Replace(text, "ledsen", "arg", 1)),
		"a face more":    fit(strings.Replace(text, `"ledsen"`, `"ledsen","glad"`, 1)),
		"a field more":   fit(strings.Replace(text, `"format"`, `"code":"TALL-27","format"`, 1)),
		"in another way": fit(strings.Replace(text, `:`, `: `, 1)),
		"two of them":    fit(text + text),
	} {
		if _, err := survey.ParseAnswers(raw); app.CodeOf(err) != app.CodeTemplate {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := survey.ParseAnswers(fit(strings.Replace(text, `"format":1`, `"format":2`, 1))); app.CodeOf(err) != app.CodeNewerFormat {
		t.Errorf("a newer one: %v", err)
	}
}

func TestTypedWordsBecomeOnesThatAnAnswerMayHold(t *testing.T) {
	for in, want := range map[string]string{
		" Det var bra\t ":          "Det var bra",
		"a\r\nb":                   "a \nb",
		"\x00\xff":                 "",
		strings.Repeat("å ", 1000): strings.TrimSpace(strings.Repeat("å ", 500)),
	} {
		got := survey.Clean(in)
		if got != want {
			t.Errorf("%.20q became %.20q", in, got)
		}
		if _, err := (survey.Answers{Words: [5]string{got}}).Marshal(); err != nil {
			t.Errorf("%.20q: %v", got, err)
		}
	}
}

func TestUnansweredIsMissingAndNotNought(t *testing.T) {
	glad, between, sad := survey.Glad, survey.Between, survey.Sad
	c := survey.Count([]survey.Answers{
		{Faces: [3]survey.Face{glad, sad, ""}, Words: [5]string{"ett", "", "", "", "a"}},
		{Faces: [3]survey.Face{glad, "", ""}, Words: [5]string{"två"}},
		{Faces: [3]survey.Face{between, "", ""}},
		{},
	})
	if c.Answers != 3 || c.Faces[0] != (survey.Tally{Glad: 2, Between: 1}) || c.Faces[1] != (survey.Tally{Sad: 1}) || c.Faces[2].N() != 0 {
		t.Errorf("counted %+v", c)
	}
	if got := c.Faces[0].Tenths(); got != 27 { // 8/3
		t.Errorf("the mean is %d tenths", got)
	}
	if c.Faces[1].Tenths() != 10 || c.Faces[2].Tenths() != 0 {
		t.Errorf("means %d and %d", c.Faces[1].Tenths(), c.Faces[2].Tenths())
	}
	words := slices.Clone(c.Words[0])
	slices.Sort(words)
	if !slices.Equal(words, []string{"ett", "två"}) || !slices.Equal(c.Words[4], []string{"a"}) || c.Words[1] != nil {
		t.Errorf("words %q", c.Words)
	}
}

// The own words come in an order of chance: of ten texts the first is not
// always the one that was counted first. The chance that this fails without
// cause is one in ten to the fortieth.
func TestOwnWordsComeInAnOrderOfChance(t *testing.T) {
	var all []survey.Answers
	for _, w := range strings.Split("abcdefghij", "") {
		all = append(all, survey.Answers{Words: [5]string{w, w}})
	}
	first := map[string]bool{}
	together := 0
	for range 40 {
		c := survey.Count(all)
		first[c.Words[0][0]] = true
		if slices.Equal(c.Words[0], c.Words[1]) {
			together++
		}
	}
	if len(first) < 2 || together == 40 {
		t.Errorf("%d first words, %d times the same order for two questions", len(first), together)
	}
}
