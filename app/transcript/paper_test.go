package transcript

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func paper() Paper {
	words := map[Speaker]string{Interviewer: "Intervjuare", Child: "Barn", Interpreter: "Tolk", Other: "Annan"}
	return Paper{
		Title: "TALL-27", Label: "Inte avidentifierad",
		Utterances: []Utterance{
			{ID: 1, Speaker: Interviewer, Start: 1_000, Text: "Hur var det?"},
			{ID: 2, Speaker: Child, Start: 4_000, Text: "<b>Bra</b> & skönt.\nFast ibland \"kallt\" 😀"},
			{ID: 5, Speaker: Interviewer, Start: 3_725_000},
		},
		Marks:   []Mark{{Kind: "skratt", At: 5_000}, {Kind: "nickar", At: 4_500}, {Kind: "viktigt", At: 200}},
		Speaker: func(s Speaker) string { return words[s] },
		Mark:    func(m Mark) string { return string(m.Kind) + m.Code },
	}
}

func TestTextReadsAsItWasSaid(t *testing.T) {
	want := `TALL-27
Inte avidentifierad

00:00:00 [viktigt]
00:00:01 Intervjuare: Hur var det?
00:00:04 Barn: <b>Bra</b> & skönt.
         Fast ibland "kallt" 😀 [nickar] [skratt]
01:02:05 Intervjuare:
`
	if got := string(Text(paper())); got != want {
		t.Errorf("got:\n%s", got)
	}
}

func TestAMarkerThatIsWrittenInIsReadOnce(t *testing.T) {
	p := paper()
	p.Utterances[1].Text = "Bra [nickar] tror jag"
	if got := string(Text(p)); strings.Count(got, "[nickar]") != 1 || !strings.Contains(got, "tror jag [skratt]\n") {
		t.Errorf("got:\n%s", got)
	}
	if b, err := JSON(p); err != nil || strings.Count(string(b), `"nickar"`) != 1 {
		t.Errorf("the marker itself does not go along: %v", err)
	}
}

func TestHTMLIsOneSafeAccessiblePage(t *testing.T) {
	b, err := HTML(paper())
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, want := range []string{`<html lang="sv">`, "<h1>TALL-27</h1>", `<p class="label">Inte avidentifierad</p>`,
		"&lt;b&gt;Bra&lt;/b&gt; &amp; skönt.", "<i>[nickar]</i>", "default-src &#39;none&#39;"} {
		if !strings.Contains(page, want) && !strings.Contains(page, strings.ReplaceAll(want, "&#39;", "'")) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Count(page, "<h1>") != 1 || strings.Contains(page, "<b>Bra") || strings.Contains(page, "<script") {
		t.Error("more than one h1, or the child's words became markup")
	}
	p := paper()
	p.Label = ""
	if b, _ = HTML(p); strings.Contains(string(b), `class="label"`) {
		t.Error("an empty label is shown")
	}
}

func TestJSONComesBackTheSame(t *testing.T) {
	p := paper()
	b, err := JSON(p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseJSON(b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != p.Title || got.Label != p.Label || !slices.Equal(got.Utterances, p.Utterances) || !slices.Equal(got.Marks, p.Marks) {
		t.Errorf("got %+v", got)
	}
}

func TestJSONIsReadStrictly(t *testing.T) {
	one := `{"format":1,"title":"T","utterances":[{"id":1,"speaker":"child","start_ms":5,"text":"a"}],"marks":[]}`
	if _, err := ParseJSON([]byte(one)); err != nil {
		t.Fatalf("the control is refused: %v", err)
	}
	for name, c := range map[string][2]string{
		"unknown field":              {`"marks"`, `"more":1,"marks"`},
		"unknown speaker":            {`"child"`, `"dog"`},
		"no id":                      {`"id":1`, `"id":0`},
		"negative time":              {`:5`, `:-5`},
		"end first":                  {`:5,`, `:5,"end_ms":4,`},
		"control":                    {`"a"`, `"\u0007"`},
		"carriage return":            {`"a"`, `"\r"`},
		"unknown marker":             {`"marks":[]`, `"marks":[{"kind":"x","at_ms":1}]`},
		"same id twice":              {`{"id":1,"speaker":"child","start_ms":5,"text":"a"}`, `{"id":1,"speaker":"child","start_ms":5,"text":"a"},{"id":1,"speaker":"child","start_ms":5,"text":"a"}`},
		"format 0":                   {`"format":1`, `"format":0`},
		"bytes":                      {`"a"`, "\"\xff\""},
		"a question in an old form":  {`"marks":[]`, `"marks":[{"kind":"fraga","at_ms":1,"code":"K2"}]`},
		"a new form for nothing new": {`"format":1`, `"format":3`},
	} {
		bad := strings.Replace(one, c[0], c[1], 1)
		if bad == one {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := ParseJSON([]byte(bad)); !errors.Is(err, ErrNotATranscript) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParseJSON([]byte(one + "{}")); !errors.Is(err, ErrNotATranscript) {
		t.Errorf("something after it: %v", err)
	}
	if _, err := ParseJSON([]byte(`{"format":4,"later":true}`)); !errors.Is(err, ErrNewer) {
		t.Errorf("newer: %v", err)
	}
	if _, err := ParseJSON(make([]byte, MaxJSON+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func TestMarksStandWithTheUtteranceTheyFellIn(t *testing.T) {
	p := paper()
	before, with := PlaceMarks(p.Utterances, append(p.Marks, Mark{Kind: "nickar", At: 4_000}, Mark{Kind: "visar", At: 9_000_000}))
	if len(before) != 1 || len(with[1]) != 0 || len(with[2]) != 3 || with[2][0].At != 4_000 || len(with[5]) != 1 {
		t.Errorf("before %v, with %v", before, with)
	}
}

func FuzzParseJSON(f *testing.F) {
	b, err := JSON(paper())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"format":1,"title":"","utterances":null,"marks":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParseJSON(b)
		if err != nil {
			return
		}
		out, err := JSON(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseJSON(out)
		if err != nil || !slices.Equal(again.Utterances, p.Utterances) || !slices.Equal(again.Marks, p.Marks) || again.Names != p.Names {
			t.Errorf("not the same when written and read again: %v", err)
		}
		Text(p)
		if _, err := HTML(p); err != nil {
			t.Error(err)
		}
	})
}
