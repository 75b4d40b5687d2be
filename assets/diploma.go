package assets

import _ "embed"

// Diploma is the text of the diploma where a unit has none of its own, as
// app/diploma reads it.
//
//go:embed diploma/diploma.json
var Diploma string
