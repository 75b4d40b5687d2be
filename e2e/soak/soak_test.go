package soak

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/recording"
	"barnrost/crypto"
	"barnrost/storage"
)

const (
	// minutes is how much is recorded as a part of the tests.
	minutes = 6
	// behind is how many seconds the vault may be behind the microphone.
	behind = 20
	// grown is how much more the live heap may hold at the end than at a sixth
	// of the way, in bytes: a buffer of the collector's mood, none of the sound,
	// of which a minute is 5.8 MB.
	grown = 3 << 20
)

// run is one soak.
type run struct {
	*testing.T
	tape    *tape
	disk    *disk
	session *recording.Session
	keys    crypto.Keys
	path    string
	vault   *storage.Vault
	book    *casebook.Casebook
	sound   app.ID

	// What must come out.
	parts   []part // of what the tape said
	total   int64  // samples
	markers []app.Marker
	gaps    []app.Gap
}

// part is n samples of the tape from one on.
type part struct{ from, n int64 }

func TestHoursAreRecordedWithoutAGapAndWithoutGrowing(t *testing.T) {
	length := int64(minutes)
	if n, err := strconv.Atoi(os.Getenv("BARNROST_SOAK")); err == nil && n > 0 {
		length = int64(n)
	}
	r := newRun(t)
	began := time.Now()
	early := r.record(length * 60)
	late := heap()
	r.stop()
	took := time.Since(began)
	t.Logf("%d min of sound in %.0f s, %.0f times as fast as they are spoken; live heap %.1f MB after %d min, %.1f MB after %d min",
		length, took.Seconds(), float64(length*60)/took.Seconds(), mb(early), length/6, mb(late), length)
	if late > early+grown {
		t.Errorf("the live heap grew from %.1f to %.1f MB", mb(early), mb(late))
	}
	r.reopen()
	r.verify()
	r.control()
}

func mb(n uint64) float64 { return float64(n) / (1 << 20) }

// heap is what lives after the collector has been.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what a finalizer kept
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func newRun(t *testing.T) *run {
	r := &run{T: t, tape: newTape(), path: filepath.Join(t.TempDir(), "valv", "barnrost.vault")}
	keys, err := crypto.NewKeys()
	r.must(err)
	signer, err := crypto.NewSigningKey()
	r.must(err)
	slot, err := crypto.SealSlot(keys, "sex ord som ingen gissar", 10)
	r.must(err)
	r.must(os.MkdirAll(filepath.Dir(r.path), 0o700))
	r.keys = keys
	r.vault, err = storage.Create(t.Context(), r.path, storage.Setup{Keys: keys, Signer: signer, Slot: slot})
	r.must(err)
	t.Cleanup(func() { _ = r.vault.Close() })
	r.openBook()
	i, err := r.book.CreateInterview(t.Context(), 12, "cafe")
	r.must(err)
	r.must(r.book.SaveConsent(t.Context(), i.ID, app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}))
	w, err := r.book.NewRecording(t.Context(), i.ID, rate, "tape")
	r.must(err)
	r.sound, r.disk = w.ID(), &disk{Store: w}
	r.session, err = recording.Start(t.Context(), r.tape, r.disk, recording.Options{Rate: rate, Now: r.tape.now, Slept: r.tape.asleep})
	r.must(err)
	return r
}

func (r *run) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *run) openBook() {
	r.Helper()
	var err error
	r.book, err = casebook.Open(r.Context(), r.vault, time.Now, func(app.Event) {})
	r.must(err)
}

// record records so many seconds, with everything that happens in an interview
// on the way, and returns the live heap after a sixth of them.
func (r *run) record(seconds int64) (early uint64) {
	all := []func(){
		func() { r.mark(app.Marker{Kind: app.MarkAsked, Code: "K1"}) },
		func() { r.pause(app.GapFika, 40*time.Second) },
		func() { r.mark(app.Marker{Kind: "nickar"}) },
		func() { r.lose(7 * time.Second) },
		func() { r.mark(app.Marker{Kind: app.MarkScale, Code: "K2", Value: app.FaceGlad}) },
		func() { r.sleep(4 * time.Minute) },
		func() { r.late(rate / 50) },
		func() { r.fill(30) },
		func() { r.pause(app.GapChild, time.Minute) },
	}
	every := max(seconds/40, 7)
	for s := range seconds {
		if s == seconds/6 {
			early = heap()
		}
		if s%every == every-1 {
			all[int(s/every)%len(all)]()
		}
		r.speak(rate)
		r.keepUp(behind)
	}
	return early
}

// speak records n samples.
func (r *run) speak(n int64) {
	r.tape.speak(n)
	r.parts = append(r.parts, part{r.tape.heard - n, n})
	r.total += n
}

// keepUp waits until the vault is at most so many seconds behind.
func (r *run) keepUp(seconds int64) {
	for r.total-r.disk.taken.Load() > seconds*rate {
		time.Sleep(time.Millisecond)
	}
}

func (r *run) mark(m app.Marker) {
	m.At = r.total
	if got := r.session.Mark(m); got != m {
		r.Errorf("marked %+v, want %+v", got, m)
	}
	r.markers = append(r.markers, m)
}

// pause pauses; what is said meanwhile is nobody's.
func (r *run) pause(why app.GapReason, d time.Duration) {
	r.session.Pause(why)
	r.tape.speak(int64(d.Seconds()) * rate)
	r.session.Resume()
	r.gap(why, d)
}

func (r *run) lose(d time.Duration) {
	r.tape.unplug(d)
	r.gap(app.GapDevice, d)
}

func (r *run) sleep(d time.Duration) {
	r.tape.sleep(d)
	r.gap(app.GapSleep, d)
}

func (r *run) late(n int64) {
	r.tape.drop(n)
	r.gap(app.GapOverrun, time.Duration(n)*time.Second/rate)
}

func (r *run) gap(why app.GapReason, d time.Duration) {
	r.gaps = append(r.gaps, app.Gap{At: r.total, Length: d, Reason: why})
}

// fill fills the disk for so many seconds of sound: they wait in memory.
func (r *run) fill(seconds int64) {
	r.disk.full.Store(true)
	for range seconds {
		r.speak(rate)
	}
	for r.disk.calls.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if s := r.session.State(); app.CodeOf(s.Err) != app.CodeDiskFull || s.Room > 10*time.Minute-time.Duration(seconds-behind)*time.Second {
		r.Errorf("with a full disk: %v, room for %v", s.Err, s.Room)
	}
	r.disk.full.Store(false)
	r.keepUp(behind)
	r.disk.calls.Store(0)
}

func (r *run) stop() {
	r.Helper()
	r.must(r.session.Stop(r.Context()))
}

// reopen closes the vault and opens it as another day would.
func (r *run) reopen() {
	r.Helper()
	r.must(r.vault.Close())
	sealed, err := storage.Open(r.Context(), r.path)
	r.must(err)
	r.vault, err = sealed.Unlock(r.Context(), r.keys, time.Now)
	r.must(err)
	if d := r.vault.Damage(); len(d) > 0 {
		r.Fatalf("damage: %v", d)
	}
	r.openBook()
}

// verify holds what the vault has against what was said.
func (r *run) verify() {
	r.Helper()
	rec, err := r.book.Recording(r.Context(), r.sound)
	r.must(err)
	if rec.Status != app.SoundWhole || rec.Samples != r.total {
		r.Errorf("%s, %d samples of %d", rec.Status, rec.Samples, r.total)
	}
	if !slices.Equal(rec.Markers, r.markers) {
		r.Errorf("markers\n%v, want\n%v", rec.Markers, r.markers)
	}
	r.verifyGaps(rec.Gaps)
	sound, err := r.book.ReadSound(r.Context(), r.sound)
	r.must(err)
	h := hearing{parts: r.parts}
	r.must(sound.Each(h.take))
	if h.err != nil || h.at != r.total || sound.Len() != r.total {
		r.Errorf("%d samples in order of %d: %v", h.at, r.total, h.err)
	}
	r.verifyIndex(sound)
}

// verifyGaps allows for one second that the tape says at once: a pause ends when
// the first sample after it is read.
func (r *run) verifyGaps(got []app.Gap) {
	r.Helper()
	if len(got) != len(r.gaps) {
		r.Fatalf("%d gaps, want %d:\n%v\n%v", len(got), len(r.gaps), got, r.gaps)
	}
	for i, g := range got {
		want := r.gaps[i]
		if g.At != want.At || g.Reason != want.Reason || g.Length < want.Length || g.Length > want.Length+time.Second {
			r.Errorf("gap %d is %+v, want %+v", i, g, want)
		}
	}
}

// verifyIndex finds samples by the run lengths alone, around every place where a
// row is shorter.
func (r *run) verifyIndex(sound *casebook.Sound) {
	r.Helper()
	places := []int64{0, r.total - 1}
	for _, g := range r.gaps {
		places = append(places, g.At-1, g.At)
	}
	pick := rand.New(rand.NewPCG(2027, 2))
	for range 200 {
		places = append(places, pick.Int64N(r.total))
	}
	buf := make([]int16, 64)
	for _, at := range places {
		if at < 0 || at >= r.total {
			continue
		}
		n, err := sound.ReadAt(buf, at)
		r.must(err)
		for i := range n {
			if want := r.said(at + int64(i)); buf[i] != want {
				r.Fatalf("sample %d is %d, want %d", at+int64(i), buf[i], want)
			}
		}
	}
}

// said is the sample at a position of the recording.
func (r *run) said(at int64) int16 {
	for _, p := range r.parts {
		if at < p.n {
			return sample(p.from + at)
		}
		at -= p.n
	}
	return 0
}

// control shows that one missing sample is found, and one too many.
func (r *run) control() {
	r.Helper()
	for name, change := range map[string]func(p *part){
		"missing":  func(p *part) { p.from++; p.n-- },
		"too many": func(p *part) { p.n++ },
		"moved":    func(p *part) { p.from++ },
	} {
		parts := slices.Clone(r.parts)
		change(&parts[len(parts)/2])
		sound, err := r.book.ReadSound(r.Context(), r.sound)
		r.must(err)
		h := hearing{parts: parts}
		r.must(sound.Each(h.take))
		if h.err == nil {
			r.Errorf("a sample %s is not found", name)
		}
	}
}

// hearing compares samples with what was said, in order.
type hearing struct {
	parts []part
	part  int
	in    int64 // samples of the part
	at    int64
	err   error
}

func (h *hearing) take(pcm []byte) error {
	for i := 0; i+1 < len(pcm); i += 2 {
		for h.part < len(h.parts) && h.in == h.parts[h.part].n {
			h.part, h.in = h.part+1, 0
		}
		got := int16(uint16(pcm[i]) | uint16(pcm[i+1])<<8)
		switch {
		case h.part == len(h.parts):
			h.err = fmt.Errorf("something at sample %d, after the end", h.at)
			return nil
		case h.err == nil && got != sample(h.parts[h.part].from+h.in):
			h.err = fmt.Errorf("sample %d is another", h.at)
		}
		h.in++
		h.at++
	}
	return nil
}
