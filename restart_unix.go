//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// restart replaces this process by a fresh one: the only way to be sure that
// no copy of a key or a text stays in memory. It returns only on error.
func restart() error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	return unix.Exec(exe, os.Args, os.Environ())
}

// awaitParent is for systems that cannot replace a process in place.
func awaitParent(int) {}
