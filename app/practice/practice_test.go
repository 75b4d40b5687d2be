package practice_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"barnrost/app/practice"
	"barnrost/assets"
)

func TestTheTimesHaveTheOrderOfTheManuscript(t *testing.T) {
	lines, err := practice.Lines(assets.PracticeManuscript, assets.PracticeTimes)
	if err != nil || len(lines) < 10 {
		t.Fatalf("%d turns, %v", len(lines), err)
	}
	for i, l := range lines {
		if l.From >= l.To || i > 0 && l.From < lines[i-1].To {
			t.Errorf("turn %d is from %d to %d", i+1, l.From, l.To)
		}
		if l.Speaker != "interviewer" && l.Speaker != "child" || l.Words == "" {
			t.Errorf("turn %d: %q says %q", i+1, l.Speaker, l.Words)
		}
	}
}

func TestTimesThatDoNotFitTheManuscriptAreRefused(t *testing.T) {
	for name, times := range map[string]string{
		"one too few": assets.PracticeTimes[strings.Index(assets.PracticeTimes, "\n")+1:],
		"no number":   strings.Replace(assets.PracticeTimes, " ", " x", 1),
	} {
		if _, err := practice.Lines(assets.PracticeManuscript, times); err == nil {
			t.Error(name)
		}
	}
}

func TestAPracticeTextGivesBackWhatWasTypedAndKeepsNoVersions(t *testing.T) {
	ctx, text := t.Context(), practice.NewText([]byte("one"))
	for _, err := range []error{text.Append(ctx, []byte("row")), text.KeepVersion(ctx, []byte("v"), true), text.SaveDesk(ctx, []byte("here"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	snapshot, journal, err := text.Load(ctx)
	if err != nil || string(snapshot) != "one" || !slices.EqualFunc(journal, [][]byte{[]byte("row")}, bytes.Equal) {
		t.Errorf("%q, %q, %v", snapshot, journal, err)
	}
	if err := text.Snapshot(ctx, []byte("two")); err != nil {
		t.Fatal(err)
	}
	snapshot, journal, _ = text.Load(ctx)
	state, _ := text.Desk()
	if string(snapshot) != "two" || len(journal) != 0 || string(state) != "here" {
		t.Errorf("%q, %q, %q", snapshot, journal, state)
	}
	if all, _ := text.Versions(ctx); len(all) != 0 {
		t.Errorf("%d versions", len(all))
	}
}
