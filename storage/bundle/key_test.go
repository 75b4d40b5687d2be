package bundle

import (
	"bytes"
	"errors"
	"testing"
)

// keys is a key handover with invented bytes.
func keys(from, to someone) Request {
	r := request(from, to, member(NameUnitKey, []byte("# nyckel\n")), member(NameUnitCard, []byte("{}")), member(NameUnitSigning, []byte("frö\n")))
	r.Manifest.Kind, r.Manifest.Text, r.Manifest.Reason = KindHandover, TextNone, ""
	return r
}

func TestAKeyTravelsAloneAndToOnePerson(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	if m, g, err := read(write(t, keys(anna, chief)), chief); err != nil || m.Kind != KindHandover || len(g.members) != 3 {
		t.Fatalf("a key handover: %v, %d members, %v", m.Kind, len(g.members), err)
	}
	for name, change := range map[string]func(*Request){
		"two receivers":                 func(r *Request) { r.To = append(r.To, newSomeone(t, "Olle Pil").inbox.Recipient()) },
		"a transcript beside":           func(r *Request) { r.Members = append(r.Members, member(NameTranscriptText, []byte("ord"))) },
		"as an interview":               func(r *Request) { r.Manifest.Kind = KindInterview },
		"a key beside an interview":     func(r *Request) { r.Manifest.Kind = KindInterview; r.Members = append(texts(), r.Members[0]) },
		"a key as large as a recording": func(r *Request) { r.Members[0] = member(NameUnitKey, noise(1, MaxKey+1)) },
	} {
		r := keys(anna, chief)
		change(&r)
		var b bytes.Buffer
		if _, err := Write(t.Context(), &b, r); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A manifest that breaks the rule is refused by whoever reads it, too.
func TestAKeyThatDoesNotTravelAloneIsRefused(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	r := keys(anna, chief)
	var b bytes.Buffer
	m, err := Write(t.Context(), &b, r)
	check(t, err)
	for name, change := range map[string]func(*Manifest){
		"nothing":       func(*Manifest) {},
		"two receivers": func(m *Manifest) { m.Recipients = append(m.Recipients, m.Recipients[0][:62]+"ff") },
		"another kind":  func(m *Manifest) { m.Kind = KindReading },
		"a transcript":  func(m *Manifest) { m.Members[0].Name = NameTranscriptJSON },
	} {
		changed := m
		changed.Members = append([]MemberInfo(nil), m.Members...)
		changed.Recipients = append([]string(nil), m.Recipients...)
		change(&changed)
		if err := changed.check(); (name == "nothing") != (err == nil) || err != nil && !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
