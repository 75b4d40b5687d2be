// Package app holds the nouns of Barnröst and their rules: interview, consent,
// marker, person, error, event. It depends on the standard library alone, so
// that a newcomer can read what the program is about without meeting a
// database, a cipher or a window.
//
// Times are milliseconds from the start of the sound, positions in text are
// Unicode code points, sizes are bytes.
package app
