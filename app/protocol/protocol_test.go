package protocol

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"time"

	"barnrost/app"
)

var day = time.Date(2027, 6, 12, 14, 2, 0, 0, time.Local)

// words answers with the key and its arguments, so that a test sees what was
// asked for.
type words struct{}

func (words) T(key string, pairs ...any) string {
	var b strings.Builder
	b.WriteString(key)
	for i := 1; i < len(pairs); i += 2 {
		if s, ok := pairs[i].(string); ok {
			b.WriteString(" " + s)
		}
	}
	return b.String()
}
func (w words) N(key string, n int, _ ...any) string { return key + " " + string(rune('0'+n)) }
func (words) Date(t time.Time) string                { return t.Format(time.DateOnly) }
func (words) Clock(t time.Time) string               { return t.Format("15:04") }

func rows() []app.Disposal {
	return []app.Disposal{
		{
			Code: "TALL-27", Matter: app.MatterSound, Month: "2027-02", At: day, By: "Mirja <Öhrnell>", Role: app.RoleManager, Unit: "Norrviken",
			Support: app.Support{Number: "SN 2027/118", Date: day, DecidedBy: "Socialnämnden", Condition: app.ConditionChecked}, Method: app.MethodKeyDestroyed,
			Parts: []app.DisposalPart{{Matter: app.MatterSound, Millis: 34*60_000 + 5000, Checksum: "9f86"}},
			Copies: []app.Copy{
				{Ref: "a", Kind: app.CopyBundle, Holder: "Eva Ek", At: day, Receipt: "4821", State: app.CopyLeft},
				{Ref: "b", Kind: app.CopyBackup, Holder: "=USB", At: day, State: app.CopyLeft},
			},
			Notes: []app.CopyNote{{Ref: "a", State: app.CopyGone, At: day.AddDate(0, 0, 3), By: "Mirja"}},
		},
		{Code: "GRAN-31", Matter: app.MatterWhole, Month: "2027-01", At: day, By: "Mirja", Support: app.Support{Withdrawn: true, Number: "SN 5", Date: day, DecidedBy: "Nämnden"}, Method: app.MethodKeyDestroyed},
	}
}

func TestThePageTellsOfEveryDisposalAndItsCopies(t *testing.T) {
	var b bytes.Buffer
	if err := WriteHTML(&b, rows(), "Norrviken", "sv", day, words{}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, w := range []string{`lang="sv"`, "TALL-27", "34:05", "2027-02", "SN 2027/118", "condition.kontrollerad", "method.nyckel", "9f86",
		"copy.paket Eva Ek 2027-06-12 4821: <strong>copystate.gallrad</strong>", "row.note 2027-06-15 Mirja copystate.gallrad",
		"disposal.left 1", "GRAN-31", "support.withdrawn. support.decision SN 5", "disposal.complete", "disposal.copies.none", "protocol.sign"} {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not tell of %q", w)
		}
	}
	if strings.Contains(page, "<Öhrnell>") || strings.Contains(page, "<script") || strings.Contains(page, "http") {
		t.Error("the page runs or fetches something, or takes a name for markup")
	}
}

// While a copy is left, nothing says that all of it is gone.
func TestNothingIsCalledGoneWhileACopyIsLeft(t *testing.T) {
	for _, left := range []app.CopyState{app.CopyLeft, app.CopyLocked} {
		d := rows()[0]
		d.Notes = []app.CopyNote{{Ref: "a", State: app.CopyGone}, {Ref: "b", State: left}}
		if s := state(d, words{}); s != "disposal.left 1" {
			t.Errorf("%s: %q", left, s)
		}
		d.Notes = append(d.Notes, app.CopyNote{Ref: "b", State: app.CopyGone})
		if s := state(d, words{}); s != "disposal.complete" {
			t.Errorf("after %s: %q", left, s)
		}
	}
}

func TestTheTableHasALineForEachDisposalAndNoFormula(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, rows(), words{}); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
	r.Comma = ';'
	table, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(table) != 3 || len(table[0]) != 11 {
		t.Fatalf("%d lines, %d columns", len(table), len(table[0]))
	}
	if line := table[1]; line[0] != "TALL-27" || line[2] != "34:05" || line[10] != "1" || !strings.Contains(line[9], "row.note") {
		t.Errorf("the line is %q", line)
	}
	if table[2][2] != "–" || table[2][10] != "0" {
		t.Errorf("the line is %q", table[2])
	}
}

func TestAnEmptyProtocolIsAProtocol(t *testing.T) {
	var b bytes.Buffer
	if err := WriteHTML(&b, nil, "Norrviken", "sv", day, words{}); err != nil || !strings.Contains(b.String(), "protocol.title") {
		t.Errorf("%v", err)
	}
	if err := WriteCSV(&b, nil, words{}); err != nil {
		t.Error(err)
	}
}

// full takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestADiskThatIsFullIsNoticed(t *testing.T) {
	if WriteHTML(full{}, rows(), "", "sv", day, words{}) == nil || WriteCSV(full{}, rows(), words{}) == nil {
		t.Error("nothing was noticed")
	}
}
