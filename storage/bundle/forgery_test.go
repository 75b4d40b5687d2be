package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"barnrost/crypto"
	"barnrost/storage/bundle/bundletest"
)

func unseal(t testing.TB, file []byte, by someone) []byte {
	t.Helper()
	plain, err := crypto.Open(file, by.inbox)
	check(t, err)
	return plain
}

func seal(t testing.TB, plain []byte, to someone) []byte {
	t.Helper()
	file, err := crypto.Seal(plain, to.inbox.Recipient())
	check(t, err)
	return file
}

// refused checks that a file is refused for the one reason, and that no
// member ended well unless the reason lies after all of them.
func refused(t *testing.T, what string, file []byte, by someone, want error) *got {
	t.Helper()
	_, g, err := read(file, by)
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %v", what, err, want)
	}
	return g
}

func TestNoFlippedByteIsOverlooked(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, append(texts(), member(NameSound, noise(3, 100_000)))...))
	step := 1
	for at := 0; at < len(file); at += step {
		if at > 3000 {
			step = 997
		} else if at > 200 {
			step = 53
		}
		bad := bytes.Clone(file)
		bad[at] ^= 1 << (at % 8)
		_, _, err := read(bad, chief)
		switch {
		case err == nil:
			t.Fatalf("byte %d flipped and nobody saw it", at)
		case at < len(magic) && !errors.Is(err, ErrNotABundle):
			t.Errorf("byte %d: %v", at, err)
		case at >= 2500 && !errors.Is(err, ErrDamaged):
			t.Errorf("byte %d: %v", at, err)
		case !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotForMe) && !errors.Is(err, ErrNotABundle):
			t.Errorf("byte %d: %v", at, err)
		}
	}
}

func TestACutFileIsCalledCut(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, append(texts(), member(NameSound, noise(3, 200_000)))...))
	header := bytes.Index(file, []byte("\n--- ")) + 1
	header += bytes.IndexByte(file[header:], '\n') + 1
	cuts := []int{1, 21, 22, 23, 100, header - 1, header, header + 1, header + 16, header + 17, len(file) - 1}
	for i := 1; header+16+i*(ageChunk+ageTag) < len(file); i++ {
		border := header + 16 + i*(ageChunk+ageTag)
		cuts = append(cuts, border-1, border, border+1, border+ageTag)
	}
	for _, n := range cuts {
		refused(t, "cut", file[:n], chief, ErrTruncated)
	}
	refused(t, "empty", nil, chief, ErrNotABundle)

	short := write(t, request(anna, chief, texts()...))
	for _, n := range []int{len(short) / 2, len(short) - 500, len(short) - 1} {
		refused(t, "short and cut", short[:n], chief, ErrTruncated)
	}
}

func TestWhatFollowsTheEndIsDamage(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, member(NameSound, noise(4, 200_000))))
	small := write(t, request(anna, chief, texts()...))
	for _, more := range []string{"x", strings.Repeat("skräp", 20_000)} {
		refused(t, "garbage after", append(bytes.Clone(file), more...), chief, ErrDamaged)
		// Below age's 64 kB nothing of the file can be read, so its length is
		// all there is to go by: either word will do, but not acceptance.
		if _, g, err := read(append(bytes.Clone(small), more...), chief); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTruncated) || g.manifests > 0 && len(more) < 100 {
			t.Errorf("garbage after a small file: %v", err)
		}
	}
}

func TestOtherFilesAreNoBundles(t *testing.T) {
	chief := newSomeone(t, "Cecilia Alm")
	refused(t, "text", []byte("Hej! Det här är ett brev."), chief, ErrNotABundle)
	refused(t, "card", chief.card, chief, ErrNotABundle)
	refused(t, "age file of a text", seal(t, []byte("Hej!"), chief), chief, ErrNotABundle)
	refused(t, "age file of nothing", seal(t, nil, chief), chief, ErrNotABundle)
	refused(t, "age file of zeros", seal(t, make([]byte, 4096), chief), chief, ErrNotABundle)
	refused(t, "age file of another tar", seal(t, tarOf(&tar.Header{Name: "bild.png", Size: 1}, "x"), chief), chief, ErrNotABundle)
}

func tarOf(h *tar.Header, data string) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(h); err != nil {
		panic(err)
	}
	io.WriteString(w, data)
	w.Close()
	return b.Bytes()
}

func TestABundlePassedOnToSomebodyElseIsForged(t *testing.T) {
	anna, chief, other := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm"), newSomeone(t, "Olle Pil")
	plain := unseal(t, write(t, request(anna, chief, texts()...)), chief)
	g := refused(t, "passed on", seal(t, plain, other), other, ErrForged)
	if g.manifests != 0 || len(g.members) != 0 {
		t.Error("something was shown of a bundle that was passed on")
	}
	// The control: sealed anew to the one it was signed for, it is good.
	_, _, err := read(seal(t, plain, chief), chief)
	check(t, err)
}

func TestACoRecipientCannotRewriteAMember(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	plain := unseal(t, write(t, request(anna, chief, texts()...)), chief)
	changed := bytes.Replace(plain, []byte("jag tyckte om bullarna"), []byte("jag hatade bullarna!!!"), 1)
	if bytes.Equal(plain, changed) {
		t.Fatal("nothing was changed")
	}
	g := refused(t, "rewritten", seal(t, changed, chief), chief, ErrForged)
	if _, there := g.members[NameTranscriptText]; there {
		t.Error("the rewritten member ended as if it were good")
	}
}

// TestACoRecipientCannotRewriteUnderTheOriginalHeader: age itself does not
// notice this one. Every receiver knows the file's key, so they can change the
// payload and leave the header, with all its receivers, as the sender made it.
func TestACoRecipientCannotRewriteUnderTheOriginalHeader(t *testing.T) {
	anna, chief, deputy := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm"), newSomeone(t, "Dan Lind")
	req := request(anna, chief, append(texts(), member(NameSound, noise(5, 150_000)))...)
	req.To = append(req.To, deputy.inbox.Recipient())
	file := write(t, req)
	rewrite := func(change func([]byte) []byte) []byte {
		t.Helper()
		out, err := bundletest.Rewrite(file, deputy.inbox.String(), change)
		check(t, err)
		return out
	}
	replace := func(old, fresh string) func([]byte) []byte {
		return func(plain []byte) []byte {
			if !bytes.Contains(plain, []byte(old)) {
				t.Fatalf("%q is not there to be changed", old)
			}
			return bytes.Replace(plain, []byte(old), []byte(fresh), 1)
		}
	}
	// The controls: unchanged it is the sender's file to the byte, and changed
	// it opens without a word from age.
	if !bytes.Equal(rewrite(func(plain []byte) []byte { return plain }), file) {
		t.Fatal("rewriting changes more than it is told to")
	}
	forged := rewrite(replace("jag tyckte om bullarna", "jag hatade bullarna!!!"))
	if !bytes.Contains(unseal(t, forged, chief), []byte("jag hatade bullarna!!!")) {
		t.Fatal("the forgery is not one")
	}
	for what, f := range map[string][]byte{
		"a word":     forged,
		"the reason": rewrite(replace("Enheten har inte kommit", "Enheten har redan kommit")),
		"a receiver": rewrite(replace(`"recipients":["`, `"recipients":["0`)),
		"the sound": rewrite(func(plain []byte) []byte {
			out := bytes.Clone(plain)
			out[len(out)-40_000] ^= 1
			return out
		}),
		"the length": rewrite(func(plain []byte) []byte { return append(bytes.Clone(plain), make([]byte, 512)...) }),
	} {
		refused(t, what, f, chief, ErrForged)
	}
}

// TestABundleThatALetInStrangerCouldReadIsRefused: somebody who breaks the
// classic key in forty years must find no child's voice under it.
func TestABundleThatALetInStrangerCouldReadIsRefused(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file, err := bundletest.LetIn(write(t, request(anna, chief, texts()...)), chief.inbox.String())
	check(t, err)
	g := refused(t, "a classic receiver besides", file, chief, ErrDamaged)
	if g.manifests != 0 {
		t.Error("its manifest was shown")
	}
}

// entries are a tar taken apart, to be put together wrongly.
type entryData struct {
	h    tar.Header
	data []byte
}

func takeApart(t *testing.T, plain []byte) []entryData {
	t.Helper()
	var all []entryData
	for r := tar.NewReader(bytes.NewReader(plain)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return all
		}
		check(t, err)
		data, err := io.ReadAll(r)
		check(t, err)
		all = append(all, entryData{*h, data})
	}
}

func putTogether(t *testing.T, all []entryData) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range all {
		check(t, w.WriteHeader(&e.h))
		_, err := w.Write(e.data)
		check(t, err)
	}
	check(t, w.Close())
	return b.Bytes()
}

func TestTheTarHasOneFormOnly(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	plain := unseal(t, write(t, request(anna, chief, texts()...)), chief)
	if !bytes.Equal(putTogether(t, takeApart(t, plain)), plain) {
		t.Fatal("taking apart and putting together changes the tar: the cases below would prove nothing")
	}
	extra := func(name string) entryData {
		return entryData{tar.Header{Name: name, Typeflag: tar.TypeReg, Size: 1, Mode: 0o600, ModTime: epoch, Format: tar.FormatUSTAR}, []byte("x")}
	}
	insert := func(all []entryData, at int, e entryData) []entryData {
		return append(append(append([]entryData{}, all[:at]...), e), all[at:]...)
	}
	for name, spoil := range map[string]func([]entryData) []entryData{
		"member swapped":      func(a []entryData) []entryData { a[2], a[3] = a[3], a[2]; return a },
		"contents swapped":    func(a []entryData) []entryData { a[2].h.Name, a[3].h.Name = a[3].h.Name, a[2].h.Name; return a },
		"member missing":      func(a []entryData) []entryData { return append(a[:2:2], a[3:]...) },
		"member twice":        func(a []entryData) []entryData { return insert(a, 3, a[2]) },
		"extra member":        func(a []entryData) []entryData { return insert(a, 4, extra("sound.wav")) },
		"extra after padding": func(a []entryData) []entryData { return append(a, extra("sound.wav")) },
		"path upwards":        func(a []entryData) []entryData { a[2].h.Name = "../../.profile"; return a },
		"absolute path":       func(a []entryData) []entryData { a[2].h.Name = "/etc/passwd"; return a },
		"upwards as extra":    func(a []entryData) []entryData { return insert(a, 4, extra("../x")) },
		"folder": func(a []entryData) []entryData {
			a[3].h.Typeflag, a[3].h.Size, a[3].data = tar.TypeDir, 0, nil
			return a
		},
		"symbolic link": func(a []entryData) []entryData {
			a[3].h.Typeflag, a[3].h.Linkname, a[3].h.Size, a[3].data = tar.TypeSymlink, "/etc/passwd", 0, nil
			return a
		},
		"hard link": func(a []entryData) []entryData {
			a[3].h.Typeflag, a[3].h.Linkname, a[3].h.Size, a[3].data = tar.TypeLink, "manifest.json", 0, nil
			return a
		},
		"another time":         func(a []entryData) []entryData { a[2].h.ModTime = time.Unix(1, 0); return a },
		"an owner":             func(a []entryData) []entryData { a[2].h.Uname = "anna"; return a },
		"manifest with a mode": func(a []entryData) []entryData { a[0].h.Mode = 0o777; return a },
		"signature twice":      func(a []entryData) []entryData { return insert(a, 2, a[1]) },
		"signature missing":    func(a []entryData) []entryData { return append(a[:1:1], a[2:]...) },
		"PAX header": func(a []entryData) []entryData {
			a[2].h.Format, a[2].h.PAXRecords = tar.FormatPAX, map[string]string{"X.y": "z"}
			return a
		},
		"padding with data": func(a []entryData) []entryData { e := a[len(a)-1]; e.data[len(e.data)-1] = 1; return a },
		"padding longer": func(a []entryData) []entryData {
			e := &a[len(a)-1]
			e.data = append(e.data, make([]byte, 512)...)
			e.h.Size += 512
			return a
		},
		"padding missing":        func(a []entryData) []entryData { return a[:len(a)-1] },
		"member longer":          func(a []entryData) []entryData { a[3].data = append(a[3].data, ' '); a[3].h.Size++; return a },
		"member shorter":         func(a []entryData) []entryData { a[3].data = a[3].data[1:]; a[3].h.Size--; return a },
		"nothing after manifest": func(a []entryData) []entryData { return a[:1] },
	} {
		file := seal(t, putTogether(t, spoil(takeApart(t, plain))), chief)
		refused(t, name, file, chief, ErrForged)
	}
	for name, tail := range map[string][]byte{"a third block of zeros": make([]byte, 512), "text after the end": []byte("x")} {
		refused(t, name, seal(t, append(bytes.Clone(plain), tail...), chief), chief, ErrForged)
	}
	refused(t, "one end block", seal(t, plain[:len(plain)-512], chief), chief, ErrForged)
	refused(t, "ends in a member", seal(t, plain[:len(plain)/2], chief), chief, ErrForged)
	slack := bytes.Clone(plain)
	slack[512+len(takeApart(t, plain)[0].data)] = 'x' // after the manifest, before the next header
	refused(t, "data in the gap", seal(t, slack, chief), chief, ErrForged)
}

// signed builds a bundle around any manifest text, signed by anybody.
func signed(t *testing.T, manifest string, by crypto.SigningKey, to someone) []byte {
	t.Helper()
	sig := by.Sign(Namespace, []byte(manifest))
	var b bytes.Buffer
	for _, e := range []struct {
		entry
		data []byte
	}{{entry{nameManifest, int64(len(manifest))}, []byte(manifest)}, {entry{nameSignature, int64(len(sig))}, sig}} {
		b.Write(must(e.header()))
		b.Write(e.data)
		check(t, writeZeros(&b, e.gap()))
	}
	check(t, writeZeros(&b, 1024))
	return seal(t, b.Bytes(), to)
}

func TestTheManifestIsHeldToItsRules(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	req := request(anna, chief)
	m, _, err := complete(context.Background(), req, newMeter(req))
	check(t, err)
	edit := func(change func(*Manifest)) string {
		bad := m
		change(&bad)
		raw, err := bad.encode()
		check(t, err)
		return string(raw)
	}
	plain := edit(func(*Manifest) {})
	info := MemberInfo{Name: NameSound, Size: 1, SHA256: strings.Repeat("0", 64)}
	notes := MemberInfo{Name: NameReflections, Size: 1, SHA256: strings.Repeat("0", 64)}
	later := MemberInfo{Name: NameTranscriptText, Size: 1, SHA256: strings.Repeat("0", 64)}
	for name, c := range map[string]struct {
		manifest string
		want     error
	}{
		"newer format":       {edit(func(m *Manifest) { m.Format = Format + 1 }), ErrNewer},
		"format not needed":  {edit(func(m *Manifest) { m.Format = 2 }), ErrForged},
		"format too old":     {edit(func(m *Manifest) { m.Members = []MemberInfo{notes} }), ErrForged},
		"large notes":        {edit(func(m *Manifest) { i := notes; i.Size = MaxNotes + 1; m.Format = 2; m.Members = []MemberInfo{i} }), ErrTooLarge},
		"newer, new fields":  {`{"format":7,"anything":[]}`, ErrNewer},
		"unknown kind":       {edit(func(m *Manifest) { m.Kind = "brev" }), ErrNewer},
		"no format":          {`{}`, ErrNotABundle},
		"not JSON":           {`hej`, ErrNotABundle},
		"unknown field":      {strings.Replace(plain, `{"format":1`, `{"format":1,"mer":1`, 1), ErrForged},
		"field twice":        {strings.Replace(plain, `"counter":1`, `"counter":2,"counter":1`, 1), ErrForged},
		"other spaces":       {strings.Replace(plain, `"counter":1`, `"counter": 1`, 1), ErrForged},
		"other capitals":     {strings.Replace(plain, `"counter":1`, `"Counter":1`, 1), ErrForged},
		"wrong type":         {strings.Replace(plain, `"counter":1`, `"counter":"1"`, 1), ErrForged},
		"two manifests":      {plain + plain, ErrNotABundle},
		"recipients unnamed": {edit(func(m *Manifest) { m.Recipients = nil }), ErrForged},
		"recipient twice":    {edit(func(m *Manifest) { m.Recipients = append(m.Recipients, m.Recipients[0]) }), ErrForged},
		"bundle id":          {edit(func(m *Manifest) { m.Bundle = "../x" }), ErrForged},
		"supersedes":         {edit(func(m *Manifest) { m.Supersedes = "x" }), ErrForged},
		"counter":            {edit(func(m *Manifest) { m.Counter = -1 }), ErrForged},
		"text":               {edit(func(m *Manifest) { m.Text = "anonymous" }), ErrForged},
		"long reason":        {edit(func(m *Manifest) { m.Reason = strings.Repeat("a", maxReason+1) }), ErrForged},
		"members unordered":  {edit(func(m *Manifest) { m.Members = []MemberInfo{info, later} }), ErrForged},
		"member twice":       {edit(func(m *Manifest) { m.Members = []MemberInfo{info, info} }), ErrForged},
		"negative size":      {edit(func(m *Manifest) { i := info; i.Size = -1; m.Members = []MemberInfo{i} }), ErrForged},
		"large sound":        {edit(func(m *Manifest) { i := info; i.Size = MaxSound + 1; m.Members = []MemberInfo{i} }), ErrTooLarge},
		"large text":         {edit(func(m *Manifest) { i := later; i.Size = MaxText + 1; m.Members = []MemberInfo{i} }), ErrTooLarge},
		"large manifest":     {strings.Repeat(" ", MaxManifest) + plain, ErrTooLarge},
		"card of nobody":     {edit(func(m *Manifest) { m.Sender = json.RawMessage(`{}`) }), ErrForged},
		"card of another":    {edit(func(m *Manifest) { m.Sender = chief.card }), ErrForged},
	} {
		g := refused(t, name, signed(t, c.manifest, anna.signer, chief), chief, c.want)
		if g.manifests != 0 {
			t.Errorf("%s: the handler saw the manifest", name)
		}
	}
	g := refused(t, "signed by another", signed(t, plain, chief.signer, chief), chief, ErrForged)
	if g.manifests != 0 {
		t.Error("the handler saw a manifest with another's signature")
	}
}
