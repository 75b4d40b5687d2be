package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestSystemErrorsGetTheirMeaning(t *testing.T) {
	for _, c := range []struct {
		err, want error
	}{
		{fmt.Errorf("x: %w", syscall.ENOSPC), ErrDiskFull},
		{&os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, ErrReadOnly},
		{fs.ErrPermission, ErrReadOnly},
		{&os.PathError{Op: "write", Path: "x", Err: syscall.EIO}, ErrDisk},
		{fmt.Errorf("x: %w", errReadOnlyFS), ErrReadOnly},
	} {
		got := explain(c.err)
		if !errors.Is(got, c.want) || !errors.Is(got, c.err) {
			t.Errorf("%v became %v, want %v with its cause", c.err, got, c.want)
		}
		if again := explain(got); again.Error() != got.Error() {
			t.Errorf("explained twice: %v", again)
		}
	}
	for _, err := range []error{nil, errMine, context.Canceled, ErrNotFound} {
		if got := explain(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// A DamageError names places and nothing else, since it may reach a log.
func TestADamageErrorHoldsNoContent(t *testing.T) {
	err := &DamageError{Damage: Damage{PartRow, ID{0xAB}, 2, 7}, Err: errors.New("jag vill att ni lyssnar")}
	if s := err.Error(); strings.Contains(s, "lyssnar") || !strings.Contains(s, "seq 7") || !strings.Contains(s, "ab00") {
		t.Errorf("%q", s)
	}
	if !errors.Is(err, ErrDamaged) || !errors.Is(err, err.Err) {
		t.Error("the chain of causes is broken")
	}
	if bare := (&DamageError{}); !errors.Is(bare, ErrDamaged) {
		t.Error("without a cause it is no damage")
	}
}

func TestAnIDIsWrittenInHex(t *testing.T) {
	if s := (ID{0x0F, 15: 0xF0}).String(); s != "0f0000000000000000000000000000f0" {
		t.Error(s)
	}
	if a, b := NewID(), NewID(); a == b || a.IsZero() || !(ID{}).IsZero() {
		t.Error("ids are not random")
	}
}
