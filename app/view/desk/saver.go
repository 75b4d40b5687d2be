package desk

import (
	"bytes"
	"context"
	"sync"
	"time"

	"barnrost/app"
	"barnrost/app/transcript"
)

// When what was typed is written: a row once a second at most, with room left
// for the write itself; a snapshot every five minutes, so that opening stays
// quick; a write that failed again after five seconds.
const (
	rowEvery      = 700 * time.Millisecond
	snapshotEvery = 5 * time.Minute
	retryAfter    = 5 * time.Second
	// stateEvery is how often where the person is is written, if that changed: a
	// power cut brings them back there.
	stateEvery = 4 * time.Second
	// closeWait bounds how long leaving the room waits for the last write.
	closeWait = 10 * time.Second
)

// saver brings edits to the vault in the order they were made. Edits are taken
// on the UI goroutine and written on another; nothing is dropped before it is
// stored.
type saver struct {
	d    Deps
	text Text
	doc  *transcript.Document
	tell func(error) // on the UI goroutine; nil when writing works again

	// On the UI goroutine only.
	armed     bool // a row is due
	closed    bool
	whole     bool                     // the next write must be a snapshot: the journal cannot be continued
	snapped   uint64                   // the revision that the newest snapshot holds
	versioned uint64                   // the revision that the newest version holds
	state     func() []byte            // where the person is
	stated    []byte                   // as last written
	kept      func(transcript.Version) // called when a version was made
	flushed   func()                   // called after a row was taken, when typing pauses for a moment
	stopRow   func() bool
	stopSnap  func() bool
	stopState func() bool

	mu      sync.Mutex
	queue   []job
	running bool
	failed  bool
	frozen  bool          // the vault takes nothing any more: it is damaged
	rest    chan struct{} // closed when the running writer stops
}

// job is one write.
type job struct {
	write func(ctx context.Context) error
	edits uint64 // what the vault then holds, 0 if the job is no text
	place bool   // it says where the person is, and makes an older one needless
}

// newSaver makes a saver; snapped is the revision of the stored snapshot.
func newSaver(d Deps, text Text, doc *transcript.Document, snapped uint64) *saver {
	s := &saver{d: d, text: text, doc: doc, snapped: snapped, tell: func(error) {}, flushed: func() {},
		state: func() []byte { return nil }, kept: func(transcript.Version) {}}
	never := func() bool { return false }
	s.stopRow, s.stopSnap, s.stopState = never, never, never
	s.snapshotLater()
	s.stateLater()
	return s
}

// later runs fn on the UI goroutine after a while, unless the room is closed.
func (s *saver) later(after time.Duration, fn func()) (stop func() bool) {
	return s.d.Timer(after, func() {
		s.d.Bus.Do(func() {
			if !s.closed {
				fn()
			}
		})
	})
}

// changed notes that the document was changed.
func (s *saver) changed() {
	if s.armed {
		return
	}
	s.armed = true
	s.stopRow = s.later(rowEvery, func() {
		s.armed = false
		s.flush()
		s.flushed()
	})
}

// flush hands everything typed so far to the writer.
func (s *saver) flush() {
	if s.whole {
		if s.doc.Revision() != s.snapped {
			s.snapshot()
		}
		return
	}
	row, ok := s.doc.TakeRow()
	if !ok {
		return
	}
	s.add(job{edits: row.Reaches(), write: func(ctx context.Context) error { return s.text.Append(ctx, row.Encode()) }})
}

// startAnew makes the next write a snapshot: the journal has a damaged row
// that nothing can follow. Until something is changed it stays as it is.
func (s *saver) startAnew() {
	s.whole = true
	s.snapped = s.doc.Revision()
}

func (s *saver) snapshotLater() {
	s.stopSnap = s.later(snapshotEvery, func() {
		s.version(transcript.Regularly, "")
		s.snapshot()
		s.snapshotLater()
	})
}

func (s *saver) stateLater() {
	s.stopState = s.later(stateEvery, func() {
		s.saveState()
		s.stateLater()
	})
}

// saveState writes where the person is, if they were elsewhere before.
func (s *saver) saveState() {
	state := s.state()
	if state == nil || bytes.Equal(state, s.stated) {
		return
	}
	s.stated = state
	s.add(job{place: true, write: func(ctx context.Context) error { return s.text.SaveDesk(ctx, state) }})
}

// version keeps the text as it stands, unless the newest version already does
// and nobody asked for another.
func (s *saver) version(why transcript.Occasion, name string) {
	s.flush()
	said, revision := s.doc.Content(), s.doc.Revision()
	if why != transcript.ByHand && (revision == s.versioned || s.versioned == 0 && len(said.Utterances) == 0) {
		return
	}
	s.versioned = revision
	at := s.d.Now()
	s.kept(transcript.Version{At: at, Why: why, Name: transcript.CleanVersionName(name)})
	s.add(job{write: func(ctx context.Context) error { // packed off the UI goroutine
		v := transcript.NewVersion(said, revision, at, why, name)
		return s.text.KeepVersion(ctx, v.Encode(), !why.ByThemselves())
	}})
}

// settled waits until the writer rests: what was asked for is stored, or cannot
// be now.
func (s *saver) settled(ctx context.Context) {
	s.mu.Lock()
	rest := s.rest
	s.mu.Unlock()
	if rest == nil {
		return
	}
	select {
	case <-rest:
	case <-ctx.Done():
	}
}

// snapshot replaces the journal by the whole document, if that holds anything
// the stored one does not.
func (s *saver) snapshot() {
	if s.doc.Revision() == s.snapped && !s.whole {
		return
	}
	s.doc.TakeRow() // the snapshot holds it
	s.whole = false
	document, edits := s.doc.Snapshot(), s.doc.Revision()
	s.snapped = edits
	s.add(job{edits: edits, write: func(ctx context.Context) error { return s.text.Snapshot(ctx, document) }})
}

// finish writes what is left and where the person was, and waits for it, but
// not forever: a write that fails is tried again after.
func (s *saver) finish() {
	if s.whole && s.doc.Revision() == s.snapped {
		s.whole = false // nothing was changed: the damaged journal stays as it is
	}
	s.version(transcript.OnLeaving, "")
	s.snapshot()
	s.saveState() // after the version: it says which revision that holds
	s.closed = true
	s.stopState()
	s.stopRow()
	s.stopSnap()
	s.mu.Lock()
	rest := s.rest
	s.mu.Unlock()
	if rest == nil {
		return
	}
	late := make(chan struct{})
	stop := s.d.Timer(closeWait, func() { close(late) })
	defer stop()
	select {
	case <-rest:
	case <-late:
	}
}

// add puts a job last and wakes the writer.
func (s *saver) add(j job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.queue); j.place && n > 1 && s.queue[n-1].place { // the first may be on its way
		s.queue = s.queue[:n-1]
	}
	s.queue = append(s.queue, j)
	s.wake()
}

// again tries a failed write anew.
func (s *saver) again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wake()
}

// wake starts the writer if it rests. s.mu is held.
func (s *saver) wake() {
	if s.running || len(s.queue) == 0 {
		return
	}
	s.running = true
	s.rest = make(chan struct{})
	go s.run(s.rest)
}

// idle reports whether everything is stored that can be.
func (s *saver) idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue) == 0 || s.frozen
}

// run writes until nothing is left or a write fails.
func (s *saver) run(rest chan struct{}) {
	defer close(rest)
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			s.running = false
			s.mu.Unlock()
			return
		}
		j := s.queue[0]
		s.mu.Unlock()
		// Leaving the room does not take back what was typed in it.
		err := j.write(context.Background())
		s.mu.Lock()
		was := s.failed
		s.failed = err != nil
		s.frozen = app.CodeOf(err) == app.CodeVaultFrozen
		if err != nil {
			s.running = false
			s.mu.Unlock()
			s.trouble(err)
			return
		}
		s.queue = s.queue[1:]
		s.mu.Unlock()
		s.stored(j, was)
	}
}

func (s *saver) stored(j job, was bool) {
	if s.d.Lesson != nil { // nothing was saved, and nobody is told so
		s.d.Bus.Publish(app.RoomChanged{})
	} else if j.edits > 0 {
		s.d.Bus.Trace("text", "saved", j.edits)
		s.d.Bus.Publish(app.TextSaved{Interview: s.d.Interview})
	} else {
		if j.place {
			s.d.Bus.Trace("place", "saved")
		}
		s.d.Bus.Publish(app.RoomChanged{}) // a lock may be waiting for this, too
	}
	if was {
		s.d.Bus.Do(func() { s.tell(nil) })
	}
}

// trouble tells of a failed write and sees that it is tried again.
func (s *saver) trouble(err error) {
	s.d.Timer(retryAfter, s.again)
	s.d.Bus.Do(func() {
		if s.closed {
			s.d.Bus.Publish(app.StorageTrouble{Code: app.CodeOf(err)})
			return
		}
		s.tell(err)
	})
}
