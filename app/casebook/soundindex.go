package casebook

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sort"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// Streams of a sound object.
const (
	streamAudio = 0 // PCM: little-endian int16, one channel, at most soundRowSeconds a row
	streamPeaks = 1 // one small row beside each audio row, until they are folded
	streamMarks = 2 // markers and gaps, as they come
	streamFolds = 3 // folded peaks: one row for up to foldEvery audio rows
)

// foldEvery is how many audio rows' peaks are folded into one row: ten minutes
// of sound. Opening thousands of small boxes would take seconds.
const foldEvery = 300

// soundRowSeconds is the longest sound a row holds: what a power cut may cost.
const soundRowSeconds = 2

// peakSpan is how many samples one min/max pair covers.
const peakSpan = 256

// soundMeta is a sound object's sealed data.
type soundMeta struct {
	Interview app.ID          `json:"interview"`
	Status    app.SoundStatus `json:"status"`
	Rate      int             `json:"rate"`
	Started   time.Time       `json:"started"`
	Device    string          `json:"device,omitempty"`
	Import    bool            `json:"import,omitempty"`
	// SHA256 is that of the closed sound as a WAV file, in hexadecimal, once
	// [Casebook.SumSound] has worked it out.
	SHA256 string `json:"sha256,omitempty"`
	// Runs says how many samples the audio rows hold, in order: rows are
	// full but before a pause, a loss and the end. Written with each fold;
	// the rows after the last fold are told by streamPeaks.
	Runs []run `json:"runs,omitempty"`
}

// run is n rows after each other with the same count of samples.
type run struct {
	Count uint32 `json:"c"`
	Rows  int64  `json:"n"`
}

// What a sound can be: rates that a device or a file has, and at most two days
// of samples at 48 kHz, whose peaks take 134 MB.
const (
	minRate    = 8_000
	maxRate    = 192_000
	maxSamples = 1 << 33
)

// check refuses metadata that this program never wrote. Whoever has the
// recovery key can write what they like into a head, and an index built on
// numbers without bounds would take all memory or point anywhere.
func (m soundMeta) check() error {
	bad := func(what string) error {
		return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: a sound's %s", what))
	}
	if m.Rate < minRate || m.Rate > maxRate {
		return bad("rate")
	}
	var total int64
	for _, r := range m.Runs {
		if r.Count == 0 || r.Rows < 1 || r.Rows > maxSamples || int64(r.Count) > int64(soundRowSeconds*m.Rate) {
			return bad("rows")
		}
		if total += int64(r.Count) * r.Rows; total > maxSamples {
			return bad("length")
		}
	}
	return nil
}

// checkPeaks refuses a row of peaks that does not fit count samples from first
// on, of a sound of at most total. A row is folded of rows with up to two pairs
// more than their samples need: the first and the last span of each.
func checkPeaks(first, count, total int64, pairs []int16) error {
	if first < 0 || count < 0 || first > total || count > total-first || int64(len(pairs)/2) > count/peakSpan+2 {
		return app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: peaks of %d samples at %d", count, first))
	}
	return nil
}

func addRun(runs []run, count uint32) []run {
	if count == 0 {
		return runs
	}
	if last := len(runs) - 1; last >= 0 && runs[last].Count == count {
		runs[last].Rows++
		return runs
	}
	return append(runs, run{count, 1})
}

// soundIndex finds the row that holds a sample.
type soundIndex struct {
	first []int64 // first sample of each run
	seq   []int64 // first row of each run
	runs  []run
	total int64
}

func newSoundIndex(runs []run) soundIndex {
	x := soundIndex{runs: runs}
	var seq int64
	for _, r := range runs {
		x.first = append(x.first, x.total)
		x.seq = append(x.seq, seq)
		x.total += int64(r.Count) * r.Rows
		seq += r.Rows
	}
	return x
}

// find returns the row of sample pos and the row's first sample; pos must lie
// in [0, total).
func (x soundIndex) find(pos int64) (seq, first int64) {
	i := sort.Search(len(x.first), func(i int) bool { return x.first[i] > pos }) - 1
	n := (pos - x.first[i]) / int64(x.runs[i].Count)
	return x.seq[i] + n, x.first[i] + n*int64(x.runs[i].Count)
}

// mark is a row of streamMarks: a marker or a gap.
type mark struct {
	Marker *app.Marker `json:"marker,omitempty"`
	Gap    *app.Gap    `json:"gap,omitempty"`
}

// parseMark reads a row of streamMarks.
func parseMark(row []byte) (mark, error) {
	var m mark
	if err := json.Unmarshal(row, &m); err != nil {
		return mark{}, app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: a marker: %w", err))
	}
	if m.Marker != nil && m.Marker.At < 0 || m.Gap != nil && (m.Gap.At < 0 || m.Gap.Length < 0) {
		return mark{}, app.Fail(app.CodeVaultDamaged, errors.New("casebook: a marker before the beginning"))
	}
	if m.Marker != nil && (m.Marker.Code != "" && !app.QuestionCode(m.Marker.Code) || m.Marker.Value < 0 || m.Marker.Value > app.FaceGlad) {
		return mark{}, app.Fail(app.CodeVaultDamaged, errors.New("casebook: a marker of no question"))
	}
	return m, nil
}

func packSamples(samples []int16) []byte {
	b := make([]byte, 2*len(samples))
	for i, s := range samples {
		binary.LittleEndian.PutUint16(b[2*i:], uint16(s))
	}
	return b
}

func unpackSamples(dst []int16, b []byte) int {
	n := min(len(dst), len(b)/2)
	for i := range n {
		dst[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return n
}

// peaksOf returns the min and max of each peakSpan samples of little-endian
// PCM; the last span may be shorter.
func peaksOf(pcm []byte) []int16 {
	const span = 2 * peakSpan
	out := make([]int16, 0, 2*(len(pcm)/span+1))
	for start := 0; start < len(pcm); start += span {
		low, high := int16(math.MaxInt16), int16(math.MinInt16)
		for b := pcm[start:min(start+span, len(pcm))]; len(b) >= 2; b = b[2:] {
			s := int16(binary.LittleEndian.Uint16(b))
			low, high = min(low, s), max(high, s)
		}
		out = append(out, low, high)
	}
	return out
}

// tally follows a sound as its rows are stored: how long they were, and the
// peaks since the last fold.
type tally struct {
	runs  []run
	next  int64   // position of the next sample
	from  int64   // where the peaks that are not folded begin
	rows  int     // rows since the last fold
	pairs []int16 // min, max of each peakSpan samples from from on
}

// add notes a stored row of count samples with the given peaks.
func (t *tally) add(count uint32, peaks []int16) {
	t.runs = addRun(t.runs, count)
	t.pairs = foldPeaks(t.pairs, t.next-t.from, peaks)
	t.next += int64(count)
	t.rows++
}

// fold returns the row that takes the place of the small ones.
func (t *tally) fold(rate int) storage.Row {
	return storage.Row{First: t.from, Count: uint32(t.next - t.from), Rate: uint32(rate), Data: packSamples(t.pairs)}
}

// folded notes that the row of fold was stored.
func (t *tally) folded() { t.from, t.rows, t.pairs = t.next, 0, nil }

// foldPeaks lays a row's peaks, which begin at sample first, onto the pairs of
// the whole sound. A pair that straddles two spans is put into the first.
func foldPeaks(all []int16, first int64, row []int16) []int16 {
	for i := 0; i+1 < len(row); i += 2 {
		at := 2 * int((first+int64(i/2)*peakSpan)/peakSpan)
		for len(all) <= at+1 {
			all = append(all, math.MaxInt16, math.MinInt16)
		}
		all[at], all[at+1] = min(all[at], row[i]), max(all[at+1], row[i+1])
	}
	return all
}

// mostPeaksRoom bounds the memory taken on a mere count's word: more than six
// hours of sound need.
const mostPeaksRoom = 4 << 20

// peaksRoom returns how many numbers the peaks of so many samples are: growing
// to hours of them took longer than reading them, and left as much behind.
func peaksRoom(samples int64) int {
	const astray = 3 // a row need not begin where a pair does
	return int(min(2*(max(samples, 0)/peakSpan+astray), mostPeaksRoom))
}

func unpackPeaks(b []byte) ([]int16, error) {
	if len(b)%4 != 0 {
		return nil, app.Fail(app.CodeVaultDamaged, fmt.Errorf("casebook: %d bytes of peaks", len(b)))
	}
	out := make([]int16, len(b)/2)
	unpackSamples(out, b)
	return out, nil
}
