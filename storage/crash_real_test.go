package storage

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"barnrost/storage/crashtest"
)

// What the power cuts are made on is the vault as it is on any disk: the same
// pragmas, the same lock, the same files, and no temporary ones.
func TestTheVaultOnTheDiskThatLosesPowerIsTheRealOne(t *testing.T) {
	d := newCrashDisk(t)
	d.Load(d.made(t))
	v, err := d.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := checkPragmas(t.Context(), v.db.write, writing); err != nil {
		t.Error(err)
	}
	if _, err := d.open(t.Context()); !errors.Is(err, ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
	name := filepath.Base(d.path)
	before := d.Image()[name]
	err = v.Write(t.Context(), Text, func(tx *Tx) error {
		_, err := tx.Create(NewObject{Kind: "text"})
		return err
	})
	if err != nil {
		t.Error(err)
	}
	after := d.Image()
	if slices.Equal(before, after[name]) {
		t.Error("nothing was written to this disk: it was to another")
	}
	if journal, ok := after[name+"-journal"]; !ok || len(journal) > 0 || len(after) != 2 {
		t.Errorf("files %v, a journal of %d bytes", d.Names(), len(journal))
	}
	if n := d.Temporary(); n > 0 {
		t.Errorf("%d temporary files were asked for", n)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

// The record of a transaction, as https://sqlite.org/atomiccommit.html has it:
// the journal is synced before the vault is written to, the vault before the
// journal is cut, and the cut, which is the commit, before it is acknowledged.
func TestACommitSyncsBeforeEachNextStep(t *testing.T) {
	d := newCrashDisk(t)
	d.Load(d.made(t))
	v, err := d.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	d.Fail(func(op crashtest.Op, file string) error {
		what := "vault"
		if filepath.Ext(file) != filepath.Ext(d.path) {
			what = "journal"
		}
		step := what + " " + op.String()
		if op != crashtest.OpRead && op != crashtest.OpOpen && (len(steps) == 0 || steps[len(steps)-1] != step) {
			steps = append(steps, step)
		}
		return nil
	})
	if err := v.Write(t.Context(), Text, func(tx *Tx) error { return tx.Event(Event{Kind: "opened"}) }); err != nil {
		t.Fatal(err)
	}
	d.Fail(nil)
	want := []string{"journal write", "journal sync", "journal write", "journal sync",
		"vault write", "vault sync", "journal truncate", "journal sync"}
	if !slices.Equal(steps, want) {
		t.Errorf("a commit does %q, want %q", steps, want)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}
