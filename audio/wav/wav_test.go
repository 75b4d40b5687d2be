package wav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/go-audio/audio"
	other "github.com/go-audio/wav"
)

// chunk is a RIFF chunk with a size that may lie.
func chunk(id string, size int, body []byte) []byte {
	b := append([]byte(id), binary.LittleEndian.AppendUint32(nil, uint32(size))...)
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

func plain(id string, body []byte) []byte { return chunk(id, len(body), body) }

func riff(chunks ...[]byte) []byte {
	body := slices.Concat(append([][]byte{[]byte("WAVE")}, chunks...)...)
	return plain("RIFF", body)
}

func format(tag, channels, rate, bits int) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(tag))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate*channels*bits/8))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels*bits/8))
	return binary.LittleEndian.AppendUint16(b, uint16(bits))
}

func extensible(sub, channels, rate, bits int, guid string) []byte {
	b := format(formatExtensible, channels, rate, bits)
	b = append(b, 22, 0, byte(bits), 0, 4, 0, 0, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(sub))
	return append(b, guid...)
}

func pcm16(samples ...int16) []byte {
	var b []byte
	for _, s := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	return b
}

func all(t *testing.T, r interface{ Read([]int16) (int, error) }) []int16 {
	t.Helper()
	var out []int16
	buf := make([]int16, 1000)
	for {
		n, err := r.Read(buf)
		out = append(out, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryAcceptedKindIsReadAsItIs(t *testing.T) {
	mono16 := plain("fmt ", format(1, 1, 48000, 16))
	sound := pcm16(1, -2, 32767, -32768)
	want := []int16{1, -2, 32767, -32768}
	rf64 := riff(plain("ds64", append(make([]byte, 8), binary.LittleEndian.AppendUint64(nil, 8)...)), mono16, chunk("data", unknownSize, sound), plain("LIST", []byte("INFO")))
	copy(rf64, "RF64")
	for _, c := range []struct {
		name string
		file []byte
		want []int16
	}{
		{"16 bits", riff(mono16, plain("data", sound)), want},
		{"chunks before and after", riff(plain("JUNK", []byte("odd")), mono16, plain("bext", make([]byte, 602)), plain("data", sound), plain("LIST", []byte("INFOx"))), want},
		{"8 bits", riff(plain("fmt ", format(1, 1, 8000, 8)), plain("data", []byte{128, 0, 255, 129})), []int16{0, -32768, 32512, 256}},
		{"24 bits, rounded", riff(plain("fmt ", format(1, 1, 48000, 24)), plain("data", []byte{0, 1, 0, 0x80, 1, 0, 0x7F, 1, 0, 0xFF, 0xFF, 0x7F, 0, 0, 0x80})), []int16{1, 2, 1, 32767, -32768}},
		{"32 bits", riff(plain("fmt ", format(1, 1, 48000, 32)), plain("data", []byte{0, 0, 1, 0, 0, 0, 0, 0x80})), []int16{1, -32768}},
		{"stereo is mixed to the mean", riff(plain("fmt ", format(1, 2, 48000, 16)), plain("data", pcm16(100, 200, -32768, -32768, 32767, 32767, 5, -5))), []int16{150, -32768, 32767, 0}},
		{"extensible with PCM", riff(plain("fmt ", extensible(1, 1, 48000, 16, guidTail)), plain("data", sound)), want},
		{"size 0 left behind", riff(mono16, chunk("data", 0, sound)), want},
		{"size 0xFFFFFFFF left behind", riff(mono16, chunk("data", unknownSize, sound)), want},
		{"RF64 tells its size elsewhere", rf64, want},
		{"half a sample at the end", riff(mono16, plain("data", append(sound, 7))), want},
		{"the RIFF size is a lie", append([]byte("RIFF\x00\x00\x00\x00"), riff(mono16, plain("data", sound))[8:]...), want},
	} {
		r, err := Decode(bytes.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := all(t, r); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if r.Samples() != int64(len(c.want)) {
			t.Errorf("%s: it says %d samples", c.name, r.Samples())
		}
	}
}

func TestEveryRefusedKindHasItsOwnError(t *testing.T) {
	data := plain("data", pcm16(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
	mono16 := plain("fmt ", format(1, 1, 48000, 16))
	good := riff(mono16, data)
	crooked := format(1, 1, 48000, 16)
	crooked[12] = 3
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"nothing", nil, ErrEmpty},
		{"a letter", []byte("Hej, det här är ett brev."), ErrNotWAV},
		{"an MP3", append([]byte("ID3\x04"), make([]byte, 200)...), ErrNotWAV},
		{"another RIFF", append([]byte("RIFF\x10\x00\x00\x00AVI "), make([]byte, 20)...), ErrNotWAV},
		{"big-endian RIFX", append([]byte("RIFX"), good[4:]...), ErrNotWAV},
		{"float", riff(plain("fmt ", format(3, 1, 48000, 32)), data), ErrFloat},
		{"extensible float", riff(plain("fmt ", extensible(3, 1, 48000, 32, guidTail)), data), ErrFloat},
		{"A-law", riff(plain("fmt ", format(6, 1, 8000, 8)), data), ErrALaw},
		{"µ-law", riff(plain("fmt ", format(7, 1, 8000, 8)), data), ErrMuLaw},
		{"ADPCM", riff(plain("fmt ", format(2, 1, 8000, 4)), data), ErrCompressed},
		{"an unknown extension", riff(plain("fmt ", extensible(1, 1, 48000, 16, "ambisonic B-fm")), data), ErrCompressed},
		{"12 bits", riff(plain("fmt ", format(1, 1, 48000, 12)), data), ErrBits},
		{"0 bits", riff(plain("fmt ", format(1, 1, 48000, 0)), data), ErrBits},
		{"no channel", riff(plain("fmt ", format(1, 0, 48000, 16)), data), ErrChannels},
		{"six channels", riff(plain("fmt ", format(1, 6, 48000, 16)), data), ErrChannels},
		{"4 kHz", riff(plain("fmt ", format(1, 1, 4000, 16)), data), ErrRate},
		{"384 kHz", riff(plain("fmt ", format(1, 1, 384000, 16)), data), ErrRate},
		{"no samples", riff(mono16, plain("data", nil)), ErrEmpty},
		{"no samples and a title", riff(mono16, plain("data", nil), plain("LIST", []byte("INFOINAM"))), ErrEmpty},
		{"no data chunk", riff(mono16, plain("LIST", []byte("INFO"))), ErrEmpty},
		{"cut in the samples", good[:len(good)-5], ErrTruncated},
		{"cut in a header", good[:30], ErrTruncated},
		{"cut between", good[:len(good)-len(data)+3], ErrTruncated},
		{"samples before the format", riff(data, mono16), ErrDamaged},
		{"a frame size that is not", riff(plain("fmt ", crooked), data), ErrDamaged},
		{"a short format", riff(plain("fmt ", format(1, 1, 48000, 16)[:14]), data), ErrDamaged},
		{"an endless format", riff(chunk("fmt ", 1<<30, format(1, 1, 48000, 16)), data), ErrDamaged},
	} {
		_, err := Decode(bytes.NewReader(c.file))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		var kind *KindError
		if errors.As(err, &kind) != slices.Contains([]error{ErrFloat, ErrALaw, ErrMuLaw, ErrCompressed, ErrBits, ErrChannels, ErrRate}, c.want) {
			t.Errorf("%s: %T", c.name, err)
		}
	}
}

func TestWhatIsWrittenIsReadBackByUsAndByAnother(t *testing.T) {
	for _, n := range []int{0, 1, 4095, 4096, 4097, 100000} {
		samples := tone(48000, 333, 30000, n)
		var b bytes.Buffer
		e, err := NewEncoder(&b, 48000, int64(n))
		if err != nil {
			t.Fatal(err)
		}
		for part := range slices.Chunk(samples, 777) {
			if err := e.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if int64(b.Len()) != Size(int64(n)) {
			t.Errorf("%d samples: %d bytes, Size says %d", n, b.Len(), Size(int64(n)))
		}
		r, err := Decode(bytes.NewReader(b.Bytes()))
		if n == 0 {
			if !errors.Is(err, ErrEmpty) {
				t.Errorf("no samples: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(all(t, r), samples) {
			t.Errorf("%d samples differ", n)
		}
		theirs, err := other.NewDecoder(bytes.NewReader(b.Bytes())).FullPCMBuffer()
		if err != nil {
			t.Fatal(err)
		}
		if theirs.Format.SampleRate != 48000 || theirs.Format.NumChannels != 1 || !slices.EqualFunc(theirs.Data, samples, func(a int, b int16) bool { return a == int(b) }) {
			t.Errorf("%d samples: go-audio reads others", n)
		}
	}
}

func TestWhatAnotherWritesIsReadTheSame(t *testing.T) {
	for _, bits := range []int{16, 24, 32} {
		path := filepath.Join(t.TempDir(), "other.wav")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		want := tone(44100, 500, 20000, 5000)
		data := make([]int, len(want))
		for i, v := range want {
			data[i] = int(v) << (bits - 16)
		}
		e := other.NewEncoder(f, 44100, bits, 1, formatPCM)
		if err := errors.Join(
			e.Write(&audio.IntBuffer{Format: &audio.Format{NumChannels: 1, SampleRate: 44100}, Data: data, SourceBitDepth: bits}),
			e.Close(), f.Close(),
		); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if got := all(t, r); r.Rate() != 44100 || !slices.Equal(got, want) {
			t.Errorf("%d bits: %d samples at %d Hz, or others", bits, len(got), r.Rate())
		}
	}
}

func TestTheEncoderHoldsOneToThePromisedLength(t *testing.T) {
	e, err := NewEncoder(io.Discard, 48000, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Write(make([]int16, 9)); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); !errors.Is(err, ErrLength) {
		t.Errorf("too few: %v", err)
	}
	if err := e.Write(make([]int16, 2)); !errors.Is(err, ErrLength) {
		t.Errorf("too many: %v", err)
	}
	for _, n := range []int64{-1, math.MaxUint32 / 2} {
		if _, err := NewEncoder(io.Discard, 48000, n); !errors.Is(err, ErrTooLong) {
			t.Errorf("%d samples: %v", n, err)
		}
	}
}

// full is a destination that has no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrInvalid }

func TestAFullDestinationIsTold(t *testing.T) {
	if _, err := NewEncoder(full{}, 48000, 10); !errors.Is(err, os.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}

// endless is a file of two gigabytes that exists nowhere.
type endless struct {
	head []byte
	size int64
	at   int64
}

func (e *endless) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
		e.at = offset
	case io.SeekCurrent:
		e.at += offset
	case io.SeekEnd:
		e.at = e.size + offset
	}
	return e.at, nil
}

func (e *endless) Read(p []byte) (int, error) {
	if e.at >= e.size {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), e.size-e.at))
	for i := range n {
		p[i] = byte(e.at + int64(i))
	}
	if e.at < int64(len(e.head)) {
		copy(p[:n], e.head[e.at:])
	}
	e.at += int64(n)
	return n, nil
}

func TestALargeFileIsNotHeldInMemory(t *testing.T) {
	const size = 40 << 20
	head := riff(plain("fmt ", format(1, 2, 44100, 16)), chunk("data", unknownSize, nil))
	r, err := Decode(&endless{head: head, size: size})
	if err != nil {
		t.Fatal(err)
	}
	c := Convert(r, 16000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	buf := make([]int16, 32000)
	var n int64
	for {
		k, err := c.Read(buf)
		n += int64(k)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	if n != c.Samples() {
		t.Errorf("%d samples, it said %d", n, c.Samples())
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("reading %d MB allocated %d kB in all", size>>20, grown>>10)
	}
}

func FuzzDecode(f *testing.F) {
	mono16 := plain("fmt ", format(1, 1, 8000, 16))
	f.Add(riff(mono16, plain("data", pcm16(1, 2, 3))))
	f.Add(riff(mono16, chunk("data", 0, pcm16(1, 2, 3))))
	f.Add(riff(mono16, chunk("data", unknownSize, pcm16(1, 2, 3))))
	f.Add(riff(plain("fmt ", extensible(1, 2, 192000, 24, guidTail)), plain("data", make([]byte, 60))))
	f.Add(riff(plain("ds64", make([]byte, 28)), mono16, plain("data", nil)))
	f.Add([]byte("RIFF"))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := Decode(bytes.NewReader(file))
		if err != nil {
			return
		}
		if r.Samples() <= 0 || r.Samples() > int64(len(file)) {
			t.Fatalf("%d samples in %d bytes", r.Samples(), len(file))
		}
		c := Convert(r, 16000)
		var n int64
		buf := make([]int16, 4096)
		for {
			k, err := c.Read(buf)
			n += int64(k)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if n != c.Samples() {
			t.Fatalf("%d samples, it said %d", n, c.Samples())
		}
	})
}
