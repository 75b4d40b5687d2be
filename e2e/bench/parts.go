package main

import (
	"bufio"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// part is one figure that a benchmark of a package gives.
type part struct {
	figure    string
	pkg       string // folder in the module
	benchmark string // as go test prints it, without "Benchmark"
	metric    string // the unit as go test prints it, "ns/op"
	unit      string // as shown
	scale     float64
	target    string // from the project's papers; "" where none was set
}

const (
	toMicro = 1e-3
	toMilli = 1e-6
)

// parts are the figures of single packages, in the order shown.
var parts = []part{
	{"2 s of sound sealed and stored (durable)", "storage", "TwoSecondsOfSound", "ns/op", "ms", toMilli, "≤ 200"},
	{"1 s of typing sealed and stored (durable)", "storage", "OneSecondOfTyping", "ns/op", "ms", toMilli, "≤ 200"},
	{"a cold row of sound read and opened", "storage", "ReadRow", "ns/op", "ms", toMilli, "≤ 20"},
	{"a vault of 200 objects unlocked, without scrypt", "storage", "Unlock200", "ns/op", "ms", toMilli, ""},
	{"a keystroke in a document of 40,000 characters", "app/transcript", "Typing/40000", "ns/op", "µs", toMicro, ""},
	{"a keystroke in one utterance of 40,000 characters", "app/transcript", "TypingInOneUtterance", "ns/op", "µs", toMicro, ""},
}

// measureParts runs the benchmarks and returns one row for each figure. A
// figure whose benchmark is missing is an error: it was renamed or lost.
func measureParts(benchtime string) ([]row, error) {
	measured := map[string]float64{}
	seen := map[string]bool{}
	for _, p := range parts {
		if seen[p.pkg] {
			continue
		}
		seen[p.pkg] = true
		fmt.Printf("… %s\n", p.pkg)
		out, err := exec.Command("go", "test", "-run", "^$", "-bench", ".", "-benchtime", benchtime, "./"+p.pkg).CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("benchmarks of %s: %w\n%s", p.pkg, err, out)
		}
		read(p.pkg, string(out), measured)
	}
	var rows []row
	for _, p := range parts {
		value, ok := measured[p.pkg+" "+p.benchmark+" "+p.metric]
		if !ok {
			return nil, fmt.Errorf("%s gives no %s in %s", p.pkg, p.benchmark, p.metric)
		}
		rows = append(rows, row{p.figure, withUnit(p.target, p.unit), number(value*p.scale) + " " + p.unit})
	}
	return rows, nil
}

// read collects the metrics of go test's benchmark lines:
// BenchmarkName-2  100  123 ns/op  4.5 p95-ms.
func read(pkg, out string, into map[string]float64) {
	lines := bufio.NewScanner(strings.NewReader(out))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 4 {
			continue
		}
		name, ok := strings.CutPrefix(words[0], "Benchmark")
		if !ok {
			continue
		}
		if cut := strings.LastIndex(name, "-"); cut > 0 {
			if _, err := strconv.Atoi(name[cut+1:]); err == nil {
				name = name[:cut]
			}
		}
		for i := 2; i+1 < len(words); i += 2 {
			if value, err := strconv.ParseFloat(words[i], 64); err == nil {
				into[pkg+" "+name+" "+words[i+1]] = value
			}
		}
	}
}

// number writes a figure with three significant digits.
func number(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func withUnit(target, unit string) string {
	if target == "" {
		return "–"
	}
	return target + " " + unit
}
