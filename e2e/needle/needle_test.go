package needle

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

const word = "blåbärspaj på Åsgatan"

func speech() []int16 {
	random := rand.New(rand.NewPCG(1, 2))
	samples := make([]int16, 48000)
	for i := range samples {
		samples[i] = int16(8000*math.Sin(float64(i)/17)) + int16(random.IntN(900))
	}
	return samples
}

// The control of every scan: what is planted is found, in each form.
func TestAPlantedNeedleIsFoundInEveryForm(t *testing.T) {
	sound := speech()
	var h Haystack
	h.Text(word)
	h.Sound("speech", sound)
	h.Bytes("peaks", peaks(sound))
	noise := make([]byte, 5000)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	for name, planted := range map[string][]byte{
		"utf-8":            []byte(word),
		"decomposed":       norm.NFD.Bytes([]byte(word)),
		"upper":            []byte(strings.ToUpper(word)),
		"latin-1":          latin1(word),
		"utf-16":           utf16Bytes(word),
		"json":             asciiJSON(word),
		"hex":              []byte(hex.EncodeToString([]byte(word))),
		"base64 at 0":      []byte(base64.StdEncoding.EncodeToString([]byte(word + " och saft"))),
		"base64 at 1":      []byte(base64.StdEncoding.EncodeToString([]byte("x" + word + " och saft"))),
		"base64 at 2":      []byte(base64.StdEncoding.EncodeToString([]byte("xy" + word + " och saft"))),
		"sound, any start": samplesToBytes(sound[7777 : 7777+64]),
		"sound, one float": floats(sound[3201 : 3201+64]),
		"sound, swapped":   swapped(sound[3201 : 3201+64]),
		"peaks":            peaks(sound)[4:140],
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "deep", "file.bin")
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			data := append(append(append([]byte{}, noise[:1237]...), planted...), noise[1237:]...)
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			found, files, err := h.Search(dir)
			if err != nil || files != 1 {
				t.Fatalf("read %d files, %v", files, err)
			}
			if len(found) == 0 {
				t.Fatal("the planted needle was not found")
			}
		})
	}
}

func TestANeedleInAFileNameIsFound(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "om "+word+".txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var h Haystack
	h.Text(word)
	found, _, err := h.Search(dir)
	if err != nil || len(found) == 0 {
		t.Fatalf("found %v, %v", found, err)
	}
}

func TestCleanFilesAreClean(t *testing.T) {
	dir := t.TempDir()
	data := make([]byte, 1<<20)
	for i := range data {
		data[i] = byte(rand.Uint32())
	}
	copy(data[1000:], make([]byte, 100000)) // zeros, as padding has
	if err := os.WriteFile(filepath.Join(dir, "a"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	var h Haystack
	h.Text(word)
	h.Sound("speech", append(make([]int16, 4800), speech()...))
	h.Bytes("peaks", peaks(speech()))
	found, files, err := h.Search(dir)
	if err != nil || files != 1 || len(found) != 0 {
		t.Fatalf("found %v in %d files, %v", found, files, err)
	}
}

func peaks(samples []int16) []byte {
	var out []byte
	for at := 0; at+256 <= len(samples); at += 256 {
		lo, hi := samples[at], samples[at]
		for _, s := range samples[at : at+256] {
			lo, hi = min(lo, s), max(hi, s)
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(lo))
		out = binary.LittleEndian.AppendUint16(out, uint16(hi))
	}
	return out
}

func utf16Bytes(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func asciiJSON(s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	var out []byte
	for _, r := range string(quoted) {
		if r < 128 {
			out = append(out, byte(r))
		} else {
			out = append(out, []byte(`\u00`+hex.EncodeToString([]byte{byte(r)}))...)
		}
	}
	return out
}

func samplesToBytes(samples []int16) []byte {
	var out []byte
	for _, s := range samples {
		out = binary.LittleEndian.AppendUint16(out, uint16(s))
	}
	return out
}

func swapped(samples []int16) []byte {
	var out []byte
	for _, s := range samples {
		out = binary.BigEndian.AppendUint16(out, uint16(s))
	}
	return out
}

func floats(samples []int16) []byte {
	var out []byte
	for _, s := range samples {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(s)/32768))
	}
	return out
}
