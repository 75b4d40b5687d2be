// Package crashtest is a file system for SQLite that lies in memory, writes
// down everything that is asked of it, and can then lose its power at any
// moment of that record, as often as one likes.
//
// # The disk
//
// A [Disk] stands for one folder. It is reached through an SQLite VFS of the
// name [VFS]; what SQLite opens below the folder lies on the disk, and the
// system's own files are not touched. It behaves as the VFS that SQLite has
// for Unix does where that matters for what survives: the name of a new file
// is made durable by the file's first sync, the taking away of a name only by
// a sync of the folder, which xDelete is asked for or not.
//
// # What a power cut does
//
// Until a file is synced, every 512 bytes of every write to it, and every
// truncation, may or may not have reached the disk, each by itself and in any
// order: writes are dropped, torn, undone and reordered. The length of a file
// may have reached the disk without what was written there; zeros are read
// then. What was synced stays. A sector is never half written, and its
// neighbours never change with it: SQLite calls that powersafe overwrite, and
// counts on it everywhere.
//
// # Faults
//
// [Disk.Fail] lets operations fail as a worn-out, full or unplugged disk
// does, without a power cut.
//
// Only tests import this package.
package crashtest
