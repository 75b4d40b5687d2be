package bundle

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"barnrost/crypto"
)

// Receipt returns the short code that the receiver reads out on the phone and
// the sender compares: two words of list and four figures, about 33 bits. It
// says that the very same bundle arrived; that it is genuine, the signature
// says. list's length is a power of two.
func Receipt(hash [32]byte, list []string) string {
	sum := sha256.Sum256(append([]byte("barnrost-receipt\x00"), hash[:]...))
	words := crypto.Words(sum[:16], list, 2)
	return fmt.Sprintf("%s %04d", strings.Join(words, " "), binary.BigEndian.Uint64(sum[16:24])%10_000)
}
