package disposal_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view"
	"barnrost/app/view/disposal"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

var day = time.Date(2027, 6, 12, 14, 2, 0, 0, time.Local)

// fakeBook keeps everything in memory, and has the program's own rules decide:
// what is refused here is refused there.
type fakeBook struct {
	mu         sync.Mutex
	interviews []app.Interview
	decisions  []app.Decision
	holds      []app.Hold
	rows       []app.Disposal
	backups    []app.Copy
	typed      string
	failing    error
	next       byte
	publish    func(app.Event)
}

func (b *fakeBook) lock() func() { b.mu.Lock(); return b.mu.Unlock }

func (b *fakeBook) id() app.ID { b.next++; return app.ID{0xAA, b.next} }

// changed tells of a change, as the casebook does after its commit.
func (b *fakeBook) changed() error {
	if b.failing == nil {
		b.publish(app.VaultChanged{})
	}
	return b.failing
}

func (b *fakeBook) Interviews() ([]app.Interview, error) {
	defer b.lock()()
	return slices.Clone(b.interviews), b.failing
}

func (b *fakeBook) Length(app.ID) (app.SoundStatus, int64, error) {
	return app.SoundWhole, 34 * 60_000, nil
}

func (b *fakeBook) Decisions() ([]app.Decision, error) {
	defer b.lock()()
	return slices.Clone(b.decisions), nil
}

func (b *fakeBook) RegisterDecision(_ context.Context, d app.Decision) (app.Decision, error) {
	defer b.lock()()
	d, err := d.Check(day)
	if err != nil {
		return d, err
	}
	d.ID, d.Registered = b.id(), day
	for n := range b.decisions {
		if b.decisions[n].ID == d.Replaces {
			b.decisions[n].Replaced = d.ID
		}
	}
	b.decisions = append([]app.Decision{d}, b.decisions...)
	return d, b.changed()
}

func (b *fakeBook) EndDecision(_ context.Context, id app.ID) error {
	defer b.lock()()
	for n := range b.decisions {
		if b.decisions[n].ID == id {
			b.decisions[n].Ended = day
		}
	}
	return b.changed()
}

func (b *fakeBook) Holds() ([]app.Hold, error) {
	defer b.lock()()
	return slices.Clone(b.holds), nil
}

func (b *fakeBook) Hold(_ context.Context, id app.ID, reason app.HoldReason) (app.Hold, error) {
	defer b.lock()()
	h := app.Hold{ID: b.id(), Interview: id, Code: b.find(id).Code, Reason: reason, Set: day, SetBy: "Mirja Öhrnell"}
	b.holds = append([]app.Hold{h}, b.holds...)
	return h, b.changed()
}

func (b *fakeBook) LiftHold(_ context.Context, id app.ID, typed string) error {
	defer b.lock()()
	for n := range b.holds {
		if b.holds[n].ID == id && b.holds[n].Code == typed {
			b.holds[n].Lifted, b.holds[n].LiftedBy = day, "Mirja Öhrnell"
			return b.changed()
		}
	}
	return app.Fail(app.CodeDisposalUntyped, nil)
}

func (b *fakeBook) find(id app.ID) *app.Interview {
	at := slices.IndexFunc(b.interviews, func(i app.Interview) bool { return i.ID == id })
	if at < 0 {
		return nil
	}
	return &b.interviews[at]
}

func (b *fakeBook) facts(i app.Interview) app.DisposalFacts {
	f := app.DisposalFacts{Interview: i, Present: []app.Matter{app.MatterWhole}, HasText: !i.Transcript.IsZero(), Decisions: b.decisions, Now: day}
	if !i.Recording.IsZero() {
		f.Present = append(f.Present, app.MatterSound)
	}
	if !i.Transcript.IsZero() {
		f.Present = append(f.Present, app.MatterText)
	}
	for _, h := range b.holds {
		if h.Interview == i.ID {
			f.Holds = append(f.Holds, h)
		}
	}
	return f
}

func (b *fakeBook) Due() (map[app.ID][]app.Matter, error) {
	defer b.lock()()
	due := map[app.ID][]app.Matter{}
	for _, i := range b.interviews {
		for _, m := range app.Matters {
			if _, err := app.MayDispose(app.DisposalRequest{Matter: m, Checked: true, Withdrawn: i.Withdrew(m)}, b.facts(i)); err == nil {
				due[i.ID] = append(due[i.ID], m)
			}
		}
	}
	return due, nil
}

func (b *fakeBook) Plan(r app.DisposalRequest) (app.DisposalPlan, error) {
	defer b.lock()()
	i := b.find(r.Interview)
	if i == nil {
		return app.DisposalPlan{}, app.Fail(app.CodeNotFound, nil)
	}
	f := b.facts(*i)
	p := app.DisposalPlan{Request: r, Code: i.Code, Month: "2027-02", Copies: append(app.CopiesSent(*i, r.Matter), b.backups...)}
	for _, m := range f.Present {
		switch {
		case r.Matter == m || r.Matter == app.MatterWhole:
			part := app.DisposalPart{Matter: m, Checksum: sum}
			if m == app.MatterSound {
				part.Millis = 34 * 60_000
			}
			p.Goes = append(p.Goes, part)
		case m != app.MatterWhole:
			p.Stays = append(p.Stays, m)
		}
	}
	var err error
	p.Support, err = app.MayDispose(r, f)
	return p, err
}

const sum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func (b *fakeBook) Dispose(_ context.Context, shown app.DisposalPlan, typed string) (app.Disposal, error) {
	now, err := b.Plan(shown.Request)
	defer b.lock()()
	b.typed = typed
	switch {
	case b.failing != nil:
		return app.Disposal{}, b.failing
	case err != nil:
		return app.Disposal{}, err
	case now.Digest() != shown.Digest():
		return app.Disposal{}, app.Fail(app.CodeDisposalChanged, nil)
	}
	i := b.find(shown.Request.Interview)
	d := app.Disposal{ID: b.id(), Code: i.Code, Matter: shown.Request.Matter, Month: shown.Month, At: day, By: "Mirja Öhrnell",
		Role: app.RoleManager, Support: shown.Support, Method: app.MethodKeyDestroyed, Parts: shown.Goes, Copies: shown.Copies}
	b.rows = append([]app.Disposal{d}, b.rows...)
	switch shown.Request.Matter {
	case app.MatterSound:
		i.Recording, i.SoundGone = app.ID{}, day
	case app.MatterText:
		i.Transcript, i.TextGone = app.ID{}, day
	default:
		b.interviews = slices.DeleteFunc(b.interviews, func(o app.Interview) bool { return o.Code == d.Code })
	}
	return d, b.changed()
}

func (b *fakeBook) Block(_ context.Context, id app.ID, m app.Matter, withdrawn bool) error {
	defer b.lock()()
	i := b.find(id)
	i.Blocks = append(i.Blocks, app.Block{Matter: m, Since: day, Withdrawn: withdrawn})
	return b.changed()
}

func (b *fakeBook) Unblock(_ context.Context, id app.ID) error {
	defer b.lock()()
	b.find(id).Blocks = nil
	return b.changed()
}

func (b *fakeBook) Disposals() ([]app.Disposal, error) {
	defer b.lock()()
	return slices.Clone(b.rows), nil
}

func (b *fakeBook) NoteCopy(_ context.Context, row app.ID, ref string, s app.CopyState) error {
	defer b.lock()()
	for n := range b.rows {
		if b.rows[n].ID == row {
			b.rows[n], _ = b.rows[n].Note(app.CopyNote{Ref: ref, State: s, At: day, By: "Mirja Öhrnell"})
		}
	}
	return b.changed()
}

func (b *fakeBook) SaveProtocol(_ context.Context, folder string) ([]string, error) {
	return []string{folder + "/gallringsprotokoll-2027-06-12.html", folder + "/gallringsprotokoll-2027-06-12.csv"}, b.failing
}

// stage is the room in its frame.
type stage struct {
	*viewtest.Stage
	book     *fakeBook
	frame    *view.Frame
	busy     bool
	problems []error
	left     bool
}

func open(t *testing.T, lang app.Language, mode theme.Mode, b *fakeBook, about app.ID) *stage {
	t.Helper()
	s := &stage{Stage: viewtest.New(t, lang, mode), book: b}
	b.publish = s.Bus.Publish
	s.frame = view.New(view.Deps{Window: s.Window, Bus: s.Bus, Kit: s.Kit, Held: func() string { return "" }, Now: func() time.Time { return day }})
	room := func() view.Room {
		return disposal.New(disposal.Deps{
			Bus: s.Bus, Kit: s.Kit, Window: s.Window, Book: b,
			Pick: func(_ widget.Pick, then func(string)) { then("/usb") }, Ask: s.frame.Ask, Start: s.frame.Start,
			Busy: func(app.ID) bool { return s.busy }, Problem: func(err error) { s.problems = append(s.problems, err) },
			Back: func() { s.left = true },
		}, about)
	}
	var places []view.Place
	for _, id := range []string{"home", "interview", "desk", "unit", "vault", "settings"} {
		places = append(places, view.Place{ID: id, Open: room, Last: id == "settings"})
	}
	places = append(places, view.Place{ID: "disposal", Open: room, Hidden: true})
	s.frame.Enter(places, "disposal")
	s.Settle()
	return s
}

// full is a vault in which everything that the room shows is there.
func full() *fakeBook {
	sent := func(n byte, name, receipt string, sound bool) app.Sent {
		return app.Sent{Bundle: app.ID{n}, At: day.AddDate(0, -2, 0), Receiver: name, Words: []string{"sol"}, WithSound: sound, Receipt: receipt}
	}
	b := &fakeBook{
		interviews: []app.Interview{
			{ID: app.ID{1}, Code: "TALL-27", Age: 12, Place: "cafe", Origin: app.OriginOwn, Created: day.AddDate(0, -4, 0), Recording: app.ID{11}, Transcript: app.ID{12},
				Sent: []app.Sent{sent(1, "Eva Ek", "kork sol 4821", true)}},
			{ID: app.ID{2}, Code: "GRAN-31", Age: 9, Place: "hemmet", Origin: app.OriginReceived, Created: day.AddDate(0, -3, 0), Recording: app.ID{21}, Transcript: app.ID{22},
				Received: &app.Received{SenderName: "Cecilia Alm", Receipt: "sten lykta 0917", At: day.AddDate(0, -2, 0)}},
			{ID: app.ID{3}, Code: "BJÖRK-44", Age: 15, Place: "telefon", Origin: app.OriginOwn, Created: day.AddDate(0, -4, 0), Transcript: app.ID{32}, SoundGone: day.AddDate(0, 0, -3)},
		},
		decisions: []app.Decision{
			{ID: app.ID{41}, Number: "SN 2027/118", Date: day.AddDate(0, -1, 0), DecidedBy: "Socialnämnden", Covers: []app.Matter{app.MatterSound}, Months: 3,
				Condition: app.ConditionChecked, Registered: day.AddDate(0, 0, -20), Replaces: app.ID{42}},
			{ID: app.ID{42}, Number: "SN 2024/7", Date: day.AddDate(-3, 0, 0), DecidedBy: "Socialnämnden", Covers: []app.Matter{app.MatterSound}, Registered: day.AddDate(-3, 0, 2), Replaced: app.ID{41}},
		},
		holds: []app.Hold{{ID: app.ID{51}, Interview: app.ID{2}, Code: "GRAN-31", Reason: "utlamnande", Set: day.AddDate(0, 0, -9), SetBy: "Mirja Öhrnell"}},
		rows: []app.Disposal{{ID: app.ID{61}, Code: "BJÖRK-44", Matter: app.MatterSound, Month: "2027-02", At: day.AddDate(0, 0, -3), By: "Mirja Öhrnell", Role: app.RoleManager,
			Support: app.Support{Number: "SN 2027/118", Date: day.AddDate(0, -1, 0), DecidedBy: "Socialnämnden"}, Method: app.MethodKeyDestroyed,
			Parts: []app.DisposalPart{{Matter: app.MatterSound, Millis: 41 * 60_000, Checksum: sum}},
			Copies: []app.Copy{
				{Ref: "a", Kind: app.CopyBundle, Holder: "Eva Ek", At: day.AddDate(0, -2, 0), Receipt: "kork sol 4821", State: app.CopyLeft},
				{Ref: "b", Kind: app.CopyBackup, Holder: "USB-minnet", At: day.AddDate(0, -1, 0), State: app.CopyLeft},
			},
			Notes: []app.CopyNote{{Ref: "a", State: app.CopyGone, At: day.AddDate(0, 0, -1), By: "Mirja Öhrnell"}},
		}},
	}
	return b
}

var none app.ID
