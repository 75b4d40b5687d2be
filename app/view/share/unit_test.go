package share

import (
	"context"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/view/theme"
)

// cards is a small box of cards in memory.
type cards struct {
	role     app.Role
	contacts []app.Contact
	unit     *UnitKey
	saved    []string
	err      error
	read     []app.Contact // what ReadCards finds
	came     app.Taken     // and what becomes of the templates in it

	holders []app.Holder
	origin  *app.KeyOrigin
}

func (c *cards) Holders() ([]app.Holder, error) { return c.holders, nil }

func (c *cards) Origin() (*app.KeyOrigin, error) {
	if c.unit == nil {
		return nil, app.Fail(app.CodeNotFound, nil)
	}
	return c.origin, nil
}

func (c *cards) Profile() (app.Profile, error) {
	return app.Profile{Name: "Anna Ek", Role: c.role, Unit: "Enhet Björken"}, nil
}

func (c *cards) MyCard(context.Context) (app.Contact, error) {
	return app.Contact{Name: "Anna Ek", Role: c.role, Unit: "Enhet Björken", Words: []string{"fågel", "lampa", "snöre", "kork"}}, nil
}

func (c *cards) SaveCard(_ context.Context, folder string) (string, error) {
	c.saved = append(c.saved, folder)
	return folder + "/nyckelkort.json", c.err
}

func (c *cards) ReadCards(context.Context, string) (CardsRead, error) {
	if c.err != nil {
		return CardsRead{}, c.err
	}
	c.contacts = append(c.contacts, c.read...)
	return CardsRead{Cards: c.read, Templates: c.came}, nil
}

func (c *cards) UseOffered(_ context.Context, unit app.ID) error {
	for n := range c.contacts {
		if c.contacts[n].ID == unit && c.err == nil {
			c.contacts[n].Offered = nil
		}
	}
	return c.err
}

func (c *cards) AddCard(_ context.Context, card []byte) (app.Contact, error) {
	k := other
	k.Card = card
	c.contacts = append(c.contacts, k)
	return k, c.err
}

func (c *cards) Contacts() ([]app.Contact, error) {
	return append([]app.Contact(nil), c.contacts...), nil
}

func (c *cards) ConfirmContact(_ context.Context, id app.ID) error {
	for n := range c.contacts {
		if c.contacts[n].ID == id {
			c.contacts[n].Confirmed = true
		}
	}
	return c.err
}

func (c *cards) UnitKey(context.Context) (UnitKey, error) {
	if c.unit == nil {
		return UnitKey{}, app.Fail(app.CodeNotFound, nil)
	}
	return *c.unit, nil
}

func (c *cards) MakeUnit(_ context.Context, name string) error {
	c.unit = &UnitKey{Name: name, Words: []string{"sol", "berg", "hylla", "båt"}, Invites: true}
	return c.err
}

func (c *cards) SaveInvitation(_ context.Context, folder string) (string, error) {
	c.saved = append(c.saved, folder)
	return folder + "/inbjudan.json", c.err
}

type unitBook struct {
	interviews []app.Interview
	waiting    []casebook.Waiting
	papers     app.Templates
}

func (b *unitBook) Interviews() ([]app.Interview, error) { return b.interviews, nil }
func (b *unitBook) Waiting() ([]casebook.Waiting, error) { return b.waiting, nil }
func (b *unitBook) Templates() (app.Templates, error)    { return b.papers, nil }

func (b *bench) unit(c *cards, book *unitBook) *Unit {
	r := NewUnit(UnitDeps{
		Bus: b.Bus, Kit: b.Kit, Window: b.Window, Cards: c, Post: b.post, Book: book, Pick: b.pick, Start: b.start,
		Key: c, Holders: func() { b.wentKey = true }, Papers: []Paper{{ID: "guide", Open: func() { b.wentGuide = true }}},
		Problem: func(err error) { b.problems = append(b.problems, err) }, Read: func(id app.ID) { b.readOpens = id },
	})
	b.Show(r.Content())
	b.Wait("the room", func() bool { return r.loaded })
	return r
}

func received() app.Interview {
	return app.Interview{ID: app.ID{5}, Code: "GRAN-31", Age: 12, Origin: app.OriginReceived, Received: &app.Received{
		SenderName: "Cecilia Alm", At: when, Raw: true, Reason: "x", Receipt: "kork sol 0001",
	}}
}

func TestEnhetenShowsWhoIsKnownAndWhatCame(t *testing.T) {
	b := newBench(t)
	old := received()
	old.Code, old.Received = "GAMMAL-1", &app.Received{Replaced: true}
	r := b.unit(&cards{role: app.RoleWorker, contacts: []app.Contact{chief, other}}, &unitBook{interviews: []app.Interview{received(), old, {Code: "EGEN-1"}}})
	defer r.Close()
	b.shows("GRAN-31, 12 år, från Cecilia Alm, 12 mars 2027 – inte avidentifierad", "fågel · lampa · snöre · kork",
		"Bekräftad: björk · sten · lykta · vante", "Olle Pil, socialsekreterare, Enhet Björken – inte bekräftad", "Du har ingen inbjudan")
	if all := b.Words(); strings.Contains(all, "GAMMAL-1") || strings.Contains(all, "EGEN-1") || strings.Contains(all, "Enhetens nyckel") {
		t.Error("something is shown that does not belong here")
	}
	if b.Focused() != "unit.receive" {
		t.Errorf("the focus is on %q", b.Focused())
	}
	b.Shot("unit-worker", 1)
	b.Press("unit.read.1")
	if b.readOpens != (app.ID{5}) {
		t.Error("the interview does not open")
	}
}

func TestAnEmptyRoomSaysWhatWillBeHere(t *testing.T) {
	b := newBench(t)
	r := b.unit(&cards{role: app.RoleWorker}, &unitBook{})
	defer r.Close()
	b.shows("Här samlas intervjuer", "Här samlas dina kollegors nyckelkort")
	b.Shot("unit-empty", 1)
}

func TestABundleIsReceivedWithAReceipt(t *testing.T) {
	b := newBench(t)
	b.picked = "/media/usb/x.barnrost"
	b.post.got = handover.Received{Interview: app.ID{5}, About: handover.About{Code: "GRAN-31"}, Sender: "Cecilia Alm", Receipt: "kork sol 0001"}
	r := b.unit(&cards{role: app.RoleManager}, &unitBook{})
	defer r.Close()
	b.Press("unit.receive")
	b.WaitTrace("import done")
	b.shows("GRAN-31 från Cecilia Alm har kommit fram hel", "kork sol 0001")
	if b.post.path != "/media/usb/x.barnrost" || b.picks[0].Folder || !b.works[0].done {
		t.Errorf("opened %q, picks %+v", b.post.path, b.picks)
	}
	if b.Focused() != "unit.read.new" {
		t.Errorf("the focus is on %q", b.Focused())
	}
	b.Shot("unit-arrived", 1)
	b.Press("unit.read.new")
	if b.readOpens != (app.ID{5}) {
		t.Error("the interview does not open")
	}
}

func TestEachBadBundleIsToldInItsOwnWords(t *testing.T) {
	for code, words := range map[app.Code]string{
		app.CodeNotABundle:      "inget paket från Barnröst",
		app.CodeNotForMe:        "låst för någon annans nyckel",
		app.CodeBundleDamaged:   "skadats på vägen",
		app.CodeBundleTruncated: "Slutet av paketet saknas",
		app.CodeBundleForged:    "stämmer inte med det som avsändaren skrev under",
		app.CodeBundleSeen:      "redan tagit emot",
		app.CodeBundleOlder:     "redan en nyare version",
		app.CodeBundleTooLarge:  "större än vad programmet tar emot",
		app.CodeBundleNewer:     "nyare version av Barnröst",
	} {
		b := newBench(t)
		b.post.err = app.Fail(code, nil)
		r := b.unit(&cards{role: app.RoleManager}, &unitBook{})
		b.Press("unit.receive")
		b.WaitTrace("problem " + string(code))
		b.shows(words)
		r.Close()
	}
}

func TestAWaitingBundleOpensWhenTheWordsAreTheSame(t *testing.T) {
	b := newBench(t)
	b.post.got = handover.Received{About: handover.About{Code: "GRAN-31"}, Sender: "Olle Pil", Receipt: "kork sol 0001"}
	c := &cards{role: app.RoleManager}
	book := &unitBook{waiting: []casebook.Waiting{{Path: "/media/usb/v.barnrost", Hash: []byte{1, 2}, Card: []byte("kort"), Name: "Olle Pil", Words: other.Words, Since: when}}}
	r := b.unit(c, book)
	defer r.Close()
	b.shows("Säger sig komma från Olle Pil")
	if strings.Contains(b.Words(), "kanna · moln") {
		t.Error("the words are shown before anybody asked to compare them")
	}
	b.Press("unit.compare.1")
	b.shows("kanna · moln · tråd · häst", "Ring Olle Pil")
	if b.Focused() != "unit.compare.1.yes" {
		t.Errorf("the focus is on %q", b.Focused())
	}
	b.Shot("unit-compare", 1)

	b.Press("unit.compare.1.no")
	b.shows("Använd inte kortet")
	if len(c.contacts) != 0 || b.post.path != "" {
		t.Fatal("a card whose words differ was taken")
	}

	b.Press("unit.compare.1")
	b.Press("unit.compare.1.yes")
	b.WaitTrace("import done")
	if len(c.contacts) != 1 || !c.contacts[0].Confirmed || b.post.path != "/media/usb/v.barnrost" {
		t.Errorf("contacts %+v, opened %q", c.contacts, b.post.path)
	}
}

// The words were compared, but the stick with the file had been pulled out.
func TestAWaitingBundleWhoseSenderIsKnownOnlyNeedsToBeOpened(t *testing.T) {
	b := newBench(t)
	b.post.got = handover.Received{About: handover.About{Code: "GRAN-31"}, Sender: "Cecilia Alm", Receipt: "kork sol 0001"}
	known := chief
	known.Card = []byte("kort")
	book := &unitBook{waiting: []casebook.Waiting{{Path: "/media/usb/v.barnrost", Hash: []byte{1, 2}, Card: known.Card, Name: "Cecilia Alm", Since: when}}}
	r := b.unit(&cards{role: app.RoleManager, contacts: []app.Contact{known}}, book)
	defer r.Close()
	b.shows("Orden är jämförda")
	if b.Control("unit.compare.1") != nil {
		t.Error("the words are to be compared again")
	}
	b.Press("unit.open.1")
	b.WaitTrace("import done")
	if b.post.path != "/media/usb/v.barnrost" {
		t.Errorf("opened %q", b.post.path)
	}
}

func TestACardIsReadComparedAndConfirmed(t *testing.T) {
	b := newBench(t)
	c := &cards{role: app.RoleWorker, read: []app.Contact{other}}
	r := b.unit(c, &unitBook{})
	defer r.Close()
	b.Press("unit.readcard")
	b.WaitTrace("card read")
	b.Wait("the words", func() bool { return b.Control("unit.card.1.yes") != nil })
	b.shows("kanna · moln · tråd · häst")
	b.Press("unit.card.1.yes")
	b.WaitTrace("card confirmed")
	b.Wait("the mark", func() bool { return strings.Contains(b.Words(), "Bekräftad: kanna") })

	c.err = app.Fail(app.CodeNotACard, nil)
	b.Press("unit.readcard")
	b.WaitTrace("problem not-a-card")
}

func TestTheOwnCardIsSaved(t *testing.T) {
	b := newBench(t)
	c := &cards{role: app.RoleWorker}
	r := b.unit(c, &unitBook{})
	defer r.Close()
	b.Press("unit.savecard")
	b.WaitTrace("file saved")
	b.shows("/media/usb/nyckelkort.json")
	c.err = app.Fail(app.CodeFileUnwritable, nil)
	b.Press("unit.savecard")
	b.WaitTrace("problem file-unwritable")
}

func TestAnEnhetschefMakesTheUnitAndItsInvitation(t *testing.T) {
	b := newBench(t)
	c := &cards{role: app.RoleManager}
	r := b.unit(c, &unitBook{})
	defer r.Close()
	b.Press("unit.make")
	b.WaitTrace("unit made")
	b.Wait("the unit's words", func() bool { return strings.Contains(b.Words(), "sol · berg · hylla · båt") })
	if c.unit.Name != "Enhet Björken" {
		t.Errorf("the unit is called %q", c.unit.Name)
	}
	b.Press("unit.invite")
	b.WaitTrace("file saved")
	b.shows("/media/usb/inbjudan.json")
	b.Size(1280, 1900)
	b.Shot("unit-chief", 1)
}

func TestAnAbsurdUnitNameIsRefused(t *testing.T) {
	b := newBench(t)
	c := &cards{role: app.RoleManager}
	r := b.unit(c, &unitBook{})
	defer r.Close()
	r.unitName = "   "
	b.Press("unit.make")
	if !b.Traced("problem name-empty") || c.unit != nil {
		t.Error("an empty name was taken")
	}
}

func TestClosingEnhetenLeavesNoListener(t *testing.T) {
	b := newBench(t)
	b.unit(&cards{role: app.RoleWorker}, &unitBook{}).Close()
	if n := b.Bus.Listeners(); n != 0 {
		t.Errorf("%d listeners stay", n)
	}
}

func TestAUnitsWordsAreReadByItsEnhetschef(t *testing.T) {
	b := newBench(t)
	unit := app.Contact{ID: app.ID{3}, Name: "Enhet Björken", Unit: "Enhet Björken", Kind: app.CardUnit, Words: []string{"sol", "berg", "hylla", "båt"}}
	r := b.unit(&cards{role: app.RoleWorker, contacts: []app.Contact{unit}}, &unitBook{})
	defer r.Close()
	b.shows("Enhet Björken – inte bekräftad", "Inte bekräftad: sol · berg · hylla · båt")
	b.Press("unit.card.1")
	b.shows("Ring din enhetschef", "Enhetens nyckel")
}

// TestEveryWordIsThereInBothLanguages looks for keys without words, which are
// shown in ‹›, in both rooms with as much on them as they can hold.
func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		b := newBenchIn(t, lang, theme.Dark)
		dela := b.send(&sendBook{contacts: []app.Contact{chief, other}, sent: []app.Sent{{At: when, Receiver: "Cecilia Alm", WithSound: true}}})
		b.Press("share.send")
		b.Type("share.reason", "Vi gör det ihop.")
		words := b.Words()
		b.Shot("share-dark-"+string(lang), 1)
		dela.Close()

		enheten := b.unit(&cards{role: app.RoleManager, contacts: []app.Contact{chief, other}}, &unitBook{
			interviews: []app.Interview{received()},
			waiting:    []casebook.Waiting{{Hash: []byte{1}, Name: "Olle Pil", Words: other.Words, Since: when}},
		})
		b.Press("unit.compare.1")
		words += b.Words()
		b.Press("unit.make")
		b.WaitTrace("unit made")
		words += b.Words()
		b.Size(640, 1200)
		b.Shot("unit-dark-"+string(lang), 2)
		enheten.Close()
		if i := strings.Index(words, "‹"); i >= 0 {
			t.Errorf("%s: a key without words: %.60s", lang, words[i:])
		}
	}
}
