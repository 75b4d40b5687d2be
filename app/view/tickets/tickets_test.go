package tickets

import (
	"context"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

type book struct {
	now  app.Tickets
	fail error
}

func (b *book) Tickets() (app.Tickets, error) { return b.now, nil }

func (b *book) AddTickets(_ context.Context, bought, given int) (app.Tickets, error) {
	if b.fail != nil {
		return b.now, b.fail
	}
	now, err := b.now.Add(bought, given)
	b.now = now
	return now, err
}

type bench struct {
	*viewtest.Stage
	book *book
	back bool
}

func open(t *testing.T, lang app.Language, mode theme.Mode, now app.Tickets) *bench {
	b := &bench{Stage: viewtest.New(t, lang, mode), book: &book{now: now}}
	r := New(Deps{Bus: b.Bus, Kit: b.Kit, Window: b.Window, Book: b.book, Problem: func(err error) { t.Error(err) }, Back: func() { b.back = true }})
	t.Cleanup(r.Close)
	b.Show(widget.Column(r.Content()))
	r.Focus()
	return b
}

func TestTicketsAreCountedAndTheLatestIsTakenBack(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, app.Tickets{})
	if b.Focused() != "tickets.count" || !strings.Contains(b.Words(), "0 kvar") {
		t.Errorf("focus %q, words %s", b.Focused(), b.Words())
	}
	b.Type("tickets.count", "40")
	b.Press("tickets.bought")
	b.WaitTrace("tickets 40 0")
	b.Press("tickets.given")
	b.WaitTrace("tickets 40 1")
	if !strings.Contains(b.Words(), "39 kvar") || !strings.Contains(b.Words(), "40 inköpta, 1 utdelade") {
		t.Errorf("words %s", b.Words())
	}
	b.ClearTrace()
	b.Press("tickets.undo")
	b.WaitTrace("tickets 40 0")
	if !b.Must("tickets.undo").(*widget.Button).Disabled() || b.Focused() != "tickets.given" {
		t.Errorf("what was taken back can be taken back again; focus %q", b.Focused())
	}
	b.Shot("tickets", 1)
	b.Press("tickets.back")
	if !b.back {
		t.Error("no way back")
	}
}

func TestWhatCannotBeIsToldAndChangesNothing(t *testing.T) {
	b := open(t, app.Swedish, theme.Light, app.Tickets{Bought: 3, Given: 2})
	for _, typed := range []string{"många", "-1", "0", "100001", "99999999999999999999", ""} {
		b.Must("tickets.count").(*widget.Entry).SetText("")
		b.ClearTrace()
		b.Type("tickets.count", typed)
		b.Press("tickets.bought")
		b.WaitTrace("problem tickets")
		if b.book.now != (app.Tickets{Bought: 3, Given: 2}) || b.Must("tickets.count").(*widget.Entry).Text() != typed {
			t.Errorf("%q: %+v", typed, b.book.now)
		}
	}
	b.Press("tickets.given")
	b.WaitTrace("tickets 3 3")
	if !b.Must("tickets.given").(*widget.Button).Disabled() || !strings.Contains(b.Words(), "0 kvar") {
		t.Error("one that is not there can be handed out")
	}
	b.book.fail = app.Fail(app.CodeDiskFull, nil)
	b.Press("tickets.undo")
	b.WaitTrace("problem disk-full")
}

func TestTheRoomIsWholeInEveryForm(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			b := open(t, lang, mode, app.Tickets{Bought: 40, Given: 12})
			b.Shot("tickets-"+string(lang)+"-"+string(mode), 1)
			b.Size(640, 400)
			b.Shot("tickets-200-"+string(lang)+"-"+string(mode), 2)
			if strings.Contains(b.Words(), "‹") {
				t.Errorf("words are missing: %s", b.Words())
			}
			if stops := b.TabStops(); len(stops) < 4 {
				t.Errorf("only %v are reached", stops)
			}
		}
	}
}
