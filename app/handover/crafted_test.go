package handover

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/own"
	"barnrost/assets"
	"barnrost/crypto"
	"barnrost/storage/bundle"
)

func keep(all map[string][]byte) func(bundle.MemberInfo, io.Reader) error {
	return func(info bundle.MemberInfo, r io.Reader) error {
		data, err := io.ReadAll(r)
		all[info.Name] = data
		return err
	}
}

// reseal opens a file as one and seals it to another, as a receiver could.
func reseal(t *testing.T, file []byte, by, to *somebody) (plain, resealed []byte) {
	t.Helper()
	plain, err := crypto.Open(file, by.keys.Inbox)
	check(t, err)
	resealed, err = crypto.Seal(plain, to.keys.Inbox.Recipient())
	check(t, err)
	return plain, resealed
}

// TestASignedBundleIsNotBelievedBlindly: a known sender with another program
// can sign anything. What our own would never write is refused whole.
func TestASignedBundleIsNotBelievedBlindly(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(32_000)
	check(t, anna.book.SaveNotes(t.Context(), i.ID, own.Notes{app.ReflectLearnt: {Text: "Att vänta.", Shared: true}, app.ReflectAfterwards: {Text: "Vi fikade.", Shared: true}}))
	c, err := anna.post.collect(t.Context(), draft(i.ID, to, true))
	check(t, err)
	r := func() bundle.Request {
		r, err := anna.post.request(t.Context(), draft(i.ID, to, true), c, mustContacts(t, anna))
		check(t, err)
		return r
	}
	replace := func(name string, change func([]byte) []byte) func(*bundle.Request) {
		return func(r *bundle.Request) {
			for n, m := range r.Members {
				if m.Name == name {
					f, err := m.Open()
					check(t, err)
					data, err := io.ReadAll(f)
					check(t, err)
					data = change(data)
					r.Members[n].Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
				}
			}
		}
	}
	text := func(old, fresh string) func([]byte) []byte {
		return func(b []byte) []byte {
			out := bytes.Replace(b, []byte(old), []byte(fresh), 1)
			if bytes.Equal(out, b) {
				t.Fatalf("%q was not there to be changed", old)
			}
			return out
		}
	}
	for name, c := range map[string]struct {
		change func(*bundle.Request)
		want   app.Code
	}{
		"nothing changed":       {func(*bundle.Request) {}, ""},
		"another kind":          {func(r *bundle.Request) { r.Manifest.Kind = bundle.KindReceipt }, app.CodeBundleNewer},
		"no subject":            {func(r *bundle.Request) { r.Manifest.Subject = "" }, app.CodeBundleForged},
		"no counter":            {func(r *bundle.Request) { r.Manifest.Counter = 0 }, app.CodeBundleForged},
		"nothing about":         {func(r *bundle.Request) { r.Manifest.About = nil }, app.CodeBundleForged},
		"a day":                 {about(`{"code":"TALL-27","age":9,"place":"kck","month":"2027-02-03"}`), app.CodeBundleForged},
		"an impossible age":     {about(`{"code":"TALL-27","age":900,"place":"kck","month":"2027-02"}`), app.CodeBundleForged},
		"an address":            {about(`{"code":"TALL-27","age":9,"place":"Storgatan 1","month":"2027-02"}`), app.CodeBundleForged},
		"an unknown field":      {about(`{"code":"TALL-27","age":9,"place":"kck","month":"2027-02","name":"x"}`), app.CodeBundleForged},
		"a label on two lines":  {about(`{"code":"TALL\n27","age":9,"place":"kck","month":"2027-02"}`), app.CodeBundleForged},
		"no transcript":         {func(r *bundle.Request) { r.Members = r.Members[1:] }, app.CodeBundleForged},
		"no markers to a sound": {func(r *bundle.Request) { r.Members = append(r.Members[:3:3], r.Members[4:]...) }, app.CodeBundleForged},
		"crooked transcript":    {replace(bundle.NameTranscriptJSON, text(`"child"`, `"king"`)), app.CodeBundleForged},
		"newer transcript":      {replace(bundle.NameTranscriptJSON, text(`"format": 1`, `"format": 9`)), app.CodeBundleNewer},
		"newer markers":         {replace(bundle.NameMarkers, text(`"format": 1`, `"format": 9`)), app.CodeBundleNewer},
		"a marker past the end": {replace(bundle.NameMarkers, text(`"at": 16000`, `"at": 99999`)), app.CodeBundleForged},
		"an odd gap":            {replace(bundle.NameMarkers, text(`"paus"`, `"fika"`)), app.CodeBundleForged},
		"markers of another":    {replace(bundle.NameMarkers, text(`"samples": 32000`, `"samples": 32001`)), app.CodeBundleForged},
		"newer reflections":     {replace(bundle.NameReflections, text(`"format": 1`, `"format": 2`)), app.CodeBundleNewer},
		"an unknown question":   {replace(bundle.NameReflections, text(`"learnt"`, `"guess"`)), app.CodeBundleForged},
		"a question twice":      {replace(bundle.NameReflections, text(`"afterwards"`, `"learnt"`)), app.CodeBundleForged},
		"an empty reflection":   {replace(bundle.NameReflections, text(`Att vänta.`, ``)), app.CodeBundleForged},
		"crooked reflections":   {replace(bundle.NameReflections, text(`"title"`, `"titel"`)), app.CodeBundleForged},
		"stereo":                {replace(bundle.NameSound, func(b []byte) []byte { b[22] = 2; return b }), app.CodeBundleForged},
		"an odd rate":           {replace(bundle.NameSound, func(b []byte) []byte { b[24]++; return b }), app.CodeBundleForged},
		"half a sample":         {replace(bundle.NameSound, func(b []byte) []byte { return b[:len(b)-1] }), app.CodeBundleForged},
		"no WAV":                {replace(bundle.NameSound, func(b []byte) []byte { return b[:20] }), app.CodeBundleForged},
	} {
		t.Run(name, func(t *testing.T) {
			receiver := newSomebody(t, "Cecilia Alm")
			receiver.keys.Inbox = chief.keys.Inbox
			receiver.knows(anna, true)
			req := r()
			c.change(&req)
			path, _, _, err := bundle.WriteFile(t.Context(), t.TempDir(), req)
			check(t, err)
			_, err = receiver.post.Receive(t.Context(), path, nil)
			code(t, name, err, c.want)
			receiver.reopen()
			if n, waiting := receiver.has(); c.want != "" && n+waiting != 0 {
				t.Errorf("%d interviews and %d waiting", n, waiting)
			}
		})
	}
}

func about(s string) func(*bundle.Request) {
	return func(r *bundle.Request) { r.Manifest.About = json.RawMessage(s) }
}

func mustContacts(t *testing.T, s *somebody) []app.Contact {
	t.Helper()
	all, err := s.book.Contacts()
	check(t, err)
	return all
}

func TestNothingInTheFolderTellsWhatIsInTheBundle(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	i := anna.interviewed(0)
	path, _ := anna.send(i.ID, anna.knows(chief, true), false)
	data, err := os.ReadFile(path)
	check(t, err)
	for _, secret := range []string{needle, i.Code, "Anna", "Cecilia", i.ID.String()} {
		if strings.Contains(filepath.Base(path), secret) || bytes.Contains(data, []byte(secret)) {
			t.Errorf("%q can be seen", secret)
		}
	}
}

func FuzzParseAbout(f *testing.F) {
	f.Add([]byte(`{"code":"TALL-27","age":9,"place":"kck","month":"2027-02"}`))
	f.Add([]byte(`{"code":"TALL-27","age":9,"place":"kck","month":"2027-02-03"}`))
	f.Add([]byte(`{"code":"TALL-27","age":9,"place":"kck","month":"2027-02"} {}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parseAbout(data)
		if err != nil {
			return
		}
		if len(a.Code) > maxCode || strings.ContainsAny(a.Code, "\n\r") || len(a.Month) != len(monthForm) {
			t.Errorf("accepted %+v", a)
		}
		again, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := parseAbout(again); err != nil || a != b {
			t.Errorf("%+v became %+v, %v", a, b, err)
		}
	})
}

func FuzzParseMarkers(f *testing.F) {
	f.Add([]byte(`{"format":1,"rate":48000,"samples":9,"markers":[{"kind":"nickar","at":9}],"gaps":[{"at":0,"length":1,"reason":"paus"}]}`))
	f.Add([]byte(`{"format":2,"rate":48000,"samples":9,"markers":[{"kind":"gubbe","at":9,"code":"D1","value":3}],"gaps":[{"at":0,"length":1,"reason":"fika"}]}`))
	f.Add([]byte(`{"format":2,"rate":48000,"samples":9,"markers":[{"kind":"fraga","at":9,"code":"D1"}],"gaps":[],"guide":` + assets.Guide + `}`))
	f.Add([]byte(`{"format":3}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseMarkers(data)
		if err != nil {
			return
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseMarkers(again); err != nil {
			t.Errorf("its own writing is refused: %v", err)
		}
	})
}

// What programs before the guide do not know stands in a second form, which they
// say is newer than they are; what they know stands as before.
func TestOnlyWhatCameWithTheGuideNeedsTheSecondFormOfMarkers(t *testing.T) {
	old := app.Recording{Rate: 48_000, Samples: 9, Markers: []app.Marker{{Kind: "nickar", At: 1}}, Gaps: []app.Gap{{At: 2, Length: 1, Reason: app.GapPause}}}
	for name, c := range map[string]struct {
		change func(*app.Recording)
		form   int
	}{
		"as before":   {func(*app.Recording) {}, 1},
		"a question":  {func(r *app.Recording) { r.Markers[0] = app.Marker{Kind: app.MarkAsked, At: 1, Code: "K2"} }, 2},
		"a face":      {func(r *app.Recording) { r.Markers[0] = app.Marker{Kind: app.MarkScale, At: 1, Code: "K2", Value: 2} }, 2},
		"coffee":      {func(r *app.Recording) { r.Gaps[0].Reason = app.GapFika }, 2},
		"a sleep":     {func(r *app.Recording) { r.Gaps[0].Reason = app.GapSleep }, 2},
		"as it wants": {func(r *app.Recording) { r.Gaps[0].Reason = app.GapChild }, 2},
	} {
		r := old
		r.Markers, r.Gaps = slices.Clone(old.Markers), slices.Clone(old.Gaps)
		c.change(&r)
		m := markersOf(r, nil)
		if m.Format != c.form {
			t.Errorf("%s: form %d", name, m.Format)
		}
		for form, want := range map[int]error{c.form: nil, 3 - c.form: errors.New("refused"), 3: bundle.ErrNewer} {
			m.Format = form
			raw, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parseMarkers(raw)
			if (err == nil) != (want == nil) || errors.Is(want, bundle.ErrNewer) != errors.Is(err, bundle.ErrNewer) {
				t.Errorf("%s in form %d: %v", name, form, err)
			}
			if err == nil && !(slices.Equal(got.Markers, r.Markers) && slices.Equal(got.Gaps, r.Gaps)) {
				t.Errorf("%s came back as %+v", name, got)
			}
		}
	}
}

func FuzzReadWAV(f *testing.F) {
	sound := append(app.WAVHeader(16_000, 3), 1, 2, 3, 4, 5, 6)
	f.Add(sound)
	f.Add(sound[:44])
	f.Add(sound[:20])
	f.Add(app.WAVHeader(48_000, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		var rate int
		var total, got int64
		var out []byte
		err := readWAV(bytes.NewReader(data), int64(len(data)), func(r int, n int64) error { rate, total = r, n; return nil },
			func(n int) []byte { return make([]byte, n) },
			func(s []byte) error { got += int64(len(s) / 2); out = append(out, s...); return nil })
		if err != nil {
			return
		}
		if got != total || !bytes.Equal(append(app.WAVHeader(rate, total), out...), data) {
			t.Errorf("read %d of %d samples, or others", got, total)
		}
	})
}

func FuzzParseReflections(f *testing.F) {
	f.Add([]byte(`{"format":1,"title":"Socialarbetarnas röster","notes":[{"question":"surprised","text":"Hur mycket barnet mindes."},{"question":"afterwards","text":"Vi fikade.\nLänge."}]}`))
	f.Add([]byte(`{"format":1,"title":"","notes":[{"question":"learnt","text":" x"}]}`))
	f.Add([]byte(`{"format":2}`))
	f.Add([]byte(`{"format":1,"notes":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := parseReflections(data)
		if err != nil {
			return
		}
		raw, err := renderReflections("Socialarbetarnas röster", r)
		check(t, err)
		again, err := parseReflections(raw)
		if err != nil || !maps.Equal(r, again) || len(r) == 0 {
			t.Fatalf("%+v became %+v, %v", r, again, err)
		}
	})
}

// The codes of the markers are those of a guide: it comes along where one refers
// to it, in the form in which it is kept, and not otherwise.
func TestTheGuideComesAlongWhereAMarkerRefersToIt(t *testing.T) {
	g, err := guide.Parse([]byte(assets.Guide))
	check(t, err)
	kept, err := g.Marshal()
	check(t, err)
	asked := app.Recording{Rate: 48_000, Samples: 9, Markers: []app.Marker{{Kind: app.MarkAsked, At: 1, Code: "K2"}}}
	nodded := app.Recording{Rate: 48_000, Samples: 9, Markers: []app.Marker{{Kind: "nickar", At: 1}}}
	if m := markersOf(nodded, kept); m.Guide != nil || m.Format != 1 {
		t.Errorf("a guide comes along that nothing refers to, in form %d", m.Format)
	}
	raw, err := json.MarshalIndent(markersOf(asked, kept), "", " ")
	check(t, err)
	got, err := parseMarkers(raw)
	if err != nil || !bytes.Equal(got.Guide, kept) {
		t.Errorf("it came as %.80s, %v", got.Guide, err)
	}
	for name, c := range map[string]struct {
		old, now string
		newer    bool
	}{
		"no guide":           {`"guide": {`, `"guide": null, "x": {`, false},
		"another's question": {`"code": "U1"`, `"code": "K1"`, false},
		"of a newer program": {`"guide": {
  "format": 1`, `"guide": {
  "format": 9`, true},
		"in the first form": {`"format": 2`, `"format": 1`, false},
	} {
		changed := strings.Replace(string(raw), c.old, c.now, 1)
		if changed == string(raw) {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := parseMarkers([]byte(changed)); err == nil || errors.Is(err, bundle.ErrNewer) != c.newer {
			t.Errorf("%s: %v", name, err)
		}
	}
}
