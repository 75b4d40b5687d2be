package main

import (
	"strconv"
	"strings"
)

// restartArgs are the arguments of the fresh process where a process cannot be
// replaced in place: those of this one, and that the fresh one is to wait for
// this one's end. What the program was started with holds nothing secret.
func restartArgs(args []string, pid int) []string {
	fresh := []string{"-after", strconv.Itoa(pid)}
	for i := 0; i < len(args); i++ {
		name, value := flagOf(args[i])
		switch {
		case name != "after":
			fresh = append(fresh, args[i])
		case !value:
			i++ // the number belongs to the restart before this one
		}
	}
	return fresh
}

// flagOf splits an argument: flags may be written with one dash or two, and
// with their value in the same word.
func flagOf(arg string) (name string, value bool) {
	trimmed := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
	if trimmed == arg {
		return "", false
	}
	name, _, value = strings.Cut(trimmed, "=")
	return name, value
}
