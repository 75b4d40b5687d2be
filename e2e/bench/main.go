// Command bench measures what the papers promise and prints it beside the
// promise: figure, target, measured. Single packages are measured by their own
// benchmarks, the whole by the built program in a real window.
package main

import (
	"flag"
	"fmt"
	"os"
	"unicode/utf8"
)

// row is one figure of the table.
type row struct{ figure, target, measured string }

func main() {
	benchtime := flag.String("benchtime", "1s", "how long each benchmark of a package runs")
	flag.Parse()
	rows, err := measureParts(*benchtime)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	print(rows)
}

// print writes the table with aligned columns.
func print(rows []row) {
	rows = append([]row{{"figure", "target", "measured"}}, rows...)
	var wide [2]int
	for _, r := range rows {
		wide[0] = max(wide[0], utf8.RuneCountInString(r.figure))
		wide[1] = max(wide[1], utf8.RuneCountInString(r.target))
	}
	for _, r := range rows {
		fmt.Printf("%s | %s | %s\n", pad(r.figure, wide[0]), pad(r.target, wide[1]), r.measured)
	}
}

func pad(s string, to int) string {
	return fmt.Sprintf("%-*s", to, s)
}
