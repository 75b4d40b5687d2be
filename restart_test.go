package main

import (
	"io"
	"slices"
	"testing"
)

func TestAFreshProcessWaitsForTheOneItReplaces(t *testing.T) {
	for _, c := range []struct{ args, want []string }{
		{nil, []string{"-after", "7"}},
		{[]string{"-lang", "en", "-trace"}, []string{"-after", "7", "-lang", "en", "-trace"}},
		{[]string{"-after", "3", "-trace"}, []string{"-after", "7", "-trace"}},
		{[]string{"-data", "valv", "--after=3"}, []string{"-after", "7", "-data", "valv"}},
		{[]string{"-after=3", "--after", "4", "-mode", "dark"}, []string{"-after", "7", "-mode", "dark"}},
	} {
		got := restartArgs(c.args, 7)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q became %q, want %q", c.args, got, c.want)
		}
		o, err := parse(got, io.Discard)
		if err != nil || o.after != 7 {
			t.Errorf("%q is read as %+v, %v", got, o, err)
		}
		if again := restartArgs(got, 7); !slices.Equal(again, got) {
			t.Errorf("the second restart has %q", again)
		}
	}
}
