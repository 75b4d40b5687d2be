package pdf

import "io"

// Print puts a paper before whoever wants it printed, under a short name of
// lower-case letters a to z, digits and dashes. draw is called off the UI
// goroutine, with the fonts of the window. Nothing secret may be on it: it lies
// as a readable file until the program ends.
type Print func(name string, draw func(io.Writer, Fonts) error)
