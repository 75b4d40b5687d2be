//go:build !linux

package storage

import "os"

// dropCache does nothing: there is no such advice here. What is read back may
// come from memory; it was synced before.
func dropCache(*os.File) {}
