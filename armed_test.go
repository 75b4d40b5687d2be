package main

import (
	"os"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/view/unlock"
)

// readied makes a vault in which an interview stands ready, closes it, and
// returns a keeper as the next start of the program has it.
func readied(t *testing.T, dir string) (*keeper, app.ID) {
	t.Helper()
	k := firstStart(t, dir, unlock.Start{Profile: worker})
	book := k.session.book
	book.KeepSpool(k.spoolPath())
	i, err := book.CreateInterview(t.Context(), 9, "cafe")
	if err != nil {
		t.Fatal(err)
	}
	if err := book.MakeReady(t.Context(), i.ID, app.NewKit(app.Swedish, "", app.Templates{})); err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	return newKeeper(t, dir), i.ID
}

func TestTheLockedSideKnowsOneInterviewAndNothingOfIt(t *testing.T) {
	k, id := readied(t, t.TempDir())
	a := &armed{keeper: k}
	t.Cleanup(func() { a.close() })
	state, ok, err := a.Look(t.Context())
	if err != nil || !ok || state.Ready != app.ReadyNow || state.Used {
		t.Fatalf("%+v, %v, %v", state, ok, err)
	}
	only := a.open().ID()
	if only == id {
		t.Error("the interview's id lies readable beside the vault")
	}
	i, err := a.Interview(only)
	if err != nil || i.Code != "" || i.Age != 0 || i.Place != "" || !i.Created.IsZero() {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := a.Interview(id); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("by the interview's own id: %v", err)
	}
	yes := app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}
	if err := a.SaveConsent(t.Context(), only, yes); err != nil {
		t.Fatal(err)
	}
	if i, err := a.Interview(only); err != nil || i.Consent != yes {
		t.Errorf("%+v, %v", i, err)
	}
	if err := a.Disarm(t.Context()); app.CodeOf(err) != app.CodeReadyUsed {
		t.Errorf("a used one: %v", err)
	}
	if g, err := a.guide(); err != nil || len(g.Questions) == 0 {
		t.Errorf("the guide: %v", err)
	}
}

func TestTheVaultIsNotOpenedWhileSomethingIsRecordedBesideIt(t *testing.T) {
	k, _ := readied(t, t.TempDir())
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	recording := true
	k.recording = func() bool { return recording }
	if err := k.Unlock(t.Context(), passphrase); app.CodeOf(err) != app.CodeReadyRecording {
		t.Errorf("Unlock: %v", err)
	}
	recording = false
	if err := k.Unlock(t.Context(), passphrase); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Nobody could hear what is recorded into another vault's spool.
func TestTheSpoolOfAnotherVaultIsNotOffered(t *testing.T) {
	theirs, _ := readied(t, t.TempDir())
	content, err := os.ReadFile(theirs.spoolPath())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	k := firstStart(t, dir, unlock.Start{Profile: worker})
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	k = newKeeper(t, dir)
	for name, lies := range map[string][]byte{"another vault's": content, "no spool": []byte("bara en text som ligger här"), "half of one": content[:len(content)/2]} {
		if err := os.WriteFile(k.spoolPath(), lies, 0o600); err != nil {
			t.Fatal(err)
		}
		a := &armed{keeper: k}
		if _, ok, err := a.Look(t.Context()); ok || err != nil {
			t.Errorf("%s is offered: %v, %v", name, ok, err)
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
	}
	spool, err := casebook.OpenSpool(t.Context(), theirs.spoolPath(), time.Now) // the control
	if err != nil {
		t.Fatal(err)
	}
	if err := spool.Close(); err != nil {
		t.Error(err)
	}
}
