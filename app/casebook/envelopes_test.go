package casebook

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

func (b *bench) boxesTo(to string) (list []string) {
	b.t.Helper()
	boxes, err := b.book.EnvelopeBoxes(b.t.Context(), to)
	b.must(err)
	for _, box := range boxes {
		list = append(list, string(box))
	}
	return list
}

func TestAnEnvelopeIsKeptUntilItHasArrived(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	for _, box := range []string{"c", "a", "b"} {
		b.must(b.book.AddEnvelope(ctx, "björken", []byte(box)))
	}
	b.must(b.book.AddEnvelope(ctx, "granen", []byte("x")))
	b.reopen()
	if got := b.boxesTo("björken"); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Fatalf("there are %q", got)
	}
	b.must(b.book.AddEnvelope(ctx, "björken", []byte("d"))) // while the others are being packed
	b.must(b.book.NoteEnvelopes(ctx, "björken", [][]byte{[]byte("a"), []byte("b"), []byte("c")}, app.EnvelopesSent{At: b.now(), Receipt: "hav 1"}))
	b.reopen()
	if got := b.boxesTo("björken"); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("what left is not kept: %q", got)
	}
	b.must(b.book.EnvelopesArrived(ctx, "björken"))
	b.reopen()
	all, err := b.book.Envelopes()
	b.must(err)
	slices.SortFunc(all, func(x, y app.Envelopes) int { return bytes.Compare([]byte(x.To), []byte(y.To)) })
	if len(all) != 2 || all[0] != (app.Envelopes{To: "björken", Waiting: 1}) || all[1] != (app.Envelopes{To: "granen", Waiting: 1}) {
		t.Errorf("there are %+v", all)
	}
	b.wantCode(b.book.NoteEnvelopes(ctx, "nobody", nil, app.EnvelopesSent{}), app.CodeNotFound, "to nobody")
}

// An envelope names no interview, and no interview an envelope: whatever is
// known of the one, no byte of it lies with the other.
func TestAnEnvelopeNamesNoInterview(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	b.must(b.book.AddEnvelope(t.Context(), "björken", []byte("kuvertet")))
	for _, o := range append(b.vault.Objects(kindEnvelope), b.vault.Objects(kindPool)...) {
		for _, word := range []string{i.Code, i.ID.String(), "12", "2027"} {
			if bytes.Contains(o.Meta, []byte(word)) {
				t.Errorf("the envelopes tell %q: %s", word, o.Meta)
			}
		}
	}
	for _, o := range b.vault.Objects(kindInterview) {
		for _, e := range b.vault.Objects(kindEnvelope) {
			if bytes.Contains(o.Meta, []byte(app.ID(e.ID).String())) {
				t.Error("the interview names the envelopes")
			}
		}
	}
}

func TestWhatWasOpenedOnceIsNotLaidWithTheClosedOnesAgain(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.TakeEnvelopes(ctx, [32]byte{1}, [][]byte{[]byte("b"), []byte("a")}))
	b.must(b.book.AddToPool(ctx, []byte("c")))
	b.must(b.book.OpenPool(ctx, [][]byte{[]byte("a"), []byte("b")}))
	b.wantCode(b.book.TakeEnvelopes(ctx, [32]byte{1}, [][]byte{[]byte("z")}), app.CodeBundleSeen, "the bundle again")
	b.must(b.book.TakeEnvelopes(ctx, [32]byte{2}, [][]byte{[]byte("a"), []byte("d")}))
	b.reopen()
	closed, opened, err := b.book.PoolBoxes(ctx)
	b.must(err)
	if fmt.Sprintf("%s %s", closed, opened) != "[c d] [a b]" || b.book.Pool() != (app.Pool{Closed: 2, Opened: 2}) {
		t.Errorf("closed %s, opened %s", closed, opened)
	}
}

// A damaged envelope costs itself alone: one that comes later is kept, though
// not in its place.
func TestADamagedEnvelopeDoesNotKeepTheNextOut(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.AddEnvelope(ctx, "björken", []byte("m")))
	b.must(b.book.AddEnvelope(ctx, "björken", []byte("z")))
	o := b.vault.Objects(kindEnvelope)[0]
	b.must(b.vault.Close())
	b.spoil("UPDATE chunk SET box = randomblob(length(box)) WHERE obj = x'" + app.ID(o.ID).String() + "' AND seq = 0")
	sealed, err := storage.Open(ctx, b.path)
	b.must(err)
	b.vault, err = sealed.Unlock(ctx, b.keys, b.now)
	b.must(err)
	b.openBook()
	b.must(b.book.AddEnvelope(ctx, "björken", []byte("a")))
	if got := b.boxesTo("björken"); !slices.Equal(got, []string{"a", "z"}) {
		t.Errorf("there are %q", got)
	}
}

// What a child answered while the vault was locked comes to the other
// envelopes, once, however often the taking in begins anew.
func TestEnvelopesOfALockedVaultComeToTheOthers(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	_, s := b.ready()
	b.must(s.AddEnvelope(ctx, []byte("b")))
	b.must(s.AddEnvelope(ctx, []byte("a")))
	b.must(s.Close())
	b.must(b.book.AddEnvelope(ctx, envelopeKey("age1pq1x"), []byte("b"))) // as after a crash
	in, err := b.book.TakeIn(ctx, nil)
	b.must(err)
	if in.Envelopes != 2 {
		t.Errorf("taken in: %+v", in)
	}
	if got := b.boxesTo(envelopeKey("age1pq1x")); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("there are %q", got)
	}
	b.must(b.book.EnvelopesHere(ctx, envelopeKey("age1pq1x"))) // the unit's key came here
	if p := b.book.Pool(); p.Closed != 2 || len(b.boxesTo(envelopeKey("age1pq1x"))) != 0 {
		t.Errorf("the pool is %+v", p)
	}
}
