package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"

	"golang.org/x/sys/windows"
)

// restart starts a fresh process, which waits for this one's end before it
// takes the vault's lock file, and ends this one: the only way to be sure that
// no copy of a key or a text stays in memory. It returns only on error.
func restart() error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"-after", strconv.Itoa(os.Getpid())}
	for i := 1; i < len(os.Args); i++ {
		if os.Args[i] == "-after" {
			i++ // its value belongs to the restart before this one
			continue
		}
		if !strings.HasPrefix(os.Args[i], "-after=") {
			args = append(args, os.Args[i])
		}
	}
	child := exec.Command(exe, args...)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		return err
	}
	os.Exit(0)
	return nil
}

// hardenProcess keeps Windows from showing its crash dialog and writing a
// report with memory in it.
func hardenProcess() {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX | windows.SEM_NOOPENFILEERRORBOX)
}

// awaitParent waits for the process that started this one to end.
func awaitParent(pid int) {
	if pid <= 0 {
		return
	}
	h, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return // it has ended already
	}
	defer windows.CloseHandle(h)
	_, _ = windows.WaitForSingleObject(h, windows.INFINITE)
}
