package handover

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/keyring"
	"barnrost/app/survey"
	"barnrost/crypto"
	"barnrost/storage/bundle"
)

// unitOf is a unit as others know it, confirmed.
func (s *somebody) unitOf() app.Contact {
	s.t.Helper()
	u := s.holds()
	return app.Contact{Name: u.Name, Kind: app.CardUnit, Card: u.Card, Confirmed: true}
}

// answered seals a child's answers into an envelope, as main does.
func (s *somebody) answered(unit app.Contact, a survey.Answers) []byte {
	s.t.Helper()
	plain, err := a.Marshal()
	check(s.t, err)
	to, box, err := keyring.SealEnvelope(unit.Card, plain)
	check(s.t, err)
	check(s.t, s.book.AddEnvelope(s.t.Context(), to, box))
	return box
}

func (s *somebody) posts() *somebody {
	s.shelve()
	s.post.Envelopes = s.book
	return s
}

// opensUnit makes the unit's inbox one of those that open somebody's post.
func (s *somebody) opensUnit() *somebody {
	s.posts()
	own := s.post.Keys
	s.post.Keys = func() Keys {
		k := own()
		k.Inboxes = append(k.Inboxes, s.holds().Inbox)
		return k
	}
	return s
}

var bullar = survey.Answers{Faces: [3]survey.Face{survey.Glad, survey.Between, survey.Sad}, Words: [5]string{needle}}

func TestEnvelopesReachTheUnitAndNobodyOnTheWayCanOpenThem(t *testing.T) {
	boss, anna := leader(t, "Cecilia Alm"), newSomebody(t, "Anna Ek").posts()
	boss.opensUnit()
	boss.knows(anna, true)
	unit := boss.unitOf()
	boxes := [][]byte{anna.answered(unit, bullar), anna.answered(unit, survey.Answers{})}
	if len(boxes[0]) != len(boxes[1]) {
		t.Errorf("envelopes of %d and %d bytes", len(boxes[0]), len(boxes[1]))
	}
	sent, err := anna.post.SendEnvelopes(t.Context(), unit, t.TempDir())
	check(t, err)
	file, err := os.ReadFile(sent.Path)
	check(t, err)
	if _, _, err := bundle.Read(t.Context(), bytes.NewReader(file), []bundle.Identity{anna.keys.Inbox, anna.keys.Vault, anna.keys.Owner, boss.keys.Inbox}, bundle.Handler{}); err == nil {
		t.Error("somebody else than the unit opens the bundle")
	}
	got, err := boss.post.Receive(t.Context(), sent.Path, nil)
	check(t, err)
	if got.Envelopes != 2 || got.Receipt != sent.Receipt || !got.Interview.IsZero() {
		t.Errorf("received %+v", got)
	}
	closed, opened, err := boss.book.PoolBoxes(t.Context())
	check(t, err)
	slices.SortFunc(boxes, bytes.Compare)
	if !slices.EqualFunc(closed, boxes, bytes.Equal) || len(opened) != 0 {
		t.Errorf("%d closed and %d opened envelopes, or not those that were sent", len(closed), len(opened))
	}
	all, err := boss.book.Interviews()
	check(t, err)
	if len(all) != 0 {
		t.Error("an interview came with them")
	}

	// They stay with the interviewer until the receipt was read out, and can be sent
	// once more; at the unit each lies once.
	_, err = boss.post.Receive(t.Context(), sent.Path, nil)
	code(t, "the same bundle", err, app.CodeBundleSeen)
	again, err := anna.post.SendEnvelopes(t.Context(), unit, t.TempDir())
	check(t, err)
	_, err = boss.post.Receive(t.Context(), again.Path, nil)
	check(t, err)
	if p := boss.book.Pool(); p != (app.Pool{Closed: 2}) {
		t.Errorf("sent twice, there are %+v", p)
	}
	have, err := anna.book.Envelopes()
	check(t, err)
	if len(have) != 1 || have[0].Waiting != 0 || have[0].Out != 2 || have[0].Last == nil || have[0].Last.Receipt != again.Receipt {
		t.Errorf("noted %+v", have)
	}
	check(t, anna.book.EnvelopesArrived(t.Context(), have[0].To))
	_, err = anna.post.SendEnvelopes(t.Context(), unit, t.TempDir())
	code(t, "nothing is left", err, app.CodeNothingToSend)
}

// TestWhatTheInterviewerHasOpensNoEnvelope tries every secret that lies in the
// interviewer's vault, and the recovery key's, on the box that lies there.
func TestWhatTheInterviewerHasOpensNoEnvelope(t *testing.T) {
	boss, anna := leader(t, "Cecilia Alm"), newSomebody(t, "Anna Ek").posts()
	unit := boss.unitOf()
	anna.answered(unit, bullar)
	to, err := keyring.EnvelopeFor(unit.Card)
	check(t, err)
	boxes, err := anna.book.EnvelopeBoxes(t.Context(), to)
	check(t, err)
	recovery, err := crypto.NewIdentity()
	check(t, err)
	slot, err := crypto.SealRecoverySlot(anna.keys, recovery.Recipient())
	check(t, err)
	carried, err := crypto.OpenRecoverySlot(slot, recovery)
	check(t, err)
	secrets := map[string]crypto.Identity{
		"vault": anna.keys.Vault, "inbox": anna.keys.Inbox, "owner": anna.keys.Owner, "recovery": recovery,
		"vault by the recovery key": carried.Vault, "inbox by the recovery key": carried.Inbox,
	}
	for name, key := range secrets {
		if plain, err := crypto.Open(boxes[0], key); err == nil || plain != nil {
			t.Errorf("the key %q opens the envelope", name)
		}
	}
	// The unit's key does, wherever it is held.
	plain, err := boss.holds().OpenEnvelope(boxes[0])
	check(t, err)
	if a, err := survey.ParseAnswers(plain); err != nil || a != bullar {
		t.Errorf("the unit reads %+v, %v", a, err)
	}
	// The control: sealed to the worker it would open, and the test would see it.
	raw, err := bullar.Marshal()
	check(t, err)
	box, err := crypto.Seal(raw, anna.keys.Inbox.Recipient())
	check(t, err)
	opened := 0
	for _, key := range secrets {
		if _, err := crypto.Open(box, key); err == nil {
			opened++
		}
	}
	if opened == 0 {
		t.Error("an envelope to the worker is opened by nothing: the test proves nothing")
	}
	// And a worker's card is refused where a unit's is wanted.
	if _, _, err := keyring.SealEnvelope(anna.card, raw); app.CodeOf(err) != app.CodeForgedCard {
		t.Errorf("sealed to a person: %v", err)
	}
}

func TestEnvelopesGoToAConfirmedUnitAlone(t *testing.T) {
	boss, anna := leader(t, "Cecilia Alm"), newSomebody(t, "Anna Ek").posts()
	unit := boss.unitOf()
	anna.answered(unit, bullar)
	dir := t.TempDir()
	stranger, person := unit, app.Contact{Name: "Olle Pil", Kind: app.CardPerson, Card: anna.card, Confirmed: true}
	stranger.Confirmed = false
	for name, to := range map[string]app.Contact{"words not compared": stranger, "a person": person} {
		_, err := anna.post.SendEnvelopes(t.Context(), to, dir)
		code(t, name, err, app.CodeNotConfirmed)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := anna.post.SendEnvelopes(ctx, unit, dir)
	code(t, "cancelled", err, app.CodeCancelled)
	left, err := os.ReadDir(dir)
	check(t, err)
	if len(left) > 0 {
		t.Errorf("%v was left", left)
	}
}

// A bundle that says anything about an interview, or that is sealed to a person,
// is not what this program writes.
func TestASurveyThatTellsTooMuchIsRefused(t *testing.T) {
	boss, anna := leader(t, "Cecilia Alm"), newSomebody(t, "Anna Ek").posts()
	boss.opensUnit()
	boss.knows(anna, true)
	unit := boss.unitOf()
	box := anna.answered(unit, bullar)
	card, err := bundle.ParseCard(unit.Card)
	check(t, err)
	member := func(boxes ...[]byte) []rendered {
		raw, err := encode(envelopesFile{envelopesForm, boxes})
		check(t, err)
		return []rendered{{bundle.NameEnvelopes, raw}}
	}
	short := box[:len(box)-1]
	for name, c := range map[string]struct {
		change func(*bundle.Request)
		want   app.Code
	}{
		"nothing":         {func(*bundle.Request) {}, ""},
		"a subject":       {func(r *bundle.Request) { r.Manifest.Subject = strings.Repeat("ab", 16) }, app.CodeBundleForged},
		"an about":        {func(r *bundle.Request) { r.Manifest.About = json.RawMessage(`{"code":"TALL-27"}`) }, app.CodeBundleForged},
		"a reason":        {func(r *bundle.Request) { r.Manifest.Reason = "TALL-27" }, app.CodeBundleForged},
		"a counter":       {func(r *bundle.Request) { r.Manifest.Counter = 1 }, app.CodeBundleForged},
		"to a person":     {func(r *bundle.Request) { r.To = []bundle.Recipient{boss.keys.Inbox.Recipient()} }, app.CodeBundleForged},
		"no envelopes":    {func(r *bundle.Request) { r.Members = nil }, app.CodeBundleForged},
		"none in it":      {func(r *bundle.Request) { r.Members = members(member(), nil) }, app.CodeBundleForged},
		"one twice":       {func(r *bundle.Request) { r.Members = members(member(box, box), nil) }, app.CodeBundleForged},
		"different sizes": {func(r *bundle.Request) { r.Members = members(member(short, box), nil) }, app.CodeBundleForged},
		"not sealed":      {func(r *bundle.Request) { r.Members = members(member([]byte(needle)), nil) }, app.CodeBundleForged},
		"a newer form": {func(r *bundle.Request) {
			raw, err := encode(envelopesFile{envelopesForm + 1, [][]byte{box}})
			check(t, err)
			r.Members = members([]rendered{{bundle.NameEnvelopes, raw}}, nil)
		}, app.CodeBundleNewer},
	} {
		before := boss.book.Pool()
		r := bundle.Request{Manifest: bundle.Manifest{Kind: bundle.KindSurvey, Created: boss.now(), App: "test"},
			Sender: anna.card, Signer: anna.signer, To: []bundle.Recipient{card.Recipient}, Members: members(member(box), nil)}
		c.change(&r)
		path, _, _, err := bundle.WriteFile(t.Context(), t.TempDir(), r)
		check(t, err)
		_, err = boss.post.Receive(t.Context(), path, nil)
		code(t, name, err, c.want)
		if c.want != "" && boss.book.Pool() != before {
			t.Errorf("%s: something was kept", name)
		}
	}
}

// FuzzParseEnvelopes: there is one form, sorted and of one size, or none.
func FuzzParseEnvelopes(f *testing.F) {
	for _, boxes := range [][][]byte{{[]byte(ageMagic + "a")}, {[]byte(ageMagic + "a"), []byte(ageMagic + "b")}, {[]byte(ageMagic + "b"), []byte(ageMagic + "a")}, nil} {
		raw, err := encode(envelopesFile{envelopesForm, boxes})
		check(f, err)
		f.Add([]byte(raw))
	}
	f.Add([]byte(`{"format":2,"envelopes":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		boxes, err := parseEnvelopes(raw)
		if err != nil {
			return
		}
		if again, err := encode(envelopesFile{envelopesForm, boxes}); err != nil || !bytes.Equal(again, raw) {
			t.Fatalf("two forms of the same, %v", err)
		}
		if !slices.IsSortedFunc(boxes, bytes.Compare) || len(boxes) == 0 || len(boxes) > app.MaxEnvelopes {
			t.Fatalf("%d boxes, or not sorted", len(boxes))
		}
	})
}

// Whatever order children answer in, the order in the vault is that of the
// boxes' own random bytes: of eight, the chance that it is that of coming is one
// in forty thousand, so three vaults are tried.
func TestTheOrderOfEnvelopesTellsNothing(t *testing.T) {
	boss := leader(t, "Cecilia Alm")
	unit := boss.unitOf()
	to, err := keyring.EnvelopeFor(unit.Card)
	check(t, err)
	same := 0
	for range 3 {
		anna := newSomebody(t, "Anna Ek").posts()
		var came [][]byte
		for range 8 {
			came = append(came, anna.answered(unit, bullar))
		}
		boxes, err := anna.book.EnvelopeBoxes(t.Context(), to)
		check(t, err)
		if !slices.IsSortedFunc(boxes, bytes.Compare) || len(boxes) != 8 {
			t.Errorf("%d boxes, or not sorted", len(boxes))
		}
		if slices.EqualFunc(boxes, came, bytes.Equal) {
			same++
		}
		log, err := anna.book.Log(t.Context(), nil)
		check(t, err)
		if len(log) != 1 { // opened
			t.Errorf("the log tells of envelopes: %v", log)
		}
	}
	if same == 3 {
		t.Error("they lie in the order in which they came")
	}
}

func TestThePoolTakesNoMoreThanItCanHold(t *testing.T) {
	boss := leader(t, "Cecilia Alm").opensUnit()
	fill := func(n int) (boxes [][]byte) {
		for range n {
			b := make([]byte, 40)
			rand.Read(b)
			boxes = append(boxes, b)
		}
		return boxes
	}
	check(t, boss.book.TakeEnvelopes(t.Context(), [32]byte{1}, fill(app.MaxEnvelopes)))
	err := boss.book.TakeEnvelopes(t.Context(), [32]byte{2}, fill(1))
	code(t, "one too many", err, app.CodeEnvelopesFull)
	if p := boss.book.Pool(); p.Closed != app.MaxEnvelopes {
		t.Errorf("there are %+v", p)
	}
	if seen, err := boss.book.Seen([32]byte{2}); err != nil || seen {
		t.Errorf("the bundle that was refused counts as seen, %v", err)
	}
}

// Whoever sends an interview to the unit sends the envelopes that wait with it,
// without a decision of their own: beside it, not in it. To a person none go.
func TestEnvelopesGoAlongWithAnInterviewToTheUnitInAFileOfTheirOwn(t *testing.T) {
	boss, anna := leader(t, "Cecilia Alm"), newSomebody(t, "Anna Ek").posts()
	boss.opensUnit()
	boss.knows(anna, true)
	unit := boss.unitOf()
	kept, err := anna.book.AddContact(t.Context(), unit)
	check(t, err)
	check(t, anna.book.ConfirmContact(t.Context(), kept.ID))
	person := anna.knows(boss, true)
	i := anna.interviewed(0)
	anna.answered(unit, bullar)
	send := func(to app.ID) Sent {
		sent, err := anna.post.Send(t.Context(), draft(i.ID, to, false), t.TempDir(), nil)
		check(t, err)
		return sent
	}
	if sent := send(person); sent.Envelopes != "" {
		t.Error("envelopes went to a person")
	}
	sent := send(kept.ID)
	if sent.Envelopes == "" || sent.Envelopes == sent.Path {
		t.Fatalf("sent %+v", sent)
	}
	got, err := boss.post.Receive(t.Context(), sent.Envelopes, nil)
	check(t, err)
	if got.Envelopes != 1 {
		t.Errorf("received %+v", got)
	}
	if again := send(kept.ID); again.Envelopes != "" {
		t.Error("with nothing new waiting they were sent once more")
	}
}
