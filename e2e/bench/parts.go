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
	same    = 1
)

// parts are the figures of single packages, in the order shown. What a
// stretch costs is told for a second of listening: at half speed a second of
// sound is heard for two.
var parts = []part{
	{"2 s of sound sealed and stored (durable)", "storage", "TwoSecondsOfSound", "ns/op", "ms", toMilli, "≤ 200"},
	{"1 s of typing sealed and stored (durable)", "storage", "OneSecondOfTyping", "ns/op", "ms", toMilli, "≤ 200"},
	{"a cold row of 2 s of sound read and opened", "storage", "ReadRow", "ns/op", "ms", toMilli, "≤ 20"},
	{"a vault of 200 objects unlocked, without scrypt", "storage", "Unlock200", "ns/op", "ms", toMilli, ""},
	{"50 minutes of 48 kHz sound read and opened", "app/casebook", "FiftyMinutes", "ns/op", "s", 1e-9, "≤ 2"},
	{"50 minutes of sound erased, to the last free page, beside a recording", "storage", "EraseFiftyMinutes", "erased-s", "s", same, "≤ 10"},
	{"the longest that a sound waited to be stored meanwhile", "storage", "EraseFiftyMinutes", "longest-sound-ms", "ms", same, "≤ 200"},
	{"50 minutes of sound staged beside a recording", "storage", "StageFiftyMinutes", "staged-s", "s", same, ""},
	{"the longest that a sound waited to be stored meanwhile, staging", "storage", "StageFiftyMinutes", "longest-sound-ms", "ms", same, "≤ 200"},
	{"the longest that it waited with nothing beside it", "storage", "EraseFiftyMinutes", "alone-ms", "ms", same, ""},
	{"play to the first sample given to the device, p50", "audio/playback", "KeyToFirstSample", "given-p50-ms", "ms", same, "13.4"},
	{"play to the first sample given to the device, p95", "audio/playback", "KeyToFirstSample", "given-p95-ms", "ms", same, "≤ 20"},
	{"play to the first sample out of a null sink, p50", "audio/playback", "KeyToFirstSample", "monitor-p50-ms", "ms", same, ""},
	{"play to the first sample out of a null sink, p95", "audio/playback", "KeyToFirstSample", "monitor-p95-ms", "ms", same, ""},
	{"20 ms of sound from a place not yet heard, out of the vault", "app/casebook", "ColdRead", "ns/op", "ms", toMilli, "cold seek together ≤ 20"},
	{"a seek, at 0.8×, until the device could begin with it", "audio/playback", "ColdSeek", "ns/op", "ms", toMilli, "cold seek together ≤ 20"},
	{"stretch at 48 kHz, 0.5×, of a core", "audio/stretch", "OneSecondAt48kHz/500ms", "ns/op", "%", 0.5e-7, "≤ 5"},
	{"stretch at 48 kHz, 0.7×, of a core", "audio/stretch", "OneSecondAt48kHz/700ms", "ns/op", "%", 0.7e-7, "≤ 5"},
	{"stretch at 48 kHz, 1.3×, of a core", "audio/stretch", "OneSecondAt48kHz/1.3s", "ns/op", "%", 1.3e-7, "≤ 5"},
	{"stretch at 48 kHz, 2.0×, of a core", "audio/stretch", "OneSecondAt48kHz/2s", "ns/op", "%", 2e-7, "≤ 5"},
	{"a keystroke in a document of 40,000 characters", "app/transcript", "Typing/40000", "ns/op", "µs", toMicro, ""},
	{"keystroke to finished layout, 40,000 characters", "app/view/widget", "Keystroke/40000", "ns/op", "ms", toMilli, "2"},
	{"keystroke to finished layout, 2,500 utterances of 100,000 characters", "app/view/widget", "Keystroke/100000", "ns/op", "ms", toMilli, ""},
	{"the same, p99, Enter now and then among them", "app/view/widget", "Keystroke/100000", "p99-ms", "ms", same, "≤ 16"},
	{"the same while every utterance has marked places, p99", "app/view/widget", "KeystrokeBesideMarks", "p99-ms", "ms", same, "≤ 16"},
	{"on to the next utterance, and back, of 2,500", "app/view/widget", "Enter", "ns/op", "ms", toMilli, "≤ 85"},
	{"2,500 utterances shown for the first time", "app/view/widget", "Opening", "ns/op", "ms", toMilli, "≤ 300"},
	{"a notch of the wheel, 2,500 utterances, until all is in its place", "app/view/widget", "Scrolling", "ns/op", "ms", toMilli, "≤ 40"},
	{"where it is heard, told 20 times a second, 2,500 utterances", "app/view/widget", "Playhead", "ns/op", "µs", toMicro, ""},
}

// rounds is how often each benchmark runs: the table shows the spread.
const rounds = 3

// measureParts runs the benchmarks and returns one row for each figure. A
// figure whose benchmark is missing is an error: it was renamed or lost.
func measureParts(benchtime string) ([]row, error) {
	measured := map[string][]float64{}
	wanted := map[string][]string{}
	var order []string
	for _, p := range parts {
		if wanted[p.pkg] == nil {
			order = append(order, p.pkg)
		}
		top, _, _ := strings.Cut(p.benchmark, "/")
		wanted[p.pkg] = append(wanted[p.pkg], "^Benchmark"+top+"$")
	}
	for _, pkg := range order {
		progress("%s", pkg)
		out, err := exec.Command("go", "test", "-run", "^$", "-bench", strings.Join(wanted[pkg], "|"),
			"-benchtime", benchtime, "-count", strconv.Itoa(rounds), "./"+pkg).CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("benchmarks of %s: %w\n%s", pkg, err, out)
		}
		read(pkg, string(out), measured)
	}
	var rows []row
	for _, p := range parts {
		values := measured[p.pkg+" "+p.benchmark+" "+p.metric]
		if len(values) == 0 {
			return nil, fmt.Errorf("%s gives no %s in %s", p.pkg, p.benchmark, p.metric)
		}
		for i := range values {
			values[i] *= p.scale
		}
		rows = append(rows, row{figure: p.figure, target: withUnit(p.target, p.unit), measured: spread(values, p.unit)})
	}
	return rows, nil
}

// read collects the metrics of go test's benchmark lines:
// BenchmarkName-2  100  123 ns/op  4.5 p95-ms.
func read(pkg, out string, into map[string][]float64) {
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
				key := pkg + " " + name + " " + words[i+1]
				into[key] = append(into[key], value)
			}
		}
	}
}
