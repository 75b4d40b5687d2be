package deident

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// first names in use in Sweden, small letters, one a line. A star marks those
// that are common words as well.
//
//go:embed names.txt
var nameList string

var firstNames = sync.OnceValue(func() map[string]bool { // true: a common word, too
	all := map[string]bool{}
	for _, line := range strings.Fields(nameList) {
		name, double := strings.CutSuffix(line, "*")
		all[name] = double
	}
	return all
})

// word is one word of a text, in bytes.
type word struct {
	from, to int
	text     string
	capital  bool
	begins   bool // a sentence
}

var wordForm = regexp.MustCompile(`\p{L}+(?:[-’'\x{2019}]\p{L}+)*`)

func wordsOf(text string) []word {
	var list []word
	for _, m := range wordForm.FindAllStringIndex(text, -1) {
		w := word{from: m[0], to: m[1], text: text[m[0]:m[1]], begins: begins(text, m[0])}
		first, size := utf8.DecodeRuneInString(w.text)
		w.capital = unicode.IsUpper(first) && (size == len(w.text) || w.text != strings.ToUpper(w.text))
		if known, double := lookup(w.text); unicode.IsUpper(first) && known && !double {
			w.capital = true // ALVA; but KCK is nobody
		}
		list = append(list, w)
	}
	return list
}

// names finds words that are likely to be names of people, places or schools.
// A capital inside a sentence is one; so is a first name anywhere, unless it is
// a common word and nothing around it says that a person is meant.
func names(text string) []span {
	all := wordsOf(text)
	var list []span
	for n, w := range all {
		if !isName(text, all, n) {
			continue
		}
		if last := len(list) - 1; last >= 0 && n > 0 && all[n-1].to == list[last].to && text[list[last].to:w.from] == " " {
			list[last].to = w.to // first and last name are one
			continue
		}
		list = append(list, span{Name, w.from, w.to})
	}
	return list
}

func isName(text string, all []word, n int) bool {
	w := all[n]
	if utf8.RuneCountInString(w.text) < 2 {
		return false
	}
	known, double := lookup(w.text)
	told := n > 0 && tells(text, all[n-1], w)
	switch {
	case told && (w.capital || known && (!double || calls[strings.ToLower(all[n-1].text)] && !small[strings.ToLower(w.text)])):
		return !notNames[strings.ToLower(w.text)]
	case !w.capital || notNames[strings.ToLower(w.text)]:
		return false
	case known && !double:
		return true
	case w.begins:
		return known && acts(text, all, n)
	}
	return true
}

// lookup tells whether a word is a first name, and whether that is a common
// word as well. "Almas" is Alma's.
func lookup(s string) (known, double bool) {
	s = strings.ToLower(s)
	if double, known = firstNames()[s]; known {
		return known, double
	}
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '-' }) { // Anna-Karin
		if part != s {
			if known, double = lookup(part); known {
				return known, double
			}
		}
	}
	if base, genitive := strings.CutSuffix(s, "s"); genitive && utf8.RuneCountInString(base) > 1 {
		double, known = firstNames()[base]
	}
	return known, double
}

// tells reports whether the word before says that a name follows, with nothing
// but a space between.
func tells(text string, before, w word) bool {
	if gap := text[before.to:w.from]; gap != " " && gap != " \"" && gap != " ”" {
		return false
	}
	s := strings.ToLower(before.text)
	return calls[s] || kin[s]
}

// acts reports whether the word after is something that only people do, or a
// last name: "Saga sa", "Storm Ekdahl".
func acts(text string, all []word, n int) bool {
	if n+1 >= len(all) || text[all[n].to:all[n+1].from] != " " {
		return false
	}
	next := all[n+1]
	return next.capital || deeds[strings.ToLower(next.text)]
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

var (
	calls = set(`heter hette hetat kallas kallades kallar namnet döptes döpt`)
	kin   = set(`mamma mamman pappa pappan mor far bror brodern brorsan lillebror storebror syster systern syrran lillasyster storasyster
 halvbror halvsyster syskonet mormor morfar farmor farfar moster faster morbror farbror kusin kusinen styvmamma styvpappa bonusmamma
 bonuspappa plastmamma plastpappa bonusbror bonussyster bonussyskon familjehemsmamma familjehemspappa kompis kompisen kompisar vän vännen
 bästis bästisen flickvän flickvännen pojkvän pojkvännen sambo sambon lärare läraren fröken magistern rektor rektorn mentor mentorn
 kurator kuratorn tränare tränaren handläggare handläggaren socialsekreterare socialsekreteraren barnsekreterare barnsekreteraren
 kontaktperson kontaktpersonen tolken läkaren doktor grannen hunden katten`)
	deeds = set(`sa sade säger berättade berättar tyckte tycker ville vill hette heter bodde bor grät gråter skrattade skrattar undrade undrar
 frågade frågar svarade svarar kände känner trodde tror visste vet fick satt ritade lekte leker ringde ringer hjälpte hjälper`)
	// Names that are such small words that not even "heter" before them says much.
	small = set(`hans inga max mina my per ville`)
	// Written large inside a sentence, and no name of anybody. What a child says
	// of a game or a chain tells nothing of who it is.
	notNames = set(`sverige svenska norden europa gud jul påsk socialtjänsten socialtjänst socialnämnden socialnämnd socialkontoret
 barnröst barnenkät barnenkäten västernorrlandsmodellen västernorrlandmodellen västermodellen barnkonventionen årshjulet
 minecraft roblox fortnite youtube tiktok snapchat instagram netflix spotify google discord facebook whatsapp messenger nintendo
 playstation xbox ipad iphone mcdonalds mcdonald’s max's lego pokémon spindelmannen halloween wifi teams zoom facetime bris
 jag du vi ni han hon hen de det den en ett och men så om när hur vad var varför vem i på till från med som att är inte ja nej
 februari januari mars april juni juli augusti september oktober november december måndag tisdag onsdag torsdag fredag lördag söndag
 intervjuare barn barnet tolk mamma pappa ok okej tv`)
)
