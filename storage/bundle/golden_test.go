package bundle

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"barnrost/crypto"
)

var renew = flag.Bool("golden", false, "write testdata/v1 anew; only before format 1 has been used by anybody")

// TestBundlesOfEveryFormatStayReadable reads files that were written when
// their format was new. They are never regenerated afterwards.
func TestBundlesOfEveryFormatStayReadable(t *testing.T) {
	const words = "Barn: jag tyckte om bullarna\n"
	if _, err := os.Stat("testdata/v1.barnrost"); *renew && err != nil { // as below
		anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
		check(t, os.MkdirAll("testdata", 0o755))
		check(t, os.WriteFile("testdata/v1.barnrost", write(t, request(anna, chief, texts()...)), 0o644))
		check(t, os.WriteFile("testdata/v1.key", []byte(chief.inbox.String()+"\n"), 0o644))
	}
	file, err := os.ReadFile("testdata/v1.barnrost")
	check(t, err)
	key, err := os.ReadFile("testdata/v1.key")
	check(t, err)
	inbox, err := crypto.ParseIdentity(strings.TrimSpace(string(key)))
	check(t, err)
	var g got
	m, hash, err := Read(context.Background(), bytes.NewReader(file), []Identity{inbox}, g.handler())
	check(t, err)
	if string(g.members[NameTranscriptText]) != words || m.Text != TextRaw || m.Subject != subject {
		t.Errorf("read %q, %+v", g.members, m)
	}
	if again := must(Hash(m)); again != hash {
		t.Error("the manifest is written differently than it was")
	}
}

// TestBundlesOfFormat1WithEveryMemberStayReadable, and of format 2: an interview with all that can come
// along in each format, a key handover and a survey; between them every member there is.
func TestBundlesOfFormat1WithEveryMemberStayReadable(t *testing.T) {
	key, err := os.ReadFile("testdata/v1.key")
	check(t, err)
	inbox, err := crypto.ParseIdentity(strings.TrimSpace(string(key)))
	check(t, err)
	found := map[string]bool{}
	for _, c := range []struct {
		file   string
		kind   Kind
		format int
	}{{"testdata/v1-whole.barnrost", KindInterview, 1}, {"testdata/v1-unitkey.barnrost", KindHandover, 1}, {"testdata/v2-whole.barnrost", KindInterview, 2},
		{"testdata/v2-survey.barnrost", KindSurvey, 2}} {
		var members []Member
		for _, o := range order {
			if belongs(o.name, c.kind) && o.since <= c.format {
				members = append(members, member(o.name, goldenMember(o.name)))
			}
		}
		if _, err := os.Stat(c.file); *renew && err != nil { // one that is there is what people have
			anna, chief := newSomeone(t, "Anna Ek"), someone{inbox: inbox}
			r := request(anna, chief, members...)
			r.Manifest.Kind = c.kind
			if c.kind != KindInterview {
				r.Manifest.Text, r.Manifest.Reason = TextNone, ""
			}
			check(t, os.WriteFile(c.file, write(t, r), 0o644))
		}
		file, err := os.ReadFile(c.file)
		check(t, err)
		var g got
		m, _, err := Read(context.Background(), bytes.NewReader(file), []Identity{inbox}, g.handler())
		check(t, err)
		if m.Kind != c.kind || m.Format != c.format || len(g.members) != len(members) {
			t.Errorf("%s: %s of format %d with %d members", c.file, m.Kind, m.Format, len(g.members))
		}
		for name, data := range g.members {
			found[name] = true
			if !bytes.Equal(data, goldenMember(name)) {
				t.Errorf("%s: %s came out otherwise", c.file, name)
			}
		}
	}
	for _, o := range order {
		if !found[o.name] {
			t.Errorf("no golden bundle has a %s", o.name)
		}
	}
}

// goldenMember is what a golden bundle holds under a name.
func goldenMember(name string) []byte { return []byte(strings.Repeat("innehållet i "+name+"\n", 50)) }
