package crypto

import (
	"crypto/rand"
	"errors"
	"math/bits"
)

// Words reads n words off the front of data, most significant bit first, as
// many bits a word as the list has. The list's length must be a power of two
// and data long enough; anything else is a mistake in the program and panics,
// because a shortened fingerprint must never be shown.
func Words(data []byte, list []string, n int) []string {
	width := wordBits(list)
	if width == 0 || n*width > 8*len(data) {
		panic("crypto: a fingerprint needs a list of 2^k words and enough bits")
	}
	words := make([]string, 0, n)
	for w := range n {
		index := 0
		for b := w * width; b < (w+1)*width; b++ {
			index = index<<1 | int(data[b/8]>>(7-b%8)&1)
		}
		words = append(words, list[index])
	}
	return words
}

// RandomWords returns n words drawn uniformly and independently: six of 2,048
// hold 66 bits.
func RandomWords(list []string, n int) ([]string, error) {
	width := wordBits(list)
	if width == 0 || n < 0 {
		return nil, errors.New("crypto: the list's length is not a power of two")
	}
	data := make([]byte, (n*width+7)/8)
	rand.Read(data) // never fails since Go 1.24; the program stops instead
	return Words(data, list, n), nil
}

// wordBits returns k for a list of 2^k words, k ≥ 1, and 0 for any other.
func wordBits(list []string) int {
	if len(list) < 2 || len(list)&(len(list)-1) != 0 {
		return 0
	}
	return bits.Len(uint(len(list))) - 1
}
