package casebook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// Streams of a spool.
const (
	spoolSound     storage.Stream = 0 // as streamAudio; positions begin at 0 in each run
	spoolMarks     storage.Stream = 1 // as streamMarks
	spoolNotes     storage.Stream = 2 // spoolNote
	spoolEnvelopes storage.Stream = 3 // boxes that only the unit opens
	spoolEnded     storage.Stream = 4 // one row once the recording was ended; how many rows there are is all that can be read
)

// spoolFixed is the payload of rows that all have one size: neither where
// somebody paused nor what a note is about shows.
var spoolFixed = map[storage.Stream]int{spoolSound: 2 * soundRowSeconds * spoolRate, spoolMarks: 256, spoolNotes: 1024}

// maxDevice bounds a microphone's name in a note, in bytes.
const maxDevice = 300

// spoolRate is the rate of a spool's sound, in samples a second: its rows have
// one size.
const spoolRate = 48_000

// spoolNote is a row of spoolNotes: one of them is set.
type spoolNote struct {
	Begun   *spoolBegun  `json:"begun,omitempty"`
	Consent *app.Consent `json:"consent,omitempty"`
	// Concern: the interview must be kept, for somebody is worried.
	Concern bool `json:"concern,omitempty"`
	// Ticket: whether the child got its biobiljett.
	Ticket app.Answer `json:"ticket,omitempty"`
}

// spoolBegun is the beginning of a recording.
type spoolBegun struct {
	At     time.Time `json:"at"`
	Rate   int       `json:"rate"`
	Device string    `json:"device,omitempty"`
}

// parseSpoolNote reads a row of spoolNotes.
func parseSpoolNote(row []byte) (spoolNote, error) {
	var n spoolNote
	if err := json.Unmarshal(row, &n); err != nil {
		return spoolNote{}, app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: a note: %w", err))
	}
	return n, nil
}

// Spool is what an interview that was made ready is recorded into while the
// vault is locked. Nothing that goes in can be read again without the vault.
// It is safe for concurrent use; methods that say so read memory only, no other
// may be called on the UI goroutine.
type Spool struct {
	file *storage.Spool
	now  func() time.Time
	seen time.Time // the wall clock when it was opened
	// running is how long ago that was, by a clock that nobody sets.
	running func() time.Duration

	mu      sync.Mutex
	consent app.Consent // as ticked in this process
	ticket  app.Answer
	writer  *SpoolWriter
}

// OpenSpool opens the spool at path, or returns [app.CodeVaultMissing] where
// there is none. now is the wall clock.
func OpenSpool(ctx context.Context, path string, now func() time.Time) (*Spool, error) {
	file, err := storage.OpenSpool(ctx, path)
	if err != nil {
		return nil, Fault(err)
	}
	began := time.Now()
	return &Spool{file: file, now: now, seen: now(), running: func() time.Duration { return time.Since(began) }}, nil
}

// ID stands for the interview, which nothing readable names. It reads memory
// only.
func (s *Spool) ID() app.ID { return app.ID(s.file.ID()) }

// VaultID is the id of the vault that has the key. It reads memory only.
func (s *Spool) VaultID() app.ID { return app.ID(s.file.VaultID()) }

// Readiness says from when until when a recording may begin. It reads memory
// only.
func (s *Spool) Readiness() app.Readiness {
	return app.Readiness{Made: s.file.Made(), Until: s.file.Until()}
}

// State tells whether a recording may begin now. It reads memory only.
func (s *Spool) State() app.ReadyState {
	return s.Readiness().State(s.now(), s.seen, s.running())
}

// Kit returns what lies there to be used at the table, or an error where it
// cannot be one: then what is shipped with the program is used. It reads memory
// only.
func (s *Spool) Kit() (app.Kit, error) {
	k, err := app.ParseKit(s.file.Kit())
	if err != nil {
		return app.Kit{}, app.Fail(app.CodeTemplate, err)
	}
	return k, nil
}

// Sound tells how far the recording has come: "" before it, running while this
// process is at it, interrupted where another was cut off, whole. It reads
// memory only.
func (s *Spool) Sound() app.SoundStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.file.Count(spoolEnded) > 0:
		return app.SoundWhole
	case s.writer != nil:
		return app.SoundRunning
	case s.file.Count(spoolSound) > 0:
		return app.SoundInterrupted
	}
	return ""
}

// Used reports whether anything lies there for the vault. It reads memory only.
func (s *Spool) Used() bool { return used(s.file) }

func used(file *storage.Spool) bool {
	for _, n := range []storage.Stream{spoolSound, spoolMarks, spoolNotes, spoolEnvelopes, spoolEnded} {
		if file.Count(n) > 0 {
			return true
		}
	}
	return false
}

// Millis is the length of what was recorded, in milliseconds: to the sample what
// this process recorded, and to its rows, which are full but before a pause,
// what an earlier one did, for that can no longer be read. It reads memory only.
func (s *Spool) Millis() int64 {
	s.mu.Lock()
	w := s.writer
	s.mu.Unlock()
	if w == nil {
		return s.file.Count(spoolSound) * soundRowSeconds * 1000
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.before*soundRowSeconds*1000 + app.SamplesToMillis(w.next, spoolRate)
}

// Consent returns the ticks as they were set in this process: those of an
// earlier one can no longer be read, and are asked for again. It reads memory
// only.
func (s *Spool) Consent() app.Consent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.consent
}

// SaveConsent keeps the three ticks.
func (s *Spool) SaveConsent(ctx context.Context, c app.Consent) error {
	if err := s.note(ctx, spoolNote{Consent: &c}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.consent = c
	return nil
}

// Concern keeps that somebody is worried, and nothing of why: the interview is
// held once it is in the vault.
func (s *Spool) Concern(ctx context.Context) error { return s.note(ctx, spoolNote{Concern: true}) }

// SaveTicket keeps whether the child got its biobiljett.
func (s *Spool) SaveTicket(ctx context.Context, given app.Answer) error {
	if err := s.note(ctx, spoolNote{Ticket: given}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ticket = given
	return nil
}

// Ticket is what was kept of it in this process. It reads memory only.
func (s *Spool) Ticket() app.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ticket
}

// AddEnvelope keeps a box that only the unit opens.
func (s *Spool) AddEnvelope(ctx context.Context, box []byte) error {
	return Fault(s.file.Append(ctx, spoolEnvelopes, storage.Row{Data: box}))
}

func (s *Spool) note(ctx context.Context, n spoolNote) error {
	raw, err := encode(n)
	if err != nil {
		return err
	}
	return Fault(s.file.Append(ctx, spoolNotes, storage.Row{Data: raw}))
}

// MayRecord tells why no recording can begin, or nil. It reads memory only.
func (s *Spool) MayRecord() error {
	switch s.State() {
	case app.ReadyOver:
		return app.Fail(app.CodeReadyOver, nil)
	case app.ReadyClock:
		return app.Fail(app.CodeReadyClock, nil)
	}
	switch s.Sound() {
	case app.SoundWhole, app.SoundRunning:
		return app.Fail(app.CodeRecordingExists, nil)
	}
	if !s.Consent().Complete() {
		return app.Fail(app.CodeConsentMissing, nil)
	}
	return nil
}

// NewRecording begins the recording, or goes on with one that was cut off: the
// time between is a gap of it. rate must be 48,000.
func (s *Spool) NewRecording(ctx context.Context, rate int, device string) (*SpoolWriter, error) {
	if err := s.MayRecord(); err != nil {
		return nil, err
	}
	if rate != spoolRate {
		return nil, app.Fail(app.CodeInternal, fmt.Errorf("casebook: %d samples a second", rate))
	}
	if len(device) > maxDevice {
		device = strings.ToValidUTF8(device[:maxDevice], "")
	}
	if err := s.note(ctx, spoolNote{Begun: &spoolBegun{At: s.now(), Rate: rate, Device: device}}); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writer != nil {
		return nil, app.Fail(app.CodeRecordingExists, nil)
	}
	s.writer = &SpoolWriter{file: s.file, before: s.file.Count(spoolSound)}
	return s.writer, nil
}

// Close closes the file.
func (s *Spool) Close() error { return Fault(s.file.Close()) }

// Disarm takes an unused spool away for ever, or returns [app.CodeReadyUsed].
// Its key stays in the vault until that is opened, and opens nothing.
func (s *Spool) Disarm() error {
	if s.Used() {
		return app.Fail(app.CodeReadyUsed, nil)
	}
	return Fault(s.file.Remove())
}

// SpoolWriter stores a recording while it is made. It is safe for concurrent
// use. It satisfies recording.Store.
type SpoolWriter struct {
	file   *storage.Spool
	before int64 // rows of sound of earlier processes

	mu   sync.Mutex
	next int64 // position of the next sample
	done bool
}

// Append stores at most two seconds of samples. When it fails nothing of them
// is stored and it may be called again with the same samples.
func (w *SpoolWriter) Append(ctx context.Context, samples []int16) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.done:
		return app.Fail(app.CodeInternal, errors.New("casebook: sound after the end"))
	case len(samples) > soundRowSeconds*spoolRate:
		return app.Fail(app.CodeInternal, fmt.Errorf("casebook: %d samples in one row", len(samples)))
	case len(samples) == 0:
		return nil
	}
	err := w.file.Append(ctx, spoolSound, storage.Row{First: w.next, Count: uint32(len(samples)), Rate: spoolRate, Data: packSamples(samples)})
	if err == nil {
		w.next += int64(len(samples))
	}
	return Fault(err)
}

// Mark stores a marker at once.
func (w *SpoolWriter) Mark(ctx context.Context, m app.Marker) error {
	return w.note(ctx, mark{Marker: &m})
}

// Gap stores a pause or a loss at once.
func (w *SpoolWriter) Gap(ctx context.Context, g app.Gap) error { return w.note(ctx, mark{Gap: &g}) }

func (w *SpoolWriter) note(ctx context.Context, m mark) error {
	raw, err := encode(m)
	if err != nil {
		return err
	}
	return Fault(w.file.Append(ctx, spoolMarks, storage.Row{Data: raw}))
}

// Close ends the recording as whole.
func (w *SpoolWriter) Close(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return nil
	}
	if err := w.file.Append(ctx, spoolEnded, storage.Row{First: w.next, Rate: spoolRate, Final: true}); err != nil {
		return Fault(err)
	}
	w.done = true
	return nil
}
