package desk

import (
	"encoding/json"

	"barnrost/app/transcript"
	"barnrost/app/view/widget"
)

// state is where a person was. It holds no content.
type state struct {
	Format   int     `json:"format"`
	Position int64   `json:"position_ms"`
	Speed    float64 `json:"speed"`
	CaretID  uint64  `json:"caret_utterance"`
	CaretPos int     `json:"caret_position"`
	TopID    uint64  `json:"top_utterance"`
	TopDelta float32 `json:"top_delta"`
	Side     bool    `json:"side"`
	Zoom     float32 `json:"zoom,omitempty"` // of the curve
	// Heard are the pieces of the sound that were listened to, in milliseconds.
	Heard [][2]int64 `json:"heard,omitempty"`
	// Folded are the parts of the side whose headings alone are shown; nil as
	// they are at first.
	Folded []string `json:"folded,omitzero"`
	// What the work has come to; it never leaves the vault.
	Worked  int64 `json:"worked_ms,omitzero"`
	Sound   int64 `json:"sound_ms,omitzero"`
	Covered int64 `json:"covered_ms,omitzero"`
	// Versioned is the revision that the newest version holds.
	Versioned uint64 `json:"versioned,omitzero"`
}

const stateFormat = 1

func (r *Room) state() []byte {
	view, work := r.list.View(), r.work()
	s := state{
		Format: stateFormat, Speed: 1, Position: r.position(), CaretID: view.Caret.ID, CaretPos: view.Caret.Pos,
		TopID: view.Top, TopDelta: view.Delta, Side: r.side.shown(), Folded: r.side.folded(),
		Worked: work.Worked, Sound: work.Sound, Covered: work.Covered, Versioned: r.saver.versioned,
		Zoom: r.wave.Zoom(), Heard: r.coverage.pairs(),
	}
	if r.m.Sound != nil {
		s.Speed = r.m.Sound.Speed()
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return nil // numbers alone always encode, but for a speed that is none
	}
	return raw
}

// parseState reads what [Room.state] wrote; what is nothing of the kind is the
// zero state.
func parseState(raw []byte) state {
	var s state
	if json.Unmarshal(raw, &s) != nil {
		return state{}
	}
	return s
}

// restore goes back to where the person was, or to the end of the text the
// first time.
func (r *Room) restore(s state) {
	if s.Format != stateFormat {
		r.list.GoToEnd()
		r.coverage.restore(nil)
		r.refreshSound()
		return
	}
	if r.m.Sound != nil {
		r.m.Sound.SetSpeed(held(s.Speed))
		r.m.Sound.SeekMillis(s.Position)
	}
	if s.Zoom > 0 {
		r.wave.SetZoom(s.Zoom)
	}
	r.coverage.restore(s.Heard)
	r.side.show(s.Side)
	r.side.fold(s.Folded)
	r.list.SetView(widget.UtteranceView{
		Caret: transcript.Place{ID: s.CaretID, Pos: s.CaretPos}, Top: s.TopID, Delta: s.TopDelta,
	})
	r.refreshSound()
}

// Speeds the sound can have.
const (
	slowest   = 0.5
	fastest   = 2.0
	speedStep = 0.1
)

// held keeps a speed within what the sound can do, in whole steps.
func held(x float64) float64 {
	if !(x >= slowest) { // also what is not a number
		if x < slowest && x > 0 {
			return slowest
		}
		return 1
	}
	steps := int(min(x, fastest)/speedStep + 0.5)
	return float64(steps) / 10
}
