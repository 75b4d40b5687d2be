package assets

import _ "embed"

// The invented interview that people learn the keys with: what is said, the
// sound of it by two synthetic voices, and when each turn begins and ends. No
// child has said any of it. `make practice` makes the last two anew.
var (
	//go:embed practice/manuscript.txt
	PracticeManuscript string
	//go:embed practice/times.txt
	PracticeTimes string
	//go:embed practice/sound.wav
	PracticeSound string // a string stays in the program's file; bytes could be changed
)
