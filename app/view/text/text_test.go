package text

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"barnrost/app"
	"barnrost/assets"
)

func tables(t *testing.T) (sv, en *Table) {
	t.Helper()
	var out []*Table
	for _, lang := range []app.Language{app.Swedish, app.English} {
		table, err := Load(assets.Translations, lang)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, table)
	}
	return out[0], out[1]
}

var place = regexp.MustCompile(`\{[a-zA-Z]+\}`)

// differences lists where two tables disagree in keys, places or emptiness.
func differences(a, b *Table) []string {
	var out []string
	for key, words := range a.words {
		other, ok := b.words[key]
		if !ok {
			out = append(out, key+" is missing in "+string(b.lang))
			continue
		}
		if strings.TrimSpace(words) == "" || strings.TrimSpace(other) == "" {
			out = append(out, key+" is empty")
		}
		p, q := place.FindAllString(words, -1), place.FindAllString(other, -1)
		slices.Sort(p)
		slices.Sort(q)
		if !slices.Equal(slices.Compact(p), slices.Compact(q)) {
			out = append(out, key+" has different places")
		}
	}
	for key := range b.words {
		if !a.Has(key) {
			out = append(out, key+" is missing in "+string(a.lang))
		}
	}
	return out
}

func TestBothLanguagesHaveTheSameKeysAndPlaces(t *testing.T) {
	for _, d := range differences(tables(t)) {
		t.Error(d)
	}
}

// The control: each kind of difference is found.
func TestDifferencesAreFound(t *testing.T) {
	sv := &Table{lang: app.Swedish, words: map[string]string{"a": "ett {n}", "b": "två", "c": "", "e": "lika {x} och {y}"}}
	en := &Table{lang: app.English, words: map[string]string{"a": "one {m}", "c": "three", "d": "four", "e": "same {y} and {x}"}}
	if got := differences(sv, en); len(got) != 4 {
		t.Errorf("found %v, want 4 differences", got)
	}
}

// codes reads the codes out of app/error.go, so that a new one cannot be
// forgotten here.
func codes(t *testing.T) (out []app.Code) {
	t.Helper()
	for _, value := range constants(t, "../../error.go", "Code") {
		out = append(out, app.Code(value))
	}
	if len(out) < 40 {
		t.Fatalf("found only %d codes", len(out))
	}
	return out
}

// constants reads the values of the constants of a type out of a source file.
func constants(t *testing.T, path, typeName string) (out []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != typeName {
			return true
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
			value, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, value)
		}
		return true
	})
	return out
}

func TestEveryActOfTheLogHasItsWords(t *testing.T) {
	acts := constants(t, "../../act.go", "Act")
	if len(acts) < 11 {
		t.Fatalf("found only %d acts", len(acts))
	}
	sv, en := tables(t)
	for _, act := range acts {
		for _, table := range []*Table{sv, en} {
			if !table.Has("act." + act) {
				t.Errorf("%s: act.%s is missing", table.lang, act)
			}
		}
	}
}

func TestEveryErrorHasItsThreeSentences(t *testing.T) {
	sv, en := tables(t)
	for _, table := range []*Table{sv, en} {
		for _, code := range codes(t) {
			for _, part := range []string{"what", "safe", "do"} {
				if key := "error." + string(code) + "." + part; !table.Has(key) {
					t.Errorf("%s: %s is missing", table.lang, key)
				}
			}
		}
	}
}

func TestTheToneOfTheWords(t *testing.T) {
	sv, en := tables(t)
	banned := regexp.MustCompile(`(?i)(^|[^\p{L}])(klient|objekt|respondent|bedömning|utvärdering|resultatmål|score|anonym\p{L}*|användaren?|user|skriv ut)([^\p{L}]|$)`)
	for _, table := range []*Table{sv, en} {
		for key, words := range table.words {
			if strings.ContainsRune(words, '!') && words != "Det hörs fint!" { // said aloud at the table, so it was ordered
				t.Errorf("%s %s shouts: %q", table.lang, key, words)
			}
			// To transcribe is never "skriva ut"; to print says what on.
			words = strings.ReplaceAll(words, "Skriv ut på papper", "")
			if m := banned.FindStringSubmatch(words); m != nil {
				t.Errorf("%s %s has a word we avoid: %q", table.lang, key, m[2])
			}
		}
	}
}

func TestProblemNeverShowsACause(t *testing.T) {
	sv, _ := tables(t)
	secret := errors.New("Kajsa berättade")
	for _, err := range []error{secret, app.Fail(app.CodeDiskFull, secret), app.Fail("no-such-code", secret), &app.Error{Code: app.CodeNoMicrophone, Err: secret, Args: map[string]string{"device": "USB"}}} {
		what, safe, do := sv.Problem(err)
		if all := what + safe + do; strings.Contains(all, "Kajsa") || strings.Contains(all, "‹") {
			t.Errorf("%v is shown as %q", app.CodeOf(err), all)
		}
	}
	what, _, _ := sv.Problem(app.Fail("no-such-code", nil))
	if want, _, _ := sv.Problem(secret); what != want {
		t.Errorf("an unknown code is shown as %q", what)
	}
}

func TestFillingPlaces(t *testing.T) {
	table := &Table{lang: app.Swedish, words: map[string]string{"a": "{n} av {m}", "b.one": "{n} intervju", "b.many": "{n} intervjuer"}}
	for _, c := range []struct{ got, want string }{
		{table.T("a", "n", 3, "m", "7"), "3 av 7"},
		{table.T("a"), "{n} av {m}"},
		{table.T("a", "n"), "{n} av {m}"},
		{table.T("missing"), "‹missing›"},
		{table.N("b", 1), "1 intervju"}, {table.N("b", 0), "0 intervjuer"}, {table.N("b", 5), "5 intervjuer"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTimesSizesAndDecimals(t *testing.T) {
	sv, en := tables(t)
	day := time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)
	for _, c := range []struct{ got, want string }{
		{sv.Date(day), "12 mars 2027"}, {en.Date(day), "12 March 2027"}, {sv.Clock(day), "14:02"},
		{Stamp(-5), "00:00"}, {Stamp(59_999), "00:59"}, {Stamp(61_000), "01:01"}, {Stamp(3_599_999), "59:59"}, {Stamp(3_600_000), "1:00:00"},
		{sv.Minutes(29_999), "under en minut"}, {sv.Minutes(30_000), "1 min"}, {sv.Minutes(34 * 60_000), "34 min"},
		{sv.About(0), "ungefär 5 minuter"}, {sv.About(42 * 60_000), "ungefär 40 minuter"}, {sv.About(58 * 60_000), "ungefär en timme"},
		{sv.About(136 * 60_000), "ungefär 2,5 timmar"}, {sv.About(120 * 60_000), "ungefär 2 timmar"}, {en.About(136 * 60_000), "about 2.5 hours"},
		{sv.Size(0), "0 kB"}, {sv.Size(1), "1 kB"}, {sv.Size(288_000_000), "288 MB"}, {sv.Size(1_200_000_000), "1,2 GB"}, {en.Size(1_200_000_000), "1.2 GB"},
		{sv.Decimal(0.5, 1), "0,5"}, {en.Decimal(0.5, 1), "0.5"}, {sv.Decimal(2, 0), "2"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestABrokenTableIsAnError(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"missing":  {},
		"not JSON": {"translations/sv.json": {Data: []byte("{")}},
		"nested":   {"translations/sv.json": {Data: []byte(`{"a":{"b":"c"}}`)}},
	} {
		if _, err := Load(files, app.Swedish); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestCloserWordsSayWhatHappened(t *testing.T) {
	sv, en := tables(t)
	for _, kind := range []string{"float", "alaw", "mulaw", "bits", "channels", "rate", "codec"} {
		err := &app.Error{Code: app.CodeWavKind, Args: map[string]string{"kind": kind, "n": "12"}}
		for _, table := range []*Table{sv, en} {
			what, safe, do := table.Problem(err)
			plain, _, _ := table.Problem(app.Fail(app.CodeWavKind, nil))
			if what == plain || strings.Contains(what+safe+do, "‹") || strings.Contains(what, "{") {
				t.Errorf("%s: %q %q %q", kind, what, safe, do)
			}
		}
	}
	what, _, _ := sv.Problem(&app.Error{Code: app.CodeWavKind, Args: map[string]string{"kind": "nytt"}})
	if plain, _, _ := sv.Problem(app.Fail(app.CodeWavKind, nil)); what != plain {
		t.Errorf("a kind without words of its own: %q", what)
	}
}

func TestACapitalIsTheFirstLetterAlone(t *testing.T) {
	for s, want := range map[string]string{"": "", "ljudet": "Ljudet", "åtta älgar": "Åtta älgar", "TALL-27": "TALL-27", "1 kopia": "1 kopia"} {
		if got := Capital(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}
