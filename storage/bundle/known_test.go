package bundle

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"testing"
)

// known is a member whose hash is told beforehand, and how often it was opened.
func known(data []byte, hash [32]byte) (m Member, opened *int) {
	m, opened = member(NameSound, data), new(int)
	open := m.Open
	m.SHA256 = hexOf(hash[:])
	m.Open = func() (io.ReadCloser, error) { *opened++; return open() }
	return m, opened
}

func TestAMemberWhoseHashIsKnownIsReadOnceAndArrivesWhole(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	data := noise(7, 300_000)
	m, opened := known(data, sha256.Sum256(data))
	r := request(anna, chief, append(texts(), m)...)
	var last, total int64
	r.Progress = func(d, t int64) { last, total = d, t }
	file := write(t, r)
	if *opened != 1 {
		t.Errorf("read %d times", *opened)
	}
	if last != total || total < int64(len(data)) {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	_, g, err := read(file, chief)
	if err != nil || string(g.members[NameSound]) != string(data) {
		t.Errorf("%d bytes arrived, %v", len(g.members[NameSound]), err)
	}
}

// The control: a hash that is merely believed would sign what is not there.
func TestAMemberThatIsNotWhatItsHashSaysIsNotWritten(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	data := noise(8, 300_000)
	other := append([]byte(nil), data...)
	other[150_000] ^= 1
	changed, _ := known(data, sha256.Sum256(other))
	shorter, _ := known(data[:len(data)-1], sha256.Sum256(data))
	shorter.Size = int64(len(data))
	longer, _ := known(data, sha256.Sum256(data[:len(data)-1]))
	longer.Size = int64(len(data) - 1)
	for name, m := range map[string]Member{"changed": changed, "shorter": shorter, "longer": longer} {
		dir := t.TempDir()
		_, _, _, err := WriteFile(context.Background(), dir, request(anna, chief, append(texts(), m)...))
		if !errors.Is(err, ErrOther) {
			t.Errorf("%s: %v", name, err)
		}
		empty(t, dir)
	}
}
