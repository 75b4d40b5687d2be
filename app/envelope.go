package app

import "time"

// MaxEnvelopes is how many sealed envelopes lie in one place at most: far above
// what a unit asks in a year.
const MaxEnvelopes = 250

// EnvelopesSent is a bundle of envelopes that left. Which interviews they were
// about nobody knows.
type EnvelopesSent struct {
	At       time.Time `json:"at"`
	Receiver string    `json:"receiver"` // the unit
	Receipt  string    `json:"receipt"`  // what the receiver reads out
	Count    int       `json:"count"`
}

// Envelopes is how it stands with the envelopes that were sealed here to one
// key of a unit.
type Envelopes struct {
	To      string // the key's name
	Waiting int    // not in any bundle yet
	Out     int    // in one whose arrival nobody has confirmed
	// Last is the latest bundle they left in, nil if none.
	Last *EnvelopesSent
}

// Pool is how many envelopes lie with the holder of the unit's key.
type Pool struct {
	Closed int // not opened yet
	Opened int // shown as counts
}
