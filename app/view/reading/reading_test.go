package reading

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/viewtest"
)

// book holds one received interview.
type book struct {
	interview app.Interview
	paper     transcript.Paper
	err       error
}

func (b *book) Interview(app.ID) (app.Interview, error) { return b.interview, nil }
func (b *book) Paper(context.Context, app.ID) (transcript.Paper, error) {
	return b.paper, b.err
}

// player stands in for a listening session.
type player struct {
	at      int64
	playing bool
	closed  int
}

func (p *player) Play()                 { p.playing = true }
func (p *player) Pause()                { p.playing = false }
func (p *player) Playing() bool         { return p.playing }
func (p *player) SeekMillis(ms int64)   { p.at = ms }
func (p *player) PositionMillis() int64 { return p.at }
func (p *player) Close() error          { p.closed++; return nil }

type bench struct {
	*viewtest.Stage
	book   *book
	player *player
	listen func() error
	opened []app.ID
	back   bool
}

func newBench(t *testing.T, lang app.Language, mode theme.Mode) *bench {
	return &bench{
		Stage: viewtest.New(t, lang, mode), player: &player{},
		book: &book{
			interview: app.Interview{ID: app.ID{5}, Code: "GRAN-31", Age: 12, Place: "cafe", Created: time.Date(2027, 2, 1, 0, 0, 0, 0, time.Local),
				Origin: app.OriginReceived, Recording: app.ID{6}, Received: &app.Received{
					SenderName: "Anna Ek", At: time.Date(2027, 3, 12, 14, 2, 0, 0, time.Local), Raw: true,
					Reason: "Vi avidentifierar tillsammans på torsdag.", Receipt: "björk sten 4821",
				}},
			paper: transcript.Paper{
				Utterances: []transcript.Utterance{
					{ID: 1, Speaker: transcript.Interviewer, Start: 2000, Text: "Hur var det att komma hit första gången?"},
					{ID: 2, Speaker: transcript.Child, Start: 5500, Text: "Jag visste inte vem som skulle vara där. Men sedan fick jag en bulle och då var det lite bättre, för då hade jag något att göra med händerna."},
					{ID: 3, Speaker: transcript.Interpreter, Start: 19_000, Text: "Hon undrar om du vill berätta mer."},
					{ID: 4, Speaker: transcript.Other, Start: 22_000, Text: "Får jag sätta på kaffet?"},
				},
				Marks: []transcript.Mark{{Kind: "skratt", At: 500}, {Kind: "nickar", At: 6000}},
			},
		},
	}
}

func TestWhatTheInterviewerSharedUnfoldsAboveThePage(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		b := newBench(t, lang, theme.Light)
		b.book.interview.Received.Reflections = app.Reflections{app.ReflectSurprised: "Hur mycket barnet mindes.", app.ReflectAfterwards: "Vi gick ut och såg på båtarna."}
		r := b.open()
		defer r.Close()
		b.Wait("the heading", func() bool { return b.Control("reading.reflections") != nil })
		if strings.Contains(b.Words(), "båtarna") {
			t.Error("it stands in the way of the child's words")
		}
		b.Press("reading.reflections")
		if !strings.Contains(b.Words(), "Hur mycket barnet mindes.") || !strings.Contains(b.Words(), "båtarna") || strings.Contains(b.Words(), "‹") {
			t.Errorf("words %s", b.Words())
		}
		b.Shot("reading-reflections-"+string(lang), 1)
	}
}

func TestThatTheSoundWasDisposedOfIsSaid(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	b.book.interview.Recording, b.book.interview.SoundGone = app.ID{}, time.Date(2027, 6, 12, 9, 0, 0, 0, time.Local)
	r := b.open()
	defer r.Close()
	b.Wait("what became of the sound", func() bool { return strings.Contains(b.Words(), "Ljudet är gallrat 12 juni 2027") })
}

func (b *bench) open() *Room {
	r := New(Deps{
		Bus: b.Bus, Kit: b.Kit, Window: b.Window, Interview: app.ID{5}, Book: b.book, Back: func() { b.back = true },
		Listen: func(_ context.Context, id app.ID) (Player, error) {
			b.opened = append(b.opened, id)
			if b.listen != nil {
				return nil, b.listen()
			}
			return b.player, nil
		},
	})
	b.Show(r.Content())
	b.Wait("the text", func() bool { return r.first != nil })
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

func TestAReceivedInterviewReadsLikeABook(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	r := b.open()
	defer r.Close()
	b.shows("GRAN-31", "12 år", "februari 2027", "Från Anna Ek, mottagen 12 mars 2027. Kvittenskod: björk sten 4821",
		"Inte avidentifierad. Skäl: Vi avidentifierar tillsammans på torsdag.", "Jag visste inte vem", "[nickar]", "[skrattar]", "Tolk", "Annan", "tryck Enter")
	if b.Focused() != "reading.page" || r.Title() == "" || r.Detail() != "GRAN-31" {
		t.Errorf("focus %q, title %q, detail %q", b.Focused(), r.Title(), r.Detail())
	}
	b.Shot("reading-1280", 1)
	b.Size(640, 400)
	b.Shot("reading-640", 2)
	b.Press("reading.back")
	if !b.back {
		t.Error("there is no way back")
	}
}

func TestInEnglishAndDark(t *testing.T) {
	b := newBench(t, app.English, theme.Dark)
	b.book.interview.Received.Replaced = true
	r := b.open()
	defer r.Close()
	b.shows("Not de-identified", "A newer version")
	b.Shot("reading-dark", 1)
}

func TestEnterPlaysAnUtteranceAndPausesIt(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	r := b.open()
	// Row 1 is the mark before anybody spoke, row 2 the first utterance.
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyReturn)
	b.WaitTrace("reading playing 3")
	if b.player.at != 5500 || !b.player.playing || len(b.opened) != 1 || b.opened[0] != (app.ID{6}) {
		t.Errorf("player %+v, opened %v", b.player, b.opened)
	}
	b.shows("Jag visste inte vem")
	b.Shot("reading-playing", 1)

	b.Key(fyne.KeyReturn)
	b.WaitTrace("reading paused 3")
	if b.player.playing {
		t.Error("it plays on")
	}
	b.Key(fyne.KeyHome)
	b.Key(fyne.KeySpace)
	b.WaitTrace("reading playing 1")
	if b.player.at != 500 || len(b.opened) != 1 {
		t.Errorf("player %+v, opened %v", b.player, b.opened)
	}
	r.Close()
	if b.player.closed != 1 || b.Bus.Listeners() != 0 {
		t.Errorf("closed %d times, %d listeners stay", b.player.closed, b.Bus.Listeners())
	}
}

func TestThePageFollowsTheSound(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	r := b.open()
	defer r.Close()
	b.Key(fyne.KeyReturn)
	b.WaitTrace("reading playing 1")
	b.player.at = 20_000
	b.Bus.Publish(app.PlaybackChanged{})
	b.Settle()
	if got := r.heardNow(); got != 3 {
		t.Errorf("hears row %d", got)
	}
	b.player.playing = false
	b.Bus.Publish(app.PlaybackChanged{})
	b.Settle()
}

func TestWithoutSoundNothingIsPlayed(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	b.book.interview.Recording = app.ID{}
	r := b.open()
	defer r.Close()
	b.shows("Ljudet skickades inte med")
	b.Key(fyne.KeyReturn)
	if len(b.opened) != 0 {
		t.Error("a sound was opened that is not there")
	}
}

func TestTroubleIsToldInSentences(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	b.listen = func() error { return app.Fail(app.CodeNoSpeaker, errors.New("hemligt")) }
	r := b.open()
	b.Key(fyne.KeyReturn)
	b.WaitTrace("problem no-speaker")
	r.Close()

	b = newBench(t, app.Swedish, theme.Light)
	b.book.err = app.Fail(app.CodeVaultDamaged, errors.New("hemligt"))
	r = b.open()
	defer r.Close()
	if !b.Traced("problem vault-damaged") || strings.Contains(b.Words(), "hemligt") {
		t.Errorf("shown:\n%s", b.Words())
	}
	if b.Focused() != "reading.back" {
		t.Errorf("the focus is on %q", b.Focused())
	}
}

func TestASoundThatOpensTooLateIsClosed(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	r := b.open()
	r.choose(1)
	r.Close()
	b.Wait("the late sound", func() bool { return b.player.closed == 1 })
}

func TestALongInterviewIsWalkedThrough(t *testing.T) {
	b := newBench(t, app.Swedish, theme.Light)
	b.book.paper.Utterances = nil
	for n := range 700 {
		s := transcript.Interviewer
		if n%2 == 1 {
			s = transcript.Child
		}
		b.book.paper.Utterances = append(b.book.paper.Utterances, transcript.Utterance{
			ID: uint64(n + 1), Speaker: s, Start: int64(n) * 4000, Text: strings.Repeat("och sedan gick vi hem igen ", 1+n%9),
		})
	}
	r := b.open()
	defer r.Close()
	b.Key(fyne.KeyEnd)
	if !strings.Contains(b.Words(), "46:36") {
		t.Error("the last utterance is not in sight")
	}
	b.Key(fyne.KeyPageUp)
	b.Key(fyne.KeyUp)
	b.Shot("reading-long", 1)
	b.Key(fyne.KeyHome)
	if !strings.Contains(b.Words(), "skrattar") {
		t.Error("the beginning is not in sight")
	}
}
