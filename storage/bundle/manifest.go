package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// Format is the newest bundle format that this package reads. It writes the
// first that knows all the members: see [formatFor].
const Format = 2

// Namespace is the SSHSIG namespace of the signature over manifest.json.
const Namespace = "barnrost-bundle"

// Kind says what a bundle is for.
type Kind string

// The kinds of bundle of format 1.
const (
	KindInterview  Kind = "interview"
	KindInvitation Kind = "invitation"
	KindReading    Kind = "reading"
	KindErrand     Kind = "errand"
	KindSurvey     Kind = "survey"
	KindReceipt    Kind = "receipt"
	KindRecall     Kind = "recall"
	KindSummary    Kind = "summary"
	KindHandover   Kind = "handover"
)

var kinds = []Kind{KindInterview, KindInvitation, KindReading, KindErrand, KindSurvey, KindReceipt, KindRecall, KindSummary, KindHandover}

// Text says whether the words in a bundle still hold names and places.
type Text string

// The states of a bundle's text; the zero value means that it holds none.
const (
	TextNone         Text = ""
	TextRaw          Text = "raw"
	TextDeidentified Text = "deidentified"
)

// Limits of the free fields, in bytes, and of the recipients, in number. They
// are far above any honest use and bound what a hostile bundle can make us
// hold.
const (
	maxReason     = 4 << 10
	maxAbout      = 64 << 10
	maxSender     = 64 << 10
	maxRecipients = 64
	maxApp        = 100
)

// Manifest is what the sender signed: who sent what to whom.
type Manifest struct {
	Format     int             `json:"format"`
	Kind       Kind            `json:"kind"`
	Bundle     string          `json:"bundle"` // 32 hexadecimal digits, random
	Created    time.Time       `json:"created"`
	Sender     json.RawMessage `json:"sender"`               // the sender's key card
	Recipients []string        `json:"recipients"`           // SHA-256 of each recipient string, hexadecimal, sorted
	Subject    string          `json:"subject,omitempty"`    // the id of the interview, 32 hexadecimal digits
	Counter    int             `json:"counter"`              // counts the bundles about one subject from 1
	Supersedes string          `json:"supersedes,omitempty"` // the bundle this one replaces
	Text       Text            `json:"text,omitempty"`
	Reason     string          `json:"reason,omitempty"` // why raw text was sent
	About      json.RawMessage `json:"about,omitempty"`  // what the kind of bundle tells of its subject, a JSON object
	Members    []MemberInfo    `json:"members"`
	App        string          `json:"app"` // the version that wrote it
}

// MemberInfo is one member's name, size in bytes and SHA-256 in hexadecimal.
type MemberInfo struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// encode returns the bytes that are signed. The sender's card is compacted by
// encoding/json; a card's signature does not depend on white space.
func (m Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("bundle: encoding the manifest: %w", err)
	}
	if b.Len() > MaxManifest {
		return nil, ErrTooLarge
	}
	return b.Bytes(), nil
}

// decodeManifest reads what encode wrote. The format is looked at first, so
// that a newer bundle says so whatever else it holds.
func decodeManifest(raw []byte) (Manifest, error) {
	var version struct {
		Format *int `json:"format"`
	}
	if err := json.Unmarshal(raw, &version); err != nil || version.Format == nil || *version.Format < 1 {
		return Manifest{}, fmt.Errorf("%w: no readable manifest", ErrNotABundle)
	}
	if *version.Format > Format {
		return Manifest{}, ErrNewer
	}
	var m Manifest
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("%w: manifest fields", ErrForged)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Manifest{}, fmt.Errorf("%w: text after the manifest", ErrForged)
	}
	if err := m.check(); err != nil {
		return Manifest{}, err
	}
	// One form only, like the tar: no field twice, no white space that another
	// reader of JSON could see differently, and one hash for one manifest.
	if again, err := m.encode(); err != nil || !bytes.Equal(again, raw) {
		return Manifest{}, fmt.Errorf("%w: the manifest is written in another way than ours", ErrForged)
	}
	return m, nil
}

// check holds a manifest to the rules of its format. It returns ErrTooLarge for
// a member above its cap, ErrNewer for a kind we do not know, and ErrForged
// for anything that this program would never have written.
func (m Manifest) check() error {
	bad := func(what string) error { return fmt.Errorf("%w: %s", ErrForged, what) }
	switch {
	case m.Format != formatFor(m.Members):
		return bad("format")
	case !slices.Contains(kinds, m.Kind):
		return fmt.Errorf("%w: kind", ErrNewer)
	case !isHex(m.Bundle, 16):
		return bad("bundle id")
	case m.Created.IsZero():
		return bad("time")
	case len(m.Sender) == 0 || len(m.Sender) > maxSender:
		return bad("sender")
	case m.Subject != "" && !isHex(m.Subject, 16):
		return bad("subject")
	case m.Supersedes != "" && !isHex(m.Supersedes, 16):
		return bad("supersedes")
	case m.Counter < 0 || m.Counter > 1<<30:
		return bad("counter")
	case m.Text != TextNone && m.Text != TextRaw && m.Text != TextDeidentified:
		return bad("text")
	case len(m.Reason) > maxReason || !utf8.ValidString(m.Reason):
		return bad("reason")
	case len(m.About) > maxAbout:
		return bad("about")
	case len(m.App) > maxApp:
		return bad("app")
	case len(m.Recipients) == 0 || len(m.Recipients) > maxRecipients:
		return bad("recipients")
	}
	for i, r := range m.Recipients {
		if !isHex(r, sha256.Size) || i > 0 && m.Recipients[i-1] >= r {
			return bad("recipients")
		}
	}
	if alone := m.Kind == KindHandover || m.Kind == KindSurvey; alone && len(m.Recipients) != 1 {
		return bad("a key or envelopes for more than one")
	}
	return checkMembers(m.Kind, m.Members)
}

func checkMembers(kind Kind, members []MemberInfo) error {
	last := -1
	for _, info := range members {
		at, limit := place(info.Name)
		switch {
		case at < 0 || at <= last:
			return fmt.Errorf("%w: member name or order", ErrForged)
		case !belongs(info.Name, kind):
			return fmt.Errorf("%w: a member of another kind of bundle", ErrForged)
		case info.Size < 0 || !isHex(info.SHA256, sha256.Size):
			return fmt.Errorf("%w: member size or hash", ErrForged)
		case info.Size > limit:
			return ErrTooLarge
		}
		last = at
	}
	return nil
}

func isHex(s string, n int) bool {
	if len(s) != 2*n {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
