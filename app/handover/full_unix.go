//go:build unix

package handover

import (
	"errors"
	"syscall"
)

// diskFull reports whether the disk, or the person's share of it, is full.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
