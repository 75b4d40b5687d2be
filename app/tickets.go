package app

// Tickets is a unit's stock of biobiljetter, as whoever buys them keeps it. It
// knows no interview: which child got one is ticked with the interview.
type Tickets struct {
	Bought int `json:"bought"`
	Given  int `json:"given"` // handed out
}

// MaxTickets bounds either.
const MaxTickets = 100_000

// Left is how many there are; never fewer than none.
func (t Tickets) Left() int { return max(t.Bought-t.Given, 0) }

// Add returns the stock with so many more bought and handed out; either may be
// below zero, to put right what was counted wrong. What cannot be gives
// [CodeTickets].
func (t Tickets) Add(bought, given int) (Tickets, error) {
	if max(bought, -bought, given, -given) > MaxTickets {
		return t, Fail(CodeTickets, nil)
	}
	now := Tickets{t.Bought + bought, t.Given + given}
	if now.Bought < 0 || now.Given < 0 || now.Bought > MaxTickets || now.Given > now.Bought {
		return t, Fail(CodeTickets, nil)
	}
	return now, nil
}
