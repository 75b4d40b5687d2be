package holders_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view"
	"barnrost/app/view/holders"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

var (
	when   = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)
	deputy = app.Contact{ID: app.ID{1}, Name: "Ove Hittepå", Kind: app.CardPerson, Confirmed: true, Words: []string{"björk", "sten", "lykta", "vante"}}
	others = []app.Contact{
		{ID: app.ID{2}, Name: "Ej Jämförd", Kind: app.CardPerson, Words: []string{"kanna", "moln", "tråd", "häst"}},
		{ID: app.ID{3}, Name: "Enheten Granliden", Kind: app.CardUnit, Confirmed: true}, deputy,
	}
	tallbacken = &holders.Unit{Name: "Enheten Tallbacken", Words: []string{"sol", "berg", "hylla", "båt"}, Card: []byte("kort"), Invites: true}
)

// key stands in for the unit's key.
type key struct {
	unit     *holders.Unit
	holders  []app.Holder
	contacts []app.Contact
	left     string
	err      error
	drafts   []handover.KeyDraft
	kept     string
	given    bool
}

func (k *key) Unit(context.Context) (holders.Unit, error) {
	if k.unit == nil {
		return holders.Unit{}, app.Fail(app.CodeNotFound, nil)
	}
	return *k.unit, nil
}
func (k *key) Origin() (*app.KeyOrigin, error)  { return nil, nil }
func (k *key) Holders() ([]app.Holder, error)   { return slices.Clone(k.holders), nil }
func (k *key) Contacts() ([]app.Contact, error) { return k.contacts, nil }

func (k *key) HandOver(_ context.Context, d handover.KeyDraft, folder string) (handover.Sent, error) {
	if k.err != nil {
		return handover.Sent{}, k.err
	}
	k.drafts = append(k.drafts, d)
	k.holders = append(k.holders, app.Holder{ID: app.ID{9}, Name: "Ove Hittepå", Words: deputy.Words, Variant: d.Variant, At: when, Card: []byte("kort"), Receipt: "kork sol 0001"})
	return handover.Sent{Path: folder + "/ab12.barnrost", Receipt: "kork sol 0001"}, nil
}

func (k *key) Prove(_ context.Context, id app.ID, said string) error {
	if said != "kork sol 0001" {
		return app.Fail(app.CodeReceiptWrong, nil)
	}
	for n := range k.holders {
		if k.holders[n].ID == id {
			k.holders[n].Proven = when
		}
	}
	return k.err
}

func (k *key) GiveUp(context.Context) error { k.given, k.unit = true, nil; return k.err }

func (k *key) SavePaper(_ context.Context, folder string) (string, error) {
	if k.err == nil {
		k.left = folder + "/nyckel.html"
	}
	return k.left, k.err
}
func (k *key) PaperLeft() string { return k.left }

func (k *key) RemovePaper(_ context.Context, path string) error {
	if path == k.left {
		k.left = ""
	}
	return k.err
}

func (k *key) ReadPaper(_ context.Context, typed string) (app.Contact, error) {
	if k.err != nil {
		return app.Contact{}, k.err
	}
	return app.Contact{Name: "Enheten Tallbacken", Words: tallbacken.Words}, nil
}

func (k *key) KeepPaper(_ context.Context, typed string) error {
	k.kept, k.unit = typed, tallbacken
	return k.err
}

type stage struct {
	*viewtest.Stage
	key    *key
	answer bool
	asked  []widget.Question
	picks  []widget.Pick
	frame  *view.Frame
}

type quiet struct{}

func (quiet) Set(int64, int64) {}
func (quiet) Done()            {}

func open(t *testing.T, lang app.Language, mode theme.Mode, k *key) *stage {
	s := &stage{Stage: viewtest.New(t, lang, mode), key: k, answer: true}
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	s.frame.Enter([]view.Place{{ID: "holders", Hidden: true, Open: func() view.Room {
		return holders.New(holders.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Key: k,
			Pick: func(p widget.Pick, then func(string)) { s.picks = append(s.picks, p); then("/media/usb") },
			Ask: func(q widget.Question, yes func()) {
				if s.asked = append(s.asked, q); s.answer {
					yes()
				}
			},
			Start: func(string, func()) widget.Work { return quiet{} }, Problem: func(error) {}, Back: func() {},
		})
	}}}, "holders")
	s.WaitTrace("holders ready")
	return s
}

func (s *stage) shows(words ...string) {
	s.T.Helper()
	for _, w := range words {
		if !strings.Contains(s.Words(), w) {
			s.T.Errorf("%q is not shown:\n%s", w, s.Words())
		}
	}
}

func TestTheKeyIsHandedOverAndGivenUpStepByStep(t *testing.T) {
	k := &key{unit: tallbacken, contacts: others}
	s := open(t, app.Swedish, theme.Light, k)
	s.shows("Enheten Tallbacken", "sol · berg · hylla · båt", "Ingen annan har fått nyckeln")
	s.Press("holders.send")
	s.shows("Välj först vem som ska få nyckeln")
	if len(s.asked) != 0 {
		t.Fatal("asked about nobody")
	}
	s.Focus("holders.to")
	s.Key("Right")
	s.Focus("holders.variant")
	s.Key("Right")
	s.shows("Får allt som du har")
	if s.Control("holders.invites") != nil {
		t.Error("a successor is offered less than everything")
	}
	s.answer = false
	s.Press("holders.send")
	if q := s.asked[0]; !q.Danger || !strings.Contains(q.Title, "Ove Hittepå") || len(k.drafts) != 0 {
		t.Fatalf("asked %+v, handed %v", q, k.drafts)
	}
	s.answer = true
	s.Press("holders.send")
	s.WaitTrace("key handed")
	s.Wait("the holder", func() bool { return s.Control("holders.code.1") != nil })
	if want := (handover.KeyDraft{To: deputy.ID, Variant: app.Successor}); k.drafts[0] != want {
		t.Errorf("handed %+v", k.drafts[0])
	}
	s.shows("Nyckeln ligger här: /media/usb/ab12.barnrost", "Ove Hittepå, efterträdare, 12 mars 2027 – väntar på kvittenskoden")
	if strings.Contains(s.Words(), "kork sol 0001") {
		t.Error("the code that is to be read back is shown here")
	}
	if s.Control("holders.giveup") != nil {
		t.Fatal("the key can be given up before the code was read back")
	}
	s.Size(1280, 1500)
	s.Shot("holders-waits", 1)

	s.Type("holders.code.1", "kork måne 0001")
	s.Press("holders.prove.1")
	s.WaitTrace("problem receipt-wrong")
	s.Press("holders.code.1") // Enter in the field, which still holds the wrong code
	s.Must("holders.code.1").(*widget.Entry).SetText("")
	s.Type("holders.code.1", "kork sol 0001")
	s.Press("holders.prove.1")
	s.WaitTrace("key proven")
	s.Wait("the way to give it up", func() bool { return s.Control("holders.giveup") != nil })
	s.shows("Koden stämmer. Nyckeln finns hos Ove Hittepå")

	s.answer = false
	s.Press("holders.giveup")
	if k.given || !s.asked[len(s.asked)-1].Danger {
		t.Fatal("given up without a yes")
	}
	s.answer = true
	s.Press("holders.giveup")
	s.WaitTrace("key given")
	s.Wait("where it is", func() bool { return s.Control("holders.typed") != nil })
	s.shows("Ove Hittepå, efterträdare", "Läs in från papper")
	s.Shot("holders-gone", 1)
}

func TestASecondHolderMayBeLetInvite(t *testing.T) {
	k := &key{unit: tallbacken, contacts: others}
	s := open(t, app.Swedish, theme.Light, k)
	s.Focus("holders.to")
	s.Key("Right")
	s.Press("holders.invites")
	s.Press("holders.send")
	s.WaitTrace("key handed")
	if want := (handover.KeyDraft{To: deputy.ID, Variant: app.SecondHolder, Signing: true}); k.drafts[0] != want {
		t.Errorf("handed %+v", k.drafts[0])
	}
	for _, bad := range []string{"Ej Jämförd", "Enheten Granliden ("} {
		if strings.Contains(s.Words(), bad) {
			t.Errorf("%s can be handed the key", bad)
		}
	}
}

func TestACopyWithoutTheSeedMakesNoSuccessor(t *testing.T) {
	half := *tallbacken
	half.Invites = false
	s := open(t, app.Swedish, theme.Light, &key{unit: &half, contacts: others})
	s.shows("Den öppnar det som skickas till enheten.")
	if strings.Contains(s.Words(), "Efterträdare") || s.Control("holders.invites") != nil {
		t.Errorf("more than there is is offered:\n%s", s.Words())
	}
}

func TestThePaperIsSavedAndTakenAway(t *testing.T) {
	k := &key{unit: tallbacken}
	s := open(t, app.Swedish, theme.Light, k)
	s.shows("Det finns ingen att lämna över till än")
	k.err = &app.Error{Code: app.CodePlaceSynced, Args: map[string]string{"kind": "paper"}}
	s.Press("holders.print")
	s.WaitTrace("problem place-synced")
	s.shows("nyckeln skulle följa med")
	k.err = nil
	s.Press("holders.print")
	s.Wait("the file's place", func() bool { return s.Control("holders.shred") != nil })
	s.shows("/media/usb/nyckel.html", "Ta sedan bort filen")
	if !strings.Contains(s.picks[0].Hint, "inte krypterad") {
		t.Errorf("asked %q", s.picks[0].Hint)
	}
	// Leaving and coming back does not forget the file.
	s.frame.Go("holders")
	s.Wait("the file's place again", func() bool { return s.Control("holders.shred") != nil })
	s.Press("holders.shred")
	s.WaitTrace("file removed")
	s.shows("överskriven och borttagen")
	if k.left != "" {
		t.Error("the file is still there")
	}
}

func TestTheKeyIsReadFromPaperAfterAYesToItsWords(t *testing.T) {
	k := &key{}
	s := open(t, app.Swedish, theme.Light, k)
	s.Focus("holders.typed")
	s.Type("holders.typed", "qqqq pppp")
	k.err = &app.Error{Code: app.CodePaperWrong, Args: map[string]string{"kind": "group", "n": "7"}}
	s.Press("holders.read")
	s.WaitTrace("problem paper-wrong")
	s.shows("Ett tecken i grupp 7 stämmer inte")
	k.err = nil
	s.Press("holders.read")
	s.WaitTrace("key read")
	s.shows("Nyckeln hör till Enheten Tallbacken", "sol · berg · hylla · båt")
	if k.kept != "" || s.Focused() != "holders.keep" {
		t.Errorf("kept %q, the focus is on %q", k.kept, s.Focused())
	}
	s.Press("holders.keep.no")
	if k.kept != "" || s.Focused() != "holders.typed" {
		t.Errorf("kept %q, the focus is on %q", k.kept, s.Focused())
	}
	s.ClearTrace()
	s.Press("holders.read")
	s.WaitTrace("key read")
	s.Press("holders.keep")
	s.WaitTrace("key kept")
	if k.kept != "qqqq pppp" {
		t.Errorf("kept %q", k.kept)
	}
	s.Wait("the key", func() bool { return s.Control("holders.print") != nil })
	s.frame.Close()
	if n := s.Bus.Listeners(); n != 0 {
		t.Errorf("%d listeners stay", n)
	}
}

func TestEveryWordOfTheKeysRoomIsThere(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		proven := app.Holder{ID: app.ID{8}, Name: "Siv Ås", Variant: app.Successor, At: when, Proven: when, Card: []byte("kort"), Words: deputy.Words}
		waits := app.Holder{ID: app.ID{7}, Name: "Ove Hittepå", Variant: app.SecondHolder, At: when, Words: deputy.Words}
		words := ""
		for n, k := range []*key{
			{unit: tallbacken, contacts: others, holders: []app.Holder{waits, proven}, left: "/media/usb/nyckel.html"},
			{holders: []app.Holder{proven}}, {},
		} {
			s := open(t, lang, theme.Dark, k)
			words += s.Words()
			if n == 0 {
				s.Size(1280, 1600)
				s.Shot("holders-"+string(lang), 1)
				s.Size(640, 3000)
				s.Shot("holders-narrow-"+string(lang), 2)
			}
			s.frame.Close()
		}
		if i := strings.Index(words, "‹"); i >= 0 {
			t.Errorf("%s: a key without words: %.60s", lang, words[i:])
		}
	}
}
