package steps

import (
	"encoding/binary"
	"errors"
	"os"

	"barnrost/e2e/program"
)

// DictaphoneFile writes a silent WAV file, 16 bits and mono at 48 kHz, as long
// as the import of it is to be met in the middle: it takes no room on the disk.
func DictaphoneFile(t program.T, path string, minutes int) {
	t.Helper()
	const rate = 48_000
	size := uint32(minutes * 60 * rate * 2)
	header := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x10\x00data\x00\x00\x00\x00")
	for at, v := range map[int]uint32{4: size + 36, 24: rate, 28: 2 * rate, 40: size} {
		binary.LittleEndian.PutUint32(header[at:], v)
	}
	err := errors.Join(os.WriteFile(path, header, 0o600), os.Truncate(path, int64(len(header))+int64(size)))
	if err != nil {
		t.Fatalf("a dictaphone's file: %v", err)
	}
}

// ReceiveRefused opens a bundle's file and waits for the reason why it was not
// taken in.
func ReceiveRefused(p *program.Program, bundle, code string) {
	Receive(p, bundle)
	p.Wait("problem", code)
}

// OpenFirst opens the newest interview of the list at a page of it: "prepare"
// before its recording, "overview" after.
func OpenFirst(p *program.Program, page string) {
	Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", page)
}
