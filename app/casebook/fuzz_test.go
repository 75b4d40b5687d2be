package casebook

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/app/own"
	"barnrost/app/transcript"
	"barnrost/storage"
)

// What lies in the vault was sealed by somebody who had a key, so no stranger
// reaches these parsers; the holder of a recovery key does, who can write
// metadata of any kind.

// samples has a filled noun of every kind of object whose metadata is JSON.
func samples() map[string]any {
	at := time.Date(2027, 2, 16, 13, 10, 0, 0, time.UTC)
	return map[string]any{
		kindProfile: &profileMeta{Profile: app.Profile{Name: "Anna Ek", Role: app.RoleWorker, Unit: "Enhet Björken", Language: app.Swedish},
			Autotexts: []app.Autotext{{Short: "kex", Text: "hunden Kex"}}},
		kindInterview: &app.Interview{Code: "TALL-27", Age: 12, Place: "cafe", Created: at, Origin: app.OriginReceived,
			Consent: app.Consent{ChildTakesPart: true, MayQuote: true, Month: "2027-02", Letters: 3}, Recording: app.ID{1}, Transcript: app.ID{2},
			Received: &app.Received{Bundle: app.ID{3}, SenderWord: []string{"sol", "måne"}, At: at, Counter: 2}, Sent: []app.Sent{{Bundle: app.ID{4}}},
			Through: &app.HeardThrough{At: at, Reason: "Slutet är bara avsked.", Edited: true}},
		kindSound: &soundMeta{Interview: app.ID{1}, Status: app.SoundWhole, Rate: 48_000, Started: at, Runs: []run{{96_000, 3}, {7, 1}}},
		kindText:  &textMeta{Interview: app.ID{1}, Desk: json.RawMessage(`{"format":1}`)},
		kindContact: &app.Contact{Name: "Cecilia Alm", Kind: app.CardUnit, Words: []string{"sol"}, Confirmed: true, Added: at,
			Card: []byte("kort"), Voucher: []byte("kort"), Offered: &app.Templates{Version: 3, Unit: "ab", Changed: at}},
		kindUnit:      &unitMeta{Name: "Enhet Björken", Work: []byte("hemligt"), Seeds: app.ID{5}},
		kindWaiting:   &Waiting{Path: "x", Hash: []byte{1}, Card: []byte("kort"), Words: []string{"sol"}, Since: at},
		kindDecision:  &app.Decision{Number: "2027/12", Date: at, Covers: []app.Matter{app.MatterSound}, Months: 3, Condition: app.ConditionChecked},
		kindHold:      &app.Hold{},
		kindBackup:    &app.Backup{Folder: "x", File: "valv", Made: at, Generation: 7, Size: 9, Damaged: 1, Work: "w"},
		kindCopyRule:  &app.CopyRule{On: true, Folder: "x"},
		kindSoundCopy: &app.SoundCopy{Interview: app.ID{1}, Recording: app.ID{2}, Folder: "x", File: "y", Made: at, Size: 9, SHA256: "ab", Gone: at},
		kindRecovery:  &app.Recovery{Key: app.RecoveryKey{Recipient: "age1pq1", Words: []string{"sol"}, UnitCard: []byte("kort"), Heard: at}, Since: at},
		kindHolder:    &app.Holder{Name: "Cecilia Alm", Words: []string{"sol"}, Card: []byte("kort"), Signing: true, At: at},
		kindMirror: &mirrorMeta{Interview: app.ID{1}, Facts: mirror.Facts{Made: at, By: mirror.ByTime, Shares: []mirror.Share{{Speaker: transcript.Child, Amount: 9, Part: 1}},
			Tempo: &mirror.Tempo{WithPauses: 90.5}, Wait: &mirror.Wait{From: 2_000, To: 9_000}, Mine: &mirror.Place{To: 5}}},
		kindArmed: &armedMeta{Interview: app.ID{1}, Spool: app.ID{2}, Key: fixedSpoolKey(), Sum: "ab", Made: at, Until: at,
			Taken: &armedTaken{In: app.TakenIn{Interview: app.ID{1}, Recording: app.ID{3}, Millis: 9, Envelopes: 1, Lost: 2}, PCM: "cd"}},
		kindEnquiry:     &app.Enquiry{Month: "2027-02", Answer: app.AnswerNo, Reason: "ingen-tid"},
		kindTemplates:   &app.Templates{Version: 2, Changed: at, Sections: map[app.Section]json.RawMessage{app.SectionGuide: json.RawMessage(`{"format":1}`)}},
		kindGuide:       &guideMeta{"ab", []byte(`{"format":1}`)},
		kindDraft:       &guideDraftMeta{[]byte(`{"format":1}`), at},
		kindPlanDraft:   &planDraftMeta{[]byte(`{"format":1}`), at},
		kindAside:       &asideMeta{app.ID{1}, own.Aside{Guess: "Att hon vill ha färre möten.", Heard: "Att hon vill ha fler.", Notes: app.Reflections{app.ReflectLearnt: "Att vänta."}}},
		kindTickets:     &app.Tickets{Bought: 40, Given: 12},
		kindReflections: &reflectionsMeta{app.ID{1}, app.Reflections{app.ReflectSurprised: "Hur mycket barnet mindes."}},
		kindProtocol:    &app.Disposal{Copies: []app.Copy{{Ref: "1", At: at}}, Notes: []app.CopyNote{{Ref: "1", At: at}}},
		kindEnvelope:    &envelopeMeta{To: "ab", Last: &app.EnvelopesSent{At: at, Receiver: "Enhet Björken", Receipt: "hav skog 7777", Count: 2}},
		kindPool:        &poolMeta{Format: 1},
	}
}

// empty returns a noun of a kind with nothing in it, as decode takes it.
func empty(kind string) any { return reflect.New(reflect.TypeOf(samples()[kind]).Elem()).Interface() }

// notJSON are the kinds whose metadata another package reads, with its own
// fuzz target.
var notJSON = []string{kindUnitSeed}

// kinds lists those that the fuzzer chooses among, in a fixed order.
func kinds() []string {
	var all []string
	for kind := range samples() {
		all = append(all, kind)
	}
	slices.Sort(all)
	return all
}

// kindsInSource lists every kind of object that the casebook declares.
func kindsInSource(t *testing.T) []string {
	t.Helper()
	source, err := os.ReadFile("casebook.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, found := range regexp.MustCompile(`(?m)^\tkind[A-Z]\w* += "([^"]+)"`).FindAllSubmatch(source, -1) {
		all = append(all, string(found[1]))
	}
	if len(all) < 8 {
		t.Fatalf("only %d kinds found in the source", len(all))
	}
	return all
}

func TestEveryKindOfObjectIsFuzzed(t *testing.T) {
	for _, kind := range kindsInSource(t) {
		if _, ok := samples()[kind]; !ok && !slices.Contains(notJSON, kind) {
			t.Errorf("kind %q has no sample for the fuzzer", kind)
		}
	}
}

// FuzzNoun: metadata is refused as damage, or is a noun that stays the same
// when it is written again.
func FuzzNoun(f *testing.F) {
	for n, kind := range kinds() {
		meta, err := encode(samples()[kind])
		if err != nil {
			f.Fatal(err)
		}
		if err := decode(storage.Object{Meta: meta}, empty(kind)); err != nil {
			f.Fatalf("the seed itself: %v", err)
		}
		f.Add(uint8(n), meta)
		f.Add(uint8(n), meta[:len(meta)/2])
		f.Add(uint8(n), []byte("{}"))
	}
	f.Add(uint8(slices.Index(kinds(), kindSound)), []byte(`{"rate":48000,"runs":[{"c":4294967295,"n":9223372036854775807}]}`))
	f.Add(uint8(slices.Index(kinds(), kindSound)), []byte(`{"rate":48000,"runs":[{"c":0,"n":1},{"c":1,"n":-1}]}`))
	f.Add(uint8(slices.Index(kinds(), kindRecovery)), []byte(`{"key":{"unitCard":""}}`)) // an empty list is none
	f.Fuzz(func(t *testing.T, n uint8, meta []byte) {
		kind := kinds()[int(n)%len(kinds())]
		noun := empty(kind)
		if err := decode(storage.Object{Kind: kind, Meta: meta}, noun); err != nil {
			if app.CodeOf(err) != app.CodeVaultDamaged {
				t.Fatal(err)
			}
			return
		}
		once, err := encode(noun)
		if err != nil {
			if year := regexp.MustCompile(`year outside of range`); year.MatchString(err.Error()) {
				return // a time that JSON reads and does not write; saving it fails and changes nothing
			}
			t.Fatal(err)
		}
		again := empty(kind)
		if err := decode(storage.Object{Meta: once}, again); err != nil {
			t.Fatal(err)
		}
		if twice, err := encode(again); err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s became %s, %v", once, twice, err)
		}
		if m, ok := noun.(*soundMeta); ok && m.check() == nil {
			checkIndex(t, newSoundIndex(m.Runs))
		}
	})
}

// checkIndex looks up places all over a sound: each lies in the row it is said
// to lie in.
func checkIndex(t *testing.T, x soundIndex) {
	t.Helper()
	if x.total < 0 || x.total > maxSamples {
		t.Fatalf("a sound of %d samples", x.total)
	}
	for _, pos := range []int64{0, 1, x.total / 3, x.total / 2, x.total - 1} {
		if pos < 0 || pos >= x.total {
			continue
		}
		seq, first := x.find(pos)
		if seq < 0 || first < 0 || first > pos || pos-first > soundRowSeconds*maxRate {
			t.Fatalf("sample %d in row %d, which begins at %d", pos, seq, first)
		}
	}
}

func FuzzMark(f *testing.F) {
	for _, m := range []mark{{Marker: &app.Marker{Kind: "nickar", At: 9}}, {Gap: &app.Gap{At: 3, Length: time.Minute, Reason: app.GapPause}}, {}} {
		row, err := json.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(row)
	}
	f.Add([]byte(`{"marker":{"at":-1}}`))
	f.Add([]byte(`{"marker":{"kind":"gubbe","at":4,"code":"K2","value":3}}`))
	f.Add([]byte(`{"marker":{"kind":"fraga","at":4,"code":"hon sa","value":9}}`))
	f.Fuzz(func(t *testing.T, row []byte) {
		m, err := parseMark(row)
		if err != nil {
			if app.CodeOf(err) != app.CodeVaultDamaged || m != (mark{}) {
				t.Fatal(err)
			}
			return
		}
		if m.Marker != nil && m.Marker.At < 0 || m.Gap != nil && m.Gap.At < 0 {
			t.Fatalf("%+v lies before the beginning", m)
		}
		if m.Marker != nil && (m.Marker.Code != "" && !app.QuestionCode(m.Marker.Code) || m.Marker.Value < 0 || m.Marker.Value > 3) {
			t.Fatalf("%+v is about no question", m)
		}
	})
}

// FuzzPeaks: whatever a row of peaks says of its place, it takes no more memory
// than the sound has spans.
func FuzzPeaks(f *testing.F) {
	f.Add(int64(0), uint32(96_000), int64(96_000), packSamples(peaksOf(packSamples(tone(0, 96_000)))))
	f.Add(int64(95_990), uint32(10), int64(96_000), []byte{1, 0, 2, 0})
	f.Add(int64(math.MaxInt64), uint32(math.MaxUint32), int64(1), []byte{1, 0, 2, 0})
	f.Add(int64(-1), uint32(1), int64(9), []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, first int64, count uint32, total int64, row []byte) {
		if n := len(peaksOf(row)); n != 2*((len(row)+2*peakSpan-1)/(2*peakSpan)) {
			t.Fatalf("%d peaks of %d bytes", n, len(row))
		}
		total = min(total, 1<<24) // so that a try takes no time
		pairs, err := unpackPeaks(row)
		if err == nil {
			err = checkPeaks(first, int64(count), total, pairs)
		}
		if err != nil {
			if app.CodeOf(err) != app.CodeVaultDamaged {
				t.Fatal(err)
			}
			return
		}
		if all := foldPeaks(nil, first, pairs); int64(len(all)/2) > total/peakSpan+3 {
			t.Fatalf("%d pairs of peaks for %d samples", len(all)/2, total)
		}
	})
}

// The control of the bound: without it, a row like the fuzzer's third seed
// would be laid at a place that no memory has.
func TestPeaksBeyondTheSoundAreDamage(t *testing.T) {
	for _, c := range []struct {
		first, count, total int64
		pairs               int
		fits                bool
	}{
		{0, 96_000, 96_000, 375, true},
		{95_744, 256, 96_000, 1, true},
		{0, 10, 10, 1, true},
		{96_001, 0, 96_000, 0, false},
		{math.MaxInt64 - 3, 10, 96_000, 1, false},
		{-1, 10, 96_000, 1, false},
		{0, 96_001, 96_000, 376, false},
		{0, 256, 96_000, 4, false},
	} {
		err := checkPeaks(c.first, c.count, c.total, make([]int16, 2*c.pairs))
		if (err == nil) != c.fits {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestASoundWithImpossibleMetadataIsDamage(t *testing.T) {
	good := soundMeta{Rate: 48_000, Runs: []run{{96_000, 1500}, {1, 1}}}
	if err := good.check(); err != nil {
		t.Error(err)
	}
	for name, m := range map[string]soundMeta{
		"no rate":             {},
		"a rate of nothing":   {Rate: 1},
		"empty rows":          {Rate: 48_000, Runs: []run{{0, 5}}},
		"no rows":             {Rate: 48_000, Runs: []run{{96_000, 0}}},
		"fewer than no rows":  {Rate: 48_000, Runs: []run{{96_000, -1}}},
		"rows of a minute":    {Rate: 48_000, Runs: []run{{60 * 48_000, 1}}},
		"a sound of a month":  {Rate: 48_000, Runs: []run{{96_000, 30 * 24 * 1800}}},
		"more than can count": {Rate: 48_000, Runs: []run{{96_000, math.MaxInt64}}},
	} {
		if err := m.check(); app.CodeOf(err) != app.CodeVaultDamaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}
