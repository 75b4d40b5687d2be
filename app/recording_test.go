package app

import (
	"slices"
	"testing"
)

func TestAMarkerHasACodeAndAFaceExactlyWhereTheyBelong(t *testing.T) {
	for _, m := range []Marker{
		{Kind: "nickar"}, {Kind: "viktigt", At: 7}, {Kind: MarkPause}, {Kind: MarkAsked, Code: "K1"}, {Kind: MarkSkipped, Code: "A12"},
		{Kind: MarkScale, Code: "D1", Value: FaceSad}, {Kind: MarkScale, Code: "ÅÄ3", Value: FaceGlad},
	} {
		if !m.OK() {
			t.Errorf("%+v is refused", m)
		}
	}
	for _, m := range []Marker{
		{}, {Kind: "hoppar"}, {Kind: "nickar", At: -1}, {Kind: "nickar", Code: "K1"}, {Kind: "nickar", Value: 1}, {Kind: MarkAsked},
		{Kind: MarkAsked, Code: "K1", Value: 1}, {Kind: MarkScale, Code: "K1"}, {Kind: MarkScale, Code: "K1", Value: 4},
		{Kind: MarkScale, Value: 2}, {Kind: MarkSkipped, Code: "hon sa nej"}, {Kind: MarkPause, Code: "K1"},
	} {
		if m.OK() {
			t.Errorf("%+v is taken", m)
		}
	}
}

func TestWhatCameWithTheGuideIsKnownAsLater(t *testing.T) {
	for _, k := range MarkerKinds {
		if (Marker{Kind: k}).Later() {
			t.Errorf("%s was always there", k)
		}
	}
	for _, k := range []MarkerKind{MarkPause, MarkAsked, MarkSkipped, MarkScale} {
		if !(Marker{Kind: k}).Later() {
			t.Errorf("%s is taken for an old one", k)
		}
	}
	var later []GapReason
	for _, r := range GapReasons {
		if r.Later() {
			later = append(later, r)
		}
	}
	if !slices.Equal(later, []GapReason{GapFika, GapChild, GapSleep}) {
		t.Errorf("later reasons %v", later)
	}
}

func TestACodeIsCapitalsAndFigures(t *testing.T) {
	for s, want := range map[string]bool{
		"K1": true, "ÅÄÖ12": true, "": false, "1": false, "K": false, "k1": false, "K1 ": false, "\xc3": false, "KKKKKKKK1": false, "K1K": false,
	} {
		if QuestionCode(s) != want {
			t.Errorf("%q is taken: %v", s, !want)
		}
	}
}
