package main

import (
	"slices"
	"testing"
)

func TestAnotherFolderTakesThePlaceOfTheOneThatWasGiven(t *testing.T) {
	for _, c := range []struct{ args, want []string }{
		{[]string{"b", "-data", "/a", "-trace"}, []string{"b", "-data=/n", "-trace"}},
		{[]string{"b", "--data=/a", "-lang", "sv"}, []string{"b", "-data=/n", "-lang", "sv"}},
		{[]string{"b"}, []string{"b", "-data=/n"}},
	} {
		if got := withData(c.args, "/n"); !slices.Equal(got, c.want) {
			t.Errorf("%v gives %v", c.args, got)
		}
	}
}
