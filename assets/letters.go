package assets

import "embed"

// letterFiles are the shipped letters, one file each, in the marks that
// app/letter reads.
//
//go:embed letters/*.txt
var letterFiles embed.FS

// Letter returns the shipped text of a letter, "" where there is no such letter.
func Letter(id string) string {
	raw, err := letterFiles.ReadFile("letters/" + id + ".txt")
	if err != nil {
		return ""
	}
	return string(raw)
}
