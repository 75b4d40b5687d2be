package desk

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
)

func TestWhatIsTypedIsInTheVaultWithinASecond(t *testing.T) {
	if rowEvery >= time.Second {
		t.Fatalf("a row waits %v", rowEvery)
	}
	s := open(t, &vault{})
	s.write("Hur är det?")
	s.second()
	s.WaitTrace("text saved")
	if got := s.v.text(t); got != "0 interviewer: Hur är det?" {
		t.Errorf("the vault holds %q", got)
	}
	s.tape.at = 9_000
	s.hit(fyne.KeyReturn, 0)
	s.write("Bra, tack")
	s.second()
	s.Wait("the second row", func() bool { return s.v.text(t) == "0 interviewer: Hur är det?\n7000 child: Bra, tack" })
	if !s.Traced("desk utterance 2") {
		t.Errorf("not traced:\n%s", s.Trace())
	}
	s.room.Close()
}

func TestTypingInOneSecondIsOneWrite(t *testing.T) {
	s := open(t, &vault{})
	for range 50 {
		s.write("a")
	}
	s.second()
	s.WaitTrace("text saved")
	if s.v.appends != 1 {
		t.Errorf("%d writes", s.v.appends)
	}
	s.room.Close()
}

func TestLeavingWritesWhatWasJustTyped(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("sista ordet")
	s.room.Close()
	if got := v.text(t); got != "0 interviewer: sista ordet" {
		t.Errorf("the vault holds %q", got)
	}
	if len(v.journal) != 0 || v.snapshot == nil {
		t.Error("leaving made no snapshot")
	}
	if s.room.Unsaved() {
		t.Error("something is said to be unsaved")
	}
	if s.Bus.Listeners() != 0 {
		t.Errorf("%d listeners left", s.Bus.Listeners())
	}
	s.room.Close() // twice is once
}

func TestLeavingUntouchedTextWritesNoText(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("hej")
	s.room.Close()
	v.snapshot = append([]byte(nil), v.snapshot...)
	was := &v.snapshot[0]
	open(t, v).room.Close()
	if &v.snapshot[0] != was {
		t.Error("an unchanged text was written anew")
	}
}

func TestAFailingWriteIsToldAndTriedAgainAndNothingIsLost(t *testing.T) {
	s := open(t, &vault{})
	s.v.setFail(app.Fail(app.CodeDiskFull, nil))
	s.write("ett ")
	s.second()
	s.WaitTrace("problem disk-full")
	if !s.room.Unsaved() || s.Control("desk.retry") == nil {
		t.Fatal("the person is not told, or cannot try again")
	}
	s.write("två")
	s.second()
	if s.room.doc.At(0).Text != "ett två" {
		t.Error("the text was not kept")
	}
	s.v.setFail(nil)
	s.Press("desk.retry")
	s.Wait("both rows", func() bool { return s.v.text(t) == "0 interviewer: ett två" })
	s.Wait("the message to go", func() bool { return s.Control("desk.retry") == nil })
	if s.Focused() != "desk.text" {
		t.Errorf("the focus is at %q", s.Focused())
	}
	s.room.Close()
}

// Nobody is kept from closing by what can never be saved; they were told.
func TestADamagedVaultKeepsNobody(t *testing.T) {
	s := open(t, &vault{})
	s.v.setFail(app.Fail(app.CodeVaultFrozen, nil))
	s.write("ett")
	s.clock.fire(rowEvery)
	s.WaitTrace("problem vault-frozen")
	if s.room.Unsaved() {
		t.Error("the program may not be closed")
	}
	s.room.Close()
	if s.room.Unsaved() {
		t.Error("the program may not be closed after the room was left")
	}
}

func TestAWriteThatFailsWhileLeavingIsTriedUntilItWorks(t *testing.T) {
	s := open(t, &vault{})
	s.v.setFail(app.Fail(app.CodeDiskFull, nil))
	s.write("ett")
	s.room.Close()
	if !s.room.Unsaved() {
		t.Fatal("said to be saved")
	}
	s.v.setFail(nil)
	defer s.Bus.Subscribe(func(app.Event) {})() // the frame hears what is stored after the room is gone
	s.Wait("the retry", func() bool { s.clock.fire(retryAfter); return !s.room.Unsaved() })
	if got := s.v.text(t); got != "0 interviewer: ett" {
		t.Errorf("the vault holds %q", got)
	}
}

func TestASnapshotIsTakenEveryFiveMinutes(t *testing.T) {
	s := open(t, &vault{})
	s.write("hej")
	s.second()
	s.WaitTrace("text saved")
	s.clock.fire(snapshotEvery)
	s.Wait("the snapshot", func() bool { s.v.mu.Lock(); defer s.v.mu.Unlock(); return s.v.snapshot != nil && len(s.v.journal) == 0 })
	s.write(" du")
	s.second()
	s.Wait("the row after it", func() bool { return s.v.text(t) == "0 interviewer: hej du" })
	if s.clock.fire(snapshotEvery) != 1 {
		t.Error("no further snapshot is due")
	}
	s.room.Close()
}

func TestADamagedJournalShowsWhatCameBeforeAndCanBeContinued(t *testing.T) {
	v := &vault{}
	s := open(t, v)
	s.write("ett")
	s.second()
	s.WaitTrace("text saved")
	v.mu.Lock()
	v.journal = append(v.journal, []byte{1, 0xff})
	v.mu.Unlock()
	damaged := append([][]byte(nil), v.journal...)

	again := open(t, v)
	if !again.Traced("problem vault-damaged") || again.room.doc.At(0).Text != "ett" {
		t.Fatalf("not told, or lost: %+v\n%s", again.room.doc.Utterances(), again.Trace())
	}
	again.room.Close()
	if len(v.journal) != len(damaged) {
		t.Fatal("looking alone changed the journal")
	}
	again = open(t, v)
	again.write("!")
	again.room.Close()
	if got := v.text(t); got != "0 interviewer: ett!" {
		t.Errorf("the vault holds %q", got)
	}
}
