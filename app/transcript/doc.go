// Package transcript is the written interview: a list of utterances, the
// invertible edits that change it, one undo history over the whole of it, the
// journal that lets text and history survive a power cut, and the forms it
// leaves in (text, HTML, JSON).
//
// Positions in text are Unicode code points. Times are milliseconds from the
// start of the sound. A [Document] is not safe for concurrent use: it belongs
// to the goroutine that types. A [Row] taken from it may be encoded and stored
// by another.
package transcript
