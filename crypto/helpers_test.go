package crypto

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// testLogN keeps scrypt cheap where its cost is not what is tested.
const testLogN = 8

// sizes are the lengths around age's block borders.
var sizes = []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 3 * 64 << 10}

var sharedKeys = sync.OnceValue(func() Keys {
	k, err := NewKeys()
	if err != nil {
		panic(err)
	}
	return k
})

var sharedSigner = sync.OnceValue(func() SigningKey {
	k, err := SigningKeyFromSeed([]byte("an invented seed of 32 bytes    "))
	if err != nil {
		panic(err)
	}
	return k
})

func newIdentity(t testing.TB) Identity {
	t.Helper()
	i, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func newSigner(t testing.TB) SigningKey {
	t.Helper()
	k, err := NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// pattern returns n bytes that repeat at no power of two.
func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i % 251)
	}
	return b
}

func writeFile(t testing.TB, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs a foreign program and returns what it printed.
func run(t testing.TB, stdin []byte, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(string(stdin))
	out, err := cmd.CombinedOutput()
	return string(out), err
}
