package assets

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed words/sv.txt
var swedishWords string

var words = sync.OnceValue(func() []string { return strings.Fields(swedishWords) })

// Words returns the 2,048 Swedish words that passphrases and fingerprints are
// made of: 11 bits each, unique in their first four letters (å, ä, a apart),
// in code point order. A word's place is part of format 1: the list never
// changes, or people's compared words would.
func Words() []string { return slices.Clone(words()) }
