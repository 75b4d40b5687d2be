package app

import (
	"slices"
	"strings"
	"time"
)

// CopyKind says what sort of copy is meant. Its words lie under
// copy.<value>.
type CopyKind string

// The kinds of copy that the program can know of.
const (
	CopyBundle   CopyKind = "paket"    // a bundle that was sent
	CopyOriginal CopyKind = "original" // the sender's own, of a received interview
	CopyBackup   CopyKind = "backup"   // a backup of the vault
	CopyFolder   CopyKind = "mapp"     // a sealed copy in the unit's folder
	CopyVault    CopyKind = "valv"     // an older vault, kept when a new one took its place
)

// Everywhere reports whether a copy is one thing that several rows name: where
// it is gone, it is gone for all of them. A bundle's receiver may have disposed
// of its sound and not of its text.
func (k CopyKind) Everywhere() bool {
	return k == CopyBackup || k == CopyFolder || k == CopyVault
}

// CopyState is how a known copy stands. Its words lie under copystate.<value>.
type CopyState string

// The states: gone ("gallrad"), locked away until it is decided ("spärrad"),
// left ("kvar").
const (
	CopyGone   CopyState = "gallrad"
	CopyLocked CopyState = "sparrad"
	CopyLeft   CopyState = "kvar"
)

// CopyStates lists the states in the order shown.
var CopyStates = []CopyState{CopyLeft, CopyLocked, CopyGone}

// Copy is a copy of what is disposed of, that the program knows of. Holder is
// who or what has it: a card's name, or the name of a folder or disk.
type Copy struct {
	Ref     string    `json:"ref"` // tells copies of one protocol row apart, and stays the same
	Kind    CopyKind  `json:"kind"`
	Holder  string    `json:"holder"`
	At      time.Time `json:"at"`
	Receipt string    `json:"receipt,omitempty"`
	State   CopyState `json:"state"`
}

// CopyNote is what became known later of a copy.
type CopyNote struct {
	Ref   string    `json:"ref"`
	State CopyState `json:"state"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
}

// MethodKeyDestroyed is how this program disposes of something: the sealed key
// is deleted and overwritten first, then the rows it sealed. Its words lie
// under method.<value>.
const MethodKeyDestroyed = "nyckel"

// Disposal is a row of the gallringsprotokoll. What it says of the act never
// changes; what becomes known of copies is added in Notes.
type Disposal struct {
	ID      ID             `json:"-"`
	Code    string         `json:"code"`
	Matter  Matter         `json:"matter"`
	Month   string         `json:"month"` // of the interview, "2027-02"
	At      time.Time      `json:"at"`
	By      string         `json:"by"`
	Role    Role           `json:"role"`
	Unit    string         `json:"unit,omitempty"`
	Support Support        `json:"support"`
	Method  string         `json:"method"`
	Parts   []DisposalPart `json:"parts"`
	Copies  []Copy         `json:"copies,omitempty"` // as they were known then
	Notes   []CopyNote     `json:"notes,omitempty"`  // oldest first
	// Subject is the interview's id, by which holds and the interview itself
	// are tied to the row.
	Subject ID `json:"subject"`
}

// Millis is the length of the sound that went, 0 where none did.
func (d Disposal) Millis() int64 {
	var ms int64
	for _, p := range d.Parts {
		ms = max(ms, p.Millis)
	}
	return ms
}

// Standing returns the copies as they stand by all that is known.
func (d Disposal) Standing() []Copy {
	list := slices.Clone(d.Copies)
	for n := range list {
		for _, note := range d.Notes {
			if note.Ref == list[n].Ref {
				list[n].State = note.State
			}
		}
	}
	return list
}

// Left counts the copies that are not gone. While one is left nothing may be
// called disposed of but "here".
func (d Disposal) Left() int {
	n := 0
	for _, c := range d.Standing() {
		if c.State != CopyGone {
			n++
		}
	}
	return n
}

// Note adds what became known of a copy, or returns [CodeNotFound] for a copy
// that the row does not name. What it says already is not said twice.
func (d Disposal) Note(n CopyNote) (Disposal, error) {
	at := slices.IndexFunc(d.Copies, func(c Copy) bool { return c.Ref == n.Ref })
	if at < 0 || !slices.Contains(CopyStates, n.State) {
		return d, Fail(CodeNotFound, nil)
	}
	if d.Standing()[at].State != n.State {
		d.Notes = append(slices.Clone(d.Notes), n)
	}
	return d, nil
}

// CopiesSent lists the copies that an interview itself tells of and that hold
// the matter: the bundles it left in, and for a received one what its sender
// has.
func CopiesSent(i Interview, m Matter) []Copy {
	var list []Copy
	if in := i.Received; in != nil {
		list = append(list, Copy{Ref: "original", Kind: CopyOriginal, Holder: in.SenderName, At: in.At, Receipt: in.Receipt, State: CopyLeft})
	}
	for _, s := range i.Sent {
		if m == MatterSound && !s.WithSound {
			continue
		}
		// One bundle goes to several people: the words tell them apart.
		ref := s.Bundle.String() + " " + strings.Join(s.Words, "-")
		list = append(list, Copy{Ref: ref, Kind: CopyBundle, Holder: s.Receiver, At: s.At, Receipt: s.Receipt, State: CopyLeft})
	}
	return list
}
