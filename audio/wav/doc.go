// Package wav reads the WAV files that dictaphones write and writes the one
// kind this program gives out: one channel of 16-bit PCM.
//
// Reading is done here and not by go-audio/wav for what that package was
// measured to do: it decodes float and A-law as integers, gives no samples and
// no error for the data sizes 0 and 0xFFFFFFFF that recorders leave behind when
// their battery runs out, does not tell an extensible header's real format, and
// takes a misaligned read for the end. Its encoder must seek. It serves in the
// tests as a second opinion on every file both can read.
package wav

// Format tags of the fmt chunk (RFC 2361).
const (
	formatPCM        = 0x0001
	formatFloat      = 0x0003
	formatALaw       = 0x0006
	formatMuLaw      = 0x0007
	formatExtensible = 0xFFFE
)
