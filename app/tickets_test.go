package app

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestTheStockNeverHoldsWhatCannotBe: whatever is counted, there are never fewer
// than none, nor more handed out than were bought.
func TestTheStockNeverHoldsWhatCannotBe(t *testing.T) {
	some := []int{0, 1, -1, 40, -40, MaxTickets, -MaxTickets, MaxTickets + 1, math.MaxInt, math.MinInt}
	var now Tickets
	refused := 0
	for range 5000 {
		bought, given := some[rand.N(len(some))], some[rand.N(len(some))]
		next, err := now.Add(bought, given)
		if err != nil {
			refused++
			if next != now || CodeOf(err) != CodeTickets {
				t.Fatalf("%+v, %v after a refusal", next, err)
			}
		} else if next.Bought != now.Bought+bought || next.Given != now.Given+given {
			t.Fatalf("%+v and %d, %d became %+v", now, bought, given, next)
		}
		now = next
		if now.Given < 0 || now.Given > now.Bought || now.Bought > MaxTickets || now.Left() != now.Bought-now.Given {
			t.Fatalf("%+v", now)
		}
	}
	if refused == 0 || refused == 5000 {
		t.Errorf("%d of 5000 were refused", refused)
	}
}
