//go:build !windows

package main

// attachConsole does nothing: every program has its streams here.
func attachConsole() {}
