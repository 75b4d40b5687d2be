package vault_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/theme"
	"barnrost/app/view/vault"
	"barnrost/app/view/viewtest"
)

type stage struct {
	*viewtest.Stage
	words     string
	attention bool
	trouble   error
	opened    []string
}

// open shows the room with the sections named, in a frame.
func open(t *testing.T, lang app.Language, sections ...string) *stage {
	s := &stage{Stage: viewtest.New(t, lang, theme.Light)}
	frame := view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: time.Now})
	room := func() view.Room {
		d := vault.Deps{Bus: s.Bus, Kit: s.Kit, Window: s.Window, Trouble: func() error { return s.trouble }}
		for _, id := range sections {
			d.Sections = append(d.Sections, vault.Section{ID: id,
				Status: func() (string, bool) { return s.words, s.attention },
				Open:   func() { s.opened = append(s.opened, id) }})
		}
		return vault.New(d)
	}
	frame.Enter([]view.Place{{ID: "home", Open: room}, {ID: "vault", Open: room, Last: true}}, "vault")
	s.Settle()
	return s
}

func TestEachSectionIsReachedByKeys(t *testing.T) {
	s := open(t, app.Swedish, "one", "two")
	s.Key(fyne.KeyReturn)
	s.Focus("vault.two")
	s.Key(fyne.KeySpace)
	if got := strings.Join(s.opened, " "); got != "one two" {
		t.Errorf("opened %q", got)
	}
}

func TestTheRoomFollowsTheVaultAndLeavesTheFocus(t *testing.T) {
	s := open(t, app.Swedish, "one", "two")
	s.Focus("vault.two")
	s.words, s.attention = "Säkerhetskopian är 40 dagar gammal.", true
	s.trouble = app.Fail(app.CodeVaultDamaged, nil)
	s.Bus.Publish(app.VaultChanged{})
	s.Wait("the new words", func() bool { return strings.Contains(s.Words(), "40 dagar") })
	if at := s.Focused(); at != "vault.two" {
		t.Errorf("the focus went to %q", at)
	}
	what, _, _ := s.Text.Problem(s.trouble)
	if !strings.Contains(s.Words(), what) {
		t.Error("what is wrong with the vault is not told")
	}
}
