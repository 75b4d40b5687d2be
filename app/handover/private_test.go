package handover

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"barnrost/app"
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

	file, err := os.Open(path)
	check(t, err)
	defer file.Close()
	arrived := map[string][]byte{}
	m, _, err := bundle.Read(t.Context(), file, []bundle.Identity{chief.keys.Inbox}, bundle.Handler{Member: keep(arrived)})
	check(t, err)
	manifest, err := json.Marshal(m)
	check(t, err)
	arrived["manifest"] = manifest
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
