package casebook

import (
	"encoding/json"
	"strings"
	"testing"

	"barnrost/app"
)

func TestAUnitsTemplatesAreKeptBySectionAndTheNewestWins(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.SaveUnit(ctx, "Norr", []byte("work"), []byte("seed")))
	if raw, err := b.book.Template(app.SectionGuide); raw != nil || err != nil {
		t.Fatalf("a new vault has a guide of its own: %s, %v", raw, err)
	}
	b.must(b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`{"a":1}`)))
	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{"b":2}`)))
	now, err := b.book.Templates()
	b.must(err)
	if now.Version != 2 || string(now.Sections[app.SectionGuide]) != `{"a":1}` || string(now.Sections[app.SectionPlan]) != `{"b":2}` {
		t.Errorf("kept %+v", now)
	}

	older := app.Templates{Version: 2}
	if taken, err := b.book.TakeTemplates(ctx, older); taken || err != nil {
		t.Errorf("one as old was taken: %v, %v", taken, err)
	}
	if taken, err := b.book.TakeTemplates(ctx, app.Templates{Version: 5}); !taken || err != nil {
		t.Errorf("a newer one was not taken: %v", err)
	}
	if raw, err := b.book.Template(app.SectionGuide); raw != nil || err != nil {
		t.Errorf("the guide is still the old one: %s, %v", raw, err)
	}

	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{}`)))
	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, nil))
	if raw, _ := b.book.Template(app.SectionPlan); raw != nil {
		t.Errorf("the shipped plan does not hold again: %s", raw)
	}
}

// A processtödjare may plan before the unit's plan has come, as often as they
// like: their draft outranks nothing.
func TestADraftMadeWithoutTheUnitsKeyGivesWayToTheUnitsOwn(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	for range 3 {
		b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{"mine":1}`)))
	}
	came := app.Templates{Version: 1, Sections: map[app.Section]json.RawMessage{app.SectionPlan: []byte(`{"units":1}`)}}
	if taken, err := b.book.TakeTemplates(ctx, came); !taken || err != nil {
		t.Fatalf("the unit's was not taken: %v", err)
	}
	if raw, _ := b.book.Template(app.SectionPlan); string(raw) != `{"units":1}` {
		t.Errorf("the plan is %s", raw)
	}
}

func TestWhatCannotBeATemplateIsRefusedAndTheOldOneStays(t *testing.T) {
	b := newBench(t)
	ctx := t.Context()
	b.must(b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`{"a":1}`)))
	for name, save := range map[string]func() error{
		"unknown section": func() error { return b.book.SaveTemplate(ctx, "annat", []byte(`{}`)) },
		"no JSON":         func() error { return b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`{`)) },
		"too large": func() error {
			return b.book.SaveTemplate(ctx, app.SectionGuide, []byte(`"`+strings.Repeat("x", app.MaxTemplate)+`"`))
		},
	} {
		if code := app.CodeOf(save()); code != app.CodeTemplate {
			t.Errorf("%s: %q", name, code)
		}
		if raw, _ := b.book.Template(app.SectionGuide); string(raw) != `{"a":1}` {
			t.Errorf("%s: the guide is now %s", name, raw)
		}
	}
}
