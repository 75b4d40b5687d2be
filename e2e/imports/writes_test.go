package imports

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writers are the calls that can make a file.
var writers = []string{"os.Create", "os.CreateTemp", "os.MkdirTemp", "os.WriteFile", "os.OpenFile", "handover.SaveSmall"}

// mayWrite is every place of the program that makes a file, with what is in it.
// One place alone writes what was said in a readable form: the export that asks.
var mayWrite = map[string]string{
	"app/handover/file.go":   "the one way a small file is written: aside, synced, renamed, over no other; and shredding",
	"cards.go":               "cards and invitations: public keys and names",
	"check.go":               "the report of -check: counts and codes",
	"console_windows.go":     "the console that is there",
	"disposal.go":            "the protocol of gallring: codes and dates",
	"exchange.go":            "the transcript as a readable file, asked about and logged",
	"guideroom.go":           "the intervjuguide: its questions, and who approved it",
	"keymap.go":              "the page of keys: what the program says of itself",
	"logbook.go":             "the log: acts, codes and fingerprints",
	"printing.go":            "pages to be printed: forms and letters without anybody's name",
	"secrets.go":             "the recovery key's page",
	"unitkey.go":             "the unit's key on paper",
	"year.go":                "a plan's dates as a calendar file: dates and what they are, no names",
	"storage/bundle/file.go": "a bundle: sealed",
	"storage/create.go":      "the vault, and a spool beside it: sealed, but for a spool's templates",
	"storage/lock.go":        "the lock beside the vault: empty",
	"storage/place.go":       "a look whether a place can be written: nothing",
	"storage/readonly.go":    "the lock beside the vault: opened only",
	"storage/replica.go":     "a backup: sealed rows",
	"storage/restore.go":     "a vault put back: sealed rows",
}

// filesWrittenBy lists the files of the program that call a writer.
func filesWrittenBy(root string) (found []string, err error) {
	left := []string{"e2e", "build", "docs", "testdata", "audiotest", "viewtest", "suspendtest", "bundletest", "crashtest", "pdftest"}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (slices.Contains(left, name) || strings.HasPrefix(name, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		writes, err := writesFiles(source)
		if writes {
			rel, _ := filepath.Rel(root, path)
			found = append(found, filepath.ToSlash(rel))
		}
		return err
	})
	return found, err
}

// writesFiles reports whether a source mentions a writer, called or handed on.
func writesFiles(source []byte) (bool, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		return false, err
	}
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(writers, x.Name+"."+sel.Sel.Name) {
				found = true
			}
		}
		if f, ok := n.(*ast.FuncDecl); ok && f.Name.Name == "SaveSmall" {
			found = true
		}
		return !found
	})
	return found, nil
}

// A child's words leave the vault in a readable form through one file of the
// program; whoever adds another way to write a file says here what is in it.
func TestNoOtherPlaceOfTheProgramWritesFilesThanThoseThatAreKnown(t *testing.T) {
	found, err := filesWrittenBy("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range found {
		if mayWrite[file] == "" {
			t.Errorf("%s writes a file: say in the table what is in it, and see that no child's words are", file)
		}
	}
	for file := range mayWrite {
		if !slices.Contains(found, file) {
			t.Errorf("%s writes no file: its line in the table goes", file)
		}
	}
}

func TestAPlaceThatWritesIsFound(t *testing.T) {
	for source, want := range map[string]bool{
		"package a\nfunc f() { os.WriteFile(\"x\", nil, 0) }": true,
		"package a\nvar f = handover.SaveSmall":               true,
		"package a\nfunc f() { os.ReadFile(\"x\") }":          false,
	} {
		if got, err := writesFiles([]byte(source)); got != want || err != nil {
			t.Errorf("%q: %v, %v", source, got, err)
		}
	}
}
