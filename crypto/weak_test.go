package crypto

import (
	"strings"
	"testing"
)

var weakList = strings.Fields("anka boll cykel dörr eka fönster gata hylla igelkott juni kruka lampa mössa nyckel ost penna")

func TestWeakPassphrasesAreRefusedWithTheReason(t *testing.T) {
	for passphrase, want := range map[string]string{
		"":                             WeakShort,
		"katt":                         WeakShort,
		"grön cykel":                   WeakShort,
		"Tr0ub4dor&3":                  WeakShort,
		"sommar":                       WeakCommon,
		"Sommar2024!":                  WeakCommon,
		"l0sen0rd":                     WeakCommon,
		"Lösenord123!":                 WeakCommon,
		"P@ssw0rd1234567890":           WeakCommon,
		"correct horse battery staple": WeakCommon,
		"blinka lilla stjärna":         WeakCommon,
		"qwertyuiopåasdfghjklöä":       WeakKeyboard,
		"qwertyåasdf":                  WeakKeyboard,
		"poiuytrewq":                   WeakKeyboard,
		"1234567890":                   WeakSequence,
		"abcdefghijklmnop":             WeakSequence,
		"ett två tre fyra fem sex sju åtta nio tio":                            WeakSequence,
		"hejsan hejsan hejsan hejsan hejsan hejsan":                            WeakCommon,
		"lyktan lyktan lyktan lyktan lyktan":                                   WeakRepeated,
		"mörtmörtmörtmörtmörtmört":                                             WeakRepeated,
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaa":                                         WeakRepeated,
		"fotboll fotboll stig fotboll fotboll fotboll fotboll fotboll fotboll": WeakCommon,
		"ILoveMyDog2019!!":                                                     WeakYear,
		"solrosfältsbrandväggsmontör":                                          WeakShort,
		"19850312":                                                             WeakYear,
		"huset byggt 1987":                                                     WeakYear,
		"Åsa Öberg Norra Ån":                                                   WeakName,
		"åsaöberg1985":                                                         WeakName,
		"Öberg öberg Norra 123":                                                WeakName,
	} {
		if got := Weakness(passphrase, weakList, "Åsa Öberg", "Enheten Norra Ån"); got != want {
			t.Errorf("%q: %q, want %q (%.0f bits)", passphrase, got, want, PassphraseBits(passphrase, weakList, "Åsa Öberg"))
		}
	}
}

func TestStrongPassphrasesPass(t *testing.T) {
	big := strings.Fields(strings.Repeat("x ", 2032) + strings.Join(weakList, " "))
	for _, passphrase := range []string{
		"anka boll cykel dörr fönster gata", "ANKA Boll cykel  dörr fönster gata",
		"när isen gick i maj rodde farmor över sundet med potatis",
		"åtta kantareller låg under den vita gungan i regn",
		"tR7$kq9Zp2wLx4Vb", "GungstolVentilKastrullLinjalTegelpanna", "gungstol-ventil-kastrull-linjal-tegelpanna",
		"Åsa ser gräddgula fjärilar vid varje busshållplats i augusti",
	} {
		if got := Weakness(passphrase, big, "Åsa Öberg"); got != "" {
			t.Errorf("%q: %q (%.0f bits)", passphrase, got, PassphraseBits(passphrase, big))
		}
	}
}

func TestSixWordsOfTheListPassWhateverThePersonIsCalled(t *testing.T) {
	big := strings.Fields(strings.Repeat("x ", 2032) + strings.Join(weakList, " "))
	if got := Weakness("anka boll cykel dörr fönster gata", big, "Boll Gata", "Enheten Anka Cykel Fönster"); got != "" {
		t.Fatal(got)
	}
}

func TestListWordsInAKnownOrderAreNotProposedStrength(t *testing.T) {
	list := strings.Fields(strings.Repeat("x ", 2040) + "ett två tre fyra fem sex sju åtta")
	if got := Weakness("ett två tre fyra fem sex", list); got != WeakSequence {
		t.Fatal(got)
	}
}

func TestMoreWordsNeverMakeAPassphraseWeaker(t *testing.T) {
	words := strings.Fields("blank kastrull under åtta gula segelbåtar som väntade")
	last := -1.0
	for n := range words {
		bits := PassphraseBits(strings.Join(words[:n+1], " "), weakList)
		if bits < last {
			t.Fatalf("%v: %.1f after %.1f", words[:n+1], bits, last)
		}
		last = bits
	}
}

func TestAPastedBookIsJudgedByItsFirstPage(t *testing.T) {
	book := strings.Repeat("ord och många fler som ingen orkar räkna upp ", 50_000)
	first := string([]rune(Normalise(book))[:maxJudged])
	if a, b := PassphraseBits(book, weakList), PassphraseBits(first, weakList); a != b {
		t.Fatalf("%.1f and %.1f", a, b)
	}
}

func TestEveryReasonIsListed(t *testing.T) {
	for _, reason := range []string{WeakShort, WeakCommon, WeakKeyboard, WeakSequence, WeakRepeated, WeakYear, WeakName} {
		found := false
		for _, r := range WeakReasons {
			found = found || r == reason
		}
		if !found {
			t.Errorf("%s is missing", reason)
		}
	}
}
