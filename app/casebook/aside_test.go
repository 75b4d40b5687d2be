package casebook

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/own"
	"barnrost/crypto"
	"barnrost/storage"
)

// Invented notes, each with words that stand nowhere else.
const (
	someGuess = "Grävlingen tror: färre möten"
	someHeard = "Grävlingen hörde: fler möten"
	somePlain = "Grävlingen lärde sig att vänta"
	someVoice = "Bävern delar: en dagordning hjälper"
)

var someNotes = own.Notes{app.ReflectLearnt: {Text: somePlain}, app.ReflectSurprised: {Text: someVoice, Shared: true}}

// asideOf writes everything there is beside an interview and holds it.
func (b *bench) asideOf(seconds int) app.Interview {
	b.t.Helper()
	i := b.interview()
	b.must(b.book.SaveGuess(b.t.Context(), i.ID, 0, someGuess))
	b.must(b.record(i, seconds*testRate).Close(b.t.Context()))
	text, err := b.book.OpenText(b.t.Context(), i.ID)
	b.must(err)
	b.must(text.Append(b.t.Context(), []byte(`{"påhittad":"rad"}`)))
	b.must(b.book.SaveHeard(b.t.Context(), i.ID, someHeard))
	b.must(b.book.SaveNotes(b.t.Context(), i.ID, someNotes))
	return b.read(i.ID)
}

func TestAGuessIsHiddenUntilTheInterviewHasBeenHeldAndThenStaysWhatItWas(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	if b.book.Guessed(i.ID) != 0 {
		t.Error("there is a guess before there is one")
	}
	b.must(b.book.SaveGuess(t.Context(), i.ID, 0, "  "+someGuess+"\r\n"))
	b.reopen()
	a, err := b.book.Aside(i.ID)
	b.must(err)
	if a.Guess != "" || b.book.Guessed(i.ID) == 0 {
		t.Errorf("before the interview: %+v", a)
	}
	b.must(b.record(i, testRate).Close(t.Context()))
	if a, err = b.book.Aside(i.ID); err != nil || a.Guess != someGuess {
		t.Errorf("after: %+v %v", a, err)
	}
	b.wantCode(b.book.SaveGuess(t.Context(), i.ID, 0, "Jag visste det hela tiden"), app.CodeGuessLate, "a guess afterwards")
	if a, _ = b.book.Aside(i.ID); a.Guess != someGuess {
		t.Errorf("the guess is now %q", a.Guess)
	}

	other := b.interview() // one that was written without a recording
	b.must(b.book.SaveGuess(t.Context(), other.ID, 0, someGuess))
	text, err := b.book.OpenText(t.Context(), other.ID)
	b.must(err)
	b.must(text.Append(t.Context(), []byte(`{"påhittad":"rad"}`)))
	if a, err = b.book.Aside(other.ID); err != nil || a.Guess != someGuess {
		t.Errorf("with a text: %+v %v", a, err)
	}
}

func TestAGuessThatWasTakenBackLeavesNothing(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.SaveGuess(t.Context(), i.ID, 0, someGuess))
	b.must(b.book.SaveGuess(t.Context(), i.ID, 0, " \n "))
	if n := len(b.vault.Objects(kindAside)); n != 0 || b.book.Guessed(i.ID) != 0 {
		t.Errorf("%d objects are left", n)
	}
}

// TestWhatIsKeptAndWhatIsSharedLieApart: a note is in one object, sealed as its
// writer chose, and moves whole.
func TestWhatIsKeptAndWhatIsSharedLieApart(t *testing.T) {
	b := newBench(t)
	i := b.asideOf(1)
	in := func(kind, words string) bool {
		for _, o := range b.vault.Objects(kind) {
			if bytes.Contains(o.Meta, []byte(words)) {
				return true
			}
		}
		return false
	}
	if !in(kindAside, somePlain) || in(kindReflections, somePlain) || !in(kindReflections, someVoice) || in(kindAside, someVoice) {
		t.Error("a note lies where it should not")
	}
	got, err := b.book.Notes(i.ID)
	b.must(err)
	if !reflect.DeepEqual(got, someNotes) {
		t.Errorf("%+v", got)
	}
	kept := own.Notes{app.ReflectLearnt: {Text: somePlain}, app.ReflectSurprised: {Text: someVoice}}
	b.must(b.book.SaveNotes(t.Context(), i.ID, kept))
	if in(kindReflections, someVoice) || !in(kindAside, someVoice) || len(b.vault.Objects(kindReflections)) != 0 {
		t.Error("a note that is kept from now on is still shared")
	}
	b.reopen()
	if got, err = b.book.Notes(i.ID); err != nil || !reflect.DeepEqual(got, kept) {
		t.Errorf("%+v %v", got, err)
	}
	if a, err := b.book.Aside(i.ID); err != nil || a.Guess != someGuess || a.Heard != someHeard {
		t.Errorf("writing notes changed the rest: %+v %v", a, err)
	}
}

// TestNobodyElsesKeyOpensWhatIsPrivate: the unit's recovery key reads the work,
// the shared notes with it, and nothing that somebody wrote for themselves.
func TestNobodyElsesKeyOpensWhatIsPrivate(t *testing.T) {
	b := newBench(t)
	i := b.asideOf(1)
	if o := b.vault.Objects(kindAside); len(o) != 1 || !o[0].Private {
		t.Fatal("it is not the owner's alone")
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
	read := &Casebook{vault: v, now: b.now, publish: func(app.Event) {}, logged: map[act]bool{}}
	if shared, err := read.Reflections(i.ID); err != nil || shared[app.ReflectSurprised] != someVoice { // the control: it does open what it may
		t.Fatalf("%+v %v", shared, err)
	}
	if n := len(v.Objects(kindAside)); n != 0 {
		t.Errorf("the unit's key opens %d", n)
	}
	if a, err := read.Aside(i.ID); err != nil || !a.Empty() || read.Guessed(i.ID) != 0 {
		t.Errorf("read with the unit's key: %+v %v", a, err)
	}
}

// TestNothingPrivateIsReadableInAFileOrTheLog: neither in the vault nor in a
// backup of it, and the log does not say that anything was written.
func TestNothingPrivateIsReadableInAFileOrTheLog(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	before, err := b.book.Log(t.Context(), nil)
	b.must(err)
	b.must(b.book.SaveGuess(t.Context(), i.ID, 0, someGuess))
	b.must(b.book.SaveHeard(t.Context(), i.ID, someHeard))
	b.must(b.book.SaveNotes(t.Context(), i.ID, someNotes))
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
	b.must(os.WriteFile(filepath.Join(folder, "kontroll"), []byte(someGuess), 0o600))
	found := map[string]bool{}
	for _, dir := range []string{filepath.Dir(b.path), folder} {
		list, err := os.ReadDir(dir)
		b.must(err)
		for _, e := range list {
			raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
			b.must(err)
			for _, words := range []string{"Grävlingen", "Bävern", `"aside"`, `"reflections"`} {
				found[e.Name()] = found[e.Name()] || bytes.Contains(raw, []byte(words))
			}
		}
	}
	if !found["kontroll"] || len(found) < 3 {
		t.Errorf("nothing would be found at all: %v", found)
	}
	delete(found, "kontroll")
	for name, is := range found {
		if is {
			t.Errorf("%s tells of it", name)
		}
	}
}

func TestWhatIsBesideATextGoesWithItAndStaysWithoutTheSound(t *testing.T) {
	for matter, stays := range map[app.Matter]bool{app.MatterSound: true, app.MatterText: false, app.MatterWhole: false} {
		b := newBench(t)
		i, other := b.asideOf(5), b.asideOf(1)
		b.decide(app.MatterSound, app.MatterText, app.MatterWhole)
		done, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: matter, Checked: true})
		if err != nil {
			t.Fatalf("%s: %v", matter, err)
		}
		b.reopen()
		want := 1
		if stays {
			want = 2
			if a, err := b.book.Aside(i.ID); err != nil || a.Guess != someGuess {
				t.Errorf("%s went: %+v %v", matter, a, err)
			}
		}
		for _, kind := range []string{kindAside, kindReflections} {
			if n := len(b.vault.Objects(kind)); n != want {
				t.Errorf("%s went: %d of kind %s are left, want %d", matter, n, kind, want)
			}
		}
		if notes, err := b.book.Notes(other.ID); err != nil || len(notes) != 2 {
			t.Errorf("the other's: %+v %v", notes, err)
		}
		raw, err := encode(done)
		b.must(err)
		if strings.Contains(string(raw), "reflection") || strings.Contains(string(raw), "aside") {
			t.Errorf("the protocol tells of it: %s", raw)
		}
	}
}

func TestReceivedReflectionsGoWithTheirText(t *testing.T) {
	b := newBench(t)
	id, err := b.book.Receive(t.Context(), [32]byte{7}, app.Interview{Code: "HAV-31", Age: 9, Place: "kck", Created: b.clock.AddDate(0, -2, 0), Received: &app.Received{
		Subject: app.ID{4}, SenderName: "Eva Lind", SenderKey: "x", At: b.now(), Counter: 1, Reflections: app.Reflections{app.ReflectLearnt: someVoice}}},
		[]byte(`{"format":1,"title":"HAV-31","utterances":[],"marks":[]}`), nil)
	b.must(err)
	if got, err := b.book.Reflections(id); err != nil || got[app.ReflectLearnt] != someVoice {
		t.Fatalf("%+v %v", got, err)
	}
	b.decide(app.MatterText)
	_, err = b.dispose(app.DisposalRequest{Interview: id, Matter: app.MatterText, Checked: true})
	b.must(err)
	b.reopen()
	if got := b.read(id).Received.Reflections; len(got) != 0 {
		t.Errorf("left: %+v", got)
	}
}

func TestNothingIsKeptBesideATextThatIsGoneOrLockedAway(t *testing.T) {
	b := newBench(t)
	i, blocked := b.asideOf(5), b.asideOf(1)
	b.decide(app.MatterText)
	_, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterText, Checked: true})
	b.must(err)
	b.must(b.book.Block(t.Context(), blocked.ID, app.MatterText, true))
	for id, want := range map[app.ID]app.Code{i.ID: app.CodeDisposed, blocked.ID: app.CodeBlocked} {
		b.wantCode(b.book.SaveNotes(t.Context(), id, someNotes), want, "notes")
		b.wantCode(b.book.SaveGuess(t.Context(), id, 0, someGuess), want, "a guess")
		b.wantCode(b.book.SaveHeard(t.Context(), id, someHeard), want, "what was heard")
		_, err := b.book.Aside(id)
		b.wantCode(err, want, "what is private")
		if got, err := b.book.Reflections(id); len(got) != 0 || id == blocked.ID && app.CodeOf(err) != want {
			t.Errorf("what is shared: %v %v", got, err)
		}
	}
}

func TestWhatCannotBeBesideATextIsDamage(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error {
		if _, err := create(tx, kindReflections, false, reflectionsMeta{i.ID, app.Reflections{"nytt": "svar"}}); err != nil {
			return err
		}
		_, err := create(tx, kindAside, true, asideMeta{i.ID, own.Aside{Guess: "a\x00b"}})
		return err
	}))
	_, err := b.book.Aside(i.ID)
	b.wantCode(err, app.CodeVaultDamaged, "a guess with a zero byte")
	_, err = b.book.Reflections(i.ID)
	b.wantCode(err, app.CodeVaultDamaged, "an unknown question")
}

// TestAnAsideThatAnybodyCouldWriteIsNotTaken: the holder of a recovery key can
// write objects of any kind, but none that only the owner opens.
func TestAnAsideThatAnybodyCouldWriteIsNotTaken(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.write(t.Context(), storage.Text, func(tx *storage.Tx) error {
		_, err := create(tx, kindAside, false, asideMeta{i.ID, own.Aside{Guess: someGuess}})
		return err
	}))
	if b.book.Guessed(i.ID) != 0 {
		t.Error("it was taken for the owner's")
	}
	b.must(b.book.SaveGuess(t.Context(), i.ID, 0, someHeard))
	if n := len(b.vault.Objects(kindAside)); n != 2 {
		t.Errorf("%d objects", n)
	}
}

// TestWhatIsAddedToAGuessComesAfterItUnseen: typed letter by letter, as the page
// stores it.
func TestWhatIsAddedToAGuessComesAfterItUnseen(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.SaveGuess(t.Context(), i.ID, 0, someGuess))
	after := b.book.Guessed(i.ID)
	for _, typed := range []string{"O", "Oc", "", "Och fika"} {
		b.must(b.book.SaveGuess(t.Context(), i.ID, after, typed))
	}
	b.must(b.record(i, testRate).Close(t.Context()))
	if a, err := b.book.Aside(i.ID); err != nil || a.Guess != someGuess+"\n\nOch fika" {
		t.Errorf("%q %v", a.Guess, err)
	}
}

func TestTheVisitIsStoredAsItCanBe(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.SaveTicket(t.Context(), i.ID, app.Yes))
	b.must(b.book.SaveVisit(t.Context(), i.ID, app.Visit{Ticket: app.No, Went: "toppen", Trouble: app.No, TroubleNote: "inget", Fika: "kanske", Interpreter: app.Yes, Language: " finska \n"}))
	b.reopen()
	if got, want := b.read(i.ID).Visit, (app.Visit{Ticket: app.Yes, Trouble: app.No, Interpreter: app.Yes, Language: "finska"}); got != want {
		t.Errorf("%+v", got)
	}
}
