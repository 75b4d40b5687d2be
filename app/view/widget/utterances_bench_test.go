package widget_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/widget"
)

// longTalk is an interview of so many utterances and characters.
func longTalk(b *testing.B, utterances, chars int) *transcript.Document {
	lines := make([]string, utterances)
	for i := range lines {
		n := chars / utterances / 2 * (1 + 2*(i%2)) // short and long by turns
		lines[i] = string([]rune(strings.Repeat("det var en gång vi åkte ", n/24+1))[:n-1]) + "."
	}
	return said(b, lines...)
}

// The longest desk that must be fluent.
const (
	mostUtterances = 2_500
	mostCharacters = 100_000
)

// p99 tells the 99th percentile of what each round took.
func p99(b *testing.B, took []time.Duration) {
	if len(took) > 0 {
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
	}
}

// typing types in the middle of an interview, one letter a round and Enter now
// and then, from the key to the finished layout, without painting.
func typing(b *testing.B, l *list) {
	l.u.GoTo(transcript.Place{ID: l.doc.At(l.doc.Len() / 2).ID})
	f := l.Window.Canvas().Focused()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		f.TypedRune([]rune("det var så ")[i%11])
		if i%50 == 49 {
			l.hit(fyne.KeyReturn, 0)
		}
		took = append(took, time.Since(start))
	}
	p99(b, took)
}

func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{40_000, mostCharacters} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			typing(b, show(b, longTalk(b, n*mostUtterances/mostCharacters, n)))
		})
	}
}

// BenchmarkKeystrokeBesideMarks types while every utterance has a place that is
// marked, a hundred live markers stand among them, and it plays.
func BenchmarkKeystrokeBesideMarks(b *testing.B) {
	l := show(b, longTalk(b, mostUtterances, mostCharacters))
	spans := map[uint64][]widget.Span{}
	var marks []transcript.Mark
	for i := range l.doc.Len() {
		a := l.doc.At(i)
		spans[a.ID] = []widget.Span{{From: 0, To: 3}, {From: 4, To: 7, Kind: widget.SpanHit}}
		if i%25 == 0 {
			marks = append(marks, transcript.Mark{Kind: "nickar", At: a.Start})
		}
	}
	l.u.SetMarks(marks)
	l.u.SetHighlights(spans)
	typing(b, l)
}

// BenchmarkEnter is going on to the next utterance.
func BenchmarkEnter(b *testing.B) {
	l := show(b, longTalk(b, mostUtterances, mostCharacters))
	l.u.GoTo(transcript.Place{ID: l.doc.At(mostUtterances / 2).ID})
	for b.Loop() {
		l.hit(fyne.KeyReturn, 0)
		l.hit(fyne.KeyZ, ctrl)
	}
}

// BenchmarkOpening is showing the longest interview for the first time.
func BenchmarkOpening(b *testing.B) {
	doc := longTalk(b, mostUtterances, mostCharacters)
	l := show(b, doc)
	for b.Loop() {
		l.Show(l.Kit.Utterances("desk.text", doc, widget.UtteranceHooks{}))
	}
}

// BenchmarkScrolling is a notch of the wheel, over rows never seen before as
// long as there are any.
func BenchmarkScrolling(b *testing.B) {
	l := show(b, longTalk(b, mostUtterances, mostCharacters))
	l.hit(fyne.KeyHome, ctrl)
	for b.Loop() {
		if l.u.ScrollBy(40); l.u.AtEnd() {
			l.hit(fyne.KeyHome, ctrl)
		}
	}
}

// BenchmarkPlayhead is being told where it is heard.
func BenchmarkPlayhead(b *testing.B) {
	l := show(b, longTalk(b, mostUtterances, mostCharacters))
	for i := 0; b.Loop(); i++ {
		l.u.SetPlayhead(int64(i) * 50 % (mostUtterances * 4_000))
	}
}
