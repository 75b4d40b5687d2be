package casebook

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
)

// opened is an interview's text at the desk.
func (b *bench) opened(i app.ID) *Text {
	b.t.Helper()
	text, err := b.book.OpenText(b.t.Context(), i)
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

func (b *bench) versions(i app.ID) (list []string) {
	b.t.Helper()
	rows, err := b.opened(i).Versions(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, r := range rows {
		list = append(list, string(r))
	}
	return list
}

func TestTheLastHundredVersionsAreKeptAndThoseAskedForApart(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	text := b.opened(i.ID)
	keep := func(asked bool, words string) {
		t.Helper()
		if err := text.KeepVersion(t.Context(), []byte(words), asked); err != nil {
			t.Fatal(err)
		}
	}
	keep(true, "den första som någon bad om")
	var want []string
	for n := range KeptVersions + 2*versionSlack + 3 {
		keep(false, fmt.Sprint("version ", n))
		want = append(want, fmt.Sprint("version ", n))
		want = want[max(len(want)-KeptVersions, 0):]
		if n%29 == 0 || n > KeptVersions+versionSlack-3 {
			got := b.versions(i.ID)
			if !slices.Equal(got, append(slices.Clone(want), "den första som någon bad om")) {
				t.Fatalf("after %d: %d versions, from %s on", n+1, len(got), got[0])
			}
		}
	}
	o, err := b.vault.Object(text.id)
	if err != nil || o.Streams[streamVersions].Rows >= KeptVersions+versionSlack {
		t.Errorf("%d rows are kept, %v", o.Streams[streamVersions].Rows, err)
	}
	b.reopen()
	if got := b.versions(i.ID); len(got) != KeptVersions+1 {
		t.Errorf("after reopening there are %d", len(got))
	}
}

func TestVersionsGoWithTheTextAndAreBlockedWithIt(t *testing.T) {
	b := newBench(t)
	i := b.disposable(3)
	text := b.opened(i.ID)
	d := transcript.New()
	b.typed(i, d, "hej")
	secret := bytes.Repeat([]byte("en hemlig version "), 40)
	for _, asked := range []bool{false, true} {
		if err := text.KeepVersion(t.Context(), secret, asked); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.versions(i.ID); len(got) != 2 || got[0] != string(secret) {
		t.Fatal("not kept") // the control: they were there to be taken away
	}
	// Blocked, nobody gets at the text and so not at them.
	other := b.interview()
	b.typed(other, transcript.New(), "hej")
	b.must(b.opened(other.ID).KeepVersion(t.Context(), secret, false))
	b.must(b.book.Block(t.Context(), other.ID, app.MatterText, false))
	if _, err := b.book.OpenText(t.Context(), other.ID); app.CodeOf(err) != app.CodeBlocked {
		t.Errorf("a blocked text can be opened: %v", err)
	}
	if _, err := b.book.ReadText(other.ID); app.CodeOf(err) != app.CodeBlocked {
		t.Errorf("a blocked text can be read: %v", err)
	}

	b.decide(app.MatterSound, app.MatterText)
	if _, err := b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterText}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.book.OpenText(t.Context(), i.ID); app.CodeOf(err) != app.CodeDisposed {
		t.Errorf("the text can be opened: %v", err)
	}
	if _, err := text.Versions(t.Context()); err == nil {
		t.Error("its versions can still be read by whoever held it open")
	}
	if _, err := b.vault.Object(text.id); err == nil {
		t.Error("the object with its key is still there")
	}
}

func TestADamagedVersionHidesNoOther(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	text := b.opened(i.ID)
	for _, words := range []string{"ett", "två", "tre"} {
		if err := text.KeepVersion(t.Context(), []byte(words), false); err != nil {
			t.Fatal(err)
		}
	}
	b.spoil(fmt.Sprintf("UPDATE chunk SET box = randomblob(length(box)) WHERE obj = x'%s' AND stream = %d AND seq = 1", text.id, streamVersions))
	b.reopenAt(b.path)
	if got := strings.Join(b.versions(i.ID), " "); got != "ett tre" {
		t.Errorf("left are %q", got)
	}
}
