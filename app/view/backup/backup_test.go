package backup_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/backup"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

// fake is a vault, its backups and what is beside it.
type fake struct {
	all      []app.Backup
	state    app.BackupState
	damage   []app.VaultDamage
	doubt    backup.Doubt
	fail     error
	wait     chan struct{} // holds a work until it is closed, or its context ends
	made     []string
	gone     []app.ID
	restored []string
	rescued  string
	changed  string
	rule     app.CopyRule
	copies   []app.SoundCopy
	waiting  []app.Interview
	trouble  error
	fetched  string
}

func (f *fake) CopyRule() (app.CopyRule, error) { return f.rule, nil }
func (f *fake) SaveCopyRule(_ context.Context, r app.CopyRule) error {
	f.rule = r
	return nil
}
func (f *fake) ToCopy() ([]app.Interview, error)      { return f.waiting, nil }
func (f *fake) SoundCopies() ([]app.SoundCopy, error) { return f.copies, nil }
func (f *fake) MarkSoundCopyGone(_ context.Context, id app.ID) error {
	f.gone, f.copies = append(f.gone, id), nil
	return nil
}
func (f *fake) FetchCopy(_ context.Context, file string, _ func(done, total int64)) (app.Interview, error) {
	f.fetched = file
	return app.Interview{Code: "TALL-27"}, f.fail
}
func (f *fake) Trouble() error { return f.trouble }
func (f *fake) Invites() bool  { return true }

func (f *fake) hold(ctx context.Context) error {
	if f.wait == nil {
		return f.fail
	}
	select {
	case <-f.wait:
		return f.fail
	case <-ctx.Done():
		return app.Fail(app.CodeCancelled, ctx.Err())
	}
}

func (f *fake) Backups() ([]app.Backup, error)        { return f.all, nil }
func (f *fake) BackupState() (app.BackupState, error) { return f.state, nil }
func (f *fake) DamageKnown() []app.VaultDamage        { return nil }
func (f *fake) Doubt(string) backup.Doubt             { return f.doubt }
func (f *fake) Change(folder string)                  { f.changed = folder }
func (f *fake) MakeBackup(ctx context.Context, folder string, _ func(done, total int64)) (app.Backup, error) {
	if err := f.hold(ctx); err != nil {
		return app.Backup{}, err
	}
	f.made = append(f.made, folder)
	b := app.Backup{ID: app.ID{byte(len(f.made))}, Folder: folder, File: "barnrost-2027-03-12-1.vault", Made: made, Size: 48_000_000}
	f.all, f.state.Last = append([]app.Backup{b}, f.all...), b
	return b, nil
}
func (f *fake) MarkBackupGone(_ context.Context, id app.ID) error {
	f.gone = append(f.gone, id)
	f.all = nil
	return nil
}
func (f *fake) CheckVault(ctx context.Context, _ func(done, total int64)) (app.VaultReport, error) {
	return app.VaultReport{At: made, Rows: 9, Damage: f.damage}, f.hold(ctx)
}
func (f *fake) Restore(ctx context.Context, file, passphrase, folder string, _ func(done, total int64)) (app.Restored, error) {
	if passphrase != "rätt fras" {
		return app.Restored{}, app.Fail(app.CodeWrongPassphrase, nil)
	}
	f.restored = []string{file, folder}
	return app.Restored{Path: folder + "/barnrost.vault", Contents: app.Contents{Interviews: 3, Latest: made}}, f.hold(ctx)
}
func (f *fake) Rescue(ctx context.Context, folder string, _ func(done, total int64)) (app.Rescued, error) {
	f.rescued = folder
	return app.Rescued{Path: folder + "/barnrost.vault", Contents: app.Contents{Interviews: 3}, Missing: f.damage}, f.hold(ctx)
}

var made = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)

type work struct{ ended bool }

func (w *work) Set(int64, int64) {}
func (w *work) Done()            { w.ended = true }

type stage struct {
	*viewtest.Stage
	fake   *fake
	picked string // what the next pick answers with
	cancel func()
	works  []*work
}

func open(t *testing.T, lang app.Language, f *fake) *stage {
	s := &stage{Stage: viewtest.New(t, lang, theme.Light), fake: f, picked: "/minne"}
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	room := func() view.Room {
		return backup.New(backup.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Book: f, Keeper: f, Copies: f, Problem: func(error) {}, Back: func() {},
			Pick: func(_ widget.Pick, then func(string)) { then(s.picked) },
			Start: func(_ string, cancel func()) widget.Work {
				w := &work{}
				s.cancel, s.works = cancel, append(s.works, w)
				return w
			},
		})
	}
	frame.Enter([]view.Place{{ID: "backup", Open: room}}, "backup")
	s.Settle()
	return s
}

func TestABackupIsMadeListedAndSaidToBeGone(t *testing.T) {
	s := open(t, app.Swedish, &fake{state: app.BackupState{Due: true}})
	if !strings.Contains(s.Words(), s.Text.T("backup.status.none.due")) {
		t.Error("that there is none is not told")
	}
	s.Press("backup.make")
	s.WaitTrace("backup made")
	if s.Focused() != "backup.make" || len(s.works) != 1 || !s.works[0].ended {
		t.Errorf("the focus is at %q", s.Focused())
	}
	for _, want := range []string{"/minne", "barnrost-2027-03-12-1.vault", "14:02"} {
		if !strings.Contains(s.Words(), want) {
			t.Errorf("%q is not told", want)
		}
	}
	s.Press("backup.gone." + app.ID{1}.String())
	s.WaitTrace("backup gone")
	if len(s.fake.gone) != 1 {
		t.Error("it was not noted")
	}
}

func TestADoubtfulPlaceIsAskedAboutOnce(t *testing.T) {
	for _, doubt := range []backup.Doubt{backup.DoubtSame, backup.DoubtSynced} {
		s := open(t, app.English, &fake{doubt: doubt})
		s.Press("backup.make")
		s.WaitTrace("backup " + string(doubt))
		if len(s.fake.made) > 0 || s.Focused() != "backup.other" {
			t.Errorf("%s: made %v, focus at %q", doubt, s.fake.made, s.Focused())
		}
		s.Press("backup.anyway")
		s.WaitTrace("backup made")
	}
}

func TestABackupCanBeCancelledAndItsFailureIsTold(t *testing.T) {
	s := open(t, app.Swedish, &fake{wait: make(chan struct{})})
	s.Press("backup.make")
	s.Wait("the work", func() bool { return s.cancel != nil })
	s.cancel()
	s.WaitTrace("problem cancelled")
	s.Wait("the words", func() bool { return strings.Contains(s.Words(), s.Text.T("backup.cancelled")) })
	for _, code := range []app.Code{app.CodeFileNoRoom, app.CodeFileUnwritable, app.CodeBackupFaulty} {
		s := open(t, app.Swedish, &fake{fail: app.Fail(code, nil)})
		s.Press("backup.make")
		s.WaitTrace("problem " + string(code))
		if s.Focused() != "backup.make" {
			t.Errorf("%s: the focus is at %q", code, s.Focused())
		}
	}
}

func TestABackupIsPutBesideWithItsOwnPassphrase(t *testing.T) {
	s := open(t, app.Swedish, &fake{})
	s.picked = "/minne/barnrost-2027-03-12-1.vault"
	s.Press("restore.pick")
	s.picked = "/nytt"
	s.Key(fyne.KeyReturn) // an empty field does nothing
	s.Type("restore.passphrase", "fel fras")
	s.Key(fyne.KeyReturn)
	s.WaitTrace("problem wrong-passphrase")
	if s.Focused() != "restore.passphrase" {
		t.Errorf("the focus is at %q", s.Focused())
	}
	s.Type("restore.passphrase", "rätt fras")
	s.Press("restore.next")
	s.WaitTrace("restore done")
	if got := strings.Join(s.fake.restored, " "); got != "/minne/barnrost-2027-03-12-1.vault /nytt" {
		t.Errorf("restored %q", got)
	}
	if !strings.Contains(s.Words(), s.Text.T("restore.after")) {
		t.Error("that bundles sent since are not in it is not told")
	}
	s.Press("restore.change")
	if s.fake.changed != "/nytt" {
		t.Errorf("changed to %q", s.fake.changed)
	}
}

func TestWhatIsDamagedIsListedAndTheRestIsSaved(t *testing.T) {
	kinds := []app.DamageKind{app.DamageCatalog, app.DamageInterview, app.DamageSound, app.DamageMarks, app.DamageWave, app.DamageText,
		app.DamageCard, app.DamageProfile, app.DamageUnit, app.DamageLog, app.DamageBundles, app.DamageDisposal, app.DamageSlot, app.DamageOther}
	for _, lang := range []app.Language{app.Swedish, app.English} {
		f := &fake{}
		for _, kind := range kinds {
			f.damage = append(f.damage, app.VaultDamage{Kind: kind, Code: "TALL-27", From: 61_000, To: 65_000, Count: 2},
				app.VaultDamage{Kind: kind, Code: "TALL-27", Lost: true, Count: 1}, app.VaultDamage{Kind: kind, Doubtful: true, Count: 1})
		}
		s := open(t, lang, f)
		if s.Control("rescue.run") != nil {
			t.Error("saving is offered where nothing is known to be damaged")
		}
		s.Press("check.run")
		s.WaitTrace("check 42")
		for _, want := range []string{"TALL-27", "1:01", "1:05"} {
			if !strings.Contains(s.Words(), want) {
				t.Errorf("%s: %q is not told", lang, want)
			}
		}
		if strings.Contains(s.Words(), "damage.") {
			t.Errorf("%s: words are missing: %s", lang, s.Words())
		}
		s.picked = "/nytt"
		s.Press("rescue.run")
		s.WaitTrace("rescue 42")
		if f.rescued != "/nytt" {
			t.Errorf("saved into %q", f.rescued)
		}
	}
	s := open(t, app.Swedish, &fake{})
	s.Press("check.run")
	s.WaitTrace("check 0")
	if !strings.Contains(s.Words(), s.Text.T("check.whole", "clock", "14:02")) {
		t.Error("that all is whole is not told")
	}
}

func TestHowTheBackupsStandIsOneSentence(t *testing.T) {
	s := open(t, app.Swedish, &fake{})
	last := app.Backup{ID: app.ID{1}, Made: made, Folder: "/minne"}
	for _, c := range []struct {
		state     app.BackupState
		key       string
		attention bool
	}{
		{app.BackupState{}, "backup.status.none", false},
		{app.BackupState{Due: true}, "backup.status.none.due", true},
		{app.BackupState{Last: last}, "backup.status.fresh", false},
		{app.BackupState{Last: last, Since: true}, "backup.status.since", false},
		{app.BackupState{Last: last, Since: true, Due: true}, "backup.status.old", true},
	} {
		words, attention := backup.Status(s.Text, c.state)
		want := s.Text.T(c.key, "date", s.Text.Date(made), "folder", "/minne")
		if words != want || attention != c.attention {
			t.Errorf("%s: %q, %v", c.key, words, attention)
		}
	}
}

func TestTheUnitsFolderIsChosenAndWhatWaitsOrCanGoIsTold(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		f := &fake{}
		s := open(t, lang, f)
		s.Press("copies.on")
		s.WaitTrace("copies rule")
		if !f.rule.On || s.Focused() != "copies.on" {
			t.Errorf("the rule is %+v, the focus at %q", f.rule, s.Focused())
		}
		s.Wait("that there is no folder", func() bool { return strings.Contains(s.Words(), s.Text.T("copies.folder.none")) })
		s.picked = "/enheten"
		f.waiting, f.trouble = make([]app.Interview, 2), app.Fail(app.CodeFileUnwritable, nil)
		f.copies = []app.SoundCopy{{ID: app.ID{7}, Folder: "/enheten", File: "ab12.vault", Spare: true}, {ID: app.ID{8}, File: "behövs.vault"}}
		s.Press("copies.choose")
		s.Wait("the folder", func() bool { return strings.Contains(s.Words(), "/enheten") })
		what, _, _ := s.Text.Problem(f.trouble)
		for _, want := range []string{s.Text.N("copies.waiting", 2), what, "ab12.vault", s.Text.T("copies.invites")} {
			if !strings.Contains(s.Words(), want) {
				t.Errorf("%s: %q is not told", lang, want)
			}
		}
		if strings.Contains(s.Words(), "behövs.vault") {
			t.Error("a copy that is needed is said to be spare")
		}
		s.Press("copies.gone." + app.ID{7}.String())
		s.WaitTrace("copies gone")
		s.Press("copies.fetch")
		s.WaitTrace("copies fetched")
		if f.fetched != "/enheten" || !strings.Contains(s.Words(), s.Text.T("copies.fetched", "code", "TALL-27")) {
			t.Errorf("fetched %q", f.fetched)
		}
	}
}
