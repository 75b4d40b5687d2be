package main

import (
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
)

func TestWhatWasHeardInARecordingIsRememberedWhileTheVaultIsOpen(t *testing.T) {
	var h heardSpeech
	found := transcript.Stretches{{From: 1_000, To: 2_000}}
	if got := h.of(app.ID{1}); got != nil {
		t.Errorf("before anything was heard: %v", got)
	}
	h.keep(app.ID{1}, found)
	if got := h.of(app.ID{1}); !slices.Equal(got, found) {
		t.Errorf("kept %v", got)
	}
	if got := h.of(app.ID{2}); got != nil {
		t.Errorf("of another recording: %v", got)
	}
}
