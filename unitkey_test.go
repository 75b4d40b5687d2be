package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/keyring"
	"barnrost/app/transcript"
	"barnrost/app/view/unlock"
	"barnrost/assets"
	"barnrost/crypto"
	"barnrost/storage"
)

var deputy = app.Profile{Name: "Ove Hittepå", Role: app.RoleManager, Unit: "Enheten Tallbacken", Language: app.Swedish}

// office is a unit: its enhetschef, somebody who is to hold the key beside her,
// and a worker, each with a vault made by the program's own parts.
type office struct {
	*testing.T
	boss, deputy, worker *keeper
	invitation           string
}

// quickStart is firstStart with a slot that costs nothing: the passphrase is not
// what is tried here.
func quickStart(t *testing.T, start unlock.Start) *keeper {
	t.Helper()
	k := newKeeper(t, t.TempDir())
	keys, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	if k.slot, err = crypto.SealSlot(keys, passphrase, 10); err != nil {
		t.Fatal(err)
	}
	v, err := storage.Create(t.Context(), k.path(), storage.Setup{Keys: keys, Signer: signer, Slot: k.slot})
	if err != nil {
		t.Fatal(err)
	}
	if k.session, err = openSession(t.Context(), v, k.ring, k.publish); err != nil {
		t.Fatal(err)
	}
	if err := k.session.begin(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	return k
}

func newOffice(t *testing.T) *office {
	o := &office{T: t}
	o.boss = quickStart(t, unlock.Start{Profile: manager})
	var err error
	if o.invitation, err = (cards{o.boss.session}).SaveInvitation(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(o.invitation)
	if err != nil {
		t.Fatal(err)
	}
	o.deputy = quickStart(t, unlock.Start{Profile: deputy, Invitation: raw, Compared: true})
	o.worker = quickStart(t, unlock.Start{Profile: worker, Invitation: raw, Compared: true})
	return o
}

// post is what the program sends and receives with.
func (o *office) post(k *keeper) *handover.Post {
	s := k.session
	return &handover.Post{
		Source: postbox{s.book}, Inbox: postbox{s.book}, Units: units{s}, Words: assets.Words(), Now: time.Now, Version: "test",
		Keys: func() handover.Keys {
			return handover.Keys{Card: s.card, Signer: s.vault.Signer(), Inboxes: s.inboxes()}
		},
		Fingerprint: s.ring.Fingerprint,
		Wording: handover.Wording{
			Raw: "Inte avidentifierad", Speaker: func(transcript.Speaker) string { return "" }, Mark: func(transcript.Mark) string { return "" },
		},
	}
}

func (o *office) holders(k *keeper) keyRoom {
	return keyRoom{session: k.session, post: o.post(k), paper: &pages{}, words: func() keyring.SheetWords { return keyring.SheetWords{} }}
}

// knows has one person read another's card and compare its words.
func (o *office) knows(k, other *keeper) app.ID {
	o.Helper()
	c, err := cards{k.session}.AddCard(o.Context(), other.session.card)
	if err == nil {
		err = k.session.book.ConfirmContact(o.Context(), c.ID)
	}
	if err != nil {
		o.Fatal(err)
	}
	return c.ID
}

// unitOf returns a worker's contact of the unit.
func (o *office) unitOf(k *keeper) app.ID {
	o.Helper()
	all, err := k.session.book.Contacts()
	if err != nil {
		o.Fatal(err)
	}
	at := slices.IndexFunc(all, func(c app.Contact) bool { return c.Kind == app.CardUnit })
	return all[at].ID
}

// send has the worker send an interview to the unit and to nobody else.
func (o *office) send() string {
	o.Helper()
	ctx, book := o.Context(), o.worker.session.book
	i, err := book.CreateInterview(ctx, 9, "kck")
	if err != nil {
		o.Fatal(err)
	}
	doc := transcript.New()
	if _, err := doc.Insert(0, transcript.Utterance{Speaker: transcript.Child, Text: "Det luktade kanelbullar"}); err != nil {
		o.Fatal(err)
	}
	text, err := book.OpenText(ctx, i.ID)
	if err == nil {
		err = text.Snapshot(ctx, doc.Snapshot())
	}
	if err != nil {
		o.Fatal(err)
	}
	sent, err := o.post(o.worker).Send(ctx, handover.Draft{
		Interview: i.ID, To: []app.ID{o.unitOf(o.worker)}, RawAgreed: true, Reason: "Vi läser ihop.",
	}, o.TempDir(), nil)
	if err != nil {
		o.Fatal(err)
	}
	return sent.Path
}

// hand has the enhetschef hand the key over and the deputy say yes. It returns
// the code that the deputy reads out.
func (o *office) hand(d handover.KeyDraft) string {
	o.Helper()
	sent, err := o.post(o.boss).HandOver(o.Context(), d, o.TempDir())
	if err != nil {
		o.Fatal(err)
	}
	got, err := o.post(o.deputy).Receive(o.Context(), sent.Path, nil)
	if err != nil {
		o.Fatal(err)
	}
	mine, err := cards{o.boss.session}.UnitKey(o.Context())
	if err != nil || !slices.Equal(got.Key.Unit.Words, mine.Words) {
		o.Errorf("the question shows %v, the unit's words are %v (%v)", got.Key.Unit.Words, mine.Words, err)
	}
	receipt, err := o.post(o.deputy).AcceptKey(o.Context(), got.Key)
	if err != nil {
		o.Fatal(err)
	}
	return receipt
}

// again locks a vault and unlocks it.
func (o *office) again(k *keeper) *keeper {
	o.Helper()
	if err := k.close(); err != nil {
		o.Fatal(err)
	}
	next := newKeeper(o.T, k.dir)
	if _, err := next.First(o.Context()); err != nil {
		o.Fatal(err)
	}
	if err := next.Unlock(o.Context(), passphrase); err != nil {
		o.Fatal(err)
	}
	return next
}

func wantCode(t *testing.T, what string, err error, want app.Code) {
	t.Helper()
	if got := app.CodeOf(err); got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestTheSecondHolderOpensWhatIsSentToTheUnitAndCannotInvite(t *testing.T) {
	o := newOffice(t)
	o.knows(o.deputy, o.worker)
	bundle := o.send()
	_, err := o.post(o.deputy).Receive(t.Context(), bundle, nil)
	wantCode(t, "before the key came", err, app.CodeNotForMe)

	o.hand(handover.KeyDraft{To: o.knows(o.boss, o.deputy), Variant: app.SecondHolder})
	o.deputy = o.again(o.deputy)
	got, err := o.post(o.deputy).Receive(t.Context(), bundle, nil)
	if err != nil || got.Sender != worker.Name {
		t.Fatalf("a bundle for the unit: %+v, %v", got, err)
	}
	paper, err := (papers{o.deputy.session.book}).Paper(t.Context(), got.Interview)
	if err != nil || len(paper.Utterances) != 1 || paper.Utterances[0].Text != "Det luktade kanelbullar" {
		t.Errorf("read %+v, %v", paper, err)
	}
	if key, err := (cards{o.deputy.session}).UnitKey(t.Context()); err != nil || key.Invites {
		t.Errorf("the key invites: %+v, %v", key, err)
	}
	_, err = cards{o.deputy.session}.SaveInvitation(t.Context(), t.TempDir())
	wantCode(t, "an invitation without the seed", err, app.CodeUnitKeyUnsigned)
}

func TestASecondHolderIsNoSuccessor(t *testing.T) {
	o := newOffice(t)
	mine := o.holders(o.boss)
	wantCode(t, "giving up the only copy", mine.GiveUp(t.Context()), app.CodeUnitKeyUnproven)
	code := o.hand(handover.KeyDraft{To: o.knows(o.boss, o.deputy), Variant: app.SecondHolder, Signing: true})
	all, err := mine.Holders()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d holders, %v", len(all), err)
	}
	if err := mine.Prove(t.Context(), all[0].ID, code); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "giving up beside a second holder", mine.GiveUp(t.Context()), app.CodeUnitKeyUnproven)
	if _, err := (cards{o.deputy.session}).SaveInvitation(t.Context(), t.TempDir()); err != nil {
		t.Errorf("a second holder with the seed invites: %v", err)
	}
}

func TestACopyIsGivenUpOnlyWhenTheSuccessorHasReadTheCodeBack(t *testing.T) {
	o := newOffice(t)
	o.knows(o.boss, o.worker)
	code := o.hand(handover.KeyDraft{To: o.knows(o.boss, o.deputy), Variant: app.Successor})
	mine := o.holders(o.boss)
	all, err := mine.Holders()
	if err != nil || len(all) != 1 || !all[0].Proven.IsZero() {
		t.Fatalf("holders %+v, %v", all, err)
	}
	wantCode(t, "before the code", mine.GiveUp(t.Context()), app.CodeUnitKeyUnproven)
	wantCode(t, "another code", mine.Prove(t.Context(), all[0].ID, "kork sol 0001"), app.CodeReceiptWrong)
	wantCode(t, "no code", mine.Prove(t.Context(), all[0].ID, ""), app.CodeReceiptWrong)
	if err := mine.Prove(t.Context(), all[0].ID, "  "+strings.ToUpper(code)+". "); err != nil {
		t.Fatalf("the code as it is heard: %v", err)
	}
	if err := mine.GiveUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	bundle := o.send()
	_, err = o.post(o.boss).Receive(t.Context(), bundle, nil)
	wantCode(t, "opened without the key", err, app.CodeNotForMe)
	o.boss = o.again(o.boss)
	_, err = o.post(o.boss).Receive(t.Context(), bundle, nil)
	wantCode(t, "opened after unlocking anew", err, app.CodeNotForMe)
	_, err = cards{o.boss.session}.UnitKey(t.Context())
	wantCode(t, "the unit's key", err, app.CodeNotFound)

	// The successor opens and invites.
	o.knows(o.deputy, o.worker)
	if _, err := o.post(o.deputy).Receive(t.Context(), bundle, nil); err != nil {
		t.Errorf("the successor: %v", err)
	}
	if _, err := (cards{o.deputy.session}).SaveInvitation(t.Context(), t.TempDir()); err != nil {
		t.Errorf("the successor's invitation: %v", err)
	}
	// And can hand the key back.
	sent, err := o.post(o.deputy).HandOver(t.Context(), handover.KeyDraft{To: o.knows(o.deputy, o.boss), Variant: app.SecondHolder}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	got, err := o.post(o.boss).Receive(t.Context(), sent.Path, nil)
	if err == nil {
		_, err = o.post(o.boss).AcceptKey(t.Context(), got.Key)
	}
	if err != nil {
		t.Errorf("back again: %v", err)
	}
}

func TestAUnitsKeyIsNeverPutInAnothersPlace(t *testing.T) {
	o := newOffice(t)
	other := quickStart(t, unlock.Start{Profile: app.Profile{Name: "Siv Fantasi", Role: app.RoleManager, Unit: "Enheten Granliden", Language: app.Swedish}})
	o.knows(other, o.boss)
	if _, err := (cards{other.session}).SaveInvitation(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	sent, err := o.post(o.boss).HandOver(t.Context(), handover.KeyDraft{To: o.knows(o.boss, other), Variant: app.Successor}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.post(other).Receive(t.Context(), sent.Path, nil)
	wantCode(t, "another unit leads here", err, app.CodeUnitKeyOther)
	wantCode(t, "a second unit", other.session.foundUnit(t.Context(), "Enheten Björkudden"), app.CodeUnitKeyOther)

	// The same key once more brings nothing new.
	o.hand(handover.KeyDraft{To: o.knows(o.boss, o.deputy), Variant: app.SecondHolder})
	again, err := o.post(o.boss).HandOver(t.Context(), handover.KeyDraft{To: o.knows(o.boss, o.deputy), Variant: app.SecondHolder}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.post(o.deputy).Receive(t.Context(), again.Path, nil)
	wantCode(t, "the same key again", err, app.CodeUnitKeyHere)
}

// Somebody who leads a unit and whose computer broke starts anew without an
// invitation: the key that the first start made is in nobody's hands, and
// gives way.
func TestAKeyThatNobodyHasGivesWayToTheUnitsOwn(t *testing.T) {
	o := newOffice(t)
	fresh := quickStart(t, unlock.Start{Profile: manager})
	made := fresh.session.unit.Load().Inbox.String()
	if _, err := (cards{fresh.session}).ReadCards(t.Context(), o.invitation); err != nil {
		t.Fatal(err)
	}
	key := o.boss.session.unit.Load().Inbox.String()
	if err := o.holders(fresh).KeepPaper(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	fresh = o.again(fresh)
	if got := fresh.session.unit.Load().Inbox.String(); got != key || got == made {
		t.Error("another key is here")
	}
	// The control: one whose paper was printed is in somebody's hands.
	printed := quickStart(t, unlock.Start{Profile: manager})
	if _, err := (cards{printed.session}).ReadCards(t.Context(), o.invitation); err != nil {
		t.Fatal(err)
	}
	if _, err := o.holders(printed).SavePaper(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "over a key that was printed", o.holders(printed).KeepPaper(t.Context(), key), app.CodeUnitKeyOther)
}

var onPaper = regexp.MustCompile(`<code>([A-Z0-9]+)</code>`)

func TestThePaperOpensTheUnitsPostOnANewComputer(t *testing.T) {
	o := newOffice(t)
	boss := o.holders(o.boss)
	path, err := boss.SavePaper(t.Context(), t.TempDir())
	if err != nil || boss.PaperLeft() != path {
		t.Fatalf("%s, left %s, %v", path, boss.PaperLeft(), err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var typed []string
	for _, m := range onPaper.FindAllStringSubmatch(string(page), -1) {
		typed = append(typed, strings.ToLower(m[1]))
	}
	if err := boss.RemovePaper(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) || boss.PaperLeft() != "" {
		t.Errorf("the page is still there: %v, %q", err, boss.PaperLeft())
	}

	fresh := o.holders(o.deputy)
	unit, err := fresh.ReadPaper(t.Context(), strings.Join(typed, " "))
	if err != nil || unit.Name != manager.Unit || o.deputy.session.unit.Load() != nil {
		t.Fatalf("the paper is of %q, %v", unit.Name, err)
	}
	if err := fresh.KeepPaper(t.Context(), strings.Join(typed, " ")); err != nil {
		t.Fatal(err)
	}
	o.deputy = o.again(o.deputy)
	o.knows(o.deputy, o.worker)
	if _, err := o.post(o.deputy).Receive(t.Context(), o.send(), nil); err != nil {
		t.Errorf("a bundle for the unit: %v", err)
	}
	_, err = cards{o.deputy.session}.SaveInvitation(t.Context(), t.TempDir())
	wantCode(t, "an invitation from paper", err, app.CodeUnitKeyUnsigned)

	stranger := o.holders(quickStart(t, unlock.Start{Profile: worker}))
	_, err = stranger.ReadPaper(t.Context(), strings.Join(typed, " "))
	wantCode(t, "without the unit's card", err, app.CodePaperStranger)
}

func TestThePaperIsNotWrittenWhereItWouldBeCopiedOn(t *testing.T) {
	o := &office{T: t}
	boss := o.holders(quickStart(t, unlock.Start{Profile: manager}))
	folder := filepath.Join(t.TempDir(), "OneDrive - Kommunen")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := boss.SavePaper(t.Context(), folder)
	wantCode(t, "a folder that is synchronised", err, app.CodePlaceSynced)
	if files, _ := os.ReadDir(folder); len(files) > 0 || boss.PaperLeft() != "" {
		t.Errorf("%d files were left", len(files))
	}
}
