package crashtest

import "errors"

// Op is a kind of operation that can be made to fail.
type Op uint8

// The operations.
const (
	OpOpen Op = iota
	OpRead
	OpWrite
	OpTruncate
	OpSync
	OpDelete
)

// String returns the operation's name.
func (o Op) String() string {
	return [...]string{"open", "read", "write", "truncate", "sync", "delete"}[o]
}

// What an operation can fail with. Each becomes the code that SQLite's own VFS
// would give.
var (
	ErrIO   = errors.New("crashtest: input/output error")
	ErrFull = errors.New("crashtest: no space left")
	ErrOpen = errors.New("crashtest: cannot be opened")
)

// Fail asks fn before every operation, with the name of the file, whether it
// shall fail; the operation then does nothing. fn is called by one goroutine
// at a time and must not use the disk. Fail(nil) makes the disk well again.
func (d *Disk) Fail(fn func(Op, string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = fn
}

// fails returns the error that an operation is to fail with. The lock is held.
func (d *Disk) fails(op Op, name string) error {
	if d.fault == nil {
		return nil
	}
	return d.fault(op, name)
}
