package main

import "golang.org/x/sys/unix"

// hardenProcess keeps memory out of core dumps, those that are piped to a
// collector too, and out of the reach of other programs of the same person: a
// process that may not be dumped may not be traced either. It holds for this
// process only and is lost at each restart, so it is done first of all. A
// machine that refuses is none the worse for it.
func hardenProcess() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
