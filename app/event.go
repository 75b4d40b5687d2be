package app

// Event is something that happened, published after its commit. Rooms hear of
// it through view/bus. Events carry ids and figures, never content.
type Event interface{ event() }

// The events. A type is added here by the part that publishes it.
type (
	// InterviewsChanged: the list or one interview's data changed.
	InterviewsChanged struct{ ID ID }
	// ContactsChanged: a card was added or confirmed.
	ContactsChanged struct{}
	// BundlesChanged: a bundle was imported, or waits for its sender.
	BundlesChanged struct{}
	// RecordingChanged: a recording's phase, warning or level changed.
	RecordingChanged struct{ ID ID }
	// TextSaved: the journal holds everything typed so far.
	TextSaved struct{ Interview ID }
	// PlaybackChanged: position, speed or play state changed.
	PlaybackChanged struct{}
	// VaultChanged: keys, log, gallring or backups changed.
	VaultChanged struct{}
	// TemplatesChanged: the unit's templates are other ones now.
	TemplatesChanged struct{}
	// ReadyChanged: an interview was made ready to be recorded while the vault is
	// locked, or is so no longer.
	ReadyChanged struct{}
	// EnvelopesChanged: one came, left or was opened.
	EnvelopesChanged struct{}
	// RoomChanged: the open room is about something else now.
	RoomChanged struct{}
	// StorageTrouble: a write failed; the code says how.
	StorageTrouble struct{ Code Code }
)

func (InterviewsChanged) event() {}
func (ContactsChanged) event()   {}
func (BundlesChanged) event()    {}
func (RecordingChanged) event()  {}
func (TextSaved) event()         {}
func (PlaybackChanged) event()   {}
func (VaultChanged) event()      {}
func (TemplatesChanged) event()  {}
func (ReadyChanged) event()      {}
func (EnvelopesChanged) event()  {}
func (RoomChanged) event()       {}
func (StorageTrouble) event()    {}
