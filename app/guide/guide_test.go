package guide_test

import (
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/assets"
)

func shipped(t testing.TB) guide.Guide {
	g, err := guide.Parse([]byte(assets.Guide))
	if err != nil {
		t.Fatal(err, err.(*app.Error).Err)
	}
	return g
}

func codes(list []guide.Asked) string {
	var all []string
	for _, a := range list {
		all = append(all, a.Code)
	}
	return strings.Join(all, " ")
}

func TestEachAgeIsAskedWhatItsPresetSaysInTheUnitsOrder(t *testing.T) {
	g := shipped(t)
	for _, c := range []struct {
		age   int
		order guide.Order
		want  string
	}{
		{5, guide.Original, "U1 K1 K2 K3 V1 V3 D1 D4 A2"},
		{8, guide.Goteborg, "U1 V1 V3 K1 K2 K3 D1 D4 A2"},
		{9, guide.Original, "U1 K1 K2 K3 K4 V1 V2 V3 V4 D1 D2 D3 D4 A1 A2"},
		{12, guide.Goteborg, "U1 V1 V2 V3 V4 K1 K2 K3 K4 D1 D2 D3 D4 A1 A2"},
		{13, guide.Original, "U1 K1 K2 K3 K4 V1 V2 V3 V4 D1 D2 D3 D4 A1 A2"},
		{18, guide.Original, "U1 K1 K2 K3 K4 V1 V2 V3 V4 D1 D2 D3 D4 A1 A2"},
		{0, guide.Original, "U1 K1 K2 K3 K4 V1 V2 V3 V4 D1 D2 D3 D4 A1 A2"}, // not known
	} {
		if got := codes(g.For(guide.GroupOf(c.age), c.order)); got != c.want {
			t.Errorf("%d years, %s:\n%s, want\n%s", c.age, c.order, got, c.want)
		}
	}
	if m := g.Preset(guide.Young).Minutes; m > 20 {
		t.Errorf("the youngest are asked for %d minutes", m)
	}
}

func TestTheYoungestMeetTheSimplerWordsAndTheMiddleOnesHaveThemBeside(t *testing.T) {
	g := shipped(t)
	k1, _ := g.Find("K1")
	for group, want := range map[guide.Group]guide.Asked{
		guide.Young:  {Words: k1.Simple, Other: k1.Text},
		guide.Middle: {Words: k1.Text, Other: k1.Simple, Beside: true},
		guide.Older:  {Words: k1.Text, Other: k1.Simple},
	} {
		list := g.For(group, g.Order)
		got := list[slices.IndexFunc(list, func(a guide.Asked) bool { return a.Code == "K1" })]
		if got.Words != want.Words || got.Other != want.Other || got.Beside != want.Beside {
			t.Errorf("%s: %+v", group, got)
		}
		closing := list[len(list)-1]
		if closing.Words != "Är det nånting mer du vill fråga om eller berätta för mig innan vi slutar?" || closing.Other != "" || closing.Beside {
			t.Errorf("%s: the published closing is %+v", group, closing)
		}
	}
}

// The wording of the three questions is published, in two orders.
func TestTheAreasAskWhatWasPublished(t *testing.T) {
	g := shipped(t)
	for order, want := range map[guide.Order][]string{
		guide.Original: {
			"Hur upplever barn kontakten med socialtjänsten och vilken kontakt efterfrågar de?",
			"Vilken kunskap har barn om socialtjänstens arbete och vilken kunskap efterfrågar de?",
			"Hur upplever barn deras möjlighet till delaktighet och på vilket sätt skulle de vilja vara delaktiga?",
		},
		guide.Goteborg: {
			"Vilken kunskap och förståelse har barn om socialtjänstens arbete och vilken kunskap vill de få?",
			"Hur upplever barn kontakten med socialtjänsten och hur önskar de att kontakten ska se ut?",
			"Hur upplever barn deras möjligheter till delaktighet i mötet med socialtjänsten och hur vill de vara delaktiga?",
		},
	} {
		var got []string
		for _, p := range order.Parts() {
			if a, ok := g.Area(p); ok {
				got = append(got, a.Asks(order))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", order, got)
		}
	}
}

func TestAUnitsOwnGuideHoldsWhereThereIsOne(t *testing.T) {
	own := shipped(t)
	own.ID, own.Version, own.Name = strings.Repeat("0a", 16), 7, "Norra Åns guide"
	own.Reviewed = guide.Review{By: "Maj Påhittad", On: "2027-01-12"}
	raw, err := own.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		unit []byte
		want int
	}{"none": {nil, 1}, "own": {raw, 7}} {
		if g, err := guide.Current(c.unit, []byte(assets.Guide)); err != nil || g.Version != c.want {
			t.Errorf("%s: version %d, %v", name, g.Version, err)
		}
	}
	if _, err := guide.Current([]byte(`{}`), []byte(assets.Guide)); app.CodeOf(err) != app.CodeTemplate {
		t.Errorf("a unit's guide that is none: %v", err)
	}
}

// Whatever is wrong with it, a guide that cannot be used is refused as a whole.
func TestWhatCannotBeAGuideIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*guide.Guide){
		"format":             func(g *guide.Guide) { g.Format = 0 },
		"id":                 func(g *guide.Guide) { g.ID = "annan" },
		"version":            func(g *guide.Guide) { g.Version = 0 },
		"language":           func(g *guide.Guide) { g.Language = "svenska språket" },
		"no name":            func(g *guide.Guide) { g.Name = "" },
		"space before":       func(g *guide.Guide) { g.Name = " Guide" },
		"two lines":          func(g *guide.Guide) { g.Name = "a\nb" },
		"order":              func(g *guide.Guide) { g.Order = "egen" },
		"long speech":        func(g *guide.Guide) { g.Opening = strings.Repeat("å", guide.MaxSpeech+1) },
		"turned around":      func(g *guide.Guide) { g.Thanks = "a\u202eb" },
		"review":             func(g *guide.Guide) { g.Reviewed = guide.Review{By: "Maj", On: "12 januari"} },
		"nobody's review":    func(g *guide.Guide) { g.Reviewed = guide.Review{On: "2027-01-12"} },
		"an area less":       func(g *guide.Guide) { g.Areas = g.Areas[1:] },
		"areas turned":       func(g *guide.Guide) { g.Areas[0], g.Areas[1] = g.Areas[1], g.Areas[0] },
		"a group less":       func(g *guide.Guide) { g.Presets = g.Presets[1:] },
		"wording":            func(g *guide.Guide) { g.Presets[0].Wording = "svår" },
		"no time":            func(g *guide.Guide) { g.Presets[0].Minutes = 0 },
		"no questions":       func(g *guide.Guide) { g.Questions = nil },
		"too many":           func(g *guide.Guide) { g.Questions = slices.Repeat(g.Questions, 5) },
		"a code twice":       func(g *guide.Guide) { g.Questions[1].Code = g.Questions[0].Code },
		"code":               func(g *guide.Guide) { g.Questions[0].Code = "K0" },
		"part":               func(g *guide.Guide) { g.Questions[0].Part = "övrigt" },
		"no words":           func(g *guide.Guide) { g.Questions[0].Text = "" },
		"an empty follow-up": func(g *guide.Guide) { g.Questions[0].Follow = []string{""} },
		"nobody is asked":    func(g *guide.Guide) { g.Questions[0].Groups = nil },
		"groups turned":      func(g *guide.Guide) { g.Questions[0].Groups = []guide.Group{guide.Older, guide.Young} },
		"a group twice":      func(g *guide.Guide) { g.Questions[0].Groups = []guide.Group{guide.Older, guide.Older} },
		"too large": func(g *guide.Guide) {
			for i := range g.Questions {
				g.Questions[i].Follow = slices.Repeat([]string{strings.Repeat("å", guide.MaxLine)}, guide.MaxFollow)
			}
		},
	} {
		g := shipped(t)
		spoil(&g)
		if raw, err := g.Marshal(); raw != nil || app.CodeOf(err) != app.CodeNotAGuide {
			t.Errorf("%s was written: %v", name, err)
		}
	}
	if raw, err := shipped(t).Marshal(); raw == nil || err != nil {
		t.Errorf("the shipped one was refused: %v", err)
	}
	for name, raw := range map[string]string{
		"nothing":       "",
		"no JSON":       "Intervjuguide",
		"a list":        "[]",
		"latin 1":       strings.Replace(assets.Guide, "ä", "\xe4", 1),
		"unknown field": strings.Replace(assets.Guide, `"order"`, `"child": 1, "order"`, 1),
		"more after it": assets.Guide + "{}",
		"too large":     assets.Guide + strings.Repeat(" ", guide.MaxFile),
	} {
		if _, err := guide.Parse([]byte(raw)); app.CodeOf(err) != app.CodeNotAGuide {
			t.Errorf("%s: %v", name, err)
		}
	}
	if g, err := guide.Parse([]byte("\ufeff" + strings.ReplaceAll(assets.Guide, "\n", "\r\n"))); err != nil || len(g.Questions) != 15 {
		t.Errorf("saved by an editor on Windows: %v", err)
	}
	if _, err := guide.Parse([]byte(strings.Replace(assets.Guide, `"format": 1`, `"format": 2, "more": true`, 1))); app.CodeOf(err) != app.CodeNewerFormat {
		t.Errorf("of a newer program: %v", err)
	}
}

func TestTheSameGuideIsTheSameBytes(t *testing.T) {
	raw, err := shipped(t).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := guide.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := again.Marshal(); err != nil || guide.Digest(second) != guide.Digest(raw) {
		t.Errorf("read and written it is another: %v", err)
	}
	again.Questions[3].Text += " Berätta."
	if other, err := again.Marshal(); err != nil || guide.Digest(other) == guide.Digest(raw) {
		t.Errorf("a change is not seen: %v", err)
	}
}
