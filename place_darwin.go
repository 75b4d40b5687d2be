package main

import (
	"os"
	"path/filepath"
)

// dataFolder returns the folder the vault lies in when -data names none.
func dataFolder() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "Application Support", "Barnrost"), err
}
