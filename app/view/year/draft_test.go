package year

import (
	"bytes"
	"testing"

	"barnrost/app"
	"barnrost/app/round"
)

// FuzzDraft: whatever is kept is read as a draft or as nothing, and a draft that
// is read is kept again the same and can be read as a plan or told what of it
// cannot.
func FuzzDraft(f *testing.F) {
	var d draft
	d.fill(round.Propose(2027), 2027)
	d.Names = "Åsa Påhitt\nBo Öst"
	f.Add(d.encode())
	f.Add([]byte(`{"format":1,"year":2027}`))
	f.Add([]byte(`{"format":1,"year":2027,"dates":{"apt":"kanske"},"voices":{"home":"många"}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, ok := parseDraft(raw)
		if !ok {
			if d.Year != 0 {
				t.Fatalf("a draft together with a refusal: %+v", d)
			}
			return
		}
		kept := d.encode()
		if kept == nil {
			return // larger than is kept
		}
		again, ok := parseDraft(kept)
		if !ok || !bytes.Equal(again.encode(), kept) {
			t.Fatalf("%s became %s", kept, again.encode())
		}
		p, _, err := d.check(nil)
		if err != nil {
			if code := app.CodeOf(err); code != app.CodePlanDate && code != app.CodePlanPeople && code != app.CodePlanCount {
				t.Fatal(err)
			}
			return
		}
		if _, err := p.Encode(); err != nil {
			t.Fatalf("%s passes for a plan, and is none: %v", kept, err)
		}
	})
}
