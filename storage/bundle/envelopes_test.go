package bundle

import (
	"bytes"
	"errors"
	"testing"
)

// envelopes is a survey bundle with invented bytes.
func envelopes(from, to someone) Request {
	r := request(from, to, member(NameEnvelopes, []byte(`{"format":1}`)))
	r.Manifest.Kind, r.Manifest.Text, r.Manifest.Reason = KindSurvey, TextNone, ""
	return r
}

func TestEnvelopesTravelAloneAndToOneReceiver(t *testing.T) {
	anna, unit := newSomeone(t, "Anna Ek"), newSomeone(t, "Enhet Björken")
	if m, g, err := read(write(t, envelopes(anna, unit)), unit); err != nil || m.Kind != KindSurvey || len(g.members) != 1 {
		t.Fatalf("a survey: %v, %d members, %v", m.Kind, len(g.members), err)
	}
	for name, change := range map[string]func(*Request){
		"two receivers":          func(r *Request) { r.To = append(r.To, newSomeone(t, "Olle Pil").inbox.Recipient()) },
		"a transcript beside":    func(r *Request) { r.Members = append(r.Members, member(NameTranscriptText, []byte("ord"))) },
		"as an interview":        func(r *Request) { r.Manifest.Kind = KindInterview },
		"beside a transcript":    func(r *Request) { r.Manifest.Kind = KindInterview; r.Members = append(texts(), r.Members[0]) },
		"a key beside":           func(r *Request) { r.Members = append(r.Members, member(NameUnitKey, []byte("# nyckel\n"))) },
		"a survey of other bits": func(r *Request) { r.Members = texts() },
	} {
		r := envelopes(anna, unit)
		change(&r)
		var b bytes.Buffer
		if _, err := Write(t.Context(), &b, r); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
