package handover

import (
	"os"
	"path/filepath"
	"testing"

	"barnrost/app"
)

func TestASmallFileIsWholeAndOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	first, err := SaveSmall(dir, "nyckelkort.json", []byte("ett"))
	check(t, err)
	second, err := SaveSmall(dir, "nyckelkort.json", []byte("två"))
	check(t, err)
	if filepath.Base(first) != "nyckelkort.json" || filepath.Base(second) != "nyckelkort-2.json" {
		t.Errorf("saved as %s and %s", first, second)
	}
	for path, want := range map[string]string{first: "ett", second: "två"} {
		got, err := ReadSmall(path)
		check(t, err)
		if string(got) != want {
			t.Errorf("%s holds %q", path, got)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("%d files, %v", len(files), err)
	}
}

func TestSmallFilesThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	_, err := SaveSmall(filepath.Join(dir, "finns-inte"), "x.json", nil)
	code(t, "no folder", err, app.CodeFileUnwritable)
	_, err = ReadSmall(filepath.Join(dir, "finns-inte"))
	code(t, "no file", err, app.CodeFileMissing)
	_, err = ReadSmall(dir)
	code(t, "a folder", err, app.CodeFileMissing)
	big := filepath.Join(dir, "stor")
	check(t, os.WriteFile(big, make([]byte, MaxSmall+1), 0o600))
	_, err = ReadSmall(big)
	code(t, "too large", err, app.CodeNotACard)
}
