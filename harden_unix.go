//go:build unix && !linux

package main

import "golang.org/x/sys/unix"

// hardenProcess keeps memory out of core dumps; a machine that refuses is
// none the worse for it.
func hardenProcess() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
