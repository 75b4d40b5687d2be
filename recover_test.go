package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/app/view/unlock"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

var groupOnSheet = regexp.MustCompile(`<code>([A-Z0-9]+)</code>`)

// strong returns the room's keys of a keeper.
func strong(t *testing.T, k *keeper) strongroom {
	t.Helper()
	table, err := text.Load(assets.Translations, app.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{session: k.session, kit: &widget.Kit{Text: table}}
	return strongroom{k, p.recoverySheet, &newSheet{}}
}

// sheetOf makes the unit's recovery key, reads it off the printed page and
// proves it. It returns what is typed.
func sheetOf(t *testing.T, boss strongroom) string {
	t.Helper()
	path, err := boss.SaveSheet(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var groups []string
	for _, m := range groupOnSheet.FindAllStringSubmatch(string(page), -1) {
		groups = append(groups, strings.ToLower(m[1]))
	}
	typed := strings.Join(groups, " ")
	if !strings.Contains(string(page), "age -d -i sheet.txt") {
		t.Error("the sheet does not say how it is used without the program")
	}
	before, err := boss.State(t.Context())
	if err != nil || before.Recovery.Key.Recipient == boss.sheet.key.Recipient || !slices.Equal(before.SheetWords, boss.sheet.key.Words) {
		t.Fatalf("in force before it was read back: %v", err)
	}
	if err := boss.ProveSheet(t.Context(), "qpzr "+typed[5:]); app.CodeOf(err) != app.CodePaperWrong {
		t.Errorf("a wrong group: %v", err)
	}
	if err := boss.ProveSheet(t.Context(), typed); err != nil {
		t.Fatal(err)
	}
	if err := boss.RemoveSheet(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("the file with the key is still there")
	}
	return typed
}

// someWork is an interview with sound and text.
func someWork(t *testing.T, k *keeper) app.Interview {
	t.Helper()
	book := k.session.book
	i, err := book.CreateInterview(t.Context(), 12, "cafe")
	if err != nil {
		t.Fatal(err)
	}
	consent := app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}
	if err := book.SaveConsent(t.Context(), i.ID, consent); err != nil {
		t.Fatal(err)
	}
	w, err := book.NewRecording(t.Context(), i.ID, 16000, "påhittad mikrofon")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Append(t.Context(), spoken16(16000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	words, err := book.OpenText(t.Context(), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := words.Snapshot(t.Context(), []byte("det som barnet sade")); err != nil {
		t.Fatal(err)
	}
	if i, err = book.Interview(i.ID); err != nil {
		t.Fatal(err)
	}
	return i
}

func spoken16(n int) []int16 {
	s := make([]int16, n)
	for i := range s {
		s[i] = int16(i * 7919)
	}
	return s
}

// wantWork fails unless the interview's sound and text are there.
func wantWork(t *testing.T, k *keeper, id app.ID) {
	t.Helper()
	i, err := k.session.book.Interview(id)
	if err != nil {
		t.Fatal(err)
	}
	sound, err := k.session.book.ReadSound(t.Context(), i.Recording)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]int16, 16000)
	if n, err := sound.ReadAt(got, 0); err != nil || n != 16000 || !slices.Equal(got, spoken16(16000)) {
		t.Errorf("sound: %d samples, %v", n, err)
	}
	words, err := k.session.book.ReadText(id)
	if err != nil || words == nil {
		t.Fatal(err)
	}
	if snapshot, _, err := words.Load(t.Context()); err != nil || string(snapshot) != "det som barnet sade" {
		t.Errorf("text %q, %v", snapshot, err)
	}
}

// The drill: the unit has a recovery key, a worker joins, works, and forgets.
func TestAForgottenPassphraseIsRecoveredWithTheUnitsSheet(t *testing.T) {
	boss := strong(t, firstStart(t, t.TempDir(), unlock.Start{Profile: manager}))
	typed := sheetOf(t, boss)
	path, err := cards{boss.session}.SaveInvitation(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	k := firstStart(t, dir, unlock.Start{Profile: worker, Invitation: raw, Compared: true, Recovery: true})
	if r, err := k.session.book.Recovery(); err != nil || !r.On() || r.Offered != nil {
		t.Fatalf("recovery is not on after the invitation: %+v %v", r, err)
	}
	work := someWork(t, k)
	oldCard := k.session.card
	if err := k.close(); err != nil {
		t.Fatal(err)
	}

	k = newKeeper(t, dir)
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	if there, err := k.RecoveryThere(t.Context()); err != nil || !there {
		t.Fatalf("%v %v", there, err)
	}
	other, _, err := k.ring.NewRecoveryKey("Enheten Annan", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Recover(t.Context(), other.String()); app.CodeOf(err) != app.CodeRecoveryOther {
		t.Errorf("another unit's key: %v", err)
	}
	if _, err := k.Recover(t.Context(), typed[:20]); app.CodeOf(err) != app.CodePaperWrong {
		t.Errorf("half a key: %v", err)
	}
	got, err := k.Recover(t.Context(), typed)
	if err != nil || got != (unlock.Recovered{Name: worker.Name, Unit: worker.Unit, Interviews: 1}) {
		t.Fatalf("%+v %v", got, err)
	}
	wantWork(t, k, work.ID)
	if code := app.CodeOf(k.session.trouble()); code != app.CodeRecoveryMode {
		t.Errorf("trouble %q", code)
	}
	if _, err := k.session.book.CreateInterview(t.Context(), 9, "cafe"); app.CodeOf(err) != app.CodeReadOnly {
		t.Errorf("a recovered vault takes an interview: %v", err)
	}

	fresh := "en ny påhittad fras som ingen gissar"
	done, err := k.CarryOver(t.Context(), fresh, func(int64, int64) {})
	if err != nil || done.Interviews != 1 || done.Lost != 0 {
		t.Fatalf("%+v %v", done, err)
	}
	if _, err := os.Stat(filepath.Join(dir, done.Kept)); err != nil {
		t.Errorf("the old vault is not kept: %v", err)
	}
	wantWork(t, k, work.ID)
	if string(k.session.card) == string(oldCard) || len(k.session.card) == 0 {
		t.Error("the card is the old one")
	}
	if len(k.session.inboxes()) != 2 {
		t.Error("post to the old card cannot be opened")
	}
	log, err := k.session.book.Log(t.Context(), nil)
	if err != nil || !slices.ContainsFunc(log, func(e app.LogEntry) bool { return e.Act == app.ActRestored }) {
		t.Errorf("the recovery is not in the log: %v", err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}

	// The new passphrase opens it, the old does not, and the sheet still would.
	k = newKeeper(t, dir)
	if _, err := k.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := k.Unlock(t.Context(), passphrase); app.CodeOf(err) != app.CodeWrongPassphrase {
		t.Errorf("the forgotten passphrase: %v", err)
	}
	if err := k.Unlock(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	someWork(t, k)
	if r, err := k.session.book.Recovery(); err != nil || !r.On() {
		t.Errorf("recovery went off: %v", err)
	}
}

func TestAnInvitationsRecoveryKeyWaitsForTheWordsAndForConsent(t *testing.T) {
	boss := strong(t, firstStart(t, t.TempDir(), unlock.Start{Profile: manager}))
	first := sheetOf(t, boss)
	path, err := cards{boss.session}.SaveInvitation(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// Nobody compared the words: a false invitation must not get at the keys.
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	k := firstStart(t, t.TempDir(), unlock.Start{Profile: worker, Invitation: raw, Recovery: true})
	late := strong(t, k)
	state, err := late.State(t.Context())
	if err != nil || state.Recovery.On() || state.Recovery.Offered == nil || state.Compared {
		t.Fatalf("%+v %v", state, err)
	}
	if err := late.SetRecovery(t.Context(), true); app.CodeOf(err) != app.CodeUnitUncompared {
		t.Errorf("%v", err)
	}
	all, err := k.session.book.Contacts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Kind == app.CardUnit {
			if err := k.session.book.ConfirmContact(t.Context(), c.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := late.SetRecovery(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	old, err := k.session.book.Recovery()
	if err != nil || !old.On() {
		t.Fatal(err)
	}

	// A new key of the unit changes nothing by itself.
	second := sheetOf(t, boss)
	if first == second {
		t.Fatal("the new key is the old")
	}
	later, err := cards{boss.session}.SaveInvitation(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (cards{k.session}).ReadCards(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	offered, err := k.session.book.Recovery()
	if err != nil || offered.Key.Recipient != old.Key.Recipient || offered.Offered == nil {
		t.Fatalf("%+v %v", offered, err)
	}
	if err := late.SetRecovery(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if r, err := k.session.book.Recovery(); err != nil || r.Key.Recipient == old.Key.Recipient || r.Offered != nil {
		t.Errorf("%+v %v", r, err)
	}
	// And off again: the slot is gone from the file.
	if err := late.SetRecovery(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if slot, err := k.session.vault.Slot(t.Context(), 2); err != nil || slot != nil {
		t.Errorf("the slot is still there: %v", err)
	}
}

func TestPassphraseAndKeysAreChangedAndTheWorkStays(t *testing.T) {
	dir := t.TempDir()
	k := firstStart(t, dir, unlock.Start{Profile: worker})
	work := someWork(t, k)
	room := strong(t, k)
	fresh := "en ny påhittad fras som ingen gissar"
	if err := room.ChangePassphrase(t.Context(), "fel fras", fresh); app.CodeOf(err) != app.CodeWrongPassphrase {
		t.Errorf("without the present one: %v", err)
	}
	if err := room.ChangePassphrase(t.Context(), passphrase, worker.Name); app.CodeOf(err) != app.CodeWeakPassphrase {
		t.Errorf("one's own name: %v", err)
	}
	if err := room.ChangePassphrase(t.Context(), passphrase, fresh); err != nil {
		t.Fatal(err)
	}
	if k.check(t.Context(), passphrase) == nil || k.check(t.Context(), fresh) != nil {
		t.Error("the cover takes the old passphrase")
	}
	card := k.session.card
	if err := room.Rotate(t.Context(), passphrase, nil); app.CodeOf(err) != app.CodeWrongPassphrase {
		t.Errorf("rotating with the old passphrase: %v", err)
	}
	if err := room.Rotate(t.Context(), fresh, nil); err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	again := newKeeper(t, dir)
	if _, err := again.First(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := again.Unlock(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	wantWork(t, again, work.ID)
	if string(again.session.card) == string(card) {
		t.Error("the card is the old one")
	}
	if len(again.session.inboxes()) != 2 {
		t.Error("post to the old card cannot be opened")
	}
	if err := again.session.trouble(); err != nil {
		t.Error(err)
	}
}
