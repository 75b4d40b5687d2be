package casebook

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/app/transcript"
	"barnrost/crypto"
	"barnrost/storage"
)

// someFacts are invented, with a figure that stands nowhere else.
var someFacts = mirror.Facts{
	By:     mirror.ByTime,
	Shares: []mirror.Share{{Speaker: transcript.Interviewer, Amount: 987_654_321, Part: 0.25}, {Speaker: transcript.Child, Amount: 2_962_962_963, Part: 0.75}},
	Tempo:  &mirror.Tempo{WithPauses: 90, Speaking: 120, Syllables: 4},
	Wait:   &mirror.Wait{Question: 1_000, From: 2_000, To: 9_000},
	Mine:   &mirror.Place{From: 1_000, To: 2_000},
}

func (b *bench) mirrors(id app.ID) bool {
	b.t.Helper()
	_, err := b.book.Mirror(id)
	if err != nil && app.CodeOf(err) != app.CodeNotFound {
		b.t.Fatal(err)
	}
	return err == nil
}

func TestTheThreeFactsComeBackAndTheNewestReplaceTheOlder(t *testing.T) {
	b := newBench(t)
	i, other := b.interview(), b.interview()
	b.must(b.book.SaveMirror(t.Context(), i.ID, someFacts))
	later := someFacts
	later.Backings = 7
	b.must(b.book.SaveMirror(t.Context(), i.ID, later))
	b.must(b.book.SaveMirror(t.Context(), other.ID, someFacts))
	b.reopen()
	got, err := b.book.Mirror(i.ID)
	b.must(err)
	if got.Backings != 7 || got.Wait.Len() != 7_000 || got.Made.IsZero() || len(b.vault.Objects(kindMirror)) != 2 {
		t.Errorf("%+v", got)
	}
	if list, err := b.book.Mirrors(other.ID); err != nil || len(list) != 1 || list[0].Backings != 7 {
		t.Errorf("earlier: %+v %v", list, err)
	}
	if list, err := b.book.Mirrors(i.ID); err != nil || len(list) != 0 {
		t.Errorf("before the first: %+v %v", list, err)
	}
}

// TestNobodyElsesKeyOpensTheThreeFacts: the unit's recovery key reads the work,
// and a vault that it makes has the interview without them.
func TestNobodyElsesKeyOpensTheThreeFacts(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.SaveMirror(t.Context(), i.ID, someFacts))
	if o := b.vault.Objects(kindMirror); len(o) != 1 || !o[0].Private {
		t.Fatal("they are not the owner's alone")
	}
	unit, err := crypto.NewIdentity()
	b.must(err)
	slot, err := crypto.SealRecoverySlot(b.keys, unit.Recipient())
	b.must(err)
	b.must(b.book.SetRecovery(t.Context(), firstKey, slot))
	b.must(b.vault.Close())
	keys, err := crypto.OpenRecoverySlot(slot, unit)
	b.must(err)
	sealed, err := storage.Open(t.Context(), b.path)
	b.must(err)
	v, err := sealed.Unlock(t.Context(), keys, b.now)
	b.must(err)
	defer func() { b.must(v.Close()) }()
	if n := len(v.Objects(kindInterview)); n != 1 { // the control: the key does open what it may
		t.Fatalf("%d interviews", n)
	}
	if n := len(v.Objects(kindMirror)); n != 0 {
		t.Errorf("the unit's key opens %d facts", n)
	}
	read := &Casebook{vault: v, now: b.now, publish: func(app.Event) {}, logged: map[act]bool{}}
	if _, err := read.Mirror(i.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("read with the unit's key: %v", err)
	}
}

// TestNothingOfTheThreeFactsIsReadableInAFileOrTheLog: neither in the vault nor
// in a backup of it, and the log does not say that somebody looked.
func TestNothingOfTheThreeFactsIsReadableInAFileOrTheLog(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	before, err := b.book.Log(t.Context(), nil)
	b.must(err)
	b.must(b.book.SaveMirror(t.Context(), i.ID, someFacts))
	after, err := b.book.Log(t.Context(), nil)
	b.must(err)
	if len(after) != len(before) {
		t.Errorf("the log grew by %d", len(after)-len(before))
	}
	folder := t.TempDir()
	if _, err := b.vault.Backup(t.Context(), folder, nil); err != nil {
		t.Fatal(err)
	}
	b.must(b.vault.Close())
	b.must(os.WriteFile(filepath.Join(folder, "kontroll"), []byte(`{"amount":987654321}`), 0o600))
	found := map[string]bool{}
	for _, dir := range []string{filepath.Dir(b.path), folder} {
		list, err := os.ReadDir(dir)
		b.must(err)
		for _, e := range list {
			raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
			b.must(err)
			found[e.Name()] = bytes.Contains(raw, []byte("987654321")) || bytes.Contains(raw, []byte(`"mirror"`))
		}
	}
	if !found["kontroll"] || len(found) < 3 {
		t.Errorf("nothing would be found at all: %v", found)
	}
	delete(found, "kontroll")
	for name, is := range found {
		if is {
			t.Errorf("%s tells of the facts", name)
		}
	}
}

func TestTheThreeFactsGoWithTheTextAndWithTheWholeAndStayWithoutTheSound(t *testing.T) {
	for matter, stays := range map[app.Matter]bool{app.MatterSound: true, app.MatterText: false, app.MatterWhole: false} {
		b := newBench(t)
		i, other := b.disposable(5), b.interview()
		b.must(b.book.SaveMirror(t.Context(), i.ID, someFacts))
		b.must(b.book.SaveMirror(t.Context(), other.ID, someFacts))
		b.decide(app.MatterSound, app.MatterText, app.MatterWhole)
		done, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: matter, Checked: true})
		if err != nil {
			t.Fatalf("%s: %v", matter, err)
		}
		b.reopen()
		if b.mirrors(i.ID) != stays || !b.mirrors(other.ID) {
			t.Errorf("%s went: the facts are there: %v, the other's: %v", matter, b.mirrors(i.ID), b.mirrors(other.ID))
		}
		raw, err := encode(done)
		b.must(err)
		if strings.Contains(string(raw), "mirror") {
			t.Errorf("the protocol tells of them: %s", raw)
		}
	}
}

func TestFactsAreNotKeptOfATextThatIsGone(t *testing.T) {
	b := newBench(t)
	i := b.disposable(5)
	b.decide(app.MatterText)
	_, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterText, Checked: true})
	b.must(err)
	b.wantCode(b.book.SaveMirror(t.Context(), i.ID, someFacts), app.CodeDisposed, "facts of a text that is gone")
}

func TestFactsThatCannotBeAreDamage(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	bad := someFacts
	bad.Wait = &mirror.Wait{From: 9, To: 1}
	b.must(b.book.SaveMirror(t.Context(), i.ID, bad))
	_, err := b.book.Mirror(i.ID)
	b.wantCode(err, app.CodeVaultDamaged, "a wait that ends before it begins")
	if list, err := b.book.Mirrors(b.interview().ID); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}
