// Package crypto holds every secret operation of Barnröst: identities, sealed
// boxes, the passphrase slot, signatures, key cards and invitations. It knows
// nothing of interviews or of files, and adds no cipher of its own: boxes are
// age files (filippo.io/age), signatures are OpenSSH's SSHSIG over Ed25519,
// fingerprints are Argon2id.
//
// # Whom it defends against
//
// A thief who holds the computer, a backup or a bundle, today or in seventy
// years: children's files stay secret that long, so every recipient is hybrid
// post-quantum (ML-KEM-768 with X25519), and a box that any classic recipient
// could open is refused. The passphrase is stretched with scrypt (2^18,
// 256 MiB).
//
// Someone who sends a false card, invitation or bundle, or changes one on the
// way: everything that travels is signed, and a card counts as its owner's
// only when its fingerprint words have been compared by voice. Making a second
// card with the same four words costs about 2^44 Argon2id runs of 64 MiB.
//
// A receiver of a bundle who rewrites it for the other receivers: age does not
// say who sealed a box, so the signature lies inside the encryption and covers
// the recipients.
//
// # Whom it does not defend against
//
// Someone who controls the computer while the vault is open, or who watches
// the passphrase being typed. Go cannot wipe memory, so locking ends the
// process. Changing the passphrase does not revoke a copy of the old slot: who
// has both that and the old passphrase has the keys until they are replaced.
//
// Whoever holds the unit's recovery key and a member's vault: a recovery slot
// wraps that member's vault and inbox identities, on purpose. It never wraps
// the owner's, so its holder reads the work and can neither sign nor open what
// is private.
//
// Signatures are classic Ed25519: they must hold while a bundle is being
// received, not for seventy years.
//
// # What a caller must know
//
// Plaintext from [OpenReader] is to be trusted only after io.EOF: a file cut
// at a block border gives out its first part before the error. Errors of this
// package never quote plaintext, keys or passphrases.
//
// Everything can be opened without this program: age 1.3 or later opens boxes
// and slots, `ssh-keygen -Y verify` checks signatures.
package crypto
