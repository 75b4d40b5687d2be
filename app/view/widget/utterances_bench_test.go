package widget_test

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app/transcript"
	"barnrost/app/view/widget"
)

// BenchmarkKeystroke is a letter typed in the middle of an interview, from the
// key to the finished layout, without painting.
func BenchmarkKeystroke(b *testing.B) {
	for _, chars := range []int{40_000, 100_000} {
		b.Run(strconv.Itoa(chars), func(b *testing.B) {
			l := show(b, long(b, chars/70))
			l.u.GoTo(transcript.Place{ID: l.doc.At(l.doc.Len() / 2).ID})
			f := l.Window.Canvas().Focused()
			for i := 0; b.Loop(); i++ {
				f.TypedRune([]rune("det var så ")[i%11])
				if i%120 == 119 {
					l.hit(fyne.KeyReturn, 0)
				}
			}
		})
	}
}

// BenchmarkEnter is going on to the next utterance.
func BenchmarkEnter(b *testing.B) {
	l := show(b, long(b, 1_500))
	l.u.GoTo(transcript.Place{ID: l.doc.At(700).ID})
	for b.Loop() {
		l.hit(fyne.KeyReturn, 0)
		l.hit(fyne.KeyZ, ctrl)
	}
}

// BenchmarkOpening is showing 1,500 utterances for the first time.
func BenchmarkOpening(b *testing.B) {
	doc := long(b, 1_500)
	l := show(b, doc)
	for b.Loop() {
		l.Show(l.Kit.Utterances("desk.text", doc, widget.UtteranceHooks{}))
	}
}
