package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/unlock"
	"barnrost/app/view/viewtest"
	"barnrost/assets"
)

// house is the whole program in a window without a screen: its own rooms over a
// vault of its own.
type house struct {
	*viewtest.Stage
	p *program
}

// look is how a house is opened. The rings of the focus are looked at in some
// only: painting every window takes minutes.
type look struct {
	lang  app.Language
	mode  theme.Mode
	scale int // per cent
	rings bool
}

var looks = []look{
	{app.Swedish, theme.Light, 100, true}, {app.English, theme.Dark, 100, false},
	{app.Swedish, theme.Light, 200, false}, {app.English, theme.Dark, 200, true},
}

func (l look) String() string { return string(l.lang) + "-" + string(l.mode) }

// openHouse starts the program beside a vault that is there, locked.
func openHouse(t *testing.T, dir string, l look) *house {
	t.Helper()
	h := &house{Stage: viewtest.Around(t)}
	a := test.NewTempApp(t)
	a.Preferences().SetInt(prefScale, l.scale)
	p, err := newProgram(a, options{data: dir, lang: l.lang, mode: string(l.mode), trace: true}, h.Traces(), h.Do)
	if err != nil {
		t.Fatal(err)
	}
	h.p, h.Window, h.Bus, h.Kit, h.Text = p, p.window, p.bus, p.kit, p.kit.Text
	h.Size(1280, 800)
	t.Cleanup(h.p.close)
	// The way in looks for a vault first, and gives the focus away when it knows.
	h.Wait("the way in", func() bool { return h.Traced("unlock locked") || h.Traced("unlock person") })
	h.Calm()
	return h
}

// unlock types the passphrase and comes home.
func (h *house) unlock() {
	h.T.Helper()
	h.Type("unlock.passphrase", passphrase)
	h.Press("unlock.open")
	h.WaitTrace("room home")
	h.Calm()
}

// lived is a vault with an interview that was recorded and transcribed, locked,
// and the interview.
func lived(t *testing.T, who app.Profile) (dir string, id app.ID) {
	t.Helper()
	k := quickStart(t, unlock.Start{Profile: who})
	i := someWork(t, k)
	doc := transcript.New()
	for n, said := range []string{"Vad tycker du om mötena?", "De är långa, men glassen är god."} {
		u := transcript.Utterance{Speaker: transcript.Interviewer, Text: said, Start: int64(n) * 400, End: int64(n)*400 + 300}
		if n > 0 {
			u.Speaker = transcript.Child
		}
		if _, err := doc.Insert(n, u); err != nil {
			t.Fatal(err)
		}
	}
	text, err := k.session.book.OpenText(t.Context(), i.ID)
	if err == nil {
		err = text.Snapshot(t.Context(), doc.Snapshot())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := k.close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(k.path()), i.ID
}

// onlyIn lists the sentences without places to fill that one language's table has
// and the other's has not.
func onlyIn(t *testing.T, lang, other app.Language) map[string]bool {
	t.Helper()
	read := func(l app.Language) map[string]string {
		raw, err := assets.Translations.ReadFile("translations/" + string(l) + ".json")
		words := map[string]string{}
		if err == nil {
			err = json.Unmarshal(raw, &words)
		}
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	only := map[string]bool{}
	for _, w := range read(lang) {
		only[w] = true
	}
	for _, w := range read(other) {
		delete(only, w)
	}
	return only
}
