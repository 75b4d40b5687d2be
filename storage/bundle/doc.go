// Package bundle writes and reads the one file in which an interview leaves a
// vault: age( tar( manifest.json, manifest.json.sig, members…, padding ) ).
//
// age alone hides; it does not tell who wrote. So the manifest, which names
// the sender's card, every recipient and the SHA-256 of every member, is
// signed inside the encryption (SSHSIG, Ed25519, namespace "barnrost-bundle").
// A recipient who re-encrypts a bundle to somebody else is caught by the
// recipients in the manifest, one who rewrites a member by its hash.
//
// The tar has one form only. Given the manifest, the signature and the
// members, every byte of it is decided: the order, the headers, the time
// (a constant), and the padding that brings it to a PADMÉ length, so that the
// file's size tells little. A reader therefore compares headers instead of
// interpreting them: links, folders, extra or missing members, odd names and
// data after the end all differ from the one form, and are refused.
//
// Without this program: `age -d -i keys.txt`, `tar -x`, and
// `ssh-keygen -Y verify -n barnrost-bundle` with the sender's signing key.
package bundle
