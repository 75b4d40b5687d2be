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
	if *renew {
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
