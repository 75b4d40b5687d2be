// Package audiotest gives tests real sound without a sound card: a PulseAudio
// server of their own with null sinks, Swedish two-voice interviews spoken by
// espeak-ng, and the comparison of a recording with its source, sample by
// sample.
//
// A missing program is a failure that names it, never a skipped test.
package audiotest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// programs and the Debian packages they are in.
var programs = map[string]string{
	"pulseaudio": "pulseaudio",
	"pactl":      "pulseaudio-utils",
	"paplay":     "pulseaudio-utils",
	"espeak-ng":  "espeak-ng",
}

// need returns the path of a program or an error that says what to install.
func need(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("audiotest: the program %s is missing (Debian package %s): %w", program, programs[program], err)
	}
	return path, nil
}

// run runs a program with env added to the environment and returns what it
// prints; what it prints as an error is in the error.
func run(ctx context.Context, env []string, program string, args ...string) (string, error) {
	path, err := need(program)
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), env...)
	var out, failed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failed
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("audiotest: %s %s: %w: %s", program, strings.Join(args, " "), err, failed.String())
	}
	return strings.TrimSpace(out.String()), nil
}
