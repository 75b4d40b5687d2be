package main

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// dataFolder returns the folder the vault lies in when -data names none:
// %LOCALAPPDATA%, which Windows keeps on this machine and never roams.
func dataFolder() (string, error) {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_LocalAppData, windows.KF_FLAG_DEFAULT)
	return filepath.Join(dir, "Barnrost"), err
}
