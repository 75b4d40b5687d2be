package interview_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/interview"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

func TestAnEmptyListSaysWhatWillBeHereAndHowItStarts(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{}, interview.At{})
	if !strings.Contains(s.Words(), "Här kommer dina intervjuer") || s.Focused() != "interview.new" {
		t.Errorf("focus %q, words %s", s.Focused(), s.Words())
	}
}

func TestTheListTellsHowFarEachHasCome(t *testing.T) {
	one := func(n byte, code string, change func(*app.Interview)) app.Interview {
		i := app.Interview{ID: app.ID{n}, Code: code, Age: 9, Place: "hemmet", Origin: app.OriginOwn, Created: day, Recording: app.ID{100 + n}}
		change(&i)
		return i
	}
	none := func(*app.Interview) {}
	b := &fakeBook{
		all: []app.Interview{
			one(1, "TALL-27", func(i *app.Interview) { i.Recording = app.ID{} }),
			one(2, "BJÖRK-12", none), one(3, "GRAN-33", none), one(4, "EK-41", func(i *app.Interview) { i.Through = &app.HeardThrough{At: day} }),
			one(5, "LOM-52", func(i *app.Interview) {
				i.Sent, i.Through = []app.Sent{{At: day}}, &app.HeardThrough{At: day, Edited: true}
			}),
			one(6, "HAV-60", func(i *app.Interview) {
				i.Origin, i.Recording, i.Received = app.OriginReceived, app.ID{}, &app.Received{SenderName: "Åsa Lind", Raw: true, At: day}
			}),
		},
		sounds: map[app.ID]app.SoundStatus{{102}: app.SoundWhole, {103}: app.SoundInterrupted, {104}: app.SoundWhole, {105}: app.SoundWhole},
		texts:  map[app.ID]bool{{4}: true, {5}: true},
	}
	s := open(t, app.Swedish, theme.Light, b, interview.At{})
	words := s.Words()
	for code, want := range map[string]string{
		"TALL-27": "inte inspelad än", "BJÖRK-12": "34 min · inspelad, inte transkriberad", "GRAN-33": "avbruten, inte transkriberad",
		"EK-41": "påbörjad text, inte skickad · genomlyssnad", "LOM-52": "skickad 12 mars 2027 · genomlyssnad, ändrad efteråt", "HAV-60": "mottagen från Åsa Lind, inte avidentifierad",
	} {
		found := false
		for _, line := range strings.Split(words, "\n") {
			found = found || strings.HasPrefix(line, code+",") && strings.Contains(line, want)
		}
		if !found {
			t.Errorf("%s is not said to be %q in\n%s", code, want, words)
		}
	}
	s.Shot("interview-list", 1)
	s.Press("interview.item.1")
	s.WaitTrace("interview overview")
	if !strings.Contains(s.Words(), "Sparad, 34 min.") {
		t.Errorf("words %s", s.Words())
	}
	s.Press("interview.transcribe")
	if s.went != "transcribe" {
		t.Errorf("went to %q", s.went)
	}
}

func TestAnEmptyListInADamagedVaultSaysThatSomethingMayBeMissing(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{trouble: app.Fail(app.CodeVaultDamaged, nil)}, interview.At{})
	if words := s.Words(); !strings.Contains(words, "allt visas kanske inte här") || strings.Contains(words, "Här kommer dina intervjuer") {
		t.Errorf("words %s", words)
	}
}

func TestANewInterviewTakesAgeAndPlaceAndNothingMore(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{}, interview.At{New: true})
	if got := s.TabStops()[:5]; !slices.Equal(got, []string{"new.handler", "new.age", "new.place", "new.create", "interview.back"}) {
		t.Errorf("the form asks for %v", got)
	}
	s.Type("new.age", "tolv")
	s.Press("new.create")
	if !s.Traced("problem age-outside") {
		t.Error("an age in words was taken")
	}
	age := s.Must("new.age").(*widget.Entry)
	for typed, warned := range map[string]bool{"4": true, "19": true, "12": false, "5": false, "18": false} {
		age.SetText("")
		s.Type("new.age", typed)
		if strings.Contains(s.Words(), "Modellen gäller") != warned {
			t.Errorf("age %s: warned %v", typed, !warned)
		}
	}
	age.SetText("12")
	s.Press("new.create")
	if !strings.Contains(s.Words(), "Svara först på om du är handläggare") {
		t.Error("whether it is one's own client is not asked for")
	}
	s.Focus("new.handler")
	s.Key(fyne.KeyEnd)
	s.Press("new.create")
	if !strings.Contains(s.Words(), "en kollega gör intervjun") || len(s.book.all) != 0 {
		t.Error("one's own client is not stopped")
	}
	s.Focus("new.handler")
	s.Key(fyne.KeyHome)
	s.Press("new.create")
	if !strings.Contains(s.Words(), "Välj vilken sorts plats") {
		t.Error("a missing place is not told")
	}
	s.Focus("new.place")
	s.Key(fyne.KeyEnd)
	s.Key(fyne.KeyLeft)
	if !strings.Contains(s.Words(), "På telefon") {
		t.Error("no word about the telephone")
	}
	s.Key(fyne.KeyLeft)
	s.Shot("interview-new", 1)
	s.Press("new.create")
	s.WaitTrace("interview prepare")
	if i := s.book.all[0]; i.Age != 12 || i.Place != "cafe" {
		t.Errorf("created %+v", i)
	}
}

func TestRecordingWaitsForThreeYesesAndSaysWhy(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.WaitTrace("microphones 2")
	for _, want := range []string{"Barnet vill vara med", "Barnet säger ja till inspelning", "Vårdnadshavares samtycke enligt enhetens regel", "Spela in väntar på det här"} {
		if !strings.Contains(s.Words(), want) {
			t.Errorf("%q is not said", want)
		}
	}
	s.Shot("interview-consent-missing", 1)
	start := s.Must("record.start").(*widget.Button)
	press := func() {
		start.Tapped(nil)
		start.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.Settle()
	}
	for _, id := range []string{"consent.child", "consent.recording"} {
		press()
		if !start.Disabled() || s.Traced("recording") {
			t.Fatal("it records without the three yeses")
		}
		s.Focus(id)
		s.Key(fyne.KeySpace)
		s.WaitTrace("consent incomplete")
	}
	press()
	if !strings.Contains(s.Words(), "finns eller behövs inte") {
		t.Error("it does not say that the guardians' consent is missing")
	}
	s.Focus("consent.guardian")
	s.Key(fyne.KeySpace)
	s.WaitTrace("consent complete")
	if start.Disabled() || strings.Contains(s.Words(), "väntar på") {
		t.Error("it still waits")
	}
	s.Focus("consent.child")
	s.Key(fyne.KeySpace) // the child's no always holds
	s.Settle()
	press()
	if !start.Disabled() || s.Traced("recording") {
		t.Error("it records after the child's no")
	}
}

func TestTheLastTickStandsHoweverFastTheyCome(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.Focus("consent.child")
	for range 7 {
		s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	s.Wait("the last tick to be stored", func() bool {
		s.book.mu.Lock()
		defer s.book.mu.Unlock()
		return len(s.book.saved) > 0 && s.book.saved[len(s.book.saved)-1].ChildTakesPart
	})
}

func TestATickThatCannotBeStoredIsToldOf(t *testing.T) {
	b := prepared()
	s := open(t, app.Swedish, theme.Light, b, atIt)
	s.WaitTrace("microphones")
	b.failing = app.Fail(app.CodeDiskFull, nil)
	s.Focus("consent.child")
	s.Key(fyne.KeySpace)
	s.WaitTrace("problem disk-full")
}

func TestTheSoundCheckSaysHowItSounds(t *testing.T) {
	for verdict, want := range map[string]string{"fine": "Det hörs fint!", "quiet": "Rösten hörs svagt", "silent": "Det hörs nästan inget", "clipping": "för starkt", "noisy": "Rummet låter mycket"} {
		s := open(t, app.Swedish, theme.Light, prepared(), atIt)
		s.rec.verdict = verdict
		s.WaitTrace("microphones 2")
		s.Press("sound.check")
		s.WaitTrace("sound " + verdict)
		if !strings.Contains(s.Words(), want) {
			t.Errorf("%s: %s", verdict, s.Words())
		}
		if s.rec.used != "USB-mikrofon" {
			t.Errorf("checked %q, want the computer's choice", s.rec.used)
		}
	}
}

func TestTheMicrophoneUsedLastIsChosen(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.WaitTrace("microphones 2")
	s.Focus("mic.choice")
	s.Key(fyne.KeyLeft)
	if s.mic != "Inbyggd mikrofon" {
		t.Errorf("remembered %q", s.mic)
	}
	s.ClearTrace()
	s.Press("mic.search")
	s.WaitTrace("microphones 2")
	if got := s.Must("mic.choice").(*widget.Select).SelectedIndex(); got != 0 {
		t.Errorf("chose %d", got)
	}
}

func TestWithoutAMicrophoneItSaysWhatToDo(t *testing.T) {
	b := prepared()
	s := open(t, app.Swedish, theme.Light, b, interview.At{})
	s.rec.mics, s.rec.micsErr = nil, app.Fail(app.CodeNoMicrophone, nil)
	s.Press("interview.item.0")
	s.WaitTrace("problem no-microphone")
	s.Focus("consent.child")
	s.Key(fyne.KeySpace)
	s.Focus("consent.recording")
	s.Key(fyne.KeySpace)
	s.Focus("consent.guardian")
	s.Key(fyne.KeySpace)
	s.WaitTrace("consent complete")
	if !s.Must("record.start").(*widget.Button).Disabled() {
		t.Error("it would record without a microphone")
	}
	if s.Must("wav.import").(*widget.Button).Disabled() {
		t.Error("a file cannot be imported without a microphone")
	}
}

func TestNewsOfWhatIsShownLeavesTheFocusWhereItIs(t *testing.T) {
	b := &fakeBook{
		all:    []app.Interview{{ID: app.ID{7}, Code: "TALL-27", Age: 12, Place: "cafe", Created: day, Recording: app.ID{8}}},
		sounds: map[app.ID]app.SoundStatus{{8}: app.SoundWhole},
	}
	s := open(t, app.Swedish, theme.Light, b, atIt)
	s.Focus("interview.back")
	s.Bus.Publish(app.InterviewsChanged{ID: app.ID{7}})
	s.Settle()
	if s.Focused() != "interview.back" {
		t.Errorf("the focus went to %q", s.Focused())
	}
	b.mu.Lock()
	b.texts = map[app.ID]bool{{7}: true}
	b.mu.Unlock()
	s.Bus.Publish(app.InterviewsChanged{ID: app.ID{7}})
	s.Settle()
	if s.Control("interview.send") == nil {
		t.Error("what has changed is not shown")
	}
}

func TestAReceivedInterviewTellsWhatItIs(t *testing.T) {
	b := &fakeBook{all: []app.Interview{{
		ID: app.ID{7}, Code: "TALL-27", Age: 12, Place: "cafe", Origin: app.OriginReceived, Created: day,
		Received: &app.Received{SenderName: "Åsa Lind", At: day, Raw: true, Reason: "avidentifiering kommer i mars", Receipt: "LÖV-31"},
	}}}
	s := open(t, app.Swedish, theme.Light, b, atIt)
	for _, want := range []string{"Mottagen från Åsa Lind 12 mars 2027. Kvittenskod LÖV-31.", "Avsändaren är inte bekräftad.", "Inte avidentifierad. Skäl: avidentifiering kommer i mars"} {
		if !strings.Contains(s.Words(), want) {
			t.Errorf("%q is not said in %s", want, s.Words())
		}
	}
	s.Shot("interview-received", 1)
	s.Press("interview.read")
	if s.went != "read" {
		t.Errorf("went to %q", s.went)
	}
}

func TestAnInterviewThatIsGoneIsToldOf(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, &fakeBook{}, atIt)
	if !s.Traced("problem not-found") || s.Control("interview.back") == nil {
		t.Error(s.Trace())
	}
}

func TestAMicrophoneThatWasFineTodayLeadsStraightToTheRecording(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.tick()
	s.Press("sound.check")
	s.WaitTrace("sound fine")
	if s.checked != "USB-mikrofon" || s.Focused() != "record.start" || !strings.Contains(s.Words(), "Det hörs fint!") {
		t.Errorf("remembered %q, focus %q, words %s", s.checked, s.Focused(), s.Words())
	}
	s.frame.Close()
	s.ClearTrace()
	s.start(atIt)
	s.WaitTrace("microphones 2")
	if s.Control("sound.check") != nil || !strings.Contains(s.Words(), "USB-mikrofon, kontrollerad i dag") {
		t.Errorf("words %s", s.Words())
	}
	s.Press("sound.fold")
	s.Must("sound.check") // it can be done again
	s.Focus("mic.choice")
	s.Key(fyne.KeyLeft)
	if strings.Contains(s.Words(), "kontrollerad i dag") {
		t.Error("another microphone is said to be checked")
	}
	// The control: what was not fine is not remembered.
	s.rec.verdict = "noisy"
	s.Press("sound.check")
	s.WaitTrace("sound noisy")
	if s.checked != "USB-mikrofon" {
		t.Errorf("remembered %q", s.checked)
	}
}

func TestAWrongMicrophoneIsAskedAbout(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), atIt)
	s.rec.verdict = "blocked"
	s.WaitTrace("microphones 2")
	s.Press("sound.check")
	s.WaitTrace("sound blocked")
	if !strings.Contains(s.Words(), "Nu lyssnar USB-mikrofon.") {
		t.Errorf("words %s", s.Words())
	}
}

func TestAMicrophoneThatIsNotThereIsNamedAndNotForgotten(t *testing.T) {
	s := open(t, app.Swedish, theme.Light, prepared(), interview.At{})
	s.mic, s.lacks = "Bordsmikrofon", []string{"disk", "battery"}
	s.Press("interview.item.0")
	s.WaitTrace("microphones 2")
	w := s.Words()
	if !strings.Contains(w, "Bordsmikrofon, som du brukar spela in med, är inte inkopplad. Nu är USB-mikrofon vald.") || s.mic != "Bordsmikrofon" {
		t.Errorf("remembered %q, words %s", s.mic, w)
	}
	if !strings.Contains(w, "inte plats för en timmes ljud") || !strings.Contains(w, "Batteriet är snart slut") {
		t.Errorf("what is lacking is not said: %s", w)
	}
	s.Shot("interview-lacking", 1)
}
