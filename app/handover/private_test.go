package handover

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"barnrost/app"
	"barnrost/app/mirror"
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
