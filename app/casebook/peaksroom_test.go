package casebook

import (
	"math"
	"testing"
)

func TestThePeaksOfThreeHoursAreGatheredWithoutGrowing(t *testing.T) {
	const rate, row = 16000, 10 * 60 * 16000
	const total = 3*60*60*rate + 7
	gather := func(all []int16) func() {
		return func() {
			all := all
			for first := int64(0); first < total; first += row {
				pairs := make([]int16, 2*((min(row, total-first)+peakSpan-1)/peakSpan))
				all = foldPeaks(all, first, pairs)
			}
		}
	}
	rows := float64((total + row - 1) / row) // each is unpacked into its own
	if got := testing.AllocsPerRun(3, gather(make([]int16, 0, peaksRoom(total)))); got > rows {
		t.Errorf("%v pieces of memory, want %v", got, rows)
	}
	if got := testing.AllocsPerRun(3, gather(nil)); got <= rows {
		t.Errorf("without room: %v pieces of memory, so the test sees nothing", got)
	}
}

func TestACountAloneTakesLittleMemoryForPeaks(t *testing.T) {
	if got := peaksRoom(math.MaxInt64); got != mostPeaksRoom {
		t.Errorf("room for %d numbers, want %d", got, mostPeaksRoom)
	}
	if got := peaksRoom(math.MinInt64); got < 0 || got > 100 {
		t.Errorf("room for %d numbers for less than nothing", got)
	}
}
