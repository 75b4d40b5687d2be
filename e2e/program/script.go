package program

import (
	"fmt"
	"os"
)

// Script runs steps outside a test, as the commands that take pictures and
// measure do. A failure prints its reason, cleans up and ends the process with
// status 1.
func Script(steps func(t T)) {
	s := &script{}
	failed := true
	func() {
		defer s.clean()
		defer func() {
			if r := recover(); r != nil && r != any(s) {
				panic(r)
			}
		}()
		steps(s)
		failed = false
	}()
	if failed {
		os.Exit(1)
	}
}

// script is a T for a command; it panics with itself to unwind a failure.
type script struct{ cleanups []func() }

func (s *script) Helper() {}

func (s *script) Logf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func (s *script) Fatalf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	panic(s)
}

func (s *script) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *script) clean() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}
