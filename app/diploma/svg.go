package diploma

import (
	"fmt"
	"strings"
)

// SVG returns the picture for a screen, in a colour, on nothing.
func (p Picture) SVG(c Colour) []byte {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">`)
	for _, s := range p.Drawing() {
		rgb := s.Tone.In(c)
		fmt.Fprintf(&b, `<polygon fill="#%02x%02x%02x" points="`, rgb.R, rgb.G, rgb.B)
		for _, at := range s.Points {
			fmt.Fprintf(&b, "%.2f,%.2f ", at.X, at.Y)
		}
		b.WriteString(`"/>`)
	}
	b.WriteString(`</svg>`)
	return []byte(b.String())
}
