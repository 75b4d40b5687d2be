// Package assets embeds what the program shows and ships: translations, word
// lists, icons. It imports nothing of ours.
package assets

import "embed"

// Translations holds translations/sv.json and translations/en.json: one flat
// object each, from key to sentence. Places to fill are written {name}.
//
//go:embed translations/*.json
var Translations embed.FS
