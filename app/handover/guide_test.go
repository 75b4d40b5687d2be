package handover

import (
	"bytes"
	"testing"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/assets"
)

// TestTheReceiverHasTheGuideThatTheInterviewWasHeldBy, once for all bundles that
// bring it, and whatever becomes of the sender's own.
func TestTheReceiverHasTheGuideThatTheInterviewWasHeldBy(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	g, err := guide.Parse([]byte(assets.Guide))
	check(t, err)
	kept, err := g.Marshal()
	check(t, err)
	var received []app.ID
	for range 2 {
		i := anna.interviewed(0)
		check(t, anna.book.FreezeGuide(t.Context(), i.ID, kept))
		w, err := anna.book.NewRecording(t.Context(), i.ID, 16_000, "provmikrofon")
		check(t, err)
		check(t, w.Append(t.Context(), tone(16_000)))
		check(t, w.Mark(t.Context(), app.Marker{Kind: app.MarkAsked, Code: "K2", At: 8_000}))
		check(t, w.Close(t.Context()))
		path, _ := anna.send(i.ID, to, false)
		got, err := chief.post.Receive(t.Context(), path, nil)
		check(t, err)
		received = append(received, got.Interview)
	}
	chief.reopen()
	var objects []app.ID
	for _, id := range received {
		raw, err := chief.book.Guide(id)
		if err != nil || !bytes.Equal(raw, kept) {
			t.Errorf("the guide is %.60s, %v", raw, err)
		}
		i, err := chief.book.Interview(id)
		check(t, err)
		objects = append(objects, i.Guide)
	}
	if objects[0] != objects[1] {
		t.Error("the same guide was stored twice")
	}

	// The control: without a question nobody needs it, and none comes.
	path, _ := anna.send(anna.interviewed(16_000).ID, to, true)
	got, err := chief.post.Receive(t.Context(), path, nil)
	check(t, err)
	if _, err := chief.book.Guide(got.Interview); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("a guide that nothing refers to: %v", err)
	}
}
