package exchange

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// guess is a name in the file and which speaker it is taken for, "" for none:
// then it stays in the text.
type guess struct {
	name  string
	times int
	is    transcript.Speaker
	usual bool // the name is one of the usual words, and gives the speaker no name
}

// nobody speaks where the file names no one.
const nobody = transcript.Interviewer

// usual are words for speakers in files, in small letters.
var usual = map[string]transcript.Speaker{
	"i": transcript.Interviewer, "int": transcript.Interviewer, "intervjuare": transcript.Interviewer, "intervjuaren": transcript.Interviewer,
	"interviewer": transcript.Interviewer, "socialsekreterare": transcript.Interviewer, "soc": transcript.Interviewer, "q": transcript.Interviewer,
	"b": transcript.Child, "barn": transcript.Child, "barnet": transcript.Child, "child": transcript.Child,
	"t": transcript.Interpreter, "tolk": transcript.Interpreter, "tolken": transcript.Interpreter, "interpreter": transcript.Interpreter,
	"annan": transcript.Other, "other": transcript.Other,
}

// guesses says who is who, as well as it can be known: the words and names that
// the text has, the usual ones, and for a name that comes more than once the
// next speaker that is free. A name that comes once is more likely a word before
// a colon.
func guesses(d format.Draft, word func(transcript.Speaker) string, names transcript.Names) []guess {
	found, times := d.Names()
	taken := map[transcript.Speaker]bool{}
	list := make([]guess, len(found))
	for i, name := range found {
		g := guess{name: name, times: times[name]}
		for _, s := range transcript.Speakers {
			if strings.EqualFold(name, word(s)) {
				g.is, g.usual = s, true
			}
		}
		if s := usual[strings.ToLower(name)]; g.is == "" && s != "" {
			g.is, g.usual = s, true
		}
		taken[g.is] = true
		list[i] = g
	}
	for i, g := range list {
		if g.is != "" || g.times < 2 {
			continue
		}
		// Those with a word of their own come last: another's name is not theirs.
		for _, s := range slices.Concat(transcript.Speakers[3:], transcript.Speakers[:3]) {
			if !taken[s] && names.Of(s) == "" {
				list[i].is, taken[s] = s, true
				break
			}
		}
	}
	return list
}

// mapped is who is who, and the names that come with it.
func (r *In) mapped() (map[string]transcript.Speaker, transcript.Names) {
	who := map[string]transcript.Speaker{}
	for _, g := range r.who {
		if g.is != "" {
			who[g.name] = g.is
		}
	}
	return who, namesOf(r.who, transcript.Names{})
}

// namesOf gives speakers without a name the one in the file.
func namesOf(who []guess, names transcript.Names) transcript.Names {
	for _, g := range who {
		if g.is != "" && !g.usual && names.Of(g.is) == "" {
			names = names.With(g.is, transcript.CleanName(g.name))
		}
	}
	return names
}

// mostNames is how many names are asked about; more are no speakers.
const mostNames = 12

// mapping is a line for each name: who it is.
func (r *In) mapping() []fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("in.who")), k.Muted(r.t("in.who.how"))}
	options := []string{r.t("in.who.none")}
	for _, s := range transcript.Speakers {
		options = append(options, r.word(s))
	}
	for i := range r.who[:min(len(r.who), mostNames)] {
		g := &r.who[i]
		s := k.Select("in.who"+strconv.Itoa(i+1), options, func(at int) {
			if at == 0 {
				g.is = ""
			} else {
				g.is = transcript.Speakers[at-1]
			}
			r.tell()
		})
		at := 0
		for j, sp := range transcript.Speakers {
			if sp == g.is {
				at = j + 1
			}
		}
		s.SetIndex(at)
		if r.first == nil {
			r.first = s
		}
		objs = append(objs, widget.Stack(theme.Gap4, k.Body(k.Text.N("in.who.name", g.times, "name", g.name)),
			container.New(selectWidth{}, s)))
	}
	return objs
}

// selectWidth gives a choice the width that the longest names need.
type selectWidth struct{}

func (selectWidth) width() float32 { return 280 * theme.SizeNow(theme.SizeBody) / 16 }

func (l selectWidth) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Resize(fyne.NewSize(min(l.width(), size.Width), o.MinSize().Height))
	}
}

func (l selectWidth) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(l.width(), 280), objs[0].MinSize().Height)
}
