package unlock_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/unlock"
)

const newPhrase = "elva gula bussar väntar vid bron"

// recovered walks from the locked page to the vault opened with the sheet.
func recovered(t *testing.T, k *fakeKeeper) *door {
	k.slot, k.sheet = true, "rätt nyckel"
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.WaitTrace("unlock locked")
	d.Press("unlock.forgot")
	d.WaitTrace("unlock forgot")
	d.Type("forgot.key", "rätt nyckel")
	d.Press("forgot.open")
	d.WaitTrace("unlock recovered")
	return d
}

func (d *door) choosesNewPhrase() {
	d.Press("recovered.carry")
	d.WaitTrace("unlock words")
	d.Press("start.own")
	d.Type("start.own.first", newPhrase)
	d.Type("start.own.again", newPhrase)
	d.Press("start.create")
}

func TestSomebodyWhoForgotIsLedToANewVault(t *testing.T) {
	k := &fakeKeeper{}
	d := recovered(t, k)
	for _, want := range []string{"12 intervjuer", "Åsa Lind", "nytt nyckelkort", "Samtalsspegeln"} {
		if !strings.Contains(d.Words(), want) {
			t.Errorf("it is not said: %q", want)
		}
	}
	d.choosesNewPhrase()
	d.WaitTrace("unlock carried")
	if k.carried != newPhrase || !strings.Contains(d.Words(), "barnrost-2027-03-12-1.vault") || !strings.Contains(d.Words(), "skadat") {
		t.Errorf("the end does not say what became of everything: %s", d.Words())
	}
	if d.done != 0 {
		t.Error("the work began before it was read")
	}
	d.Press("recovered.begin")
	if d.done != 1 {
		t.Error("the work does not begin")
	}
}

func TestReadingNeedsNoNewVault(t *testing.T) {
	k := &fakeKeeper{}
	d := recovered(t, k)
	d.Press("recovered.read")
	if d.done != 1 || k.carried != "" {
		t.Errorf("done %d, carried %q", d.done, k.carried)
	}
}

func TestAVaultWithoutRecoverySaysSoBeforeAnybodyFetchesASheet(t *testing.T) {
	d := newDoor(t, app.Swedish, theme.Light, &fakeKeeper{})
	d.WaitTrace("unlock locked")
	d.Press("unlock.forgot")
	d.WaitTrace("problem recovery-none")
	d.Key(fyne.KeyReturn)
	d.WaitTrace("unlock locked")
}

func TestAWrongGroupIsNamedAndWhatWasTypedStays(t *testing.T) {
	k := &fakeKeeper{slot: true, sheet: "rätt nyckel"}
	d := newDoor(t, app.Swedish, theme.Light, k)
	d.WaitTrace("unlock locked")
	d.Press("unlock.forgot")
	d.WaitTrace("unlock forgot")
	d.Type("forgot.key", "fel ")
	d.Press("forgot.open")
	d.WaitTrace("problem paper-wrong")
	if !strings.Contains(d.Words(), "grupp 3") {
		t.Error("the group is not named")
	}
	d.Type("forgot.key", "igen")
	d.Press("forgot.open")
	d.Wait("the second try", func() bool { return len(k.typed) == 2 })
	if k.typed[1] != "fel igen" {
		t.Errorf("typed %q", k.typed[1])
	}
	d.WaitTrace("unlock forgot")
	d.Press("forgot.file") // a key file does as well
	d.WaitTrace("unlock recovered")
}

func TestCarryingOverCanBeCancelledAndTriedAgain(t *testing.T) {
	k := &fakeKeeper{carrying: make(chan struct{})}
	d := recovered(t, k)
	d.choosesNewPhrase()
	d.WaitTrace("unlock carrying")
	d.Press("busy.cancel")
	d.WaitTrace("problem cancelled")
	if k.carried != "" {
		t.Error("a cancelled carrying made a vault")
	}
	close(k.carrying)
	d.choosesNewPhrase()
	d.WaitTrace("unlock carried")
}

func TestAnInvitationsRecoveryIsOnUnlessOneSaysNo(t *testing.T) {
	for _, no := range []bool{false, true} {
		k := &fakeKeeper{first: true, invite: unlock.Invitation{Unit: "Barn och unga norr", Manager: "Maj Chef",
			Words: list[:4], Raw: []byte("fil"), Recovery: list[4:8]}}
		d := newDoor(t, app.Swedish, theme.Light, k)
		d.WaitTrace("unlock person")
		d.Press("start.invitation")
		d.WaitTrace("invitation read")
		d.person()
		if no {
			d.Press("start.recovery")
		}
		d.Press("start.next")
		d.WaitTrace("unlock words")
		d.Press("start.own")
		d.Type("start.own.first", newPhrase)
		d.Type("start.own.again", newPhrase)
		d.Press("start.create")
		d.Wait("the vault", func() bool { return k.created != nil })
		if k.created.Recovery == no {
			t.Errorf("no %v: recovery %v", no, k.created.Recovery)
		}
	}
}
