package main

import (
	"os"
	"os/exec"

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
	child := exec.Command(exe, restartArgs(os.Args[1:], os.Getpid())...)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		return err
	}
	os.Exit(0)
	return nil
}

// noHeap is WER_FAULT_REPORTING_FLAG_NOHEAP.
const noHeap = 1

// hardenProcess keeps Windows from showing its crash dialog and writing a
// report with memory in it; where reports are written all the same, they are
// to leave the heap out.
func hardenProcess() {
	// A Windows without it writes none; there is nobody to tell.
	if flags := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags"); flags.Find() == nil {
		_, _, _ = flags.Call(noHeap)
	}
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
