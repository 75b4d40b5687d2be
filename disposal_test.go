package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/app"
)

// A vault that another succeeded lies beside it and holds what was in it: no
// protocol may call that gone.
func TestAnOlderVaultBesideThisOneIsAKnownCopy(t *testing.T) {
	dir := t.TempDir()
	made := time.Date(2027, 2, 16, 13, 0, 0, 0, time.UTC)
	for name, at := range map[string]time.Time{
		"barnrost.vault": made.AddDate(0, 1, 0), "barnrost-2027-03-01-1.vault": made.AddDate(0, 0, 13),
		"barnrost-2027-01-01-1.vault": made.AddDate(0, -1, 0), "barnrost.vault.lock": made.AddDate(0, 1, 0), "anteckningar.txt": made.AddDate(0, 1, 0),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	list, err := olderVaults(filepath.Join(dir, "barnrost.vault"), app.Interview{Created: made})
	if err != nil || len(list) != 1 || list[0].Holder != "barnrost-2027-03-01-1.vault" || list[0].State != app.CopyLeft {
		t.Errorf("copies %+v, %v", list, err)
	}
	list, err = olderVaults(filepath.Join(dir, "barnrost.vault"), app.Interview{Created: made.AddDate(0, -2, 0), Received: &app.Received{At: made.AddDate(0, 0, 20)}})
	if err != nil || len(list) != 0 {
		t.Errorf("what came later lies in %+v, %v", list, err)
	}
}
