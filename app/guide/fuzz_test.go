package guide_test

import (
	"bytes"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/assets"
)

// FuzzParse: what is read can be used, and comes out the same when it is
// written and read again; everything else is refused with a code.
func FuzzParse(f *testing.F) {
	f.Add([]byte(assets.Guide))
	f.Add([]byte(strings.Replace(assets.Guide, `"format": 1`, `"format": 2`, 1)))
	f.Add([]byte(strings.Replace(assets.Guide, `"order"`, `"reviewed": {"by": "Maj Påhittad", "on": "2027-01-12"}, "order"`, 1)))
	f.Add([]byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		g, err := guide.Parse(raw)
		if err != nil {
			if code := app.CodeOf(err); code != app.CodeNotAGuide && code != app.CodeNewerFormat {
				t.Fatal(err)
			}
			return
		}
		written, err := g.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, err := guide.Parse(written)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := again.Marshal(); err != nil || !bytes.Equal(second, written) {
			t.Fatalf("it became another, %v", err)
		}
		for _, group := range guide.Groups {
			for _, a := range g.For(group, g.Order) {
				if q, ok := g.Find(a.Code); !ok || a.Words != q.Text && a.Words != q.Simple || a.Words == "" {
					t.Fatalf("%s of %s is asked as %q", a.Code, group, a.Words)
				}
			}
		}
	})
}
