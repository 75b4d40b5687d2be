package unlock_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/unlock"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
	"barnrost/assets"
)

var list = []string{"tallkotte", "klippa", "björkris", "vinter", "havsvik", "mossa", "kajak", "lykta", "norrsken", "bark", "smultron", "äppelträd"}

// fakeKeeper is a vault in memory.
type fakeKeeper struct {
	first    bool
	refuse   error
	pass     string
	created  *unlock.Start
	fail     error
	tried    []string
	proposed int
	folder   string
	invite   unlock.Invitation
	inviteNo error
	backup   string // the file that was restored from

	slot     bool // there is a recovery slot
	sheet    string
	typed    []string
	carried  string // the passphrase of the new vault
	carryNo  error
	carrying chan struct{} // closed when the carrying may go on; nil to be quick
}

func (k *fakeKeeper) RecoveryThere(context.Context) (bool, error) { return k.slot, nil }

func (k *fakeKeeper) Recover(_ context.Context, typed string) (unlock.Recovered, error) {
	k.typed = append(k.typed, typed)
	if typed != k.sheet {
		return unlock.Recovered{}, &app.Error{Code: app.CodePaperWrong, Args: map[string]string{"kind": "group", "n": "3", "most": "58"}}
	}
	return unlock.Recovered{Name: "Åsa Lind", Unit: "Barn och unga norr", Interviews: 12}, nil
}

func (k *fakeKeeper) RecoverFile(ctx context.Context, path string) (unlock.Recovered, error) {
	return k.Recover(ctx, k.sheet)
}

func (k *fakeKeeper) CarryOver(ctx context.Context, passphrase string, progress func(done, total int64)) (unlock.Carried, error) {
	progress(1, 2)
	if k.carrying != nil {
		select {
		case <-k.carrying:
		case <-ctx.Done():
			return unlock.Carried{}, app.Fail(app.CodeCancelled, nil)
		}
	}
	if k.carryNo != nil {
		return unlock.Carried{}, k.carryNo
	}
	k.carried = passphrase
	return unlock.Carried{Interviews: 12, Lost: 1, Kept: "barnrost-2027-03-12-1.vault"}, nil
}

func (k *fakeKeeper) First(context.Context) (bool, error) { return k.first, k.refuse }
func (k *fakeKeeper) Folder() string                      { return k.folder }
func (k *fakeKeeper) Expected() time.Duration             { return 2 * time.Second }
func (k *fakeKeeper) UseFolder(_ context.Context, dir string) error {
	k.folder, k.refuse = dir, nil
	return nil
}

func (k *fakeKeeper) RestoreBackup(_ context.Context, file, passphrase string, progress func(done, total int64)) (app.Restored, error) {
	progress(1, 2)
	k.tried = append(k.tried, passphrase)
	if passphrase != k.pass {
		return app.Restored{}, app.Fail(app.CodeWrongPassphrase, nil)
	}
	k.backup = file
	return app.Restored{Contents: app.Contents{Interviews: 2, Millis: 95 * 60_000, Latest: time.Date(2027, 3, 1, 9, 5, 0, 0, time.Local)}, Damaged: 1}, nil
}

func (k *fakeKeeper) Propose() ([]string, error) {
	k.proposed++
	return slices.Clone(list[6*((k.proposed-1)%2):][:6]), nil
}

func (k *fakeKeeper) Complete(prefix string) []string {
	var found []string
	for _, w := range list {
		if w == prefix || len([]rune(prefix)) >= 4 && strings.HasPrefix(w, prefix) {
			found = append(found, w)
		}
	}
	return found
}

func (k *fakeKeeper) CheckPassphrase(p string, personal ...string) error {
	if slices.Contains(personal, p) {
		return &app.Error{Code: app.CodeWeakPassphrase, Args: map[string]string{"reason": "name"}}
	}
	if len(p) < 20 {
		return &app.Error{Code: app.CodeWeakPassphrase, Args: map[string]string{"reason": "short"}}
	}
	return nil
}

func (k *fakeKeeper) ReadInvitation(_ context.Context, path string) (unlock.Invitation, error) {
	return k.invite, k.inviteNo
}

func (k *fakeKeeper) Create(_ context.Context, s unlock.Start) error {
	if k.fail != nil {
		return k.fail
	}
	k.created = &s
	return nil
}

func (k *fakeKeeper) Unlock(_ context.Context, p string) error {
	k.tried = append(k.tried, p)
	if k.fail != nil {
		return k.fail
	}
	if p != k.pass {
		return app.Fail(app.CodeWrongPassphrase, nil)
	}
	return nil
}

type door struct {
	*viewtest.Stage
	keeper *fakeKeeper
	done   int
	picked string
	room   *unlock.Room
	frame  *view.Frame
}

func newDoor(t *testing.T, lang app.Language, mode theme.Mode, k *fakeKeeper) *door {
	d := &door{Stage: viewtest.New(t, lang, mode), keeper: k, picked: "/usb/inbjudan"}
	if k.folder == "" {
		k.folder = "C:\\Users\\Asa\\AppData\\Local\\Barnrost"
	}
	d.frame = view.New(view.Deps{Window: d.Window, Bus: d.Bus, Kit: d.Kit, Held: func() string { return "" }, Now: time.Now})
	d.room = unlock.New(unlock.Deps{
		Bus: d.Bus, Kit: d.Kit, Window: d.Window, Keeper: k, Now: time.Now,
		Pick: func(_ widget.Pick, then func(string)) { then(d.picked) },
		Language: func(l app.Language) error {
			table, err := text.Load(assets.Translations, l)
			d.Kit.Text = table
			return err
		},
		Done: func() { d.done++ },
	})
	d.frame.Alone("unlock", d.room)
	d.Settle()
	return d
}

func (d *door) person() {
	d.WaitTrace("unlock person")
	d.Type("start.name", "Åsa Lind")
	d.Focus("start.role")
	d.Key(fyne.KeySpace)
}

func TestFirstStartWithSixWordsMakesAVault(t *testing.T) {
	k := &fakeKeeper{first: true}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.person()
	d.Type("start.unit", "Barn och unga norr")
	d.Shot("unlock-1-person", 1)
	d.Press("start.next")
	d.WaitTrace("unlock words")
	for _, w := range list[:6] {
		if !strings.Contains(d.Words(), w) {
			t.Errorf("the word %s is not shown", w)
		}
	}
	d.Shot("unlock-2-words", 1)
	d.Press("start.written")
	d.WaitTrace("unlock confirm")
	if strings.Contains(d.Words(), "klippa") {
		t.Error("the words can be copied off the screen while they are confirmed")
	}
	for _, w := range list[:6] {
		d.Type("start.confirm", string([]rune(w)[:4]))
	}
	if got := d.Must("start.confirm").(*widget.Entry).Text(); got != strings.Join(list[:6], " ")+" " {
		t.Errorf("four letters of each gave %q", got)
	}
	d.Shot("unlock-3-confirm", 1)
	d.Press("start.create")
	d.Wait("the vault", func() bool { return d.done == 1 })
	want := unlock.Start{
		Profile:    app.Profile{Name: "Åsa Lind", Role: app.RoleWorker, Unit: "Barn och unga norr", Language: app.Swedish},
		Passphrase: strings.Join(list[:6], " "),
	}
	if k.created == nil || k.created.Profile != want.Profile || k.created.Passphrase != want.Passphrase || k.created.Invitation != nil {
		t.Errorf("created %+v", k.created)
	}
	if !d.Traced("unlocked") {
		t.Error("no trace of the open vault")
	}
}

func TestWordsTypedInFullComeOutTheSame(t *testing.T) {
	k := &fakeKeeper{first: true}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.person()
	d.Type("start.unit", "Norr")
	d.Press("start.next")
	d.Press("start.written")
	d.Type("start.confirm", strings.Join(list[:6], " "))
	d.Press("start.create")
	d.Wait("the vault", func() bool { return d.done == 1 })
}

func TestAWrongWordIsNamedByItsNumber(t *testing.T) {
	d := newDoor(t, app.Swedish, theme.Light, &fakeKeeper{first: true})
	d.person()
	d.Type("start.unit", "Norr")
	d.Press("start.next")
	d.Press("start.written")
	d.Type("start.confirm", "tall lykt")
	d.Press("start.create")
	if !strings.Contains(d.Words(), "Ord nummer 2 stämmer inte") || d.done != 0 {
		t.Errorf("words %s", d.Words())
	}
}

func TestTheLanguageSwitchesAtOnceAndKeepsWhatWasTyped(t *testing.T) {
	d := newDoor(t, app.Swedish, theme.Light, &fakeKeeper{first: true})
	d.person()
	d.Focus("start.language")
	d.Key(fyne.KeyRight)
	if !strings.Contains(d.Words(), "Welcome to Barnröst") {
		t.Errorf("words %s", d.Words())
	}
	if d.Must("start.name").(*widget.Entry).Text() != "Åsa Lind" || d.Focused() != "start.language" {
		t.Errorf("the name or the focus was lost: %q", d.Focused())
	}
	d.Shot("unlock-1-person-en", 1)
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	d := newDoor(t, app.Swedish, theme.Light, &fakeKeeper{first: true})
	d.WaitTrace("unlock person")
	d.Press("start.next")
	if !d.Traced("problem name-empty") {
		t.Error("an empty name is not told")
	}
	d.Type("start.name", "1234")
	d.Press("start.next")
	if !d.Traced("problem name-absurd") {
		t.Error("an absurd name is not told")
	}
	d.Type("start.name", "Åsa")
	d.Press("start.next")
	if !strings.Contains(d.Words(), "Välj din roll") || d.Focused() != "start.role" {
		t.Errorf("a missing role is not told, or the focus is on %q", d.Focused())
	}
	d.Focus("start.role")
	d.Key(fyne.KeySpace)
	d.Press("start.next")
	if !strings.Contains(d.Words(), "Skriv enhetens namn") || d.Focused() != "start.unit" {
		t.Errorf("a missing unit is not told, or the focus is on %q", d.Focused())
	}
	d.Must("start.unit").(*widget.Entry).Entry.SetText(strings.Repeat("enhet ", 50))
	d.Press("start.next")
	if words := d.Words(); strings.Contains(words, "Skriv enhetens namn") || !strings.Contains(words, "högst 80 tecken") {
		t.Errorf("an endless unit is not told as one: %s", words)
	}
}

func TestAnInvitationFillsInTheUnitAndShowsFourWordsToCompare(t *testing.T) {
	k := &fakeKeeper{first: true, invite: unlock.Invitation{Unit: "Familjehem söder", Manager: "Mona Berg", Words: []string{"vinter", "mossa", "lykta", "bark"}, Raw: []byte("fil")}}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.person()
	d.Press("start.invitation")
	d.WaitTrace("invitation read")
	if words := d.Words(); !strings.Contains(words, "Familjehem söder") || !strings.Contains(words, "vinter  mossa  lykta  bark") {
		t.Errorf("words %s", words)
	}
	d.Focus("start.compared")
	d.Key(fyne.KeySpace)
	d.Shot("unlock-1-invitation", 1)
	d.Press("start.next")
	d.Press("start.own")
	d.Type("start.own.first", "en katt som sjunger i duschen")
	d.Type("start.own.again", "en katt som sjunger i duschen")
	d.Press("start.create")
	d.Wait("the vault", func() bool { return d.done == 1 })
	if string(k.created.Invitation) != "fil" || !k.created.Compared || k.created.Profile.Unit != "Familjehem söder" {
		t.Errorf("created %+v", k.created)
	}
}

func TestABadInvitationIsToldAndNothingIsLost(t *testing.T) {
	d := newDoor(t, app.Swedish, theme.Light, &fakeKeeper{first: true, inviteNo: app.Fail(app.CodeNotAnInvitation, nil)})
	d.person()
	d.Press("start.invitation")
	d.WaitTrace("problem not-an-invitation")
	if d.Must("start.name").(*widget.Entry).Text() != "Åsa Lind" {
		t.Error("the name was lost")
	}
	if d.Focused() != "start.invitation" {
		t.Errorf("the focus is on %q", d.Focused())
	}
}

func TestAWeakOwnPassphraseIsRefusedWithTheReason(t *testing.T) {
	k := &fakeKeeper{first: true}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.person()
	d.Type("start.unit", "Norr")
	d.Press("start.next")
	d.Press("start.own")
	for typed, want := range map[string]string{"kort": "för kort", "Norr": "enhetens namn"} {
		d.Must("start.own.first").(*widget.Entry).SetText(typed)
		d.Press("start.create")
		if !strings.Contains(d.Words(), want) {
			t.Errorf("%q: the reason is not told: %s", typed, d.Words())
		}
	}
	d.Must("start.own.first").(*widget.Entry).SetText("en katt som sjunger i duschen")
	d.Must("start.own.again").(*widget.Entry).SetText("en hund som sjunger i duschen")
	d.Press("start.create")
	if !strings.Contains(d.Words(), "inte likadana") || k.created != nil {
		t.Error("two different passphrases were taken")
	}
	d.Shot("unlock-2-own", 1)
	d.Press("start.words")
	d.Press("start.propose")
	if !strings.Contains(d.Words(), list[6]) {
		t.Error("no new words were proposed")
	}
}

func TestUnlockingTakesWordsOrTheirFirstFourLetters(t *testing.T) {
	for typed, want := range map[string][]string{
		"tallkotte klippa björkris vinter havsvik mossa": {"tallkotte klippa björkris vinter havsvik mossa"},
		"tall klip björ vint havs moss":                  {"tallkotte klippa björkris vinter havsvik mossa"},
		"Tall Klip Björ Vint Havs Moss":                  {"tallkotte klippa björkris vinter havsvik mossa"},
	} {
		k := &fakeKeeper{pass: "tallkotte klippa björkris vinter havsvik mossa"}
		d := newDoor(t, app.Swedish, theme.Light, k)
		d.WaitTrace("unlock locked")
		if d.Focused() != "unlock.passphrase" {
			t.Errorf("the focus is on %q", d.Focused())
		}
		d.Type("unlock.passphrase", typed)
		d.Key(fyne.KeyReturn)
		d.Wait("the vault", func() bool { return d.done == 1 })
		if !slices.Equal(k.tried, want) {
			t.Errorf("%q: tried %q", typed, k.tried)
		}
	}
}

func TestAnOwnPassphraseIsNeverChangedForGood(t *testing.T) {
	k := &fakeKeeper{pass: "tall klip björ vint havs moss"} // somebody's own, made of the same letters
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.WaitTrace("unlock locked")
	d.Type("unlock.passphrase", k.pass)
	d.Key(fyne.KeyReturn)
	d.Wait("the vault", func() bool { return d.done == 1 })
}

func TestAWrongPassphraseSaysSoAndTriesAgain(t *testing.T) {
	k := &fakeKeeper{pass: "rätt fras"}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.WaitTrace("unlock locked")
	d.Key(fyne.KeyReturn) // an empty field does nothing
	d.Type("unlock.passphrase", "fel fras")
	d.Press("unlock.open")
	d.WaitTrace("problem wrong-passphrase")
	if d.Focused() != "unlock.passphrase" || d.Must("unlock.passphrase").(*widget.Entry).Text() != "" {
		t.Error("the field is not ready for another try")
	}
	d.Shot("unlock-wrong", 1)
	d.Type("unlock.passphrase", "rätt fras")
	d.Key(fyne.KeyReturn)
	d.Wait("the vault", func() bool { return d.done == 1 })
	if len(k.tried) != 2 {
		t.Errorf("tried %q", k.tried)
	}
}

func TestEachObstacleHasItsOwnWordsAndAWayOut(t *testing.T) {
	for code, other := range map[app.Code]bool{
		app.CodeVaultInUse: false, app.CodeNewerFormat: false, app.CodeVaultDamaged: false,
		app.CodeNotAVault: true, app.CodeVaultUnreadable: true,
		app.CodePlaceNetwork: true, app.CodePlaceSynced: true, app.CodeReadOnly: true,
	} {
		k := &fakeKeeper{refuse: app.Fail(code, nil), first: true}
		d := newDoor(t, app.Swedish, theme.Light, k)
		d.WaitTrace("problem " + string(code))
		if (d.Control("unlock.folder") != nil) != other {
			t.Errorf("%s: another folder offered: %v", code, !other)
		}
		if d.Control("unlock.again") == nil {
			t.Errorf("%s: no way to try again", code)
		}
	}
	k := &fakeKeeper{refuse: app.Fail(app.CodePlaceSynced, nil), first: true}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.picked = "/home/asa/barnrost"
	d.WaitTrace("unlock refused")
	d.Shot("unlock-refused", 1)
	d.Press("unlock.folder")
	d.WaitTrace("unlock person")
	if k.folder != d.picked {
		t.Errorf("the folder is %q", k.folder)
	}
}

func TestNothingOfTheRoomIsLeftAfterItCloses(t *testing.T) {
	d := newDoor(t, app.Swedish, theme.Light, &fakeKeeper{first: true})
	d.person()
	before := d.Bus.Listeners()
	d.frame.Close()
	if d.Bus.Listeners() >= before {
		t.Error("a listener is left")
	}
}

func TestTheWayInIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			d := newDoor(t, lang, mode, &fakeKeeper{})
			d.WaitTrace("unlock locked")
			d.Shot("unlock-locked-"+string(lang)+"-"+string(mode), 1)
			d.Size(640, 400)
			d.Shot("unlock-locked-200-"+string(lang)+"-"+string(mode), 2)
			if strings.Contains(d.Words(), "‹") {
				t.Errorf("%s: words are missing: %s", lang, d.Words())
			}
			d = newDoor(t, lang, mode, &fakeKeeper{first: true})
			d.person()
			d.Size(640, 400)
			d.Shot("unlock-person-200-"+string(lang)+"-"+string(mode), 2)
			d.Type("start.unit", "Norr")
			d.Press("start.next")
			d.Shot("unlock-words-200-"+string(lang)+"-"+string(mode), 2)
			if strings.Contains(d.Words(), "‹") {
				t.Errorf("%s: words are missing: %s", lang, d.Words())
			}
		}
	}
}

func TestABackupIsAWayInAndSaysWhatItHolds(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		k := &fakeKeeper{first: true, pass: "rätt fras"}
		d := newDoor(t, lang, theme.Light, k)
		d.WaitTrace("unlock person")
		d.Press("start.backup")
		d.WaitTrace("unlock backup")
		d.Key(fyne.KeyReturn) // an empty field does nothing
		d.Type("start.backup.passphrase", "fel fras")
		d.Key(fyne.KeyReturn)
		d.WaitTrace("problem wrong-passphrase")
		d.Type("start.backup.passphrase", "rätt fras")
		d.Press("start.restore")
		d.WaitTrace("unlock restored")
		if k.backup == "" || d.done != 0 {
			t.Errorf("restored from %q, done %d times", k.backup, d.done)
		}
		for _, want := range []string{"2", "2027", "09:05", d.Text.T("restore.after"), d.Text.N("restore.damaged", 1)} {
			if !strings.Contains(d.Words(), want) {
				t.Errorf("%s: %q is not told", lang, want)
			}
		}
		d.Press("start.restored")
		d.Wait("the vault", func() bool { return d.done == 1 })
	}
}
