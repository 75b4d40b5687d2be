package memory

import (
	"fmt"
	"strings"
)

// alphabet is bech32's.
const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// checksum is the length of a bech32 checksum in letters.
const checksum = 6

// Secret returns the bytes that an age secret key is written from: what a
// program holds that has read it.
func Secret(key string) ([]byte, error) {
	at := strings.LastIndexByte(key, '1')
	if at < 0 || len(key) < at+1+checksum {
		return nil, fmt.Errorf("memory: no secret key")
	}
	var out []byte
	var bits, have uint
	for _, c := range strings.ToLower(key[at+1 : len(key)-checksum]) {
		five := strings.IndexRune(alphabet, c)
		if five < 0 {
			return nil, fmt.Errorf("memory: no letter of a secret key")
		}
		bits, have = bits<<5|uint(five), have+5
		if have >= 8 {
			have -= 8
			out = append(out, byte(bits>>have))
		}
	}
	return out, nil
}
