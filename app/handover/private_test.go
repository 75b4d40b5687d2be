package handover

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/app/own"
	"barnrost/app/transcript"
	"barnrost/storage/bundle"
)

// TestNoAbbreviationGoesAlongInABundle: they may hold names of other children.
func TestNoAbbreviationGoesAlongInABundle(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	const secret = "Kexbert hos mormor"
	check(t, anna.book.SaveAutotexts(t.Context(), []app.Autotext{{Short: "kexb", Text: secret}}))
	i := anna.interviewed(32_000)
	path, _ := anna.send(i.ID, to, true)

	arrived := chief.unsealed(path)
	found := func(what string) (n int) {
		for _, raw := range arrived {
			n += bytes.Count(raw, []byte(what))
		}
		return n
	}
	if found(secret)+found("kexb") > 0 {
		t.Error("an abbreviation went along")
	}
	if found(needle) == 0 || found("Anna Ek") == 0 { // the control: what should go along is found this way
		t.Error("nothing would be found at all")
	}
}

// TestNothingOfOnesOwnTalkGoesAlongInABundle: no figure of the three facts, nor
// that there are any.
func TestNothingOfOnesOwnTalkGoesAlongInABundle(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	i := anna.interviewed(32_000)
	check(t, anna.book.SaveMirror(t.Context(), i.ID, mirror.Facts{By: mirror.ByTime, Backings: 424_243,
		Shares: []mirror.Share{{Speaker: transcript.Interviewer, Amount: 987_654_321, Part: 0.123456}, {Speaker: transcript.Child, Amount: 5, Part: 0.876544}},
		Tempo:  &mirror.Tempo{WithPauses: 98.7654}, Wait: &mirror.Wait{From: 1_234_567, To: 1_241_567}}))
	if _, err := anna.book.Mirror(i.ID); err != nil { // the control: they are there to be sent
		t.Fatal(err)
	}
	path, _ := anna.send(i.ID, to, true)
	raw, err := os.ReadFile(path)
	check(t, err)
	arrived := chief.unsealed(path)
	arrived["the file itself"] = raw
	all := func(what string) (n int) {
		for _, part := range arrived {
			n += bytes.Count(part, []byte(what))
		}
		return n
	}
	for _, what := range []string{"424243", "987654321", "0.123456", "98.7654", "1234567", "mirror", "backings", "tempo"} {
		if all(what) > 0 {
			t.Errorf("%q went along", what)
		}
	}
	if all(needle) == 0 { // the control: what should go along is found this way
		t.Error("nothing would be found at all")
	}
}

// TestNothingThatSomebodyWroteForThemselvesGoesAlongInABundle: neither the guess
// nor what was heard nor a reflection that is kept, nor a word of the visit; what
// is shared does, and is there to be read.
func TestNothingThatSomebodyWroteForThemselvesGoesAlongInABundle(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	ctx := t.Context()
	i, err := anna.book.CreateInterview(ctx, 9, "kck")
	check(t, err)
	check(t, anna.book.SaveGuess(ctx, i.ID, 0, "Grävlingen gissade"))
	anna.types(i.ID, transcript.Utterance{Speaker: transcript.Child, Text: needle})
	check(t, anna.book.SaveHeard(ctx, i.ID, "Grävlingen hörde"))
	check(t, anna.book.SaveNotes(ctx, i.ID, own.Notes{app.ReflectLearnt: {Text: "Grävlingen lärde sig"}, app.ReflectSurprised: {Text: "Bävern delar med sig", Shared: true}}))
	check(t, anna.book.SaveTicket(ctx, i.ID, app.Yes))
	check(t, anna.book.SaveVisit(ctx, i.ID, app.Visit{Trouble: app.Yes, TroubleNote: "Grävlingen bullrade", Interpreter: app.Yes, Language: "grävlingska"}))
	if a, err := anna.book.Aside(i.ID); err != nil || a.Guess == "" || a.Heard == "" || len(a.Notes) != 1 { // the control: it is there to be sent
		t.Fatalf("%+v %v", a, err)
	}
	preview, err := anna.post.Preview(ctx, draft(i.ID, to, false))
	check(t, err)
	if preview.Reflections[app.ReflectSurprised] != "Bävern delar med sig" || len(preview.Reflections) != 1 {
		t.Errorf("the preview shows %+v", preview.Reflections)
	}
	path, _ := anna.send(i.ID, to, false)
	raw, err := os.ReadFile(path)
	check(t, err)
	arrived := chief.unsealed(path)
	arrived["the file itself"] = raw
	all := func(what string) (n int) {
		for _, part := range arrived {
			n += bytes.Count(part, []byte(what))
		}
		return n
	}
	for _, what := range []string{"Grävling", "grävling", "aside", "guess", "ticket", "visit", "heard"} {
		if all(what) > 0 {
			t.Errorf("%q went along", what)
		}
	}
	if all(needle) == 0 || all("Bävern delar med sig") == 0 || all("Socialarbetarnas röster") == 0 { // the control: what should go along is found this way
		t.Error("nothing would be found at all")
	}
	got, err := chief.post.Receive(ctx, path, nil)
	check(t, err)
	chief.reopen()
	if shared, err := chief.book.Reflections(got.Interview); err != nil || shared[app.ReflectSurprised] != "Bävern delar med sig" || len(shared) != 1 {
		t.Errorf("received %+v %v", shared, err)
	}
}

// TestNoTypeThatIsPrivateIsReachedFromWhatIsSent: whatever somebody adds to what
// sending handles, a guess, a kept note or a figure of one's own talk is no part
// of it.
func TestNoTypeThatIsPrivateIsReachedFromWhatIsSent(t *testing.T) {
	for _, root := range []any{Draft{}, Preview{}, contents{}, reflectionsFile{}, app.Interview{}, bundle.Request{}, Received{}, new(Source), new(Inbox)} {
		if at := reaches(reflect.TypeOf(root), map[reflect.Type]bool{}); at != "" {
			t.Errorf("%T reaches %s", root, at)
		}
	}
	// The control: it is found wherever it hides.
	for _, root := range []any{struct{ A []map[string]*own.Aside }{}, new(interface{ Notes() (own.Notes, error) }), func(mirror.Facts) {}} {
		if reaches(reflect.TypeOf(root), map[reflect.Type]bool{}) == "" {
			t.Errorf("%T reaches nothing", root)
		}
	}
}

// reaches names a private type that a type is made of, "" if there is none.
func reaches(t reflect.Type, been map[reflect.Type]bool) string {
	if been[t] {
		return ""
	}
	been[t] = true
	if p := t.PkgPath(); strings.HasSuffix(p, "app/own") || strings.HasSuffix(p, "app/mirror") {
		return t.String()
	}
	var parts []reflect.Type
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		parts = append(parts, t.Elem())
	case reflect.Map:
		parts = append(parts, t.Key(), t.Elem())
	case reflect.Struct:
		for n := range t.NumField() {
			parts = append(parts, t.Field(n).Type)
		}
	case reflect.Interface:
		for n := range t.NumMethod() {
			parts = append(parts, t.Method(n).Type)
		}
	case reflect.Func:
		for n := range t.NumIn() {
			parts = append(parts, t.In(n))
		}
		for n := range t.NumOut() {
			parts = append(parts, t.Out(n))
		}
	}
	for _, part := range parts {
		if at := reaches(part, been); at != "" {
			return at
		}
	}
	return ""
}

// unsealed opens a bundle and returns all that lies in it, the manifest too.
func (s *somebody) unsealed(path string) map[string][]byte {
	s.t.Helper()
	file, err := os.Open(path)
	check(s.t, err)
	defer file.Close()
	arrived := map[string][]byte{}
	m, _, err := bundle.Read(s.t.Context(), file, []bundle.Identity{s.keys.Inbox}, bundle.Handler{Member: keep(arrived)})
	check(s.t, err)
	manifest, err := json.Marshal(m)
	check(s.t, err)
	arrived["manifest"] = manifest
	return arrived
}
