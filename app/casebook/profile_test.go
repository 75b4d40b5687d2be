package casebook

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"barnrost/app"
)

func TestAbbreviationsLieSealedWithTheOwnerAndOutliveAChangeOfProfile(t *testing.T) {
	b := newBench(t)
	own := []app.Autotext{{Short: "kex", Text: "hunden Kexbert hos mormor"}, {Short: "åsa", Text: "Åsa"}}
	if err := b.book.SaveAutotexts(t.Context(), own); err != nil { // before there is a profile
		t.Fatal(err)
	}
	anna := app.Profile{Name: "Anna Ek", Role: app.RoleWorker, Unit: "Enhet Björken", Language: app.Swedish}
	if err := b.book.SaveProfile(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	got, err := b.book.Autotexts()
	if err != nil || !slices.Equal(got, own) {
		t.Errorf("read %v, %v", got, err)
	}
	if p, err := b.book.Profile(); err != nil || p != anna {
		t.Errorf("the profile is %+v, %v", p, err)
	}
	if n := len(b.vault.Objects(kindProfile)); n != 1 {
		t.Errorf("%d profiles", n)
	}
	for _, path := range []string{b.path, b.path + "-wal"} {
		raw, err := os.ReadFile(path)
		if err == nil && bytes.Contains(raw, []byte("Kexbert")) {
			t.Errorf("the words lie in clear text in %s", path)
		}
	}
}
