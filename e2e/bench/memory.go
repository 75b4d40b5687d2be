package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"barnrost/e2e/program"
)

// memory is what a process holds, in MB of RAM (2^20): now, and the most since
// the last forget.
type memory struct{ now, peak float64 }

func memoryOf(t program.T, pid int) memory {
	m, err := readMemory(pid)
	if err != nil {
		t.Fatalf("the memory of %d: %v", pid, err)
	}
	return m
}

func readMemory(pid int) (m memory, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return m, err
	}
	for line := range strings.Lines(string(raw)) {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		kilo, err := strconv.ParseFloat(words[1], 64)
		switch {
		case err != nil:
		case words[0] == "VmRSS:":
			m.now = kilo / 1024
		case words[0] == "VmHWM:":
			m.peak = kilo / 1024
		}
	}
	return m, nil
}

// forget makes the peak begin anew. The program keeps its memory from others,
// so that only root can; for anybody else the peak is that of its whole life.
func forget(t program.T, pid int) {
	if os.Geteuid() != 0 {
		return
	}
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0); err != nil {
		t.Fatalf("the memory of %d: %v", pid, err)
	}
}

// settled returns the memory once it has not fallen for three seconds: what a
// work has used is given back a while after it.
func settled(t program.T, pid int) memory {
	least, since := memoryOf(t, pid), time.Now()
	for time.Since(since) < 3*time.Second {
		time.Sleep(200 * time.Millisecond)
		if m := memoryOf(t, pid); m.now < least.now-1 {
			least, since = m, time.Now()
		}
	}
	return memoryOf(t, pid)
}

func (m memory) String() string { return number(m.now) + " MB" }

// ticks is how many of the kernel's clock ticks make a second: 100 on every
// system that Go runs on.
const ticks = 100

// processorOf returns the seconds of processor time that a process has used.
func processorOf(t program.T, pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatalf("the processor time of %d: %v", pid, err)
	}
	// The name, in brackets, may hold anything.
	_, rest, _ := strings.Cut(string(raw), ") ")
	words := strings.Fields(rest)
	if len(words) < 13 {
		t.Fatalf("the processor time of %d: %q", pid, raw)
	}
	user, err1 := strconv.ParseFloat(words[11], 64)
	system, err2 := strconv.ParseFloat(words[12], 64)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatalf("the processor time of %d: %v", pid, err)
	}
	return (user + system) / ticks
}

// during runs a work and returns what it needed at most, above before.
func during(t program.T, pid int, work func()) (above float64) {
	before := settled(t, pid).now
	forget(t, pid)
	work()
	return memoryOf(t, pid).peak - before
}
