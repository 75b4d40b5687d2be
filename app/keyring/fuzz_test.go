package keyring

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"

	"barnrost/app"
)

// FuzzReadUnit: a unit's forms are refused with a name for it, or hold together:
// the card is the unit's own, and so is the key that signs.
func FuzzReadUnit(f *testing.F) {
	work, signing := goldenFile(f, "unit-work.json"), goldenFile(f, "unit-signing.json")
	if u, err := ReadUnit(work, signing); err != nil || u.Signer.IsZero() {
		f.Fatalf("the seed itself: %v", err)
	}
	f.Add(work, signing)
	f.Add(work, []byte("{}"))
	f.Add(work[:len(work)/2], signing)
	f.Add(bytes.Replace(work, []byte(`"format":1`), []byte(`"format":2`), 1), signing)
	f.Add([]byte("{}"), []byte("{}"))
	secret := strings.Split(string(work), `"`)[5] // format, inbox
	f.Fuzz(func(t *testing.T, work, signing []byte) {
		u, err := ReadUnit(work, signing)
		if err != nil {
			if code := app.CodeOf(err); code != app.CodeVaultDamaged && code != app.CodeNewerFormat {
				t.Fatal(err)
			}
			if !u.Inbox.IsZero() || strings.Contains(err.Error(), secret) {
				t.Fatal("a key together with an error, or inside it")
			}
			return
		}
		if u.Inbox.IsZero() || u.Name == "" || len(u.Card) == 0 {
			t.Fatalf("half a unit: %q", u.Name)
		}
	})
}

// FuzzParseTemplates: what came in an invitation is refused as a whole, or can
// be kept and comes out the same when it is sent on.
func FuzzParseTemplates(f *testing.F) {
	sent, err := writeTemplates(someTemplates)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sent)
	f.Add(sent[:len(sent)/2])
	f.Add([]byte(`{"version":1,"changed":"2027-01-12T09:00:00Z","sections":{"annat":{}}}`))
	f.Add([]byte(`{"version":1,"changed":"2027-01-12T09:00:00Z","unit":"ab"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := parseTemplates(raw)
		if err != nil {
			if got != nil || app.CodeOf(err) != app.CodeTemplate {
				t.Fatal(err)
			}
			return
		}
		again, err := writeTemplates(*got)
		if err != nil {
			if regexp.MustCompile(`year outside of range`).MatchString(errors.Unwrap(err).Error()) {
				return // a time that JSON reads and does not write
			}
			t.Fatal(err)
		}
		if second, err := parseTemplates(again); err != nil || second.Version != got.Version || len(second.Sections) != len(got.Sections) {
			t.Fatalf("%s became %+v, %v", raw, second, err)
		}
	})
}
