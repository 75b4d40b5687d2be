package parsers

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// TestEveryParserHasAFuzzTarget: whoever writes a parser is told here to write
// its target, or to say why there is none.
func TestEveryParserHasAFuzzTarget(t *testing.T) {
	found, targets, err := parsersIn(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 40 || len(targets) < 30 {
		t.Fatalf("%d parsers and %d targets: the source was not found", len(found), len(targets))
	}
	entries := map[string]Entry{}
	for _, e := range Table {
		if _, twice := entries[e.Parser]; twice {
			t.Errorf("%s stands twice in the table", e.Parser)
		}
		entries[e.Parser] = e
	}
	for _, p := range found {
		e, ok := entries[p]
		switch {
		case !ok:
			t.Errorf("%s reads bytes and has no fuzz target: write one, and its line in the table", p)
		case len(e.Targets) == 0 && e.Why == "":
			t.Errorf("%s has neither a target nor a reason for none", p)
		}
		for _, target := range e.Targets {
			if _, ok := targets[target]; !ok {
				t.Errorf("%s: there is no %s", p, target)
			}
		}
		delete(entries, p)
	}
	for p := range entries {
		t.Errorf("%s stands in the table and is no parser any more", p)
	}
	named := slices.Clone(Besides)
	for _, e := range Table {
		named = append(named, e.Targets...)
	}
	for target := range targets {
		if !slices.Contains(named, target) {
			t.Errorf("%s stands in no line of the table", target)
		}
	}
}

// TestEveryFuzzTargetHasSeeds: real ones in the code, and kept ones of earlier
// fuzzing beside it. An empty folder would pass unseen otherwise.
func TestEveryFuzzTargetHasSeeds(t *testing.T) {
	_, targets, err := parsersIn(root)
	if err != nil {
		t.Fatal(err)
	}
	for target, seeded := range targets {
		if !seeded {
			t.Errorf("%s adds no seed", target)
		}
		if n, err := corpus(root, target); n == 0 || err != nil {
			t.Errorf("%s has %d kept inputs, %v", target, n, err)
		}
	}
}

// corpus counts the kept inputs of a target that `go test` will read.
func corpus(root, target string) (n int, err error) {
	pack, name, _ := strings.Cut(target, ".")
	if pack == "main" {
		pack = "."
	}
	files, err := os.ReadDir(filepath.Join(root, pack, "testdata", "fuzz", name))
	for _, f := range files {
		content, e := os.ReadFile(filepath.Join(root, pack, "testdata", "fuzz", name, f.Name()))
		if e != nil {
			return n, e
		}
		if bytes.HasPrefix(content, []byte("go test fuzz v1\n")) {
			n++
		}
	}
	return n, err
}

// The controls: a parser without a target, a target without seeds, and an empty
// corpus are seen.
func TestTheWalkSeesWhatItLooksFor(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"new/new.go":                      "package new\nfunc Read(b []byte) { var x int; json.Unmarshal(b, &x) }\nfunc (t *T) field(b []byte) { hex.DecodeString(\"\") }\nfunc plain() {}",
		"new/new_test.go":                 "package new\nfunc FuzzBare(f *testing.F) { f.Fuzz(nil) }\nfunc FuzzSeeded(f *testing.F) { f.Add(1) }",
		"new/testdata/fuzz/FuzzSeeded/1":  "go test fuzz v1\nint(1)\n",
		"new/testdata/fuzz/FuzzBare/note": "no input",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, targets, err := parsersIn(dir)
	if err != nil || !slices.Equal(found, []string{"new.Read", "new.T.field"}) {
		t.Errorf("parsers %v, %v", found, err)
	}
	if len(targets) != 2 || targets["new.FuzzBare"] || !targets["new.FuzzSeeded"] {
		t.Errorf("targets %v", targets)
	}
	for target, want := range map[string]int{"new.FuzzSeeded": 1, "new.FuzzBare": 0, "new.FuzzGone": 0} {
		if n, _ := corpus(dir, target); n != want {
			t.Errorf("%s has %d kept inputs, not %d", target, n, want)
		}
	}
}
