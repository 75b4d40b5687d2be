package casebook

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

func TestListenedThroughIsKeptAndWhatIsTypedAfterwardsIsNoted(t *testing.T) {
	b := newBench(t)
	i := b.disposable(1)
	text, err := b.book.OpenText(t.Context(), i.ID)
	b.must(err)
	b.must(text.SetHeardThrough(t.Context(), &app.HeardThrough{At: b.now(), Reason: "Slutet är bara avsked."}))
	b.reopen()
	if got := b.read(i.ID).Through; got == nil || got.Edited || got.Reason != "Slutet är bara avsked." {
		t.Fatalf("kept %v", got)
	}
	text, err = b.book.OpenText(t.Context(), i.ID)
	b.must(err)
	b.must(text.SaveDesk(t.Context(), []byte(`{"format":1}`)))
	if b.read(i.ID).Through.Edited {
		t.Error("leaving the desk counts as a change of the text")
	}
	b.must(text.Append(t.Context(), []byte(`{"påhittad":"rad"}`)))
	if got := b.read(i.ID).Through; got == nil || !got.Edited {
		t.Errorf("after a change %v", got)
	}
	b.must(text.SetHeardThrough(t.Context(), nil))
	b.must(text.Append(t.Context(), []byte(`{"påhittad":"rad"}`)))
	if got := b.read(i.ID).Through; got != nil {
		t.Errorf("taken back it is %v", got)
	}
}

func TestTheReasonIsNotInTheLogAndGoesWithTheText(t *testing.T) {
	b := newBench(t)
	i := b.disposable(1)
	text, err := b.book.OpenText(t.Context(), i.ID)
	b.must(err)
	b.must(text.SetHeardThrough(t.Context(), &app.HeardThrough{At: b.now(), Reason: "hemligtskäl"}))
	told := false
	for _, e := range b.logged() {
		told = told || e.Act == app.ActThrough && e.Detail == "reason"
		if strings.Contains(e.Detail, "hemligt") {
			t.Error("the reason is in the log")
		}
	}
	if !told {
		t.Error("the log does not tell of it")
	}
	b.decide(app.MatterText)
	_, err = b.dispose(app.DisposalRequest{Interview: i.ID, Matter: app.MatterText})
	b.must(err)
	if got := b.read(i.ID); got.TextGone.IsZero() || got.Through != nil {
		t.Errorf("the text went %v and the reason stays: %v", got.TextGone, got.Through)
	}
}

// TestListenedThroughIsReadAsItWasFirstWritten pins the names of its fields: they
// lie in people's vaults. An interview from before it had any opens, too.
func TestListenedThroughIsReadAsItWasFirstWritten(t *testing.T) {
	for _, c := range []struct {
		meta string
		want *app.HeardThrough
	}{
		{`{"code":"TALL-27","age":12}`, nil},
		{`{"code":"TALL-27","age":12,"through":{"at":"2027-02-16T13:10:00Z","reason":"Slutet är bara avsked.","edited":true}}`,
			&app.HeardThrough{At: time.Date(2027, 2, 16, 13, 10, 0, 0, time.UTC), Reason: "Slutet är bara avsked.", Edited: true}},
	} {
		i, err := interviewOf(storage.Object{Kind: kindInterview, Meta: []byte(c.meta)})
		if err != nil || i.Code != "TALL-27" || !reflect.DeepEqual(i.Through, c.want) {
			t.Errorf("%s is read as %v, %v", c.meta, i.Through, err)
		}
	}
}
