// Package handover decides what leaves in a bundle and what comes out of one:
// the rules (only to a card whose words were compared, raw text only with a
// reason, sound only after its own question), the renderings a person can read
// without the program, and the checks before anything received is stored.
//
// It seals nothing itself: storage/bundle does. It knows the vault through the
// two small interfaces [Source] and [Inbox].
package handover
