// Package e2e walks through the main job with the real program in a real
// window: spela in, transkribera, skicka, ta emot. The keyboard is all it
// uses, and what the program says it did is all it waits for.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"barnrost/e2e/program"
	"barnrost/e2e/screen"
)

// binary is the program under test.
var binary string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	binary = os.Getenv("BARNROST_BIN")
	if binary != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "barnrost-e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "barnrost")
	build := exec.Command("go", "build", "-tags", "migrated_fynedo,no_emoji,no_metadata", "-o", binary, "barnrost")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "building the program:", err)
		return 1
	}
	return m.Run()
}

// newScreen returns a screen that ends with the test.
func newScreen(t *testing.T) *screen.Screen {
	t.Helper()
	s, err := screen.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// start starts the program in home, or in a new one if home is "".
func start(t *testing.T, home string, env ...string) *program.Program {
	t.Helper()
	if home == "" {
		home = t.TempDir()
	}
	return program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Env: env})
}
