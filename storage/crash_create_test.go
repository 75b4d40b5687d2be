package storage

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"barnrost/storage/crashtest"
)

// A vault is made aside and renamed, as makeAside does step by step. Wherever
// the power goes, a file in the vault's place is a whole vault; and once
// Create has returned, it is there.
func TestAPowerCutDuringCreationLeavesAVaultOrNone(t *testing.T) {
	for _, c := range []struct {
		name    string
		syncDir bool
		loses   bool
	}{
		{"as it is done", true, false},
		{"the control: without a sync of the folder", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCrashDisk(t)
			name := filepath.Base(d.path)
			aside := name + asideSuffix
			d.Load(crashtest.Image{aside: nil})
			log := d.Record()
			err := fill(t.Context(), d.path+asideSuffix, crashtest.VFS(), d.setup)
			if err = errors.Join(err, d.Remove(aside+"-journal")); err != nil {
				t.Fatal(err)
			}
			d.Rename(aside, name)
			if c.syncDir {
				d.SyncDir()
			}
			d.Mark(1)
			d.Stop()
			made, none, lost := 0, 0, 0
			r := rand.New(rand.NewPCG(rand.Uint64(), 4))
			p := log.Play()
			for at := range log.Len() {
				p.Go(at)
				tries := 3
				if p.Mark() > 0 {
					tries = 40 // the one moment that matters to who was told that it is there
				}
				for range tries {
					image := p.Crash(r)
					d.Load(image)
					_, there := image[name]
					v, err := d.open(t.Context())
					switch {
					case !there && p.Mark() > 0:
						lost++
					case !there:
						none++
					case err != nil || len(v.Damage()) > 0:
						t.Errorf("at %d of %d there is half a vault: %v", at, log.Len(), err)
					default:
						made++
					}
					if v != nil {
						if err := v.Close(); err != nil {
							t.Error(err)
						}
					}
				}
			}
			if made == 0 || none == 0 || c.loses != (lost > 0) {
				t.Errorf("a vault %d times, none %d times, one that was made lost %d times", made, none, lost)
			}
		})
	}
}
