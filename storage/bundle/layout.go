package bundle

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"time"

	"barnrost/crypto"
)

// Names inside the tar that are not members.
const (
	nameManifest  = "manifest.json"
	nameSignature = "manifest.json.sig"
	namePadding   = "padding"
)

// The members of an interview. The last came with format 2.
const (
	NameTranscriptJSON = "transcript.json" // the document with its structure
	NameTranscriptHTML = "transcript.html" // for a person, in any browser
	NameTranscriptText = "transcript.txt"  // for a person, in any editor
	NameMarkers        = "markers.json"    // what was seen and the sound does not hold
	NameSound          = "sound.wav"       // only when chosen

	NameReflections = "reflections.json" // what the interviewer wrote for the others of the unit
)

// The members of a key handover, and of no other kind of bundle.
const (
	NameUnitKey     = "unit-key.txt"     // an age identity file: what opens the unit's post
	NameUnitCard    = "unit-card.json"   // the unit's card
	NameUnitSigning = "unit-signing.txt" // the seed that signs in the unit's name; only when chosen
)

// NameEnvelopes is the one member of a survey bundle, and of no other kind:
// children's answers, each sealed to the unit's key by itself. It came with
// format 2.
const NameEnvelopes = "envelopes.json"

// Size caps in bytes. MaxSound is below USTAR's own limit of 8 GiB, so a
// bundle never needs an extended header; it is more than 23 hours at 48 kHz.
const (
	MaxManifest  = 1 << 20
	MaxText      = 64 << 20
	MaxSound     = 8_000_000_000
	MaxKey       = 64 << 10
	MaxNotes     = 256 << 10
	maxSignature = 4 << 10
)

// order lists the members in the order in which they stand in the tar, with
// the first format that knows them.
var order = []struct {
	name  string
	max   int64
	since int
}{
	{NameTranscriptJSON, MaxText, 1},
	{NameTranscriptHTML, MaxText, 1},
	{NameTranscriptText, MaxText, 1},
	{NameMarkers, MaxText, 1},
	{NameReflections, MaxNotes, 2},
	{NameSound, MaxSound, 1},
	{NameUnitKey, MaxKey, 1},
	{NameUnitCard, MaxKey, 1},
	{NameUnitSigning, MaxKey, 1},
	{NameEnvelopes, MaxText, 2},
}

// formatFor is the first format that knows all of the members: a bundle is
// written in no newer one than it needs, so that older programs read it, and
// say that it is newer than they are where they cannot.
func formatFor(members []MemberInfo) int {
	format := 1
	for _, m := range members {
		if at, _ := place(m.Name); at >= 0 {
			format = max(format, order[at].since)
		}
	}
	return format
}

// belongs reports whether a kind of bundle may hold a member: a key travels in
// a handover alone and envelopes in a survey, and nothing else travels with them.
func belongs(name string, k Kind) bool {
	switch name {
	case NameUnitKey, NameUnitCard, NameUnitSigning:
		return k == KindHandover
	case NameEnvelopes:
		return k == KindSurvey
	}
	return k != KindHandover && k != KindSurvey
}

// place returns where a member stands in the order and the largest size it
// may have, or -1 for a name that no format knows.
func place(name string) (at int, limit int64) {
	for i, o := range order {
		if o.name == name {
			return i, o.max
		}
	}
	return -1, 0
}

const blockSize = 512

// epoch is the modification time of every entry: when a bundle was made is
// told by the signed manifest alone. GNU tar complains of anything near 1970.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// entry is one file in the tar.
type entry struct {
	name string
	size int64
}

// blocks counts the 512-byte blocks of an entry with its header.
func (e entry) blocks() int64 { return 1 + (e.size+blockSize-1)/blockSize }

// gap is the number of zero bytes after the entry's data.
func (e entry) gap() int64 { return -e.size & (blockSize - 1) }

// header returns the entry's one possible USTAR header.
func (e entry) header() ([]byte, error) {
	var b bytes.Buffer
	err := tar.NewWriter(&b).WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: e.name, Size: e.size, Mode: 0o600,
		ModTime: epoch, Format: tar.FormatUSTAR,
	})
	if err != nil {
		return nil, fmt.Errorf("bundle: header of %s: %w", e.name, err)
	}
	return b.Bytes(), nil
}

// parseHeader reads the size out of the header block of a file called name
// whose size is not known beforehand: the manifest and its signature.
func parseHeader(block []byte, name string) (entry, bool) {
	h, err := tar.NewReader(bytes.NewReader(block)).Next()
	if err != nil || h.Typeflag != tar.TypeReg || h.Name != name || h.Size < 0 {
		return entry{}, false
	}
	return entry{name, h.Size}, true
}

// layout is the tar of one bundle: its entries in order, the last being the
// padding, and its length in bytes.
type layout struct {
	entries []entry
	total   int64
}

// newLayout decides the tar from the sizes of the manifest, the signature and
// the members. The length is a PADMÉ length counted in blocks of 512 bytes.
func newLayout(manifest, signature int64, members []MemberInfo) layout {
	l := layout{entries: []entry{{nameManifest, manifest}, {nameSignature, signature}}}
	for _, m := range members {
		l.entries = append(l.entries, entry{m.Name, m.Size})
	}
	const ends = 1 + 2 // the padding's header and the two blocks that end a tar
	used := int64(ends)
	for _, e := range l.entries {
		used += e.blocks()
	}
	padded := int64(crypto.PadLen(int(used)))
	l.entries = append(l.entries, entry{namePadding, (padded - used) * blockSize})
	l.total = padded * blockSize
	return l
}

// zeros is an endless source of zero bytes.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// writeZeros writes n zero bytes.
func writeZeros(w io.Writer, n int64) error {
	_, err := io.CopyN(w, zeros{}, n)
	return err
}
