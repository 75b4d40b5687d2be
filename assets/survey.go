package assets

import _ "embed"

// Survey is the barnenkät that holds where a unit has none of its own, as
// app/survey reads it.
//
//go:embed survey/survey.json
var Survey string
