package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// interview makes a document of n characters in utterances of about 100.
func interview(n int) *Document {
	d := New()
	line := strings.Repeat("det var så att vi åkte dit ", 4)
	for i := 0; i*len([]rune(line)) < n; i++ {
		d.Insert(i, Utterance{Speaker: Speakers[i%2], Start: int64(i) * 4_000, Text: line})
	}
	d.TakeRow()
	return d
}

// BenchmarkTyping is one key in the middle of an interview, with its share of
// a row a second at 30 keys a second.
func BenchmarkTyping(b *testing.B) {
	for _, n := range []int{40_000, 100_000} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			d := interview(n)
			id, at := d.At(d.Len()/2).ID, noon
			text := text(d, id)
			for i := 0; b.Loop(); i++ {
				if i%200 == 0 {
					text = "å"
				}
				text += "b"
				at = at.Add(33 * time.Millisecond)
				if err := d.SetText(id, text, at); err != nil {
					b.Fatal(err)
				}
				if i%30 == 0 {
					row, _ := d.TakeRow()
					row.Encode()
				}
			}
		})
	}
}

// BenchmarkTypingInOneUtterance is a key at the end of a single utterance of
// that length: the worst a person can do.
func BenchmarkTypingInOneUtterance(b *testing.B) {
	d := New()
	id, _ := d.Insert(0, Utterance{Speaker: Child, Text: strings.Repeat("å", 40_000)})
	long, at := text(d, id), noon
	for i := 0; b.Loop(); i++ {
		s := long
		if i%2 == 0 {
			s += "b"
		}
		if err := d.SetText(id, s, at); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSnapshot(b *testing.B) {
	d := interview(100_000)
	for b.Loop() {
		d.Snapshot()
	}
}
