package main

import (
	"path/filepath"
	"testing"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/unlock"
	"barnrost/audio"
)

// TestChecksumsAreWorkedOutUnseenOnceNothingIsRecorded has two sounds: that the
// work comes to the second tells that it is done with the first.
func TestChecksumsAreWorkedOutUnseenOnceNothingIsRecorded(t *testing.T) {
	k := firstStart(t, filepath.Join(t.TempDir(), "data"), unlock.Start{Profile: worker})
	book := k.session.book
	for range 2 {
		i, err := book.CreateInterview(t.Context(), 12, "cafe")
		if err != nil {
			t.Fatal(err)
		}
		stage, err := book.StageSound(t.Context(), audio.Rate, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := stage.Append(t.Context(), make([]int16, audio.Rate)); err != nil {
			t.Fatal(err)
		}
		consent := app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}
		if err := book.SaveConsent(t.Context(), i.ID, consent); err != nil {
			t.Fatal(err)
		}
		if err := book.CommitWAV(t.Context(), i.ID, stage); err != nil {
			t.Fatal(err)
		}
	}
	first := book.Unsummed()[0]
	recording := make(chan bool)
	b := bus.New(func(fn func()) { fn() }, nil)
	s := startSums(b, book, func() bool { return <-recording })
	defer s.end()
	defer close(recording) // not busy any more, whoever asks

	recording <- true
	if n := len(book.Unsummed()); n != 2 {
		t.Errorf("%d sounds wait although a recording is under way", n)
	}
	b.Publish(app.InterviewsChanged{}) // it has ended
	recording <- false
	recording <- true
	rec, err := book.Recording(t.Context(), first)
	if err != nil || rec.SHA256 == "" || len(book.Unsummed()) != 1 {
		t.Errorf("checksum %q, %d wait, %v", rec.SHA256, len(book.Unsummed()), err)
	}
}
