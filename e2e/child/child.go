// Package child starts helper processes that end with the test, even when the
// test is killed.
package child

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// commandLimit bounds one run of a small tool.
const commandLimit = time.Minute

// Command returns a command that dies with this process where the system can
// see to it.
func Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	bind(cmd)
	return cmd
}

// Run runs a small tool to its end with the environment env (nil: ours) and
// returns what it printed. An error holds the command line and its output.
func Run(env []string, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	bind(cmd)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return string(out), nil
}

// End kills a started process and waits until it is gone. It is no error when
// it had ended already.
func End(cmd *exec.Cmd) {
	if cmd.Process == nil {
		return
	}
	// Both fail only when the process has gone, which is what is wanted.
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}
