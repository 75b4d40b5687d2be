package deident

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// seen writes what Look finds as "kind:words", in the text's order.
func seen(text string) string {
	var all []string
	for _, f := range Look(text) {
		all = append(all, string(f.Kind)+":"+f.Text)
	}
	return strings.Join(all, " ")
}

func TestWhatTellsWhoSomebodyIsIsFound(t *testing.T) {
	for text, want := range map[string]string{
		// Invented numbers; the first is the one that Swedish authorities print on specimens.
		"Numret är 19121212-1212.":       "number:19121212-1212",
		"(121212-1212)":                  "number:121212-1212",
		"121212+1212 och 1212121212":     "number:121212+1212 number:1212121212",
		"191212121212, 19 121212 - 1212": "number:191212121212 number:19 121212 - 1212",
		"12 12 12 1212":                  "number:12 12 12 1212",
		"samordning 701063-2391":         "number:701063-2391",
		"121212–1212":                    "number:121212–1212",

		"Ring 070-123 45 67 efter fem":         "phone:070-123 45 67",
		"0701234567":                           "phone:0701234567",
		"+46 70 123 45 67":                     "phone:+46 70 123 45 67",
		"+46 (0)611-12 34 56":                  "phone:+46 (0)611-12 34 56",
		"08-123 456 78 / 060-12 34 56":         "phone:08-123 456 78 phone:060-12 34 56",
		"0046701234567":                        "phone:0046701234567",
		"Skriv till åsa.öst@skolan.se.":        "email:åsa.öst@skolan.se",
		"kim_99+x@mail.example.com":            "email:kim_99+x@mail.example.com",
		"Bor på Storgatan 3 B i huset":         "address:Storgatan 3 B",
		"bor på storgatan 3":                   "address:storgatan 3",
		"bor vid Södra vägen 12":               "address:Södra vägen 12",
		"de flyttade till Björkstigen":         "address:Björkstigen",
		"post till 852 30 Sundsvall":           "address:852 30 Sundsvall",
		"SE-85230 och Box 12":                  "address:SE-85230 address:Box 12",
		"Jag förstod att Kexbert var viktig":   "name:Kexbert",
		"Alva sa att det var bra":              "name:Alva",
		"Då sa alla att Almas hund kom":        "name:Almas",
		"hon tyckte om att leka med Kim Ek":    "name:Kim Ek",
		"Anna-Karin kom":                       "name:Anna-Karin",
		"ALVA stod det på lappen":              "name:ALVA",
		"hennes mamma Zelmira hämtade":         "name:Zelmira",
		"hon heter alva":                       "name:alva",
		"han heter bo":                         "name:bo",
		"mamma anna kom":                       "name:anna",
		"hon bor i Norrviken":                  "name:Norrviken",
		"de gick på Ekbackens skola":           "name:Ekbackens",
		"vi pratade om Storm och Saga":         "name:Storm name:Saga",
		"Saga sa nej. Storm Ek också.":         "name:Saga name:Storm Ek",
		"Läraren heter \"Bo\" i verkligheten.": "name:Bo",
	} {
		if got := seen(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// The control of the finders: what looks alike and tells nothing.
func TestWhatTellsNothingIsLeftAlone(t *testing.T) {
	for _, text := range []string{
		"121212-1213 har fel kontrollsiffra", "139912-1212", "121232-1214", "x121212-1212", "121212-12123",
		"Klockan 08-16 den 2027-02-16", "00:04:05", "Det kostar 10 000 kronor", "7 av 12, 34 minuter", "2026/118",
		"kl 09.15-10.30", "KCK och BUP hjälpte till", "a@b", "@barnet", "vägen dit var lång", "Motorvägen var full",
		"vi gick gatan fram", "3 av 100 barn", "Bo kvar ville barnet gärna", "Saga var det bästa med kvällen. Storm ute.",
		"Hon sa: Jag vill spela Minecraft på julen", "hans mamma min mamma", "vad heter det? Det heter inga saker",
		"Det ska bo barn där. Sol ute. Liv och rörelse!", "Barnet valde platsen.\nFikat var gott.", "- Punkt\n- Punkt två",
		"\"Jag vill vara med\", sa barnet", "Socialtjänsten i Sverige", "hon kallas för tjejen", "Kan de ville de", "det var max tre per dag",
		"Vad barnet sa (Inte allt) – Och så vidare", "Jag lärde mig att vänta. Det var svårt; Ändå gick det.",
	} {
		if got := seen(text); got != "" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestPlacesAreCodePoints(t *testing.T) {
	text := "Åh, där satt Örjan och 070-123 45 67"
	for _, f := range Look(text) {
		if got := string([]rune(text)[f.From:f.To]); got != f.Text {
			t.Errorf("%+v is %q there", f, got)
		}
	}
	if len(Look(text)) != 2 {
		t.Error(Look(text))
	}
}

// Swedish first names that are common words are in the list as such: otherwise
// "Bo kvar" would be a name at the start of every sentence.
func TestNamesThatAreWordsAreMarked(t *testing.T) {
	for _, name := range []string{"bo", "saga", "storm", "sol", "liv", "stig", "sten", "per", "hans", "mina", "inga", "max", "ville", "klara", "rosa", "juni", "björn"} {
		if double, known := firstNames()[name]; !known || !double {
			t.Errorf("%s: known %v, marked %v", name, known, double)
		}
	}
	if n := len(firstNames()); n < 600 {
		t.Errorf("only %d names", n)
	}
	for name := range firstNames() {
		if name != strings.ToLower(name) || utf8.RuneCountInString(name) < 2 {
			t.Errorf("%q", name)
		}
	}
}

func TestALongTextIsLookedAtWithinBounds(t *testing.T) {
	text := strings.Repeat("Då kom Alva. ", MaxText/10)
	found := Look(text)
	if len(found) == 0 || found[len(found)-1].To > MaxText {
		t.Error(len(found))
	}
	if Look(strings.Repeat("å", MaxText)) != nil {
		t.Error("a text cut inside a letter")
	}
}

// FuzzLook: finds lie in the text, in order, without overlap, and looking at a
// find's own kind of text never fails.
func FuzzLook(f *testing.F) {
	for _, s := range []string{"Alva bor på Storgatan 3, 852 30 Sundsvall", "121212-1212 070-123 45 67 a@b.se", "mamma Bo \"Saga\"", "\xff\xfe 19121212-1212", "’s’ -a-", "å@ä.ö", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		runes := utf8.RuneCountInString(s)
		for _, find := range Look(s) {
			if find.From < at || find.To <= find.From || find.To > runes || find.Text == "" {
				t.Fatalf("%+v after %d in %d code points", find, at, runes)
			}
			at = find.To
		}
	})
}

func BenchmarkLook(b *testing.B) {
	text := strings.Repeat("Barnet sa att Alva brukar komma på torsdagar, och det var bra. ", 30)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Look(text)
	}
}

func ExampleLook() {
	for _, f := range Look("Alva ringde 070-123 45 67.") {
		fmt.Println(f.Kind, f.Text)
	}
	// Output:
	// name Alva
	// phone 070-123 45 67
}
