package widget

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/theme"
)

// widestColumn bounds what names take from the text, before it is enlarged. A
// longer name is cut where it is shown, and whole for a screen reader.
const widestColumn float32 = 150

// speakerWord is what a speaker is called here.
func (u *Utterances) speakerWord(s transcript.Speaker) string {
	if name := u.doc.Names().Of(s); name != "" {
		return name
	}
	return u.kit.Text.T("speaker." + string(s))
}

func nameWidth(s string) float32 {
	return fyne.MeasureText(s, theme.SizeNow(theme.SizeBody), fyne.TextStyle{Bold: true}).Width
}

func columnWidth() float32 { return widestColumn * theme.SizeNow(theme.SizeBody) / 16 }

// widestName is how wide the column of names must be.
func (u *Utterances) widestName() (w float32) {
	u.names, u.short = u.doc.Names(), map[string]string{}
	for _, s := range transcript.Speakers {
		w = max(w, nameWidth(u.speakerWord(s)))
	}
	return min(w, columnWidth())
}

// shortName is a name as it fits its column.
func (u *Utterances) shortName(s transcript.Speaker) string {
	name := u.speakerWord(s)
	if short, ok := u.short[name]; ok {
		return short
	}
	short := name
	for limit := columnWidth(); nameWidth(short) > limit; {
		_, last := utf8.DecodeLastRuneInString(strings.TrimSuffix(short, "…"))
		short = strings.TrimRight(strings.TrimSuffix(short, "…")[:len(strings.TrimSuffix(short, "…"))-last], " ") + "…"
	}
	if u.short == nil {
		u.short = map[string]string{}
	}
	u.short[name] = short
	return short
}

// Renamed shows names that were changed elsewhere.
func (u *Utterances) Renamed() {
	if u.names == u.doc.Names() {
		return
	}
	u.geo.forget()
	for _, r := range u.rows {
		r.fresh = true
	}
	place := u.Caret()
	u.restructure()
	u.enter(place)
	u.arrange()
}
