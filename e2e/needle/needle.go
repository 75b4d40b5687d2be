// Package needle searches the files that a process left behind for what must
// not be in them: words, codes and sound, in every form in which they might
// have slipped through.
package needle

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// minText is the shortest needle that cannot stand in sealed bytes by chance.
const minText = 5

// soundWindow is the length of one sound needle in bytes: 32 samples. A run of
// 127 bytes of the sound anywhere in a file holds one whole.
const soundWindow = 64

// quiet is the loudness, as the mean of absolute sample values, below which a
// window is no needle: silence is everywhere.
const quiet = 300

// Haystack is what to search for. Fill it with [Haystack.Text] and
// [Haystack.Sound], then call [Haystack.Search].
type Haystack struct {
	texts  []form
	sounds map[uint64][]form // by their first eight bytes
}

type form struct {
	what  string
	bytes []byte
}

// Find is one needle found.
type Find struct {
	File   string
	Offset int64
	What   string
}

// String returns the find as "file at offset: what".
func (f Find) String() string { return fmt.Sprintf("%s at %d: %s", f.File, f.Offset, f.What) }

// Text adds words in each way that a program may write them down. It panics on
// a needle so short that it would be found by chance.
func (h *Haystack) Text(words ...string) {
	for _, word := range words {
		if len(word) < minText {
			panic("needle: " + word + " is too short to mean anything")
		}
		h.texts = append(h.texts, forms(word)...)
	}
}

func forms(word string) []form {
	all := []form{
		{"UTF-8", []byte(word)},
		{"UTF-8 decomposed", norm.NFD.Bytes([]byte(word))},
		{"UTF-8 upper case", []byte(strings.ToUpper(word))},
		{"UTF-8 lower case", []byte(strings.ToLower(word))},
		{"Latin-1", latin1(word)},
		{"UTF-16 little-endian", wide(word, binary.LittleEndian)},
		{"UTF-16 big-endian", wide(word, binary.BigEndian)},
		{"JSON escapes", escaped(word)},
		{"hexadecimal", []byte(hex.EncodeToString([]byte(word)))},
		{"HEXADECIMAL", []byte(strings.ToUpper(hex.EncodeToString([]byte(word))))},
	}
	// In base64 a word looks different at each of three places; its first and
	// last letters mix with what stands beside it.
	for shift := range 3 {
		padded := append(make([]byte, shift), word...)
		code := base64.StdEncoding.EncodeToString(padded)
		first := (shift*8 + 5) / 6
		last := len(padded) * 8 / 6
		all = append(all, form{"base64", []byte(code[first:last])})
	}
	return distinct(all, word)
}

func distinct(all []form, word string) []form {
	seen := map[string]bool{}
	kept := all[:0]
	for _, f := range all {
		if len(f.bytes) >= minText && !seen[string(f.bytes)] {
			seen[string(f.bytes)] = true
			kept = append(kept, form{fmt.Sprintf("the text %q as %s", word, f.what), f.bytes})
		}
	}
	return kept
}

func latin1(word string) []byte {
	var out []byte
	for _, r := range word {
		if r > 0xff {
			return nil
		}
		out = append(out, byte(r))
	}
	return out
}

func wide(word string, order binary.ByteOrder) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(word)) {
		out = append(out, 0, 0)
		order.PutUint16(out[len(out)-2:], unit)
	}
	return out
}

func escaped(word string) []byte {
	var out []byte
	for _, r := range word {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
		} else {
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

// Sound adds every 32 samples of a sound that are not quiet, as 16-bit samples
// of either byte order and as 32-bit floating point.
func (h *Haystack) Sound(name string, samples []int16) {
	if h.sounds == nil {
		h.sounds = map[uint64][]form{}
	}
	const n = soundWindow / 2
	for at := 0; at+n <= len(samples); at += n {
		window := samples[at : at+n]
		if loudness(window) < quiet {
			continue
		}
		little, big, float := pcm(window)
		h.sound(fmt.Sprintf("the sound %s at sample %d", name, at), little)
		h.sound(fmt.Sprintf("the sound %s at sample %d, big-endian", name, at), big)
		h.sound(fmt.Sprintf("the sound %s at sample %d, floating point", name, at), float)
	}
}

// Bytes adds a piece of binary data, such as drawn peaks, cut into windows as
// sound is.
func (h *Haystack) Bytes(name string, data []byte) {
	if h.sounds == nil {
		h.sounds = map[uint64][]form{}
	}
	for at := 0; at+soundWindow <= len(data); at += soundWindow {
		window := data[at : at+soundWindow]
		if varied(window) {
			h.sound(fmt.Sprintf("%s at byte %d", name, at), window)
		}
	}
}

// varied reports whether a window is more than padding or a plain pattern.
func varied(window []byte) bool {
	seen := map[byte]bool{}
	for _, b := range window {
		seen[b] = true
	}
	return len(seen) >= soundWindow/4
}

func (h *Haystack) sound(what string, window []byte) {
	key := binary.LittleEndian.Uint64(window)
	h.sounds[key] = append(h.sounds[key], form{what, window})
}

func loudness(window []int16) int {
	sum := 0
	for _, s := range window {
		sum += max(int(s), -int(s))
	}
	return sum / len(window)
}

func pcm(window []int16) (little, big, float []byte) {
	for _, s := range window {
		little = binary.LittleEndian.AppendUint16(little, uint16(s))
		big = binary.BigEndian.AppendUint16(big, uint16(s))
		float = binary.LittleEndian.AppendUint32(float, math.Float32bits(float32(s)/32768))
	}
	return little, big, float
}

// Search reads every file below the folders, file names included, and returns
// what it finds and how many files it read. Of each needle in each file only
// the first place is told.
func (h *Haystack) Search(folders ...string) (found []Find, files int, err error) {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			found = append(found, h.in(path+" (its name)", []byte(entry.Name()))...)
			if !entry.Type().IsRegular() {
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			found = append(found, h.in(path, data)...)
			return nil
		})
		if err != nil {
			return found, files, err
		}
	}
	return found, files, nil
}

// In searches data that lies in no file, such as what a process printed.
func (h *Haystack) In(name string, data []byte) []Find { return h.in(name, data) }

func (h *Haystack) in(file string, data []byte) []Find {
	var found []Find
	for _, f := range h.texts {
		if at := bytes.Index(data, f.bytes); at >= 0 {
			found = append(found, Find{file, int64(at), f.what})
		}
	}
	if len(h.sounds) == 0 {
		return found
	}
	for at := 0; at+soundWindow <= len(data); at++ {
		for _, f := range h.sounds[binary.LittleEndian.Uint64(data[at:])] {
			if bytes.HasPrefix(data[at:], f.bytes) {
				// One place is enough: a whole recording would fill the report.
				return append(found, Find{file, int64(at), f.what})
			}
		}
	}
	return found
}
