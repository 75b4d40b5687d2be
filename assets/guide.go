package assets

import _ "embed"

// Guide is the intervjuguide that holds where a unit has none of its own, as
// app/guide reads it.
//
//go:embed guide/guide.json
var Guide string
