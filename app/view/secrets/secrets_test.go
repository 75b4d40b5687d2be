package secrets_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/secrets"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

const (
	present = "sju blöta vantar torkar på spisen"
	fresh   = "elva gula bussar väntar vid bron"
)

var (
	when  = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)
	first = app.RecoveryKey{Recipient: "a", Words: []string{"sol", "berg", "hylla", "båt"}, Unit: "Enheten Tallbacken", Heard: when}
	later = app.RecoveryKey{Recipient: "b", Words: []string{"kanna", "moln", "tråd", "häst"}, Unit: "Enheten Tallbacken", Heard: when}
)

// keys stand in for a vault's.
type keys struct {
	state   secrets.State
	err     error
	changed [2]string
	set     []bool
	rotated string
	proven  string
}

func (k *keys) Propose() ([]string, error) {
	return []string{"tall", "klippa", "björk", "vinter", "hav", "mossa"}, nil
}
func (k *keys) Complete(string) []string { return nil }
func (k *keys) CheckPassphrase(p string, personal ...string) error {
	if slices.Contains(personal, p) {
		return &app.Error{Code: app.CodeWeakPassphrase, Args: map[string]string{"reason": "name"}}
	}
	return nil
}
func (k *keys) Personal() []string                           { return []string{"Åsa Uppdiktad"} }
func (k *keys) Expected() time.Duration                      { return time.Second }
func (k *keys) State(context.Context) (secrets.State, error) { return k.state, nil }

func (k *keys) CheckPresent(_ context.Context, typed string) error {
	if typed != present {
		return app.Fail(app.CodeWrongPassphrase, nil)
	}
	return nil
}

func (k *keys) ChangePassphrase(_ context.Context, was, next string) error {
	if k.err == nil {
		k.changed = [2]string{was, next}
	}
	return k.err
}

func (k *keys) SetRecovery(_ context.Context, on bool) error {
	if k.err != nil {
		return k.err
	}
	k.set = append(k.set, on)
	if on {
		k.state.Recovery = app.Recovery{Key: *k.state.Recovery.Offered, Since: when}
	} else {
		k.state.Recovery = app.Recovery{Offered: &first}
	}
	return nil
}

func (k *keys) Rotate(_ context.Context, typed string, progress func(done, total int64)) error {
	progress(1, 2)
	if err := k.CheckPresent(context.Background(), typed); err != nil {
		return err
	}
	k.rotated = typed
	return k.err
}

func (k *keys) SaveSheet(_ context.Context, folder string) (string, error) {
	k.state.SheetWords, k.state.SheetPath = first.Words, folder+"/blad.html"
	return k.state.SheetPath, k.err
}

func (k *keys) ProveSheet(_ context.Context, typed string) error {
	if !strings.HasSuffix(typed, "rätt nyckel") { // what was typed before stays there
		return app.Fail(app.CodeRecoveryStray, nil)
	}
	k.proven, k.state.SheetWords = typed, nil
	k.state.Recovery = app.Recovery{Key: first, Since: when}
	return nil
}

func (k *keys) RemoveSheet(context.Context) error { k.state.SheetPath = ""; return nil }

type stage struct {
	*viewtest.Stage
	keys   *keys
	held   bool
	locked int
}

type noWork struct{}

func (noWork) Set(int64, int64) {}
func (noWork) Done()            {}

func open(t *testing.T, lang app.Language, k *keys) *stage {
	s := &stage{Stage: viewtest.New(t, lang, theme.Light), keys: k}
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	room := func() view.Room {
		return secrets.New(secrets.Deps{Bus: s.Bus, Kit: s.Kit, Window: s.Window, Keys: k, Now: time.Now,
			Pick:  func(_ widget.Pick, then func(string)) { then("/usb") },
			Start: func(string, func()) widget.Work { return noWork{} },
			Held:  func() bool { return s.held }, Lock: func() { s.locked++ }, Unit: func() {}, Problem: func(error) {}})
	}
	frame.Enter([]view.Place{{ID: "home", Open: room}, {ID: "vault", Open: room, Last: true}, {ID: "secrets", Open: room, Hidden: true}}, "secrets")
	s.WaitTrace("secrets overview")
	return s
}

func (s *stage) says(words string) {
	s.T.Helper()
	s.Wait("the words: "+words, func() bool { return strings.Contains(s.Words(), words) })
}

func TestThePassphraseIsChangedOnlyWithThePresentOne(t *testing.T) {
	k := &keys{}
	s := open(t, app.Swedish, k)
	s.Press("secrets.change")
	s.WaitTrace("secrets present")
	s.Type("secrets.present", fresh)
	s.Press("secrets.next")
	s.WaitTrace("problem wrong-passphrase")
	s.Type("secrets.present", present)
	s.Press("secrets.next")
	s.WaitTrace("secrets words")
	s.Press("start.own")
	s.Type("start.own.first", "Åsa Uppdiktad")
	s.Type("start.own.again", "Åsa Uppdiktad")
	s.Press("start.create")
	if k.changed != [2]string{} {
		t.Fatal("one's own name was taken")
	}
	s.Type("start.own.first", fresh)
	s.Type("start.own.again", fresh)
	s.Press("start.create")
	s.WaitTrace("passphrase changed")
	if k.changed[0] != present || !strings.HasSuffix(k.changed[1], fresh) { // typed behind the name
		t.Error("changed from or to something else")
	}
	s.says("Lösenfrasen är bytt")
}

func TestThatAChangeRevokesNoCopyIsSaidWhereItIsMade(t *testing.T) {
	s := open(t, app.Swedish, &keys{})
	s.says("öppnas fortfarande med den gamla lösenfrasen")
	s = open(t, app.English, &keys{})
	s.says("still opens with the old passphrase")
}

func TestRecoveryIsTurnedOnAndOffAndANewKeyWaitsForAYes(t *testing.T) {
	k := &keys{state: secrets.State{Recovery: app.Recovery{Offered: &first}, Compared: true}}
	s := open(t, app.Swedish, k)
	s.Press("secrets.recovery.on")
	s.WaitTrace("recovery on")
	s.says("Återställning är på.")
	s.Press("secrets.recovery.off")
	s.WaitTrace("recovery off")
	if !slices.Equal(k.set, []bool{true, false}) {
		t.Errorf("%v", k.set)
	}

	k = &keys{state: secrets.State{Recovery: app.Recovery{Key: first, Since: when, Offered: &later}, Compared: true}}
	s = open(t, app.Swedish, k)
	s.says("ny återställningsnyckel")
	if len(k.set) > 0 {
		t.Error("the new key was used without a yes")
	}
	s.Press("secrets.recovery.on")
	s.Wait("the new key", func() bool { return k.state.Recovery.Key.Recipient == "b" })
}

func TestAKeyWhoseUnitWasNotComparedCannotBeTurnedOn(t *testing.T) {
	s := open(t, app.Swedish, &keys{state: secrets.State{Recovery: app.Recovery{Offered: &first}}})
	s.says("Jämför först")
	if s.Control("secrets.recovery.on") != nil {
		t.Error("it is offered all the same")
	}
}

func TestOnlyTheUnitsHolderMakesASheetAndItCountsOnceReadBack(t *testing.T) {
	if s := open(t, app.Swedish, &keys{}); s.Control("secrets.sheet.make") != nil {
		t.Error("anybody can make the unit's recovery key")
	}
	k := &keys{state: secrets.State{Unit: true}}
	s := open(t, app.Swedish, k)
	s.Press("secrets.sheet.make")
	s.WaitTrace("sheet saved")
	s.says("/usb/blad.html")
	s.Press("secrets.sheet.prove")
	s.WaitTrace("secrets sheet")
	s.Type("secrets.sheet.key", "fel nyckel")
	s.Press("secrets.sheet.check")
	s.WaitTrace("problem recovery-stray")
	s.Type("secrets.sheet.key", "rätt nyckel")
	s.Press("secrets.sheet.check")
	s.says("Nyckeln stämmer och gäller")
	s.Press("secrets.sheet.remove")
	s.WaitTrace("sheet removed")
	if k.state.SheetPath != "" || k.proven == "" {
		t.Errorf("%+v", k.state)
	}
}

func TestNewKeysLockTheProgramAndWaitForWhatIsUnderWay(t *testing.T) {
	k := &keys{}
	s := open(t, app.Swedish, k)
	s.held = true
	s.Press("secrets.rotate")
	s.says("Något pågår")
	s.held = false
	s.Press("secrets.rotate")
	s.WaitTrace("secrets rotate")
	s.Type("secrets.rotate.phrase", "fel")
	s.Press("secrets.rotate.do")
	s.WaitTrace("problem wrong-passphrase")
	if s.locked > 0 || k.rotated != "" {
		t.Fatal("a wrong passphrase replaced the keys")
	}
	s.Type("secrets.rotate.phrase", present)
	s.Press("secrets.rotate.do")
	s.WaitTrace("keys rotated")
	s.Wait("the lock", func() bool { return s.locked == 1 })
}

func TestARecoveredVaultOffersNothingThatWrites(t *testing.T) {
	s := open(t, app.Swedish, &keys{state: secrets.State{Reading: true, Unit: true}})
	s.WaitTrace("problem recovery-mode")
	for _, id := range []string{"secrets.change", "secrets.rotate", "secrets.sheet.make"} {
		if s.Control(id) != nil {
			t.Errorf("%s is there", id)
		}
	}
	s.Key(fyne.KeyReturn)
	if s.locked != 1 {
		t.Error("the one button does not lock")
	}
}
