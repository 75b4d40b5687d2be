package widget

import (
	"math"
	"testing"
	"time"
)

func TestLevelLightsMoreBlocksTheLouderItIs(t *testing.T) {
	for _, c := range []struct {
		dbfs float64
		want int
	}{{math.Inf(-1), 0}, {-90, 0}, {-54, 0}, {-53.9, 1}, {-30, 9}, {-3.1, 17}, {0, 18}, {6, 18}} {
		if got := lit(c.dbfs); got != c.want {
			t.Errorf("%v dBFS lights %d, want %d", c.dbfs, got, c.want)
		}
	}
}

func TestTheSunGoesRoundOnceAYear(t *testing.T) {
	last := -1.0
	for day := time.Date(2028, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() == 2028; day = day.AddDate(0, 0, 1) {
		at := turn(day)
		if at <= last || at < 0 || at >= 1 {
			t.Fatalf("%v lies at %v after %v", day, at, last)
		}
		if month := int(at * 12); month != int(day.Month())-1 {
			t.Fatalf("%v lies in month %d", day, month+1)
		}
		last = at
	}
}
