package app

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestANoteIsStoredWithinBoundsAndCleanedOnce(t *testing.T) {
	for typed, want := range map[string]string{
		" två\r\nrader \n": "två\nrader", "a\tb\u2028c": "a b c", "\x00\x07\u0085": "", "\xff": "",
		strings.Repeat("å", MaxReflection+1): strings.Repeat("å", MaxReflection),
	} {
		got := CleanNote(typed)
		if got != want || CleanNote(got) != got {
			t.Errorf("%q became %q", typed, got)
		}
	}
}

func FuzzCleanNote(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "\x00", " å ", "\u2028", "\xff\xfe", strings.Repeat("a ", MaxReflection)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := CleanNote(s)
		if CleanNote(once) != once || !utf8.ValidString(once) || utf8.RuneCountInString(once) > MaxReflection {
			t.Fatalf("%q became %q", s, once)
		}
	})
}

func TestAVisitKeepsOnlyWhatCanBe(t *testing.T) {
	v := Visit{Ticket: "kanske", Went: "toppen", Trouble: Yes, TroubleNote: strings.Repeat("å", MaxVisitNote+9), Interpreter: No, Language: "finska"}
	got := v.Clean()
	if got.Ticket != "" || got.Went != "" || utf8.RuneCountInString(got.TroubleNote) != MaxVisitNote || got.Language != "" || got.Interpreter != No {
		t.Errorf("%+v", got)
	}
	if got.Clean() != got {
		t.Error("cleaned twice it is another")
	}
}
