package recording

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"testing"

	"barnrost/app"
	"barnrost/audio/wav"
)

func cancellable(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

func wavFile(t *testing.T, rate int, samples []int16) []byte {
	t.Helper()
	var b bytes.Buffer
	e, err := wav.NewEncoder(&b, rate, int64(len(samples)))
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Write(samples); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnImportedFileIsStoredInBlocksWithProgress(t *testing.T) {
	sound := counted(0, 5*8000+17)
	m := &memory{}
	var done, total []int64
	err := ImportWAV(t.Context(), bytes.NewReader(wavFile(t, 8000, sound)), 8000, m, func(d, n int64) {
		done, total = append(done, d), append(total, n)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.sound(), sound) || m.closed != 1 || len(m.blocks) != 3 {
		t.Errorf("%d samples in %d blocks, closed %d times", len(m.sound()), len(m.blocks), m.closed)
	}
	if !slices.IsSorted(done) || done[len(done)-1] != int64(len(sound)) || total[0] != int64(len(sound)) {
		t.Errorf("progress %v of %v", done, total)
	}
}

func TestAnImportedFileIsConvertedToTheRecordingsRate(t *testing.T) {
	m := &memory{}
	if err := ImportWAV(t.Context(), bytes.NewReader(wavFile(t, 44100, counted(0, 44100))), 48000, m, nil); err != nil {
		t.Fatal(err)
	}
	if got := len(m.sound()); got != 48000 {
		t.Errorf("a second became %d samples", got)
	}
}

func TestACancelledImportStopsAndDoesNotCloseTheStore(t *testing.T) {
	ctx, cancel := cancellable(t)
	m := &memory{}
	err := ImportWAV(ctx, bytes.NewReader(wavFile(t, 8000, counted(0, 80000))), 8000, m, func(done, _ int64) {
		if done >= 32000 {
			cancel()
		}
	})
	if app.CodeOf(err) != app.CodeCancelled || m.closed != 0 || len(m.blocks) != 2 {
		t.Errorf("%v, closed %d times, %d blocks", err, m.closed, len(m.blocks))
	}
}

func TestAFullDiskEndsAnImport(t *testing.T) {
	m := &memory{full: true}
	err := ImportWAV(t.Context(), bytes.NewReader(wavFile(t, 8000, counted(0, 80000))), 8000, m, nil)
	if app.CodeOf(err) != app.CodeDiskFull || m.closed != 0 {
		t.Errorf("%v, closed %d times", err, m.closed)
	}
}

func TestEachKindOfBadFileHasItsOwnError(t *testing.T) {
	good := wavFile(t, 8000, counted(0, 1000))
	patch := func(at int, v uint16) []byte {
		b := slices.Clone(good)
		binary.LittleEndian.PutUint16(b[at:], v)
		return b
	}
	for _, c := range []struct {
		name  string
		file  []byte
		want  app.Code
		found string
	}{
		{"not a WAV", []byte("this is a letter, not a sound"), app.CodeNotAWav, ""},
		{"nothing at all", nil, app.CodeWavEmpty, ""},
		{"no samples", wavFile(t, 8000, nil), app.CodeWavEmpty, ""},
		{"cut off", good[:len(good)/2], app.CodeWavDamaged, ""},
		{"a header that contradicts itself", patch(32, 3), app.CodeWavDamaged, ""},
		{"float", patch(20, 3), app.CodeWavKind, "float 16"},
		{"A-law", patch(20, 6), app.CodeWavKind, "alaw "},
		{"µ-law", patch(20, 7), app.CodeWavKind, "mulaw "},
		{"MP3 in a WAV", patch(20, 0x55), app.CodeWavKind, "codec 0x0055"},
		{"six channels", patch(22, 6), app.CodeWavKind, "channels 6"},
		{"12 bits", patch(34, 12), app.CodeWavKind, "bits 12"},
		{"4 kHz", patch(24, 4000), app.CodeWavKind, "rate 4000"},
	} {
		m := &memory{}
		err := ImportWAV(t.Context(), bytes.NewReader(c.file), 48000, m, nil)
		if app.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
			continue
		}
		if m.calls != 0 {
			t.Errorf("%s: the store was called", c.name)
		}
		if args := err.(*app.Error).Args; c.found != "" && args["kind"]+" "+args["n"] != c.found {
			t.Errorf("%s: found %v, want %q", c.name, args, c.found)
		}
	}
}

// broken fails in the middle, as a stick that is pulled out does.
type broken struct{ *bytes.Reader }

func (b broken) Read(p []byte) (int, error) {
	if b.Len() < 50000 {
		return 0, io.ErrNoProgress
	}
	return b.Reader.Read(p)
}

func TestAFileThatCannotBeReadToTheEndEndsTheImport(t *testing.T) {
	m := &memory{}
	file := broken{bytes.NewReader(wavFile(t, 8000, counted(0, 80000)))}
	if err := ImportWAV(t.Context(), file, 8000, m, nil); app.CodeOf(err) != app.CodeFileMissing || m.closed != 0 {
		t.Errorf("%v, closed %d times", err, m.closed)
	}
}
