package app

import (
	"fmt"
	"time"
)

// Place is where an interview was held: a category, never an address.
type Place string

// Places lists the categories in the order shown. Their words lie under
// place.<value> in the string table.
var Places = []Place{"socialkontoret", "hemmet", "kck", "familjehem", "snabbmat", "cafe", "telefon", "annan"}

// MinAge and MaxAge bound the ages the model speaks of, in whole years. Ages
// outside are warned of, never refused, up to [AbsurdAge].
const (
	MinAge    = 5
	MaxAge    = 18
	AbsurdAge = 30
)

// CheckAge returns [CodeAgeOutside] for an age that cannot be a child's.
// usual is false where the age lies outside the model's 5 to 18.
func CheckAge(age int) (usual bool, err error) {
	if age < 1 || age > AbsurdAge {
		return false, Fail(CodeAgeOutside, nil)
	}
	return age >= MinAge && age <= MaxAge, nil
}

// Origin tells whose interview this is.
type Origin string

// An interview is either this person's own or received in a bundle.
const (
	OriginOwn      Origin = "own"
	OriginReceived Origin = "received"
)

// Interview is one interview with one child. Nothing in it names the child.
type Interview struct {
	ID      ID        `json:"-"`
	Code    string    `json:"code"` // a random label such as TALL-27
	Age     int       `json:"age"`  // whole years
	Place   Place     `json:"place"`
	Created time.Time `json:"created"`
	Origin  Origin    `json:"origin"`
	Consent Consent   `json:"consent"`

	// Recording and Transcript are the vault objects that hold sound and
	// text; zero where there is none yet.
	Recording  ID `json:"recording,omitzero"`
	Transcript ID `json:"transcript,omitzero"`
	// Guide is the vault object with the intervjuguide that it is held by, as it
	// was when the recording began; zero where none was kept. Interviews share it.
	Guide ID `json:"guide,omitzero"`

	// Visit is what was noted of it besides what was said.
	Visit Visit `json:"visit,omitzero"`

	// Received holds what the bundle said, for a received interview.
	Received *Received `json:"received,omitempty"`
	// Sent lists the bundles this interview went out in, oldest first.
	Sent []Sent `json:"sent,omitempty"`

	// Through is set once the text was compared with the whole sound.
	Through *HeardThrough `json:"through,omitempty"`

	// SoundGone and TextGone are when the sound or the text was disposed of;
	// zero where it was not. Neither comes back.
	SoundGone time.Time `json:"sound_gone,omitzero"`
	TextGone  time.Time `json:"text_gone,omitzero"`
	// Blocks are what of it may not be read, played or sent until it is decided
	// what becomes of it ("spärrad"), oldest first.
	Blocks []Block `json:"blocks,omitempty"`
}

// Received is what a bundle told of an interview that came in one.
type Received struct {
	Bundle     ID        `json:"bundle"`
	Subject    ID        `json:"subject"` // the interview's id in the sender's vault
	SenderName string    `json:"sender_name"`
	SenderKey  string    `json:"sender_key"`   // the sender's signing key
	SenderWord []string  `json:"sender_words"` // the sender's fingerprint words
	Confirmed  bool      `json:"confirmed"`    // the words had been compared when it was opened
	At         time.Time `json:"at"`
	Raw        bool      `json:"raw"`    // true: "inte avidentifierad"
	Reason     string    `json:"reason"` // why raw text was sent
	Counter    int       `json:"counter"`
	Replaced   bool      `json:"replaced,omitempty"` // a newer bundle of the same interview came
	Receipt    string    `json:"receipt"`            // the short code read out on the phone
	// Reflections are what the interviewer shared ("Socialarbetarnas röster").
	// They go with the text.
	Reflections Reflections `json:"reflections,omitempty"`
	// Guide is the intervjuguide that came with it, on its way to the vault, where
	// interviews share it: [Interview.Guide] says where it lies then.
	Guide []byte `json:"-"`
}

// Sent is one bundle that an interview left in.
type Sent struct {
	Bundle    ID        `json:"bundle"`
	At        time.Time `json:"at"`
	Receiver  string    `json:"receiver"` // the card's name
	Words     []string  `json:"words"`    // the card's fingerprint words
	WithSound bool      `json:"with_sound"`
	Raw       bool      `json:"raw"`
	Reason    string    `json:"reason"`
	Counter   int       `json:"counter"` // 1 for the first bundle of this interview
	Receipt   string    `json:"receipt"`
}

// codeWords are short words that read well aloud and hint at no child.
var codeWords = []string{
	"TALL", "BJÖRK", "GRAN", "ASP", "EK", "LÖNN", "ALM", "EN", "RÖNN", "SÄLG", "HÄGG", "LIND", "BOK", "PIL", "ASK",
	"LJUNG", "MOSSA", "HAV", "SJÖ", "BÄCK", "VIK", "ÖRN", "MÅS", "SVAN", "LOM", "TRANA", "LÄRKA", "STAR", "UGGLA",
	"FLOD", "BERG", "KLIPPA", "SAND", "SNÖ", "VIND", "MOLN", "REGN", "DIMMA", "STEN", "KULLE", "ÄNG", "HED", "DAL",
}

// NewCode returns a random label such as TALL-27 that taken does not report
// as in use. pick returns a uniform random number in [0, n).
func NewCode(pick func(n int) int, taken func(code string) bool) string {
	for range 200 {
		code := fmt.Sprintf("%s-%d", codeWords[pick(len(codeWords))], 10+pick(90))
		if !taken(code) {
			return code
		}
	}
	// 3,870 labels; past that a third figure keeps them apart.
	for {
		code := fmt.Sprintf("%s-%d", codeWords[pick(len(codeWords))], 100+pick(900))
		if !taken(code) {
			return code
		}
	}
}
