package handover

import (
	"context"
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/storage/bundle"
)

// Post sends and receives bundles for one unlocked vault. Its fields are set
// once; it is safe for concurrent use if they are. None of its methods may be
// called on the UI goroutine, except those whose comment says so.
type Post struct {
	Source Source
	Inbox  Inbox
	// Units keeps the unit's key.
	Units Units
	// Envelopes keeps children's sealed answers.
	Envelopes Envelopes
	// Keys gives the owner's keys.
	Keys func() Keys
	// Fingerprint gives a card's fingerprint words; it takes 0.2 s.
	Fingerprint func(card []byte) ([]string, error)
	// Words is the list that receipt codes are made of.
	Words []string
	// Wording gives the words of the files in a bundle. They are in Swedish,
	// whatever language the program speaks.
	Wording Wording
	Now     func() time.Time
	// Version is this program's, for the manifest.
	Version string
}

// Keys is what the owner of the vault sends and receives with.
type Keys struct {
	Card   []byte // the file of the owner's card
	Signer bundle.SigningKey
	// Inboxes open what was sent here: the person's own, and the unit's where
	// this vault holds it.
	Inboxes []bundle.Identity
}

// Wording is the words that a bundle's files need.
type Wording struct {
	Raw     string // "Inte avidentifierad"
	Speaker func(transcript.Speaker) string
	Mark    func(transcript.Mark) string
	// Reflections is the title of what the interviewer shares:
	// "Socialarbetarnas röster".
	Reflections string
}

// Sound is a whole recording: one channel of 16 bits.
type Sound interface {
	Rate() int  // samples per second
	Len() int64 // samples
	// SHA256 is that of the whole sound as a WAV file, in hexadecimal, or ""
	// where it is not known: the sound is then read twice.
	SHA256() string
	// Each gives take all samples in order, as little-endian bytes, a block at
	// a time that take may keep, and stops at take's first error.
	Each(take func(pcm []byte) error) error
}

// Source is what sending needs of the vault.
type Source interface {
	Interview(id app.ID) (app.Interview, error)
	// Transcript returns what an interview's transcript says now, nothing if
	// nothing was written.
	Transcript(ctx context.Context, interview app.ID) (transcript.Content, error)
	// Reflections returns what the interviewer shares of an interview, nothing
	// if that is nothing. What they keep for themselves does not come this way.
	Reflections(interview app.ID) (app.Reflections, error)
	// Guide returns the intervjuguide that an interview was held by, or
	// CodeNotFound.
	Guide(interview app.ID) ([]byte, error)
	Recording(ctx context.Context, id app.ID) (app.Recording, error)
	OpenSound(ctx context.Context, id app.ID) (Sound, error)
	Contacts() ([]app.Contact, error)
	// NoteSent stores and logs that an interview left in a bundle.
	NoteSent(ctx context.Context, interview app.ID, sent app.Sent) error
}

// SoundStage takes a sound that is being received. Until Receive commits it,
// a crash or Abort leaves the vault as it was.
type SoundStage interface {
	// AppendPCM takes at most two seconds of samples, little-endian. It does
	// not keep pcm.
	AppendPCM(ctx context.Context, pcm []byte) error
	Mark(ctx context.Context, m app.Marker) error
	Gap(ctx context.Context, g app.Gap) error
	Abort() error
}

// Inbox is what receiving needs of the vault.
type Inbox interface {
	Contacts() ([]app.Contact, error)
	// Seen reports whether a bundle with this hash was received before.
	Seen(hash [32]byte) (bool, error)
	// LatestCounter returns the highest counter received of one interview
	// from one signing key, 0 if none.
	LatestCounter(subject app.ID, senderKey string) (int, error)
	// StageSound begins to take in a sound; sha256 is that of its WAV file, in
	// hexadecimal, to which it has been held by the time Receive is called.
	StageSound(ctx context.Context, rate int, sha256 string) (SoundStage, error)
	// Receive stores it all in one last transaction and forgets that the
	// bundle waited; sound is nil if none came. text is a transcript in the
	// form of transcript.JSON.
	Receive(ctx context.Context, hash [32]byte, i app.Interview, text []byte, sound SoundStage) (app.ID, error)
	// Wait notes a bundle whose sender is not known yet, and nothing of what
	// it holds.
	Wait(ctx context.Context, w Waiting) error
	// Unwait forgets the note of a bundle that arrived earlier; where there is
	// no note it does nothing.
	Unwait(ctx context.Context, hash [32]byte) error
}

// Waiting is a bundle that waits unopened until its sender is recognised.
type Waiting struct {
	Path  string
	Hash  [32]byte
	Card  []byte
	Name  string   // by the card, so far nobody's word but its own
	Words []string // the card's fingerprint words
}

// Progress reports bytes; total is 0 while it is not known.
type Progress func(done, total int64)
