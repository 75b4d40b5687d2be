package logbook

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// sift is what is looked for: one interview, one kind of act, or all.
type sift struct {
	code string
	act  app.Act
}

// through returns the entries that pass. A broken row passes always: what it
// was about nobody knows.
func (s sift) through(all []app.LogEntry) []app.LogEntry {
	var out []app.LogEntry
	for _, e := range all {
		if e.Broken || (s.code == "" || e.Code == s.code) && (s.act == "" || e.Act == s.act) {
			out = append(out, e)
		}
	}
	return out
}

// all reports whether everything passes.
func (s sift) all() bool { return s == sift{} }

// controls are the two choices, of what there is in the log.
func (s *sift) controls(k *widget.Kit, all []app.LogEntry, changed func()) fyne.CanvasObject {
	var codes []string
	var acts []app.Act
	for _, e := range all {
		if e.Code != "" && !slices.Contains(codes, e.Code) {
			codes = append(codes, e.Code)
		}
		if e.Act != "" && !slices.Contains(acts, e.Act) {
			acts = append(acts, e.Act)
		}
	}
	slices.Sort(codes)
	slices.SortFunc(acts, func(a, b app.Act) int { return strings.Compare(act(k.Text, a), act(k.Text, b)) })

	interview := k.Select("log.interview", append([]string{k.Text.T("log.interview.all")}, codes...), func(i int) {
		s.code = ""
		if i > 0 {
			s.code = codes[i-1]
		}
		changed()
	})
	interview.SetIndex(slices.Index(codes, s.code) + 1)
	words := []string{k.Text.T("log.act.all")}
	for _, a := range acts {
		words = append(words, act(k.Text, a))
	}
	kind := k.Select("log.act", words, func(i int) {
		s.act = ""
		if i > 0 {
			s.act = acts[i-1]
		}
		changed()
	})
	kind.SetIndex(slices.Index(acts, s.act) + 1)
	return widget.Stack(theme.Gap8, k.Strong(k.Text.T("log.sift")), widget.Row(
		container.New(roomy(interview.Options), interview), container.New(roomy(words), kind)))
}

// roomy makes a drop-down as wide as its longest words: Fyne's asks for no more
// than a few letters.
type roomy []string

// arrow is what a drop-down needs beside its words.
const arrow float32 = 64

func (r roomy) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	for _, s := range r {
		size.Width = max(size.Width, fyne.MeasureText(s, theme.SizeNow(theme.SizeBody), fyne.TextStyle{}).Width+theme.Scaled(arrow))
	}
	return size
}

func (roomy) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }
