package crypto

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// padHead is the length that precedes the plaintext: 8 bytes, big-endian.
const padHead = 8

// PadLen returns n rounded up by PADMÉ (Nikitin and others, "Reducing Metadata
// Leakage from Encrypted Files and Communication with PURBs", 2019, algorithm
// 1): at most 12 % more, and only O(log log n) bits of the length show.
func PadLen(n int) int {
	if n < 2 {
		return max(n, 0)
	}
	exponent := bits.Len(uint(n)) - 1
	kept := bits.Len(uint(exponent))
	mask := 1<<(exponent-kept) - 1
	return (n + mask) &^ mask
}

// Pad returns the length of plain in 8 bytes, plain, and zeros up to [PadLen]
// of the whole.
func Pad(plain []byte) []byte {
	padded := make([]byte, PadLen(padHead+len(plain)))
	binary.BigEndian.PutUint64(padded, uint64(len(plain)))
	copy(padded[padHead:], plain)
	return padded
}

// Unpad returns what [Pad] padded, as a part of padded. Padding that is longer
// than PADMÉ's is accepted, so that rows of a constant size can use it too; a
// length that does not fit or a byte other than zero is [ErrDamaged].
func Unpad(padded []byte) ([]byte, error) {
	if len(padded) < padHead {
		return nil, fmt.Errorf("%w: padding without a length", ErrDamaged)
	}
	n := binary.BigEndian.Uint64(padded)
	rest := padded[padHead:]
	if n > uint64(len(rest)) {
		return nil, fmt.Errorf("%w: padding shorter than its length", ErrDamaged)
	}
	for _, b := range rest[n:] {
		if b != 0 {
			return nil, fmt.Errorf("%w: padding holds data", ErrDamaged)
		}
	}
	return rest[:n:n], nil
}
