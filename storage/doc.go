// Package storage keeps the vault: one SQLite file in which everything but
// random ids, row numbers and sizes is sealed.
//
// # What the file holds (format 1)
//
//	vault(format, vault_id)
//	keyslot(id, box)                  1 the passphrase slot, 2 the recovery slot, age files
//	catalog(box)                      one row, signed; see below
//	object(id, key_box, head_box)
//	chunk(rowid, obj, stream, seq, box)
//	event(seq, box)
//	seen_bundle(hash)
//
// An object has an age identity of its own. key_box holds it, sealed to the
// vault's identity or, for what is private, to the owner's. head_box is sealed
// to the object and holds kind, metadata and where each stream ends. A row of
// a stream is a box sealed to the object: a 128-byte frame that says where it
// belongs and which box precedes it, the payload, zeros. So appending needs a
// public key only, and deleting key_box erases an object.
//
// # What is detected
//
// The catalog is sealed to the vault, signed by its person, and rewritten in
// every transaction: generation, a hash of each object's key and head, the
// head of the log, hashes of the seen bundles and of each slot, the vault's
// id. Head → last row → row before is a chain of SHA-256. A changed, swapped,
// reordered, deleted or replayed row of any table is therefore found, and
// [Damage] names it; a table, index or trigger that is not ours too. Replacing
// the whole file with an older copy of itself is not detected.
//
// # What is never lost
//
// A write that returned nil survives a kill and a power cut: rollback journal
// in TRUNCATE mode with synchronous=EXTRA. Package crashtest is the disk on
// which the tests cut the power; SQLite's default and WAL mode with NORMAL lose
// acknowledged commits there. Memory follows the file: heads and catalog in
// memory change after the commit, never before.
//
// # New keys, and a new vault
//
// [Vault.Rotate] replaces identities and signing key in one transaction. A
// vault whose passphrase is lost is read with its recovery slot and carried
// over by [Successor] into a new one, which [Settle] puts in its place; the old
// file is kept. A vault read so has no owner's key: that its catalog was signed
// by its person cannot be told, only that it is whole.
//
// # A spool
//
// A [Spool] is a second file beside the vault that takes in rows sealed to a
// public key while the vault stays locked. Its key lies in the vault. What it
// shows and what it cannot is told beside the type.
//
// # One writer
//
// One goroutine writes; [Sound] goes before [Text] before [Import], and no
// transaction may take more than 200 ms. Reads use connections of their own
// and fetch in short batches; no cursor stays open while a caller works.
//
// While a vault is open, no other code in the process may open its file, not
// even to read: closing that descriptor would drop SQLite's POSIX locks.
package storage
