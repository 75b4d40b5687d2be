package app

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestAnErrorNeverSpeaksItsCause(t *testing.T) {
	secret := errors.New("hon sa att hon heter Påhittad")
	err := fmt.Errorf("utanpå: %w", Fail(CodeDiskFull, secret))
	if CodeOf(err) != CodeDiskFull {
		t.Errorf("code %q", CodeOf(err))
	}
	if strings.Contains(err.Error(), "Påhittad") {
		t.Errorf("the cause came out: %v", err)
	}
	if !errors.Is(err, secret) || !errors.Is(err, Fail(CodeDiskFull, nil)) || errors.Is(err, Fail(CodeReadOnly, nil)) {
		t.Error("the error is not found by its cause and its code alone")
	}
	if CodeOf(nil) != "" || CodeOf(secret) != CodeInternal {
		t.Error("no error or a foreign one has a wrong code")
	}
}

func TestNamesAreTrimmedAndAbsurdOnesRefused(t *testing.T) {
	for name, want := range map[string]string{
		" Åsa   Påhittad ": "Åsa Påhittad", "Bo": "Bo", "Łukasz O’Påhitt-Öst": "Łukasz O’Påhitt-Öst", "陈明": "陈明",
	} {
		if got, err := CheckName(name); err != nil || got != want {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	for name, want := range map[string]Code{
		"": CodeNameEmpty, " \u00a0 ": CodeNameEmpty, "\x00a": CodeNameAbsurd, "a\nb": CodeNameAbsurd, "123": CodeNameAbsurd,
		"a\u202eb": CodeNameAbsurd, strings.Repeat("å", 81): CodeNameAbsurd, "\xff\xfe": CodeNameAbsurd,
	} {
		if _, err := CheckName(name); CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
}

func TestRecordingWaitsForEachOfTheThreeTicks(t *testing.T) {
	whole := Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: GuardianNotNeeded}
	if !whole.Complete() {
		t.Error("three ticks are not enough")
	}
	for gap, spoil := range map[ConsentGap]func(*Consent){
		GapTakesPart: func(c *Consent) { c.ChildTakesPart = false },
		GapRecording: func(c *Consent) { c.ChildAllowsRec = false },
		GapGuardian:  func(c *Consent) { c.Guardian = "kanske" },
	} {
		c := whole
		spoil(&c)
		if missing := c.Missing(); len(missing) != 1 || missing[0] != gap {
			t.Errorf("%s: missing %v", gap, missing)
		}
	}
}

func TestAgesOutsideTheModelAreWarnedOfAndAbsurdOnesRefused(t *testing.T) {
	for age, want := range map[int]bool{5: true, 18: true, 4: false, 19: false, 1: false, 30: false} {
		if usual, err := CheckAge(age); err != nil || usual != want {
			t.Errorf("%d: %v %v", age, usual, err)
		}
	}
	for _, age := range []int{-1, 0, 31, 1 << 40} {
		if _, err := CheckAge(age); CodeOf(err) != CodeAgeOutside {
			t.Errorf("%d: %v", age, err)
		}
	}
}

func TestCodesAreFreshAlsoWhenNearlyAllAreTaken(t *testing.T) {
	form := regexp.MustCompile(`^\p{Lu}+-\d{2,3}$`)
	taken := map[string]bool{}
	for range 5000 { // more than there are two-figure labels
		code := NewCode(rand.IntN, func(c string) bool { return taken[c] })
		if taken[code] || !form.MatchString(code) {
			t.Fatalf("code %q", code)
		}
		taken[code] = true
	}
}

func TestIDsAreReadAsWritten(t *testing.T) {
	id := ID{1, 2, 250}
	back, err := ParseID(id.String())
	if err != nil || back != id || back.IsZero() {
		t.Fatalf("%v %v", back, err)
	}
	for _, bad := range []string{"", "00", strings.Repeat("g", 32), strings.Repeat("0", 34)} {
		if _, err := ParseID(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestLengthsAreCountedInSamplesAndRoundedDown(t *testing.T) {
	r := Recording{Rate: 48000, Samples: 48000*34*60 + 47}
	if r.Millis() != 34*60*1000 {
		t.Errorf("%d ms", r.Millis())
	}
	if SamplesToMillis(10, 0) != 0 || MillisToSamples(1500, 16000) != 24000 {
		t.Error("conversion")
	}
}

func TestAFileThatMayNotBeReadIsNotMissing(t *testing.T) {
	for cause, want := range map[error]Code{
		fs.ErrPermission: CodeFileUnreadable, fs.ErrNotExist: CodeFileMissing, errors.New("a stick was pulled out"): CodeFileMissing,
	} {
		if err := FileFault(fmt.Errorf("open x: %w", cause)); CodeOf(err) != want || !errors.Is(err, cause) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}
