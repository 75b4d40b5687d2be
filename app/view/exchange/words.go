package exchange

import (
	"bytes"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view/text"
	"barnrost/app/view/widget"
)

// losses says what does not come along, a line each.
func losses(k *widget.Kit, left format.Left) (objs []fyne.CanvasObject) {
	for _, loss := range format.Losses {
		if n := left[loss]; n > 0 {
			objs = append(objs, k.Muted(k.Text.N("format.left."+string(loss), n)))
		}
	}
	return objs
}

// Excerpt is what a file of a form holds: the file itself where it is plain
// text, else what a reader finds in it.
func Excerpt(k format.Kind, p transcript.Paper, o format.Options) string {
	var b bytes.Buffer
	if err := format.Write(&b, k, p, o); err != nil {
		return ""
	}
	switch k {
	case format.TXT, format.VTT, format.SRT:
		return strings.TrimSpace(strings.ReplaceAll(b.String(), "\r", ""))
	}
	d, err := format.Read(b.Bytes(), "."+string(k))
	if err != nil {
		return ""
	}
	return strings.Join(append([]string{p.Title}, turnLines(d.Turns)...), "\n")
}

// turnLines writes turns as they are shown.
func turnLines(turns []format.Turn) (lines []string) {
	for _, t := range turns {
		var parts []string
		if t.Timed {
			parts = append(parts, text.Stamp(t.Start))
		}
		if t.Name != "" {
			parts = append(parts, t.Name+":")
		}
		lines = append(lines, strings.Join(append(parts, t.Text), " "))
	}
	return lines
}
