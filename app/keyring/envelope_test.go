package keyring

import (
	"bytes"
	"strings"
	"testing"

	"barnrost/app"
)

// Sealed by the card or by the recipient alone, it is the unit's key that opens,
// and another unit's that does not.
func TestAnEnvelopeOpensWithTheUnitsKeyAlone(t *testing.T) {
	unit := sharedUnit()
	other, err := NewUnit("Enheten Södra Ån")
	if err != nil {
		t.Fatal(err)
	}
	plain := []byte(strings.Repeat("påhittade svar ", 100))
	to, byCard, err := SealEnvelope(unit.Card, plain)
	if err != nil {
		t.Fatal(err)
	}
	recipient, err := EnvelopeRecipient(unit.Card)
	if err != nil {
		t.Fatal(err)
	}
	byKey, err := SealEnvelopeTo(recipient, plain)
	if err != nil {
		t.Fatal(err)
	}
	if named, err := EnvelopeFor(unit.Card); err != nil || named != to || len(to) != 64 {
		t.Errorf("the key is named %q and %q, %v", to, named, err)
	}
	if len(byCard) != len(byKey) || bytes.Equal(byCard, byKey) {
		t.Error("two envelopes differ in size, or in nothing")
	}
	for _, box := range [][]byte{byCard, byKey} {
		if got, err := unit.OpenEnvelope(box); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("the unit reads %q, %v", got, err)
		}
		_, err := other.OpenEnvelope(box)
		wantCode(t, err, app.CodeNotForMe)
		_, err = unit.OpenEnvelope(box[:len(box)-1])
		wantCode(t, err, app.CodeBundleDamaged)
	}
	_, err = SealEnvelopeTo("age1pq1hittepå", plain)
	wantCode(t, err, app.CodeUnitUnknown)
	worker := newPerson(t, anna)
	_, _, err = SealEnvelope(worker.card, plain)
	wantCode(t, err, app.CodeForgedCard)
	_, err = EnvelopeRecipient(worker.card)
	wantCode(t, err, app.CodeForgedCard)
}
