package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// row is one figure of the table.
type row struct {
	figure   string
	target   string // from the project's papers; "" where none was set
	measured string
	beside   string // what stock tools or a plain text box need for the same
}

// print writes the table, which is Markdown.
func print(rows []row) {
	lines := [][4]string{{"figure", "target", "measured", "beside"}, {"---", "---", "---", "---"}}
	for _, r := range rows {
		lines = append(lines, [4]string{r.figure, dash(r.target), r.measured, dash(r.beside)})
	}
	var wide [4]int
	for _, l := range lines {
		for i, cell := range l {
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	for _, l := range lines {
		for i, cell := range l {
			fmt.Print("| ", cell, strings.Repeat(" ", wide[i]-utf8.RuneCountInString(cell)+1))
		}
		fmt.Println("|")
	}
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// progress tells what is being measured, beside the table.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "… "+format+"\n", args...)
}

// machine says on what kind of computer the figures were taken, without its
// name.
func machine() string {
	parts := []string{runtime.GOOS + "/" + runtime.GOARCH, fmt.Sprintf("%d cores", runtime.NumCPU()), runtime.Version()}
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			if name, model, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
				parts = append(parts, strings.TrimSpace(model))
				break
			}
		}
		f.Close()
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		if first, _, ok := strings.Cut(string(load), " "); ok {
			parts = append(parts, "load "+first+" at the start")
		}
	}
	if commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output(); err == nil {
		parts = append(parts, "commit "+strings.TrimSpace(string(commit)))
	}
	return strings.Join(parts, ", ")
}

// times are several measurements of one figure.
type times []time.Duration

func (t times) millis() []float64 {
	var all []float64
	for _, d := range t {
		all = append(all, float64(d)/1e6)
	}
	return all
}

// quantiles writes median and 95th percentile: "p50 12.3 · p95 18.9 ms (100)".
func quantiles(values []float64, unit string) string {
	if len(values) == 0 {
		return "none"
	}
	return fmt.Sprintf("p50 %s · p95 %s %s (%d)", number(quantile(values, 0.5)), number(quantile(values, 0.95)), unit, len(values))
}

// spread writes the median between the least and the most: "5.7 (5.5–6.1) s".
func spread(values []float64, unit string) string {
	if len(values) == 0 {
		return "none"
	}
	if len(values) == 1 {
		return number(values[0]) + " " + unit
	}
	return fmt.Sprintf("%s (%s–%s) %s", number(quantile(values, 0.5)), number(slices.Min(values)), number(slices.Max(values)), unit)
}

// quantile is the value below which the part p of values lies.
func quantile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
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
		return ""
	}
	return target + " " + unit
}
