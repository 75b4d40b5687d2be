package handover

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/storage"
	"barnrost/storage/bundle"
)

func code(t *testing.T, what string, err error, want app.Code) {
	t.Helper()
	if got := app.CodeOf(err); got != want {
		t.Errorf("%s: got %q (%v), want %q", what, got, errors.Unwrap(err), want)
	}
}

func TestAnInterviewReachesTheOtherVault(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(100_001)
	path, sent := anna.send(i.ID, to, true)

	var done, total int64
	got, err := chief.post.Receive(t.Context(), path, func(d, n int64) { done, total = d, n })
	check(t, err)
	if got.Receipt != sent.Receipt || got.Receipt == "" {
		t.Errorf("receipts %q and %q", sent.Receipt, got.Receipt)
	}
	if done != total || done == 0 {
		t.Errorf("progress ended at %d of %d", done, total)
	}
	chief.reopen()
	r, err := chief.book.Interview(got.Interview)
	check(t, err)
	if r.Code != i.Code || r.Age != 9 || r.Place != "kck" || r.Origin != app.OriginReceived || r.Created.Day() != 1 {
		t.Errorf("received %+v", r)
	}
	if n := r.Received; n == nil || !n.Raw || !n.Confirmed || n.SenderName != "Anna Ek" || n.Counter != 1 || n.Reason != "Vi avidentifierar tillsammans på torsdag." || n.Subject != i.ID {
		t.Errorf("received %+v", n)
	}
	paper := chief.read(r.ID)
	if paper.Label != "Inte avidentifierad" || len(paper.Utterances) != 2 || paper.Utterances[1].Text != needle || len(paper.Marks) != 1 {
		t.Errorf("read %+v", paper)
	}
	if !slices.Equal(chief.heard(r.Recording), tone(100_001)) {
		t.Error("the sound came out changed")
	}
	rec, err := chief.book.Recording(t.Context(), r.Recording)
	check(t, err)
	if len(rec.Markers) != 1 || len(rec.Gaps) != 1 || rec.Gaps[0].Reason != app.GapPause {
		t.Errorf("markers %v, gaps %v", rec.Markers, rec.Gaps)
	}

	mine, err := anna.book.Interview(i.ID)
	check(t, err)
	if len(mine.Sent) != 1 || mine.Sent[0].Receiver != "Cecilia Alm" || !mine.Sent[0].Raw || !mine.Sent[0].WithSound || mine.Sent[0].Receipt != sent.Receipt {
		t.Errorf("noted as sent: %+v", mine.Sent)
	}
}

func TestThePreviewIsWhatArrives(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	i := anna.interviewed(32_000)
	d := draft(i.ID, to, true)
	preview, err := anna.post.Preview(t.Context(), d)
	check(t, err)
	path, _ := anna.send(i.ID, to, true)

	file, err := os.Open(path)
	check(t, err)
	defer file.Close()
	arrived := map[string][]byte{}
	m, _, err := bundle.Read(t.Context(), file, []bundle.Identity{chief.keys.Inbox}, bundle.Handler{Member: keep(arrived)})
	check(t, err)
	if !bytes.Equal(preview.Text, arrived[bundle.NameTranscriptText]) {
		t.Error("another text than the preview's arrived")
	}
	shown, err := transcript.JSON(preview.Paper)
	check(t, err)
	if !bytes.Equal(shown, arrived[bundle.NameTranscriptJSON]) {
		t.Error("another transcript than the preview's arrived")
	}
	for n, f := range preview.Files {
		if m.Members[n].Name != f.Name || m.Members[n].Size != f.Size {
			t.Errorf("file %d: preview %+v, arrived %+v", n, f, m.Members[n])
		}
	}
	if preview.Reason != m.Reason || preview.Sender != "Anna Ek" || preview.SoundMillis != 2000 || m.Text != bundle.TextRaw {
		t.Errorf("preview %+v, manifest %+v", preview, m)
	}
	if s := string(arrived[bundle.NameTranscriptText]); !strings.Contains(s, "Inte avidentifierad") || !strings.Contains(s, "Barn: "+needle) {
		t.Errorf("the text reads\n%s", s)
	}
	if !bytes.Contains(arrived[bundle.NameTranscriptHTML], []byte("Inte avidentifierad")) {
		t.Error("the page does not say that it is raw")
	}
	if !bytes.HasSuffix(arrived[bundle.NameSound], pcm(tone(32_000))) {
		t.Error("the WAV does not hold the samples")
	}
}

func TestSoundComesAlongOnlyWhenChosen(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(32_000)
	path, _ := anna.send(i.ID, to, false)
	got, err := chief.post.Receive(t.Context(), path, nil)
	check(t, err)
	r, err := chief.book.Interview(got.Interview)
	check(t, err)
	if !r.Recording.IsZero() {
		t.Error("sound came that nobody chose")
	}
	if paper := chief.read(r.ID); len(paper.Marks) != 1 {
		t.Error("the markers did not come with the text")
	}
}

func TestWhatMayNotBeSentIsNotSent(t *testing.T) {
	anna, chief, other := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
	to, unsure := anna.knows(chief, true), anna.knows(other, false)
	i := anna.interviewed(32_000)
	silent := anna.interviewed(0)
	empty, err := anna.book.CreateInterview(t.Context(), 12, "hemmet")
	check(t, err)
	for name, c := range map[string]struct {
		change func(*Draft)
		want   app.Code
	}{
		"nobody":              {func(d *Draft) { d.To = nil }, app.CodeNotConfirmed},
		"not confirmed":       {func(d *Draft) { d.To = []app.ID{unsure} }, app.CodeNotConfirmed},
		"one not confirmed":   {func(d *Draft) { d.To = []app.ID{to, unsure} }, app.CodeNotConfirmed},
		"no such contact":     {func(d *Draft) { d.To = []app.ID{{1}} }, app.CodeNotFound},
		"no tick":             {func(d *Draft) { d.RawAgreed = false }, app.CodeReasonMissing},
		"no reason":           {func(d *Draft) { d.Reason = "" }, app.CodeReasonMissing},
		"a reason of spaces":  {func(d *Draft) { d.Reason = " \n\t\u00a0" }, app.CodeReasonMissing},
		"an endless reason":   {func(d *Draft) { d.Reason = strings.Repeat("å", MaxReason+1) }, app.CodeReasonMissing},
		"sound, not asked":    {func(d *Draft) { d.SoundAgreed = false }, app.CodeInternal},
		"sound where is none": {func(d *Draft) { d.Interview = silent.ID }, app.CodeNothingToSend},
		"nothing written":     {func(d *Draft) { d.Interview, d.WithSound = empty.ID, false }, app.CodeNothingToSend},
		"no such interview":   {func(d *Draft) { d.Interview = app.ID{1} }, app.CodeNotFound},
	} {
		dir := t.TempDir()
		d := draft(i.ID, to, true)
		c.change(&d)
		_, err := anna.post.Send(t.Context(), d, dir, nil)
		code(t, name, err, c.want)
		left(t, dir)
	}
	mine, err := anna.book.Interview(i.ID)
	check(t, err)
	if len(mine.Sent) != 0 {
		t.Error("something was noted as sent")
	}
}

func TestWhatWasReceivedIsNotPassedOn(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to, back := anna.knows(chief, true), chief.knows(anna, true)
	path, _ := anna.send(anna.interviewed(0).ID, to, false)
	got, err := chief.post.Receive(t.Context(), path, nil)
	check(t, err)
	_, err = chief.post.Send(t.Context(), draft(got.Interview, back, false), t.TempDir(), nil)
	code(t, "passed on", err, app.CodeNothingToSend)
}

func TestTheSameBundleTwiceDoublesNothing(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	path, _ := anna.send(anna.interviewed(64_000).ID, to, true)
	_, err := chief.post.Receive(t.Context(), path, nil)
	check(t, err)
	for range 2 {
		_, err = chief.post.Receive(t.Context(), path, nil)
		code(t, "again", err, app.CodeBundleSeen)
		chief.reopen()
	}
	if n, _ := chief.has(); n != 1 {
		t.Errorf("%d interviews", n)
	}
}

func TestANewerBundleReplacesAndAnOlderIsRefused(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(0)
	first, _ := anna.send(i.ID, to, false)
	second, _ := anna.send(i.ID, to, false)
	third, _ := anna.send(i.ID, to, false)

	got, err := chief.post.Receive(t.Context(), second, nil)
	check(t, err)
	_, err = chief.post.Receive(t.Context(), first, nil)
	code(t, "older", err, app.CodeBundleOlder)
	newer, err := chief.post.Receive(t.Context(), third, nil)
	check(t, err)
	old, err := chief.book.Interview(got.Interview)
	check(t, err)
	now, err := chief.book.Interview(newer.Interview)
	check(t, err)
	if !old.Received.Replaced || now.Received.Replaced || now.Received.Counter != 3 {
		t.Errorf("old %+v, new %+v", old.Received, now.Received)
	}
	mine, err := anna.book.Interview(i.ID)
	check(t, err)
	if c := mine.Sent[2].Counter; c != 3 {
		t.Errorf("the third bundle counts %d", c)
	}
}

func TestAnUnknownSendersBundleWaitsUnopened(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	path, _ := anna.send(anna.interviewed(64_000).ID, to, true)

	for _, known := range []string{"not at all", "not confirmed"} {
		if known == "not confirmed" {
			chief.knows(anna, false)
		}
		_, err := chief.post.Receive(t.Context(), path, nil)
		code(t, known, err, app.CodeUnknownSender)
		var e *app.Error
		if !errors.As(err, &e) || e.Args["name"] != "Anna Ek" {
			t.Errorf("%s: the name is missing", known)
		}
		if n, waiting := chief.has(); n != 0 || waiting != 1 {
			t.Errorf("%s: %d interviews, %d waiting", known, n, waiting)
		}
	}
	waiting, err := chief.book.Waiting()
	check(t, err)
	if w := waiting[0]; w.Path != path || w.Name != "Anna Ek" || len(w.Words) != 4 || !bytes.Equal(w.Card, anna.card) {
		t.Errorf("waiting %+v", w)
	}

	// The words are compared; now it opens.
	all, err := chief.book.Contacts()
	check(t, err)
	check(t, chief.book.ConfirmContact(t.Context(), all[0].ID))
	_, err = chief.post.Receive(t.Context(), path, nil)
	check(t, err)
	if n, waiting := chief.has(); n != 1 || waiting != 0 {
		t.Errorf("afterwards %d interviews, %d waiting", n, waiting)
	}
}

func TestSomebodyWithTheSameNameIsNotTheSender(t *testing.T) {
	anna, other, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	chief.knows(anna, true)
	to := other.knows(chief, true)
	path, _ := other.send(other.interviewed(0).ID, to, false)
	_, err := chief.post.Receive(t.Context(), path, nil)
	code(t, "same name", err, app.CodeUnknownSender)
}

func TestEachBadFileHasItsOwnCodeAndLeavesNothing(t *testing.T) {
	anna, chief, other := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	other.knows(anna, true)
	path, _ := anna.send(anna.interviewed(200_000).ID, to, true)
	good, err := os.ReadFile(path)
	check(t, err)
	flipped := bytes.Clone(good)
	flipped[len(good)-1000] ^= 1
	_, passedOn := reseal(t, good, chief, other)
	for name, c := range map[string]struct {
		data []byte
		by   *somebody
		want app.Code
	}{
		"a letter":  {[]byte("Hej!"), chief, app.CodeNotABundle},
		"empty":     {nil, chief, app.CodeNotABundle},
		"a card":    {anna.card, chief, app.CodeNotABundle},
		"other's":   {good, other, app.CodeNotForMe},
		"flipped":   {flipped, chief, app.CodeBundleDamaged},
		"cut":       {good[:len(good)-100_000], chief, app.CodeBundleTruncated},
		"passed on": {passedOn, other, app.CodeBundleForged},
	} {
		file := t.TempDir() + "/x.barnrost"
		check(t, os.WriteFile(file, c.data, 0o600))
		_, err := c.by.post.Receive(t.Context(), file, nil)
		code(t, name, err, c.want)
	}
	_, err = chief.post.Receive(t.Context(), t.TempDir()+"/finns-inte", nil)
	code(t, "missing", err, app.CodeFileMissing)
	_, err = chief.post.Receive(t.Context(), t.TempDir(), nil)
	code(t, "a folder", err, app.CodeFileMissing)
	for _, who := range []*somebody{chief, other} {
		who.reopen()
		if n, waiting := who.has(); n != 0 || waiting != 0 {
			t.Errorf("%s has %d interviews and %d waiting", who.name, n, waiting)
		}
	}
	// The control: the untouched file opens.
	_, err = chief.post.Receive(t.Context(), path, nil)
	check(t, err)
}

func TestACancelledOrFailedImportLeavesTheVaultAsItWas(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	path, _ := anna.send(anna.interviewed(400_000).ID, to, true)

	ctx, cancel := context.WithCancel(t.Context())
	_, err := chief.post.Receive(ctx, path, func(done, total int64) {
		if done > total/2 {
			cancel()
		}
	})
	code(t, "cancelled", err, app.CodeCancelled)

	full := app.Fail(app.CodeDiskFull, nil)
	chief.post.Inbox.(*door).failReceive = full
	_, err = chief.post.Receive(t.Context(), path, nil)
	code(t, "disk full at the commit", err, app.CodeDiskFull)

	chief.reopen()
	if n, waiting := chief.has(); n != 0 || waiting != 0 {
		t.Errorf("%d interviews, %d waiting", n, waiting)
	}
	_, err = chief.post.Receive(t.Context(), path, nil)
	check(t, err)
}

func TestACancelledSendingLeavesNothing(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	i := anna.interviewed(400_000)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := anna.post.Send(ctx, draft(i.ID, to, true), dir, func(done, total int64) {
		if done > total*3/4 {
			cancel()
		}
	})
	code(t, "cancelled", err, app.CodeCancelled)
	left(t, dir)
	_, err = anna.post.Send(t.Context(), draft(i.ID, to, true), dir+"/finns-inte", nil)
	code(t, "no folder", err, app.CodeFileUnwritable)
	mine, err := anna.book.Interview(i.ID)
	check(t, err)
	if len(mine.Sent) != 0 {
		t.Error("something was noted as sent")
	}
}

// TestAKillDuringImportLeavesTheVaultAsItWas takes copies of the vault's file
// between two writes, which is what a kill leaves, and opens each.
func TestAKillDuringImportLeavesTheVaultAsItWas(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	path, _ := anna.send(anna.interviewed(600_000).ID, to, true)

	var copies []string
	next := int64(0)
	_, err := chief.post.Receive(t.Context(), path, func(done, total int64) {
		if done < next && done < total {
			return
		}
		next += total / 8
		data, err := os.ReadFile(chief.path)
		check(t, err)
		copied := t.TempDir() + "/vault"
		check(t, os.WriteFile(copied, data, 0o600))
		if journal, err := os.ReadFile(chief.path + "-journal"); err == nil {
			check(t, os.WriteFile(copied+"-journal", journal, 0o600))
		}
		copies = append(copies, copied)
	})
	check(t, err)
	if len(copies) < 8 {
		t.Fatalf("only %d copies", len(copies))
	}
	for n, copied := range copies {
		twin := *chief
		twin.path = copied
		sealed, err := storage.Open(t.Context(), copied)
		check(t, err)
		twin.vault, err = sealed.Unlock(t.Context(), twin.keys, twin.now)
		check(t, err)
		if d := twin.vault.Damage(); len(d) > 0 {
			t.Errorf("copy %d: damage %v", n, d)
		}
		twin.open()
		if got, waiting := twin.has(); got != 0 || waiting != 0 {
			t.Errorf("copy %d: %d interviews, %d waiting", n, got, waiting)
		}
		if sounds := twin.vault.Objects("sound"); len(sounds) != 0 {
			t.Errorf("copy %d: %d sounds", n, len(sounds))
		}
		_, err = twin.post.Receive(t.Context(), path, nil)
		check(t, err)
		check(t, twin.vault.Close())
	}
}
