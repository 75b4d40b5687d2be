package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A child hardens itself, so that the tests themselves stay open to a debugger.
func TestMemoryIsKeptFromDumpsAndFromTracers(t *testing.T) {
	if os.Getenv("BARNROST_HARDEN") != "" {
		fmt.Println("before", dumpable(t))
		hardenProcess()
		var core unix.Rlimit
		if err := unix.Getrlimit(unix.RLIMIT_CORE, &core); err != nil {
			t.Fatal(err)
		}
		fmt.Println("after", dumpable(t), core.Cur, core.Max)
		return
	}
	child := exec.Command(os.Args[0], "-test.run", t.Name())
	child.Env = append(os.Environ(), "BARNROST_HARDEN=1")
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// "before 1" is the control: what the system gives a process by itself.
	if said := string(out); !strings.HasPrefix(said, "before 1\nafter 0 0 0\n") {
		t.Errorf("the process says %q", said)
	}
}

func dumpable(t *testing.T) int {
	t.Helper()
	is, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return is
}
