package handover

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
)

// What the desk keeps beside a text is the typist's own: versions with what was
// struck out of it, their names, where one was, what one listened to, why that was
// enough and how long it took. Of all that
// nothing is in a bundle; what the speakers are called is part of the text.
func TestVersionsAndWorkingTimeStandInNoBundle(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(0)
	ctx := t.Context()
	text, err := anna.book.OpenText(ctx, i.ID)
	check(t, err)
	snapshot, journal, err := text.Load(ctx)
	check(t, err)
	doc, err := transcript.Load(snapshot, journal)
	check(t, err)
	child := doc.At(1).ID

	const struck, named, worked = "strukenmening", "versionsnamnet", "987654321"
	const heard, reason = "76543", "slutetrasslade"
	check(t, doc.SetText(child, needle+" "+struck, anna.now()))
	for _, asked := range []bool{false, true} {
		check(t, text.KeepVersion(ctx, doc.Keep(anna.now(), transcript.ByHand, named).Encode(), asked))
	}
	check(t, doc.SetText(child, needle, anna.now()))
	check(t, doc.SetName(transcript.Child, "Storasyster"))
	row, _ := doc.TakeRow() // the journal holds what was struck, too
	check(t, text.Append(ctx, row.Encode()))
	check(t, text.SaveDesk(ctx, []byte(`{"format":1,"worked_ms":`+worked+`,"sound_ms":1,"covered_ms":1,"heard":[[0,`+heard+`]]}`)))
	check(t, text.SetHeardThrough(ctx, &app.HeardThrough{At: anna.now(), Reason: reason}))

	path, _ := anna.send(i.ID, to, false)
	sealed, err := os.ReadFile(path)
	check(t, err)
	plain, _ := reseal(t, sealed, chief, chief)
	for _, there := range []string{needle, "Storasyster"} { // the control: what is sent is found so
		if !bytes.Contains(plain, []byte(there)) {
			t.Errorf("%q is not in the bundle: what is not there could not be found", there)
		}
	}
	for _, secret := range []string{struck, named, worked, "worked", heard, reason, "through"} {
		if bytes.Contains(plain, []byte(secret)) {
			t.Errorf("%q is in the bundle", secret)
		}
	}

	got, err := chief.post.Receive(ctx, path, nil)
	check(t, err)
	if paper := chief.read(got.Interview); paper.Names.Of(transcript.Child) != "Storasyster" || paper.Utterances[1].Text != needle {
		t.Errorf("read %+v", paper)
	}
	theirs, err := chief.book.ReadText(got.Interview)
	check(t, err)
	if i, err := chief.book.Interview(got.Interview); err != nil || i.Through != nil {
		t.Errorf("%v came along, %v", i.Through, err)
	}
	versions, err := theirs.Versions(ctx)
	check(t, err)
	desk, err := theirs.Desk()
	check(t, err)
	if len(versions) != 0 || len(desk) != 0 {
		t.Errorf("%d versions and %q came along", len(versions), desk)
	}
}

// Whoever runs an older program is told that it is too old, not that the
// bundle is forged; without names and new speakers it reads as before.
func TestABundleNeedsANewerProgramOnlyForWhatIsNew(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(0)
	json := func() string {
		path, _ := anna.send(i.ID, to, false)
		sealed, err := os.ReadFile(path)
		check(t, err)
		plain, _ := reseal(t, sealed, chief, chief)
		return string(plain)
	}
	if before := json(); !strings.Contains(before, `"format": 1`) || strings.Contains(before, `"format": 2`) || strings.Contains(before, `"names"`) {
		t.Error("a text with nothing new in it is not written as before")
	}
	anna.types(i.ID, transcript.Utterance{Speaker: transcript.Other4, Text: needle})
	if !strings.Contains(json(), `"format": 2`) {
		t.Error("a fifth speaker is written as if every program knew it")
	}
}
