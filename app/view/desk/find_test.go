package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// said opens a desk with a text of an utterance a line, child and interviewer in
// turn, ten seconds each.
func said(t *testing.T, lines ...string) *scene {
	t.Helper()
	s := open(t, &vault{})
	s.have(lines...)
	return s
}

func (s *scene) have(lines ...string) {
	s.T.Helper()
	for i, line := range lines {
		u := transcript.Utterance{Speaker: transcript.Speakers[i%2], Start: int64(i) * 10_000, Text: line}
		if _, err := s.room.doc.Insert(i, u); err != nil {
			s.T.Fatal(err)
		}
	}
	s.room.list.Reload()
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(0).ID})
	s.room.side.refresh()
	s.Settle()
}

// fill types into the field in focus.
func (s *scene) fill(words string) {
	s.T.Helper()
	for _, r := range words {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Settle()
}

func (s *scene) lines() string {
	var all []string
	for _, u := range s.room.doc.Utterances() {
		all = append(all, u.Text)
	}
	return strings.Join(all, "|")
}

func (s *scene) at(i, pos int) {
	s.T.Helper()
	if c := s.room.list.Caret(); c != (transcript.Place{ID: s.room.doc.At(i).ID, Pos: pos}) {
		s.T.Errorf("the caret is at %v, want utterance %d, %d", c, i, pos)
	}
}

func (s *scene) says(words string) {
	s.T.Helper()
	if !strings.Contains(s.Words(), words) {
		s.T.Errorf("%q is not to be read in\n%s", words, s.Words())
	}
}

func TestFindingGoesFromHitToHitAndEscGivesTheCaretBackThere(t *testing.T) {
	s := said(t, "Kex hette hunden", "vem hette kex", "KEX sa jag")
	s.room.list.GoTo(transcript.Place{ID: s.room.doc.At(1).ID, Pos: 2})
	s.ctrl(fyne.KeyF)
	if s.Focused() != "find.words" {
		t.Fatalf("the focus is at %q", s.Focused())
	}
	s.fill("kex")
	s.says("2 av 3") // the first after the caret
	s.at(1, 13)
	s.Key(fyne.KeyReturn)
	s.says("3 av 3")
	s.Key(fyne.KeyReturn)
	s.says("1 av 3")
	s.at(0, 3)
	s.Press("find.previous")
	s.says("3 av 3")
	s.Press("find.case")
	s.says("1 av 1")
	s.at(1, 13)
	s.Focus("find.words")
	s.fill("x") // "kexx"
	s.says("Står inte i texten")
	s.Key(fyne.KeyBackspace)
	s.says("1 av 1")
	s.Key(fyne.KeyEscape)
	s.Settle()
	if s.Focused() != "desk.text" || s.room.find.shown() {
		t.Fatalf("after Esc the focus is at %q", s.Focused())
	}
	s.at(1, 13)
	s.write("et")
	if got := s.room.doc.At(1).Text; got != "vem hette kexet" {
		t.Errorf("typed on to %q", got)
	}
	s.room.Close()
}

func TestTheSoundsKeysWorkWhileTheStripIsOpen(t *testing.T) {
	s := said(t, "Kex")
	s.ctrl(fyne.KeyF)
	for _, id := range []string{"find.words", "find.next"} {
		s.Focus(id)
		s.tape.playing, s.tape.at = false, 60_000
		s.Key(fyne.KeyF4)
		s.Key(fyne.KeyF3)
		if !s.tape.playing || s.tape.at != 55_000 || s.Focused() != id {
			t.Errorf("at %s: playing %v, at %d, focus %q", id, s.tape.playing, s.tape.at, s.Focused())
		}
		space := &desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierControl}
		if f, ok := s.Window.Canvas().Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(space)
			if s.tape.playing {
				t.Errorf("at %s Ctrl+Space does not pause", id)
			}
		}
	}
	s.room.Close()
}

func TestKeysForTheTextGoToTheTextAndLettersToTheField(t *testing.T) {
	s := said(t, "Kex", "var [?Kex?] då")
	s.ctrl(fyne.KeyF)
	s.fill("kex")
	s.Key(fyne.KeyF2)
	s.at(1, 4)
	if s.Focused() != "desk.text" || !s.room.find.shown() {
		t.Errorf("after F2 the focus is at %q, the strip open: %v", s.Focused(), s.room.find.shown())
	}
	s.ctrl(fyne.KeyF)
	s.Focus("find.next")
	s.Rune('x')
	if s.Focused() != "find.words" || s.room.find.query.Words != "kexx" {
		t.Errorf("a letter on a button: focus %q, looking for %q", s.Focused(), s.room.find.query.Words)
	}
	s.room.Close()
}

func TestWhatIsSelectedIsLookedFor(t *testing.T) {
	s := said(t, "hunden hette Kex", "Kex")
	id := s.room.doc.At(0).ID
	s.room.list.SelectRange(transcript.Place{ID: id, Pos: 13}, transcript.Place{ID: id, Pos: 16})
	s.ctrl(fyne.KeyF)
	s.says("1 av 2")
	s.fill("hunden") // over what was selected in the field
	s.says("1 av 1")
	s.at(0, 6)
	s.room.Close()
}

func TestReplacingShowsEveryPlaceAndReplacesThoseTickedInOneStep(t *testing.T) {
	s := said(t, "Kex och kex", "är kex en hund", "kexet")
	s.ctrl(fyne.KeyH)
	s.fill("kex")
	s.Focus("find.with")
	s.fill("Bosse")
	s.says("Ersätt 4 ställen")
	s.says("kex, blir Bosse, ikryssad")
	s.Focus("find.list")
	s.Key(fyne.KeyEnd)
	s.says("4 av 4")
	s.at(2, 3)
	s.Key(fyne.KeySpace) // "kexet" stays
	s.says("Ersätt 3 ställen")
	s.Press("find.all")
	if got := s.lines(); got != "Bosse och Bosse|är Bosse en hund|kexet" {
		t.Fatalf("became %q", got)
	}
	s.says("Ersatte 3 ställen. Ctrl+Z ångrar dem tillsammans.")
	s.says("Ersätt 0 ställen")
	s.Key(fyne.KeyEscape)
	s.ctrl(fyne.KeyZ)
	if got := s.lines(); got != "Kex och kex|är kex en hund|kexet" {
		t.Errorf("one undo gave %q", got)
	}
	s.ctrl(fyne.KeyH)
	s.says("Ersätt 4 ställen")
	s.room.Close()
}

func TestReplacingOneByOneIsAStepEachAndNeverTwiceTheSame(t *testing.T) {
	s := said(t, "kex kex kex")
	s.ctrl(fyne.KeyH)
	s.fill("kex")
	s.Focus("find.with")
	s.fill("kexet")
	s.Press("find.one")
	s.Press("find.one")
	if got := s.lines(); got != "kexet kexet kex" {
		t.Fatalf("became %q", got)
	}
	s.Key(fyne.KeyEscape)
	s.ctrl(fyne.KeyZ)
	if got := s.lines(); got != "kexet kex kex" {
		t.Errorf("one undo gave %q", got)
	}
	s.room.Close()
}

// What is replaced is what was seen: a text that changed behind the preview is
// shown first.
func TestAPreviewThatIsOldIsRenewedInsteadOfReplacing(t *testing.T) {
	s := said(t, "kex", "kex")
	s.ctrl(fyne.KeyH)
	s.fill("kex")
	if err := s.room.doc.Replace(s.room.doc.At(0).ID, 0, 0, "å "); err != nil {
		t.Fatal(err)
	}
	s.Press("find.all")
	if got := s.lines(); got != "å kex|kex" {
		t.Fatalf("became %q", got)
	}
	s.Press("find.all")
	if got := s.lines(); got != "å |" {
		t.Errorf("became %q", got)
	}
	s.room.Close()
}

func TestHitsAreMarkedInTheTextAndNoLongerAfterEsc(t *testing.T) {
	s := said(t, "kex [?Kex?]", "kex")
	kinds := func() map[widget.SpanKind]int {
		n := map[widget.SpanKind]int{}
		for _, spans := range s.room.spans() {
			for _, x := range spans {
				n[x.Kind]++
			}
		}
		return n
	}
	s.ctrl(fyne.KeyF)
	s.fill("kex")
	if k := kinds(); k[widget.SpanHit] != 2 || k[widget.SpanHere] != 1 || k[widget.SpanUnsure] != 1 {
		t.Errorf("marked %v", k)
	}
	s.Key(fyne.KeyEscape)
	if k := kinds(); k[widget.SpanHit]+k[widget.SpanHere] != 0 || k[widget.SpanUnsure] != 1 {
		t.Errorf("marked %v", k)
	}
	s.room.Close()
}

func TestTheStripLeavesRoomForTheTextAtTwiceTheSize(t *testing.T) {
	textScale = 2
	s := open(t, &vault{})
	textScale = 1
	s.have("kex kex kex kex kex kex kex", "kex")
	s.Size(980, 600)
	s.Settle()
	s.ctrl(fyne.KeyH)
	s.fill("kex")
	s.Settle()
	if h := s.room.list.Size().Height; h < 90 {
		t.Errorf("the text is %v high", h)
	}
	s.Shot("find-narrow", 1)
	s.room.Close()
}

func TestTheStripLooksRight(t *testing.T) {
	for _, c := range []struct {
		lang app.Language
		mode theme.Mode
	}{{app.Swedish, theme.Light}, {app.English, theme.Dark}} {
		s := enter(t, &vault{}, c.lang, c.mode, nil)
		s.Size(1080, 736)
		s.WaitTrace("desk ready")
		s.have("Vill du berätta om hunden?", "Den hette Kex och den fick sitta i mitt knä hela tiden, så då gick det bra. Kex var snäll.",
			"Vad gjorde Kex?", "Han sov. Och ibland åt han kex, fast det fick han inte.")
		s.ctrl(fyne.KeyH)
		s.fill("kex")
		s.Focus("find.with")
		s.fill("Bosse")
		s.Focus("find.list")
		s.Key(fyne.KeyEnd)
		s.Key(fyne.KeySpace)
		s.Shot("find-"+string(c.lang)+"-"+string(c.mode), 1)
		s.room.Close()
	}
}

// BenchmarkALetterInTheStrip is what one letter to look for costs in the longest
// interview that must be fluent: 2,500 utterances, more than 100,000 characters.
func BenchmarkALetterInTheStrip(b *testing.B) {
	s := open(b, &vault{})
	doc := s.room.doc
	for i := range 2_500 {
		u := transcript.Utterance{Speaker: transcript.Speakers[i%2], Start: int64(i) * 4_000, Text: "och sen åkte vi hem igen till mormor i Åre"}
		if _, err := doc.Insert(i, u); err != nil {
			b.Fatal(err)
		}
	}
	s.room.list.Reload()
	s.Settle()
	s.room.find.open(true)
	for _, words := range []string{"e", "mormor"} {
		b.Run(words, func(b *testing.B) {
			for b.Loop() {
				s.room.find.query.Words = words
				s.room.find.again()
			}
			b.ReportMetric(float64(len(s.room.find.hits)), "hits")
		})
	}
	s.room.Close()
}
