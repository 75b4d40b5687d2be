package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"barnrost/app"
)

// TimePlace is what stands for the time of the playhead in an autotext.
const TimePlace = "{tid}"

// Expand tells what the abbreviation just typed becomes: text ends, as far as
// code point pos, with one to four letters that stand in list and two spaces.
// erase is how many code points before pos to take away, put what to write
// there. An abbreviation never stands inside a word: what comes before it is no
// letter and no digit. at is the playhead in milliseconds. After a capital the
// text begins with one, too.
func Expand(list []app.Autotext, text string, pos int, at int64) (erase int, put string, ok bool) {
	b := byteAt(text, pos)
	if b < 0 || !strings.HasSuffix(text[:b], "  ") {
		return 0, "", false
	}
	short := text[:b-2]
	n := 0
	for n <= app.MaxShort {
		r, size := utf8.DecodeLastRuneInString(short)
		if size == 0 || !inWord(r) {
			break
		}
		short, n = short[:len(short)-size], n+1
	}
	word := text[len(short) : b-2]
	if n == 0 || n > app.MaxShort {
		return 0, "", false
	}
	for _, a := range list {
		if a.Short != strings.ToLower(word) {
			continue
		}
		put = strings.ReplaceAll(a.Text, TimePlace, stamp(max(at, 0)))
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
			r, size := utf8.DecodeRuneInString(put)
			put = string(unicode.ToUpper(r)) + put[size:]
		}
		return n + 2, put + " ", true
	}
	return 0, "", false
}
