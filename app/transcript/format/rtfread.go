package format

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"barnrost/app"
	"barnrost/app/transcript"
)

// maxDepth is how deep groups may lie in each other: real files stay below 20.
const maxDepth = 200

// codePages are the tables that \'xx is read by; others are read as 1252.
var codePages = map[int]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 1250: charmap.Windows1250, 1251: charmap.Windows1251,
	1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254, 1257: charmap.Windows1257, 10000: charmap.Macintosh,
}

// hidden are the groups that are no text of the page, with what is lost by them.
var hidden = map[string]Loss{
	"fonttbl": "", "colortbl": "", "stylesheet": "", "info": "", "generator": "", "listtable": "", "listoverridetable": "",
	"rsidtbl": "", "themedata": "", "datastore": "", "latentstyles": "", "xmlnstbl": "", "revtbl": "", "filetbl": "", "fldinst": LostLink,
	"pict": LostPicture, "object": LostPicture, "shppict": LostPicture, "shpinst": LostPicture, "footnote": LostNote, "annotation": LostNote,
	"atnid": "", "atnauthor": "", "header": LostNote, "footer": LostNote, "headerl": LostNote, "headerr": LostNote, "headerf": LostNote,
	"footerl": LostNote, "footerr": LostNote, "footerf": LostNote, "bkmkstart": "", "bkmkend": "", "nonshppict": "", "pntext": "", "listtext": "",
}

// signs are the words that stand for a letter.
var signs = map[string]rune{"tab": '\t', "line": '\n', "emdash": '—', "endash": '–', "lquote": '‘', "rquote": '’',
	"ldblquote": '“', "rdblquote": '”', "bullet": '•', "emspace": ' ', "enspace": ' ', "softline": '\n'}

// group is the state that a brace opens and its partner takes back.
type group struct {
	skip    bool // a destination that is no text
	deleted bool
	uc      int // how many letters stand for a \u where it is not known
}

// rtf reads the tokens of one file.
type rtf struct {
	b     []byte
	at    int
	left  Left
	stack []group
	now   group
	page  *charmap.Charmap

	paras   []para
	text    strings.Builder
	high    uint16 // the first half of a pair, waiting for the second
	jump    int    // letters to be passed over after \u
	heading bool
	styled  bool // a mark of style already counted in this paragraph
	star    bool // \* was read: what is not known is skipped
	cells   []string
	inRow   bool
}

func readRTF(b []byte, left Left) ([]para, error) {
	r := &rtf{b: b, left: left, now: group{uc: 1}, page: charmap.Windows1252}
	for r.at < len(b) {
		switch c := b[r.at]; c {
		case '{':
			r.at++
			r.flushHalf()
			if len(r.stack) == maxDepth {
				return nil, app.Fail(app.CodeNotATranscript, nil)
			}
			r.stack = append(r.stack, r.now)
			r.jump = 0
		case '}':
			r.at++
			r.flushHalf()
			r.jump, r.star = 0, false
			if len(r.stack) == 0 {
				r.at = len(b)
				break
			}
			r.now = r.stack[len(r.stack)-1]
			r.stack = r.stack[:len(r.stack)-1]
			if len(r.stack) == 0 {
				r.at = len(b) // what follows the file's own group is none of it
			}
		case '\\':
			r.control()
		case '\r', '\n', 0:
			r.at++
		default:
			r.at++
			r.letter(c)
		}
	}
	r.paragraph()
	return r.paras, nil
}

// letter is a byte of text.
func (r *rtf) letter(c byte) {
	if r.jump > 0 {
		r.jump--
		return
	}
	r.put(r.page.DecodeByte(c))
}

func (r *rtf) put(c rune) {
	r.flushHalf()
	r.write(c)
}

func (r *rtf) write(c rune) {
	switch {
	case r.now.skip:
	case r.now.deleted:
		r.left[LostDeleted]++
	default:
		r.text.WriteRune(c)
	}
}

// unit is one \u: half a pair waits for the other.
func (r *rtf) unit(u uint16) {
	if r.high != 0 {
		if c := utf16.DecodeRune(rune(r.high), rune(u)); c != '\uFFFD' {
			r.high = 0
			r.write(c)
			return
		}
	}
	r.flushHalf()
	if u >= 0xD800 && u < 0xDC00 {
		r.high = u
		return
	}
	r.lone(rune(u))
}

func (r *rtf) flushHalf() {
	if r.high != 0 {
		r.high = 0
		r.lone('\uFFFD')
	}
}

func (r *rtf) lone(c rune) {
	if c >= 0xD800 && c < 0xE000 {
		c = '\uFFFD'
	}
	if c == '\uFFFD' && !r.now.skip {
		r.left[LostLetter]++
	}
	r.write(c)
}

// control reads a backslash and what it begins.
func (r *rtf) control() {
	r.at++
	if r.at >= len(r.b) {
		return
	}
	c := r.b[r.at]
	if c < 'a' || c > 'z' {
		if c < 'A' || c > 'Z' {
			r.at++
			r.symbol(c)
			return
		}
	}
	from := r.at
	for r.at < len(r.b) && (r.b[r.at]|0x20) >= 'a' && (r.b[r.at]|0x20) <= 'z' {
		r.at++
	}
	word := string(r.b[from:min(r.at, from+32)])
	from = r.at
	if r.at < len(r.b) && r.b[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.b) && r.b[r.at] >= '0' && r.b[r.at] <= '9' {
		r.at++
	}
	n, err := strconv.Atoi(string(r.b[from:min(r.at, from+11)]))
	if r.at < len(r.b) && r.b[r.at] == ' ' {
		r.at++
	}
	r.word(word, n, err == nil)
}

// symbol is a backslash and one sign.
func (r *rtf) symbol(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.b) {
			n, err := strconv.ParseUint(string(r.b[r.at:r.at+2]), 16, 8)
			r.at += 2
			if err == nil {
				r.letter(byte(n))
			}
		}
	case '*':
		r.star = true
	case '~':
		r.letterOf('\u00a0')
	case '_':
		r.letterOf('\u2011')
	case '\\', '{', '}':
		r.letterOf(rune(c))
	case '\r', '\n':
		r.paragraph()
	}
}

func (r *rtf) letterOf(c rune) {
	if r.jump > 0 {
		r.jump--
		return
	}
	r.put(c)
}

// word is a control word with its number.
func (r *rtf) word(word string, n int, has bool) {
	star := r.star
	r.star = false
	if word == "u" && has {
		r.jump = 0
		r.unit(uint16(n))
		r.jump = r.now.uc
		return
	}
	if word == "bin" && n > 0 { // raw bytes, which may hold braces
		r.at = min(len(r.b), r.at+n)
		return
	}
	if loss, ok := hidden[word]; ok && len(r.stack) > 0 || star {
		if loss != "" && !r.now.skip {
			r.left[loss]++
		}
		r.now.skip = true
		return
	}
	if r.now.skip {
		return
	}
	if sign, ok := signs[word]; ok {
		r.letterOf(sign)
		return
	}
	switch word {
	case "ansicpg":
		if p := codePages[n]; p != nil {
			r.page = p
		}
	case "mac":
		r.page = charmap.Macintosh
	case "uc":
		r.now.uc = min(max(n, 0), 16)
	case "par", "page", "sect":
		r.paragraph()
	case "cell":
		r.cells = append(r.cells, r.taken())
		r.inRow = true
	case "row":
		if r.inRow && len(r.cells) > 0 {
			r.paras = append(r.paras, para{cells: r.cells})
		}
		r.cells, r.inRow = nil, false
	case "pard":
		r.heading = false
	case "outlinelevel":
		r.heading = n >= 0 && n < 9
	case "deleted":
		r.now.deleted = !has || n != 0
	case "b", "i", "ul", "strike", "highlight", "cf":
		if (!has || n > 0) && !r.styled && !r.heading {
			r.styled = true
			r.left[LostStyle]++
		}
	}
}

// taken returns the text since the last paragraph.
func (r *rtf) taken() string {
	r.flushHalf()
	s := transcript.Clean(r.text.String())
	r.text.Reset()
	r.styled = false
	return s
}

func (r *rtf) paragraph() {
	if r.now.skip || r.now.deleted {
		return
	}
	if r.inRow && len(r.cells) > 0 {
		r.text.WriteByte('\n')
		return
	}
	s := r.taken()
	r.paras = append(r.paras, para{text: s, heading: r.heading && strings.TrimSpace(s) != ""})
}
