package peaks

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func noise(n int) []int16 {
	random := rand.New(rand.NewPCG(8, 9))
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(random.IntN(65536) - 32768)
	}
	return out
}

func TestEachPairHoldsTheLowestAndHighestOfItsSpan(t *testing.T) {
	sound := noise(5*Span + 17)
	level := Of(sound)
	if len(level) != 2*6 {
		t.Fatalf("%d values", len(level))
	}
	for i := range 6 {
		span := sound[i*Span : min(len(sound), (i+1)*Span)]
		if level[2*i] != slices.Min(span) || level[2*i+1] != slices.Max(span) {
			t.Errorf("pair %d: %d, %d", i, level[2*i], level[2*i+1])
		}
	}
}

func TestPeaksDoNotDependOnTheBlocks(t *testing.T) {
	sound := noise(10000)
	want := Of(sound)
	for _, cut := range []int{1, 255, 256, 257, 960} {
		var b Builder
		for part := range slices.Chunk(sound, cut) {
			b.Add(part)
			b.Pairs() // looking at it changes nothing
		}
		if got := b.Pairs(); !slices.Equal(got, want) {
			t.Errorf("cut into %d it differs", cut)
		}
	}
}

func TestACoarserLevelIsThatOfLongerSpans(t *testing.T) {
	sound := noise(100*Span + 3)
	for _, factor := range []int{1, 2, 7, 1000} {
		got := Reduce(Of(sound), factor)
		for i := range len(got) / 2 {
			span := sound[i*factor*Span : min(len(sound), (i+1)*factor*Span)]
			if got[2*i] != slices.Min(span) || got[2*i+1] != slices.Max(span) {
				t.Errorf("by %d, pair %d: %d, %d", factor, i, got[2*i], got[2*i+1])
			}
		}
	}
}

func TestNoSoundHasNoPeaks(t *testing.T) {
	if got := Of(nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if got := Reduce(nil, 4); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
