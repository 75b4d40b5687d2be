package desk

import (
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzState: whatever lies in the vault, the desk opens at a speed that the
// sound can have, or as if nobody had been there.
func FuzzState(f *testing.F) {
	raw, err := json.Marshal(state{Format: stateFormat, Position: 61_000, Speed: 0.8, CaretID: 3, CaretPos: 7, TopID: 2, TopDelta: 4.5, Side: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Add([]byte(`{"format":1,"speed":1e308,"position_ms":-9}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := parseState(raw)
		if speed := held(s.Speed); !(speed >= slowest && speed <= fastest) {
			t.Errorf("a speed of %v", speed)
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(parseState(again), s) {
			t.Errorf("%+v changes when it is written again", s)
		}
	})
}
