package main

import (
	"os"
	"path/filepath"
)

// dataFolder returns the folder the vault lies in when -data names none: the
// XDG data folder.
func dataFolder() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "barnrost"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "barnrost"), err
}
