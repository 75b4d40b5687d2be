package app

// Answer is a yes, a no, or nothing yet.
type Answer string

// The answers; their words lie under answer.<answer>.
const (
	Unanswered Answer = ""
	Yes        Answer = "ja"
	No         Answer = "nej"
)

// Answers lists them in the order shown.
var Answers = []Answer{Yes, No}

// Went is how the interview went, as the interviewer saw it.
type Went string

// The three answers of the published survey, in the order shown; their words
// lie under went.<went>.
const (
	WentWell   Went = "bra"
	WentMiddle Went = "varken"
	WentBadly  Went = "daligt"
)

// Wents lists them.
var Wents = []Went{WentWell, WentMiddle, WentBadly}

// MaxVisitNote is the longest text of a visit, in code points.
const MaxVisitNote = 200

// Visit is what is noted of an interview besides what was said. All of it may be
// left out; none of it travels in a bundle.
type Visit struct {
	Ticket      Answer `json:"ticket,omitempty"`      // the child got its biobiljett
	Went        Went   `json:"went,omitempty"`        // "Hur gick intervjun?"
	Trouble     Answer `json:"trouble,omitempty"`     // with the recording
	TroubleNote string `json:"troubleNote,omitempty"` // what it was
	ChosePlace  Answer `json:"chosePlace,omitempty"`  // the child chose where
	Fika        Answer `json:"fika,omitempty"`
	Interpreter Answer `json:"interpreter,omitempty"`
	Language    string `json:"language,omitempty"` // the interpreter's
}

// Clean returns the visit as it is stored: texts trimmed and bounded, an answer
// that is none of the possible ones left out.
func (v Visit) Clean() Visit {
	for _, a := range []*Answer{&v.Ticket, &v.Trouble, &v.ChosePlace, &v.Fika, &v.Interpreter} {
		if *a != Yes && *a != No {
			*a = Unanswered
		}
	}
	if v.Went != WentWell && v.Went != WentMiddle && v.Went != WentBadly {
		v.Went = ""
	}
	if v.Trouble != Yes {
		v.TroubleNote = ""
	}
	if v.Interpreter != Yes {
		v.Language = ""
	}
	v.TroubleNote, v.Language = short(v.TroubleNote), short(v.Language)
	return v
}

func short(text string) string {
	text = CleanNote(text)
	if letters := []rune(text); len(letters) > MaxVisitNote {
		text = CleanNote(string(letters[:MaxVisitNote]))
	}
	return text
}
