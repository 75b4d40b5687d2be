// Command bench measures what the papers promise and prints it beside the
// promise, as a table in Markdown: figure, target, measured, and what stock
// tools need for the same. Single packages are measured by their own
// benchmarks, the whole by the built program in a real window, with real keys.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"barnrost/e2e/program"
	"barnrost/e2e/steps"
	"barnrost/e2e/stock"
)

func main() {
	bin := flag.String("bin", "build/barnrost", "the built `program`")
	benchtime := flag.String("benchtime", "1s", "how long each benchmark of a package runs")
	only := flag.String("only", "parts,unlocking,longdesk,recording,desk,sending", "what to measure")
	flag.Parse()
	program.Script(func(t program.T) {
		about := machine()
		rows, err := measure(t, *bin, *benchtime, strings.Split(*only, ","))
		if err != nil {
			t.Fatalf("%v", err)
		}
		fmt.Println(about)
		fmt.Println()
		print(rows)
	})
}

// measure returns the table's rows.
func measure(t program.T, bin, benchtime string, only []string) ([]row, error) {
	var rows []row
	for _, what := range only {
		if what == "parts" {
			var err error
			if rows, err = measureParts(benchtime); err != nil {
				return nil, err
			}
			continue
		}
		whole, err := measureWhole(t, bin, only)
		return append(rows, whole...), err
	}
	return rows, nil
}

// measureWhole measures the program in its window.
func measureWhole(t program.T, bin string, only []string) ([]row, error) {
	b, err := newBench(t, bin)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	has := func(what string) bool { return strings.Contains(" "+strings.Join(only, " ")+" ", " "+what+" ") }
	if has("unlocking") {
		b.unlocking(ctx)
	}
	if has("longdesk") {
		b.longDesk(ctx)
	}
	if !has("recording") && !has("desk") && !has("sending") {
		return b.rows, nil
	}
	progress("filling two vaults")
	worker, manager, err := people(ctx, b.folder("vaults"))
	if err != nil {
		return nil, err
	}
	p, g := b.open("worker", worker)
	if has("desk") {
		b.desk(ctx, p, g)
	}
	if has("sending") {
		q, _ := b.open("manager", manager)
		b.sending(p, q, manager)
		q.Quit()
	}
	if has("recording") {
		b.recording(ctx, p, g)
	}
	p.Quit()
	return b.rows, nil
}

// newBench builds what is measured with.
func newBench(t program.T, bin string) (*bench, error) {
	dir, err := os.MkdirTemp("", "barnrost-bench")
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Logf("%v", err)
		}
	})
	b := &bench{T: t, dir: dir, entry: filepath.Join(dir, "entry-box")}
	if b.bin, err = filepath.Abs(bin); err != nil {
		return nil, err
	}
	build := exec.Command("go", "build", "-o", b.entry, "./e2e/bench/entry")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the plain text box: %w: %s", err, out)
	}
	if b.tools, err = stock.New(b.folder("stock")); err != nil {
		return nil, err
	}
	pulse := startPulse(t)
	for _, e := range pulse.Env() {
		key, value, _ := strings.Cut(e, "=")
		if err := os.Setenv(key, value); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// open starts the program on somebody's vault and unlocks it; the memory is
// told for the first.
func (b *bench) open(name string, who *person) (*program.Program, glass) {
	p, g := b.start(name, who)
	if name == "worker" {
		b.add("memory of the program, locked", "", settled(b.T, p.Pid()).String(), "")
		forget(b.T, p.Pid())
	}
	b.unlock(p, g, who)
	p.Wait("room", "home")
	if name == "worker" {
		peak := memoryOf(b.T, p.Pid()).peak
		b.add("memory of the program, unlocked and idle", "",
			settled(b.T, p.Pid()).String()+", at most "+number(peak)+" MB at unlocking (scrypt: 256)", "")
	}
	return p, g
}

// desk measures the desk with the whole interview.
func (b *bench) desk(ctx context.Context, p *program.Program, g glass) {
	progress("the desk")
	steps.Go(p, "desk")
	p.Wait("desk", "ready")
	seen, err := g.eye.Watch()
	if err != nil {
		b.Fatalf("%v", err)
	}
	b.add("memory of the desk with 50 minutes of sound and 40,000 characters", "", settled(b.T, p.Pid()).String(), "")
	b.typeAtDesk(p, g, seen, "40,000 characters", "30", invented())
	b.playing(ctx, p, g)
}
