package practice

import (
	"context"
	"slices"
	"sync"

	"barnrost/app"
)

// Text keeps what is typed while practising. It is gone with the program, and
// nothing of it ever reaches the vault.
type Text struct {
	mu       sync.Mutex
	snapshot []byte
	journal  [][]byte
	state    []byte
}

// NewText begins with a document as it is stored.
func NewText(document []byte) *Text { return &Text{snapshot: document} }

// Load returns what there is.
func (t *Text) Load(context.Context) (snapshot []byte, journal [][]byte, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.snapshot, slices.Clone(t.journal), nil
}

// Append adds a row of edits.
func (t *Text) Append(_ context.Context, row []byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.journal = append(t.journal, row)
	return nil
}

// Snapshot takes the place of what there was.
func (t *Text) Snapshot(_ context.Context, document []byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.snapshot, t.journal = document, nil
	return nil
}

// Desk returns where the person was.
func (t *Text) Desk() ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state, nil
}

// SaveDesk keeps where the person was.
func (t *Text) SaveDesk(_ context.Context, state []byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.state = state
	return nil
}

// KeepVersion keeps none: there is nothing to go back to.
func (t *Text) KeepVersion(context.Context, []byte, bool) error { return nil }

// Versions returns none.
func (t *Text) Versions(context.Context) ([][]byte, error) { return nil, nil }

// SetHeardThrough keeps nothing.
func (t *Text) SetHeardThrough(context.Context, *app.HeardThrough) error { return nil }
