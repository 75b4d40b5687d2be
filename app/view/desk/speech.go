package desk

import (
	"context"

	"barnrost/app/transcript"
	"barnrost/app/view/bus"
)

// listenForSpeech has the sound itself listened through for speech while the
// person works by what its peaks told: in a noisy room they tell little. Nobody
// waits for it, and it ends when the room is left.
func (r *Room) listenForSpeech() {
	find := r.m.FindSpeech
	r.m.FindSpeech = nil // it holds on to the sound
	if find == nil || r.m.Sound == nil {
		return
	}
	r.cancel = bus.Load(r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) (transcript.Stretches, error) {
		return find(ctx)
	}, nil, r.heardSpeech)
}

// heardSpeech takes what was found, if anything was: a sound that could not be
// read, or in which no voice was told, keeps the peaks' answer.
func (r *Room) heardSpeech(found transcript.Stretches, err error) {
	r.giveBack() // hours of sound went by
	if r.closed || err != nil || len(found) == 0 {
		return
	}
	r.m.Speech, r.coverage.speech = found, found
	r.wave.SetPauses(transcript.Pauses(found, r.m.Recording.Millis()))
	r.coverage.list()
	r.foot.refresh()
	r.d.Bus.Trace("desk", "speech")
}
