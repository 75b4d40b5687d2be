package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	tree "barnrost/app/report"
	"barnrost/app/report/pdf"
	"barnrost/app/report/pdf/pdftest"
)

// The window's own fonts hold what a Swedish letter says, upright and bold.
func TestTheWindowsFontsPrintSwedish(t *testing.T) {
	const words = "Får du också vara med? Åäö é ü – ”så” … ½"
	var page bytes.Buffer
	if err := pdf.Write(&page, tree.Document{Title: words, Blocks: []tree.Block{tree.Text(words)}}, fonts()); err != nil {
		t.Fatal(err)
	}
	if said := pdftest.Text(t, page.Bytes()); bytes.Count([]byte(said), []byte("Åäö é ü – ”så” … ½")) != 2 {
		t.Errorf("it says %s", said)
	}
}

func TestPagesLieInAFolderOfTheirOwnAndGoWithTheProgram(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var o printouts
	first, err := o.put("diplom", []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := o.put("diplom", []byte("b"))
	if err != nil || first == second {
		t.Fatalf("%s and %s, %v", first, second, err)
	}
	if raw, err := os.ReadFile(first); string(raw) != "a" || err != nil {
		t.Errorf("the first is %q, %v", raw, err)
	}
	folder := filepath.Dir(first)
	if i, err := os.Stat(folder); err != nil || i.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", i, err)
	}
	o.clear()
	o.clear()
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
}

func TestAFilesURLIsWhatViewersTake(t *testing.T) {
	for path, want := range map[string]string{"/tmp/a å.pdf": "file:///tmp/a%20%C3%A5.pdf", "C:/Temp/a.pdf": "file:///C:/Temp/a.pdf"} {
		if got := fileURL(path).String(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
