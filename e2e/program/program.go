// Package program drives the built program as a person would: real keys to a
// real window. It learns what happens from the content-free lines that the
// program writes to stderr with -trace, and so needs neither sleeps nor
// coordinates.
package program

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"barnrost/e2e/child"
	"barnrost/e2e/screen"
)

// T is what the driver needs of a test; *testing.T has it, and the commands
// that take pictures and measure bring their own.
type T interface {
	Helper()
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Options say which program runs where.
type Options struct {
	Bin    string         // the program
	Home   string         // a folder that becomes its whole world; made if missing
	Screen *screen.Screen // where its window opens
	Launch []string       // words before the program's own flags, when Bin is a launcher
	Args   []string       // flags besides -trace
	Env    []string       // added to its environment, such as PULSE_SERVER
	Scale  string         // FYNE_SCALE, "1" if empty
	Fill   bool           // the window takes the whole screen
}

// Program is a running program.
type Program struct {
	t       T
	opts    Options
	cmd     *exec.Cmd
	started time.Time
	ended   chan struct{}
	exit    error // set before ended is closed

	mu    sync.Mutex
	more  *sync.Cond
	lines []line
	read  int // lines before this one have been waited for

	filled []string // the fields that were filled in, in order
}

// Start starts the program and gives its window the keys once the first room
// is shown.
func Start(t T, opts Options) *Program {
	t.Helper()
	p := &Program{t: t, opts: opts, ended: make(chan struct{})}
	p.more = sync.NewCond(&p.mu)
	if opts.Scale == "" {
		p.opts.Scale = "1"
	}
	env, err := p.world()
	if err != nil {
		t.Fatalf("a home for the program: %v", err)
	}
	cmd := child.Command(opts.Bin, slices.Concat(opts.Launch, []string{"-trace"}, opts.Args)...)
	cmd.Env = env
	cmd.Dir = filepath.Join(opts.Home, "work")
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatalf("the program's trace: %v", err)
	}
	cmd.Stdout = os.Stderr
	p.cmd, p.started = cmd, time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting the program: %v", err)
	}
	go p.follow(out)
	t.Cleanup(p.Kill)
	p.peek("room")
	p.Refocus()
	return p
}

// Folders lists every folder that the program may write to, besides those a
// scenario hands it for exports.
func (p *Program) Folders() []string { return []string{p.opts.Home} }

// Home returns the folder that is the program's world.
func (p *Program) Home() string { return p.opts.Home }

// Pid returns the process's number; it stays the same through a lock.
func (p *Program) Pid() int { return p.cmd.Process.Pid }

// world makes the folders a desktop gives a program, all under Home, and
// returns the environment that points there and nowhere else.
func (p *Program) world() ([]string, error) {
	home, err := filepath.Abs(p.opts.Home)
	if err != nil {
		return nil, err
	}
	p.opts.Home = home
	in := func(name string) string { return filepath.Join(home, name) }
	for _, name := range []string{"home", "data", "config", "cache", "state", "run", "tmp", "work", "bin", "printed"} {
		if err := os.MkdirAll(in(name), 0o700); err != nil {
			return nil, err
		}
	}
	// What shows a PDF keeps it, so that a scenario can look at what was printed.
	viewer := "#!/bin/sh\ncp \"${1#file://}\" '" + in("printed") + "'\n"
	if err := os.WriteFile(filepath.Join(in("bin"), "xdg-open"), []byte(viewer), 0o700); err != nil {
		return nil, err
	}
	env := []string{
		"PATH=" + in("bin") + ":" + os.Getenv("PATH"),
		"HOME=" + in("home"),
		"XDG_DATA_HOME=" + in("data"),
		"XDG_CONFIG_HOME=" + in("config"),
		"XDG_CACHE_HOME=" + in("cache"),
		"XDG_STATE_HOME=" + in("state"),
		"XDG_RUNTIME_DIR=" + in("run"),
		"TMPDIR=" + in("tmp"),
		"LANG=C.UTF-8",
		"DISPLAY=" + p.opts.Screen.Display(),
		"FYNE_PLATFORM=x11",
		"FYNE_SCALE=" + p.opts.Scale,
		"LIBGL_ALWAYS_SOFTWARE=1",
	}
	return append(env, p.opts.Env...), nil
}

// follow reads the trace until the program ends.
func (p *Program) follow(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.mu.Lock()
		p.lines = append(p.lines, parse(lines.Text(), time.Now()))
		p.more.Broadcast()
		p.mu.Unlock()
	}
	err := errors.Join(lines.Err(), p.cmd.Wait())
	p.mu.Lock()
	p.exit = err
	close(p.ended)
	p.more.Broadcast()
	p.mu.Unlock()
}

// Refocus gives the program's window the keys again, after the lock opened a
// new one.
func (p *Program) Refocus() {
	p.t.Helper()
	if err := p.opts.Screen.Focus(p.Pid()); err != nil {
		p.fail("the window did not take the keys: %v", err)
	}
	if p.opts.Fill {
		if err := p.opts.Screen.Fill(p.Pid()); err != nil {
			p.fail("the window did not take the screen: %v", err)
		}
	}
}

// Kill ends the process at once, as a power cut would, and waits for its end.
func (p *Program) Kill() {
	// The error says that it had ended already.
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// Quit closes the program with its key and fails unless it ends well.
func (p *Program) Quit() {
	p.t.Helper()
	p.Key("ctrl+q")
	p.Ended()
}

// Ended waits for the program's own end and fails unless it is a good one.
func (p *Program) Ended() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.fail("the program did not end")
	}
	if p.exit != nil {
		p.fail("the program ended badly: %v", p.exit)
	}
}

// Stop and Continue freeze and thaw the process, as a suspended machine would.
func (p *Program) Stop() { p.signal(syscall.SIGSTOP) }

// Continue thaws the process.
func (p *Program) Continue() { p.signal(syscall.SIGCONT) }

func (p *Program) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.fail("signal %v: %v", s, err)
	}
}

// Output returns everything the program has written to stderr so far.
func (p *Program) Output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all strings.Builder
	for _, l := range p.lines {
		all.WriteString(l.raw + "\n")
	}
	return all.String()
}

func (p *Program) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), p.trail())
}
