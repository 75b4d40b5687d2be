package app_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
)

func table(t *testing.T, rows ...[]string) string {
	t.Helper()
	var b bytes.Buffer
	if err := app.WriteTable(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestATableIsReadBackAsItWas(t *testing.T) {
	rows := [][]string{{"Nr", "Händelse"}, {"1", `säger "hej"; sedan`}, {"2", "två\nrader"}, {"", "å ä ö"}}
	got := table(t, rows...)
	if !strings.HasPrefix(got, "\uFEFFNr;Händelse\r\n") {
		t.Fatalf("the file begins %q", got[:20])
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(got, "\uFEFF")))
	r.Comma = ';'
	back, err := r.ReadAll()
	if err != nil || !slices.EqualFunc(back, rows, slices.Equal) {
		t.Errorf("read back %q, %v", back, err)
	}
}

func TestNoCellOfATableIsAFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+46": "'+46", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "＝1": "'＝1",
		"TALL-27": "TALL-27", "": "", "a=b": "a=b",
	} {
		got := strings.TrimSuffix(strings.TrimPrefix(table(t, []string{cell, "x"}), "\uFEFF"), ";x\r\n")
		if got = strings.Trim(got, `"`); got != want {
			t.Errorf("%q is written as %q, want %q", cell, got, want)
		}
	}
}

func TestATableThatCannotBeWrittenSaysSo(t *testing.T) {
	if err := app.WriteTable(broken{}, [][]string{{"a"}}); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }
