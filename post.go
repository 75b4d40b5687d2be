package main

import (
	"context"
	"errors"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/handover"
	"barnrost/app/transcript"
)

// postbox gives handover the casebook in the shape that it asks for.
type postbox struct{ *casebook.Casebook }

// Transcript returns what an interview's transcript says now.
func (b postbox) Transcript(ctx context.Context, interview app.ID) (transcript.Content, error) {
	text, err := b.ReadText(interview)
	if err != nil || text == nil {
		return transcript.Content{}, err
	}
	document, err := loadDocument(ctx, text)
	if err != nil {
		return transcript.Content{}, err
	}
	return document.Content(), nil
}

// loadDocument rebuilds a transcript from what the vault holds. A damaged row
// gives what came before it together with the error.
func loadDocument(ctx context.Context, text *casebook.Text) (*transcript.Document, error) {
	snapshot, journal, err := text.Load(ctx)
	if err != nil {
		return nil, err
	}
	document, err := transcript.Load(snapshot, journal)
	if err != nil {
		return document, app.Fail(app.CodeVaultDamaged, err)
	}
	return document, nil
}

// OpenSound opens a recording to be sent.
func (b postbox) OpenSound(ctx context.Context, id app.ID) (handover.Sound, error) {
	sound, err := b.ReadSound(ctx, id)
	if err != nil {
		return nil, err
	}
	return sound, nil
}

// StageSound begins to take in a sound.
func (b postbox) StageSound(ctx context.Context, rate int, sha256 string) (handover.SoundStage, error) {
	stage, err := b.Casebook.StageSound(ctx, rate, sha256)
	if err != nil {
		return nil, err
	}
	return stage, nil
}

// Receive stores what a bundle held.
func (b postbox) Receive(ctx context.Context, hash [32]byte, i app.Interview, text []byte, sound handover.SoundStage) (app.ID, error) {
	if sound == nil {
		return b.Casebook.Receive(ctx, hash, i, text, nil)
	}
	stage, ok := sound.(*casebook.StagedSound)
	if !ok {
		return app.ID{}, app.Fail(app.CodeInternal, errors.New("a sound staged elsewhere"))
	}
	return b.Casebook.Receive(ctx, hash, i, text, stage)
}

// Wait notes a bundle whose sender is not known yet.
func (b postbox) Wait(ctx context.Context, w handover.Waiting) error {
	return b.AddWaiting(ctx, casebook.Waiting{Path: w.Path, Hash: w.Hash[:], Card: w.Card, Name: w.Name, Words: w.Words})
}

// Unwait forgets such a note.
func (b postbox) Unwait(ctx context.Context, hash [32]byte) error {
	return b.RemoveWaiting(ctx, hash)
}

var (
	_ handover.Source = postbox{}
	_ handover.Inbox  = postbox{}
)
