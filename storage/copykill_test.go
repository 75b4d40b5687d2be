package storage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// childCopies makes backups, restores them and rescues for ever, into a folder
// beside the vault's, and says so at each step of each.
func childCopies(v *Vault) error {
	ctx, dir := context.Background(), copiesOf(os.Getenv(childPath))
	said := 0
	say := func(int64, int64) {
		said++
		fmt.Println(said)
	}
	say(0, 0)
	for n := 0; ; n++ {
		made, err := v.Backup(ctx, dir, say)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%d-%d", os.Getpid(), n)
		if err := Restore(ctx, made.Path, filepath.Join(dir, "restored-"+name), say); err != nil {
			return err
		}
		if _, err := v.Salvage(ctx, filepath.Join(dir, "rescued-"+name), Salvage{Progress: say}); err != nil {
			return err
		}
	}
}

func copiesOf(vault string) string { return filepath.Join(filepath.Dir(filepath.Dir(vault)), "copies") }

func TestAKillLeavesNoHalfCopyUnderAFinalNameAndTheVaultAsItWas(t *testing.T) {
	kills := 24
	if testing.Short() {
		kills = 5
	}
	b := newBench(t)
	// The vault in a folder of its own, so that what lies beside it shows.
	b.close()
	path := filepath.Join(filepath.Dir(b.path), "home", "vault.barnrost")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(b.path, path); err != nil {
		t.Fatal(err)
	}
	b.path = path
	dir := copiesOf(path)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	b.open()
	rec := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	for i := range 6 {
		b.append(rec, sound, Row{First: int64(i) * 96000, Count: 96000, Rate: 48000, Data: pcm(i)})
	}
	b.text(5)
	b.close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copies, halves := 0, 0
	seen := map[string]bool{}
	for range kills {
		b.runAndKill("copy", rand.IntN(90))
		after, err := os.ReadFile(path)
		if err != nil || string(after) != string(before) {
			t.Fatalf("the vault was changed: %v", err)
		}
		for name := range snapshot(t, dir) {
			switch {
			case seen[name] || strings.HasSuffix(name, lockSuffix) || strings.HasSuffix(name, "-journal"):
				continue
			case strings.HasSuffix(name, ".part") || strings.Contains(name, asideSuffix):
				halves++
				continue
			}
			seen[name] = true
			copies++
			v := inspect(t, filepath.Join(dir, name))
			if list, err := v.Check(t.Context(), nil); err != nil || len(list) > 0 {
				t.Errorf("%s: %v, %v", name, list, err)
			}
			if o, err := v.Object(rec); err != nil || o.Streams[sound].Rows != 6 {
				t.Errorf("%s lacks the recording: %v", name, err)
			}
			if err := v.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Logf("%d kills: %d whole copies, %d halves, all under names of halves", kills, copies, halves)
	if copies == 0 || halves == 0 {
		t.Errorf("%d copies and %d halves: the kills missed what they were for", copies, halves)
	}
	b.open()
}
