package share

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
	"barnrost/app/view/widget"
)

var (
	chief = app.Contact{ID: app.ID{1}, Name: "Cecilia Alm", Role: app.RoleManager, Unit: "Enhet Björken", Words: []string{"björk", "sten", "lykta", "vante"}, Confirmed: true}
	other = app.Contact{ID: app.ID{2}, Name: "Olle Pil", Role: app.RoleWorker, Unit: "Enhet Björken", Words: []string{"kanna", "moln", "tråd", "häst"}}
	when  = time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local)
)

// post stands in for handover's: what was asked of it is kept.
type post struct {
	preview handover.Preview
	draft   handover.Draft
	dir     string
	sent    handover.Sent
	err     error
	wait    chan struct{} // Send ends when it is closed or the context is
	got     handover.Received
	path    string

	accepted *handover.OfferedKey
}

func (p *post) AcceptKey(_ context.Context, key *handover.OfferedKey) (string, error) {
	if p.err == nil {
		p.accepted = key
	}
	return "kork sol 0001", p.err
}

func (p *post) Preview(context.Context, handover.Draft) (handover.Preview, error) {
	return p.preview, nil
}

func (p *post) Send(ctx context.Context, d handover.Draft, dir string, progress handover.Progress) (handover.Sent, error) {
	p.draft, p.dir = d, dir
	progress(1, 2)
	if p.wait != nil {
		select {
		case <-p.wait:
		case <-ctx.Done():
			return handover.Sent{}, app.Fail(app.CodeCancelled, ctx.Err())
		}
	}
	return p.sent, p.err
}

func (p *post) Receive(_ context.Context, path string, progress handover.Progress) (handover.Received, error) {
	p.path = path
	progress(2, 2)
	return p.got, p.err
}

type sendBook struct {
	contacts []app.Contact
	sent     []app.Sent
}

func (b *sendBook) Interview(app.ID) (app.Interview, error) { return app.Interview{Sent: b.sent}, nil }
func (b *sendBook) Contacts() ([]app.Contact, error)        { return b.contacts, nil }

func preview() handover.Preview {
	return handover.Preview{
		About: handover.About{Code: "TALL-27", Age: 9, Place: "kck", Month: "2027-02"}, Sender: "Anna Ek", SoundMillis: 34 * 60_000,
		Paper: transcript.Paper{Utterances: []transcript.Utterance{
			{ID: 1, Speaker: transcript.Interviewer, Start: 2000, Text: "Hur var det att komma hit första gången?"},
			{ID: 2, Speaker: transcript.Child, Start: 5500, Text: "Jag visste inte vem som skulle vara där. Men sedan fick jag en bulle och då var det lite bättre, för då hade jag något att göra med händerna."},
			{ID: 3, Speaker: transcript.Interviewer, Start: 19_000, Text: "Vad hade du velat veta innan?"},
			{ID: 4, Speaker: transcript.Child, Start: 22_000, Text: "Vem som kommer och hämtar mig efteråt."},
		}, Marks: []transcript.Mark{{Kind: "nickar", At: 21_000}}},
	}
}

// work keeps how to cancel it.
type work struct {
	cancel func()
	done   bool
}

func (w *work) Set(int64, int64) {}
func (w *work) Done()            { w.done = true }

// bench is a stage with the frame's services, answered by the test.
type bench struct {
	*viewtest.Stage
	post      *post
	answer    bool // to every question
	asked     []widget.Question
	picked    string // what is picked; "" means they changed their mind
	picks     []widget.Pick
	works     []*work
	problems  []error
	wentUnit  bool
	wentBack  bool
	wentKey   bool
	wentGuide bool
	readOpens app.ID
}

func newBench(t *testing.T) *bench { return newBenchIn(t, app.Swedish, theme.Light) }

func newBenchIn(t *testing.T, lang app.Language, mode theme.Mode) *bench {
	b := &bench{Stage: viewtest.New(t, lang, mode), picked: "/media/usb"}
	b.post = &post{preview: preview(), sent: handover.Sent{Path: "/media/usb/ab12.barnrost", Receipt: "björk sten 4821"}}
	return b
}

func (b *bench) pick(p widget.Pick, then func(string)) {
	b.picks = append(b.picks, p)
	if b.picked != "" {
		then(b.picked)
	}
}

func (b *bench) ask(q widget.Question, yes func()) {
	b.asked = append(b.asked, q)
	if b.answer {
		yes()
	}
}

func (b *bench) start(_ string, cancel func()) widget.Work {
	w := &work{cancel: cancel}
	b.works = append(b.works, w)
	return w
}

func (b *bench) send(book *sendBook) *Send {
	r := NewSend(SendDeps{
		Bus: b.Bus, Kit: b.Kit, Window: b.Window, Interview: app.ID{9}, Post: b.post, Book: book,
		Pick: b.pick, Ask: b.ask, Start: b.start, Problem: func(err error) { b.problems = append(b.problems, err) },
		Unit: func() { b.wentUnit = true }, Back: func() { b.wentBack = true },
	})
	b.Show(r.Content())
	b.Wait("the preview", func() bool { return r.loaded })
	return r
}

func (b *bench) shows(words ...string) {
	b.T.Helper()
	all := b.Words()
	for _, w := range words {
		if !strings.Contains(all, w) {
			b.T.Errorf("%q is not shown; what is:\n%s", w, all)
		}
	}
}

func TestDelaShowsWhatTheReceiverWillRead(t *testing.T) {
	b := newBench(t)
	r := b.send(&sendBook{contacts: []app.Contact{chief, other}, sent: []app.Sent{{At: when, Receiver: "Cecilia Alm", Receipt: "moln tråd 0017"}}})
	defer r.Close()
	b.shows("TALL-27", "Från Anna Ek", "Inte avidentifierad", "Jag visste inte vem", "[nickar]", "februari 2027",
		"Cecilia Alm, enhetschef, Enhet Björken", "Bekräftad: björk · sten · lykta · vante", "Inte bekräftad: kanna · moln · tråd · häst",
		"34 min", "12 mars 2027 14:02 till Cecilia Alm, utan ljud", "moln tråd 0017")
	if r.Title() != "Dela" || r.Detail() != "TALL-27" {
		t.Errorf("title %q, detail %q", r.Title(), r.Detail())
	}
	b.Type("share.reason", "Vi gör det ihop.")
	b.shows("Inte avidentifierad. Skäl: Vi gör det ihop.")
	for _, shot := range []struct {
		name string
		w, h float32
	}{{"share-1280", 1280, 800}, {"share-640", 640, 400}} {
		b.Size(shot.w, shot.h)
		b.Shot(shot.name, 1280/shot.w)
	}
}

func TestSendingNeedsEveryDecision(t *testing.T) {
	b := newBench(t)
	r := b.send(&sendBook{contacts: []app.Contact{other, chief}})
	defer r.Close()

	b.Press("share.send")
	b.shows("Välj först vem paketet ska till")
	b.Press("share.to.1") // not confirmed: the tick does not take
	b.Press("share.send")
	b.shows("Välj först vem paketet ska till")

	b.Press("share.to.2")
	b.Press("share.send")
	if !b.Traced("problem reason-missing") {
		t.Error("sent without tick and reason")
	}
	b.Press("share.raw")
	b.ClearTrace()
	b.Press("share.send")
	if !b.Traced("problem reason-missing") {
		t.Error("sent without a reason")
	}
	if b.Focused() != "share.send" {
		t.Errorf("the focus went to %q", b.Focused())
	}
	if len(b.picks) != 0 || b.post.dir != "" {
		t.Fatal("something was sent")
	}

	b.Type("share.reason", "Vi gör det ihop på torsdag.")
	b.Press("share.send")
	b.WaitTrace("export done")
	d := b.post.draft
	if len(d.To) != 1 || d.To[0] != chief.ID || !d.RawAgreed || d.Reason != "Vi gör det ihop på torsdag." || d.WithSound || d.Interview != (app.ID{9}) {
		t.Errorf("sent %+v", d)
	}
	if len(b.asked) != 0 || len(b.picks) != 1 || !b.picks[0].Folder || b.post.dir != "/media/usb" {
		t.Errorf("asked %v, picked %v, into %q", b.asked, b.picks, b.post.dir)
	}
	b.shows("Kvittenskod", "björk sten 4821", "/media/usb/ab12.barnrost")
	if b.Focused() != "share.back" || !b.works[0].done {
		t.Errorf("focus %q, work done %v", b.Focused(), b.works[0].done)
	}
	b.Shot("share-done", 1)
	b.Press("share.back")
	if !b.wentBack {
		t.Error("there was no way back")
	}
}

func TestSoundHasItsOwnQuestion(t *testing.T) {
	b := newBench(t)
	r := b.send(&sendBook{contacts: []app.Contact{chief}})
	defer r.Close()
	for _, id := range []string{"share.to.1", "share.raw", "share.sound"} {
		b.Press(id)
	}
	b.Type("share.reason", "Vi lyssnar tillsammans.")
	b.Press("share.send")
	if len(b.asked) != 1 || len(b.picks) != 0 || b.post.dir != "" {
		t.Fatalf("asked %d, picked %d, sent to %q", len(b.asked), len(b.picks), b.post.dir)
	}
	b.answer = true
	b.Press("share.send")
	b.WaitTrace("export done")
	if d := b.post.draft; !d.WithSound || !d.SoundAgreed {
		t.Errorf("sent %+v", d)
	}
}

func TestWithoutAFolderNothingIsSent(t *testing.T) {
	b := newBench(t)
	b.picked = ""
	r := b.send(&sendBook{contacts: []app.Contact{chief}})
	defer r.Close()
	b.Press("share.to.1")
	b.Press("share.raw")
	b.Type("share.reason", "Vi gör det ihop.")
	b.Press("share.send")
	if len(b.picks) != 1 || b.post.dir != "" || len(b.works) != 0 {
		t.Error("something was sent without a folder")
	}
}

func TestASendingCanBeCancelledAndOutlivesTheRoom(t *testing.T) {
	b := newBench(t)
	b.post.wait = make(chan struct{})
	r := b.send(&sendBook{contacts: []app.Contact{chief}})
	b.Press("share.to.1")
	b.Press("share.raw")
	b.Type("share.reason", "Vi gör det ihop.")
	b.Press("share.send")
	b.shows("Paketet skrivs")
	b.Press("share.send")
	if len(b.works) != 1 {
		t.Error("a second sending was begun")
	}
	b.works[0].cancel()
	b.WaitTrace("problem cancelled")

	b.Press("share.send")
	r.Close()
	if n := b.Bus.Listeners(); n != 0 {
		t.Errorf("%d listeners stay", n)
	}
	b.post.err = app.Fail(app.CodeDiskFull, errors.New("hemligt"))
	close(b.post.wait)
	b.Wait("the failure", func() bool { return len(b.problems) == 1 })
	if app.CodeOf(b.problems[0]) != app.CodeDiskFull || b.works[1].done == false {
		t.Errorf("told %v", b.problems)
	}
}

func TestWithNobodyConfirmedTheWayLeadsToEnheten(t *testing.T) {
	b := newBench(t)
	r := b.send(&sendBook{contacts: []app.Contact{other}})
	defer r.Close()
	b.shows("Ingen av dina kontakter är bekräftad än")
	if b.Focused() != "share.unit" {
		t.Errorf("the focus is on %q", b.Focused())
	}
	b.Press("share.unit")
	if !b.wentUnit {
		t.Error("the button leads nowhere")
	}
}

func TestACardThatArrivesDoesNotThrowAnybodyOutOfAField(t *testing.T) {
	b := newBench(t)
	book := &sendBook{contacts: []app.Contact{chief}}
	r := b.send(book)
	defer r.Close()
	b.Type("share.reason", "Vi gör")
	book.contacts = []app.Contact{chief, other}
	b.Bus.Publish(app.ContactsChanged{})
	b.Wait("the new card", func() bool { return len(r.contacts) == 2 })
	if b.Focused() != "share.reason" {
		t.Fatalf("the focus went to %q", b.Focused())
	}
	b.Type("share.reason", " det ihop")
	if r.choice.reason != "Vi gör det ihop" {
		t.Errorf("typed %q", r.choice.reason)
	}
}

func TestEverythingInDelaIsReachedWithTab(t *testing.T) {
	b := newBench(t)
	r := b.send(&sendBook{contacts: []app.Contact{chief, other}})
	defer r.Close()
	stops := strings.Join(b.TabStops(), " ")
	for _, id := range []string{"share.page", "share.to.1", "share.raw", "share.reason", "share.sound", "share.send", "share.unit", "share.back"} {
		if !strings.Contains(stops, id) {
			t.Errorf("%s is not reached; what is: %s", id, stops)
		}
	}
}
