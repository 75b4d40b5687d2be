package crypto

import (
	"math"
	"slices"
	"strings"
)

// favourites are pieces that stand in countless passwords, written from
// general knowledge of Swedish and English habits; no leaked list is copied.
// Also the first lines that everybody knows.
var favourites = strings.Fields(`
password passord passwort lösenord losenord hemligt hemlig secret admin administrator welcome välkommen valkommen
letmein login logga inloggning master dragon monkey shadow sunshine princess prinsessa superman batman spiderman
football fotboll hockey baseball soccer basket jordgubbe jordgubb sommar vinter vår höst summer winter spring autumn
iloveyou jagälskardig älskling alskling kärlek karlek hejhej hejsan hallå hello tjena abc123 trustno1 starwars pokemon
minecraft fortnite freedom whatever computer dator internet google facebook samsung iphone apple microsoft windows
sverige stockholm göteborg goteborg malmö malmo uppsala norge danmark finland sweden svensson andersson johansson
bajen hammarby djurgården djurgarden ifkgöteborg malmöff färjestad frölunda brynäs leksand liverpool arsenal chelsea
manchester barcelona ronaldo messi zlatan ibrahimovic volvo saab mercedes ferrari porsche yamaha harley
kalleanka musse pippi långstrump emil bamse mamma pappa familj barnen hunden katten kattunge valpen nalle pussel
kaffe choklad banan apelsin blomma solsken stjärna stjarna måndag tisdag onsdag torsdag fredag lördag söndag
januari februari mars april juni juli augusti september oktober november december monday tuesday wednesday thursday
friday saturday sunday sekreterare socialtjänst socialtjansten socialkontor socialen kommun kommunen barnröst barnrost
enheten jobbet arbete kontoret välfärd orosanmälan utredning test testar tester changeme default guest root user
qazwsx 1qaz2wsx 1qaz 2wsx 3edc zaq1 qweasd qweqwe asdasd zxczxc q1w2e3 1q2w3e
`)

var knownLines = []string{
	"du gamla du fria", "blinka lilla stjärna", "bä bä vita lamm", "imse vimse spindel", "små grodorna",
	"ekorrn satt i granen", "mors lilla olle", "nu är det jul igen", "ja må hon leva", "ja må han leva",
	"hej tomtegubbar", "att vara eller inte vara", "to be or not to be", "correct horse battery staple",
	"det var en gång", "once upon a time", "may the force be with you", "the quick brown fox", "i love you",
	"jag älskar dig", "idas sommarvisa", "den blomstertid nu kommer", "lasse liten", "hej hopp i det gröna",
}

// keyRows are the keys as they lie, read both ways in runs of four or more.
var keyRows = []string{"qwertyuiopå", "asdfghjklöä", "zxcvbnm", "qwertyuiop", "asdfghjkl"}

// counts are read both ways in runs of four letters or three figures.
var counts = []string{"abcdefghijklmnopqrstuvwxyzåäö", "01234567890"}

// orders are words that come in an order everybody knows.
var orders = [][]string{
	strings.Fields("noll ett två tre fyra fem sex sju åtta nio tio elva tolv"),
	strings.Fields("en två tre fyra fem sex sju åtta nio tio"),
	strings.Fields("zero one two three four five six seven eight nine ten"),
	strings.Fields("måndag tisdag onsdag torsdag fredag lördag söndag måndag"),
	strings.Fields("januari februari mars april maj juni juli augusti september oktober november december"),
	strings.Fields("monday tuesday wednesday thursday friday saturday sunday monday"),
	strings.Fields("vår sommar höst vinter vår"),
	strings.Fields("adam bertil cesar david erik filip gustav helge ivar johan"),
}

// ordered reports whether four or more words on end come in a known order.
func ordered(words []string) bool {
	for _, order := range orders {
		for i := range words {
			if n := follows(words[i:], order); n >= 4 {
				return true
			}
		}
	}
	return false
}

// follows returns how many words from the start walk along order.
func follows(words, order []string) int {
	if len(words) == 0 {
		return 0
	}
	at := slices.Index(order, words[0])
	if at < 0 {
		return 0
	}
	n := 0
	for n < len(words) && at+n < len(order) && words[n] == order[at+n] {
		n++
	}
	return n
}

// piece is something a guesser tries early.
type piece struct {
	length int // code points
	bits   float64
	reason string
}

// pieces finds known pieces; names are in lower case.
type pieces struct{ names []string }

func knownPieces(personal []string) pieces {
	var p pieces
	for _, text := range personal {
		for _, word := range strings.FieldsFunc(strings.ToLower(Normalise(text)), func(r rune) bool { return class(r) != letters }) {
			if len([]rune(word)) >= 3 {
				p.names = append(p.names, word)
			}
		}
	}
	return p
}

// at returns the longest known piece at position i of r, in lower case. Short
// favourites count at the start of a word only: "svår" holds no "vår".
func (p pieces) at(all []rune, i int) (best piece, ok bool) {
	r := all[i:]
	starts := i == 0 || class(all[i-1]) != letters
	better := func(length int, bits float64, reason string) {
		if length > best.length {
			best, ok = piece{length, math.Min(bits, wordBound(length)), reason}, true
		}
	}
	typed, plain := string(r), unleet(r)
	text := func(words []string, bits float64, reason string) {
		for _, word := range words {
			n := len([]rune(word))
			if (starts || n >= 5) && (strings.HasPrefix(plain, word) || strings.HasPrefix(typed, word)) {
				better(n, bits, reason)
			}
		}
	}
	text(p.names, bitsName, WeakName)
	text(knownLines, bitsCommon, WeakCommon)
	text(favourites, bitsCommon, WeakCommon)
	if starts {
		if n := orderRun(typed); n > 0 {
			better(n, bitsSequence, WeakSequence)
		}
	}
	for _, row := range keyRows {
		if n := rowRun(r, []rune(row)); n >= 4 {
			better(n, bitsRow, WeakKeyboard)
		}
	}
	for _, count := range counts {
		least := 4
		if count[0] == '0' {
			least = 3
		}
		if n := rowRun(r, []rune(count)); n >= least {
			better(n, bitsSequence, WeakSequence)
		}
	}
	if n := same(r); n >= 3 {
		better(n, bitsSequence, WeakRepeated)
	}
	if n, bits := date(r); n > 0 {
		better(n, bits, WeakYear)
	}
	return best, ok
}

// unleet writes the figures and signs that people put for letters as those
// letters.
func unleet(r []rune) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case '0':
			return 'o'
		case '1', '!':
			return 'i'
		case '3':
			return 'e'
		case '4', '@':
			return 'a'
		case '5', '$':
			return 's'
		case '7':
			return 't'
		}
		return c
	}, string(r))
}

// orderRun returns the code points at the start of s that are three or more
// words in a known order.
func orderRun(s string) int {
	words := strings.Split(s, " ")
	for _, order := range orders {
		if n := follows(words, order); n >= 3 {
			return len([]rune(strings.Join(words[:n], " ")))
		}
	}
	return 0
}

// rowRun returns how far r walks along row, forwards or backwards.
func rowRun(r, row []rune) int {
	at := slices.Index(row, r[0])
	if at < 0 {
		return 0
	}
	longest := 0
	for _, step := range []int{1, -1} {
		n := 0
		for k := at; n < len(r) && k >= 0 && k < len(row) && r[n] == row[k]; k += step {
			n++
		}
		longest = max(longest, n)
	}
	return longest
}

// same returns how many times the first code point stands in a row.
func same(r []rune) int {
	n := 1
	for n < len(r) && r[n] == r[0] {
		n++
	}
	return n
}

// date returns the length and bits of a date or year at the start: 8 or 6
// figures that are a day, or 4 that are a year between 1900 and 2099.
func date(r []rune) (length int, bits float64) {
	figures := 0
	for figures < len(r) && figures < 9 && r[figures] >= '0' && r[figures] <= '9' {
		figures++
	}
	two := func(i int) int { return int(r[i]-'0')*10 + int(r[i+1]-'0') }
	day := func(i int) bool { return two(i) >= 1 && two(i) <= 12 && two(i+2) >= 1 && two(i+2) <= 31 }
	century := figures >= 4 && (two(0) == 19 || two(0) == 20)
	switch {
	case figures >= 8 && century && day(4):
		return 8, bitsDate
	case figures == 6 && day(2):
		return 6, bitsDate
	case century:
		return 4, bitsYear
	}
	return 0, 0
}
