package crypto

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func sampleCard() Card {
	return Card{
		Name: "Åsa Öberg <å>&\"b\"", Role: "socialsekreterare", Unit: "Enheten Norra Ån", Kind: CardPerson,
		Recipient: sharedKeys().Inbox.Recipient(), Signer: sharedSigner().Public(),
	}
}

func marshalled(t testing.TB, c Card) []byte {
	t.Helper()
	raw, err := c.Marshal(sharedSigner())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestCardComesBackWhole(t *testing.T) {
	for _, c := range []Card{sampleCard(), {Name: "x", Kind: CardUnit, Recipient: sampleCard().Recipient, Signer: sampleCard().Signer}} {
		got, err := ParseCard(marshalled(t, c))
		if err != nil || got != c {
			t.Fatal(err)
		}
	}
}

func TestCardIsSignedByTheKeyItNames(t *testing.T) {
	c := sampleCard()
	k := newSigner(t)
	raw, err := c.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseCard(raw); err != nil || got.Signer != k.Public() {
		t.Fatal(err)
	}
	if _, err := c.Marshal(SigningKey{}); !errors.Is(err, ErrNoKey) {
		t.Fatal(err)
	}
}

// A card travels inside manifests and invitations, where it is indented and
// escaped anew.
func TestCardSurvivesReformatting(t *testing.T) {
	raw := marshalled(t, sampleCard())
	var indented bytes.Buffer
	if err := json.Indent(&indented, raw, "", "\t"); err != nil {
		t.Fatal(err)
	}
	escaped, err := json.Marshal(json.RawMessage(raw)) // writes < as \u003c
	if err != nil || bytes.Equal(escaped, raw) {
		t.Fatal("the control does not reformat", err)
	}
	for name, b := range map[string][]byte{"indented": indented.Bytes(), "escaped": escaped, "line end": append(bytes.Clone(raw), '\n')} {
		if got, err := ParseCard(b); err != nil || got != sampleCard() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenSSHVerifiesACardByHand(t *testing.T) {
	var file struct {
		Card      json.RawMessage `json:"card"`
		Signature string          `json:"signature"`
	}
	if err := json.Unmarshal(marshalled(t, sampleCard()), &file); err != nil {
		t.Fatal(err)
	}
	if out, err := sshVerify(t, sharedSigner().Public(), "barnrost-card", file.Card, []byte(file.Signature)); err != nil {
		t.Fatalf("ssh-keygen refuses: %s", out)
	}
}

func TestChangedCardIsForged(t *testing.T) {
	raw := string(marshalled(t, sampleCard()))
	other := newIdentity(t).Recipient().String()
	for name, change := range map[string][2]string{
		"name": {"Åsa", "Eva"}, "role": {"socialsekreterare", "enhetschef"}, "unit": {"Norra", "Södra"},
		"kind": {`"person"`, `"enhet"`}, "recipient": {sampleCard().Recipient.String(), other},
		"signer": {sampleCard().Signer.String(), newSigner(t).Public().String()},
	} {
		changed := strings.Replace(raw, change[0], change[1], 1)
		if changed == raw {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := ParseCard([]byte(changed)); !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	signature := strings.Index(raw, armorBegin)
	without := raw[:signature] + `"}`
	if _, err := ParseCard([]byte(without)); !errors.Is(err, ErrBadSignature) {
		t.Errorf("without signature: %v", err)
	}
}

func TestOtherFilesAreNoCards(t *testing.T) {
	raw := string(marshalled(t, sampleCard()))
	invitation := string(marshalledInvitation(t))
	for name, s := range map[string]string{
		"empty": "", "text": "Hej och hå", "number": "1", "null": "null", "object": "{}", "list": "[]", "binary": "\x00\xff\x00",
		"cut": raw[:len(raw)-5], "two": raw + raw, "invitation": invitation, "huge": `{"card":"` + strings.Repeat("a", maxCard) + `"}`,
		"unknown field":       strings.Replace(raw, `"role"`, `"age":9,"role"`, 1),
		"unknown outer field": strings.Replace(raw, `{"card"`, `{"x":1,"card"`, 1),
		"a field twice":       strings.Replace(raw, `"role"`, `"name":"Eva","role"`, 1),
		"twice in capitals":   strings.Replace(raw, `"role"`, `"NAME":"Eva","role"`, 1),
		"format zero":         strings.Replace(raw, `"format":1`, `"format":0`, 1),
		"no recipient":        strings.Replace(raw, `"age1pq1`, `"`, 1),
		"no key":              strings.Replace(raw, `"ssh-ed25519 `, `"`, 1),
		"unknown kind":        strings.Replace(raw, `"person"`, `"robot"`, 1),
		"type of number":      strings.Replace(raw, `"barnrost-card"`, `7`, 1),
		"deep":                `{"card":{"type":"barnrost-card","format":1,"name":` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `}}`,
		"not UTF-8":           strings.Replace(raw, "Öberg", "\xd6berg", 1),
	} {
		if _, err := ParseCard([]byte(s)); !errors.Is(err, ErrNotACard) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCardOfALaterVersionSaysSo(t *testing.T) {
	later := `{"card":{"type":"barnrost-card","format":2,"anything":[1,{"new":true}]},"more":1}`
	if _, err := ParseCard([]byte(later)); !errors.Is(err, ErrNewerFormat) {
		t.Fatal(err)
	}
}

func TestAbsurdCardsAreNeitherMadeNorRead(t *testing.T) {
	for name, change := range map[string]func(*Card){
		"no name": func(c *Card) { c.Name = "" }, "a line break": func(c *Card) { c.Name = "Åsa\nchef" },
		"a direction mark": func(c *Card) { c.Unit = "abc\u202edef" }, "not UTF-8": func(c *Card) { c.Role = "\xff" },
		"too long": func(c *Card) { c.Name = strings.Repeat("å", 81) }, "no kind": func(c *Card) { c.Kind = "" },
		"no recipient": func(c *Card) { c.Recipient = Recipient{} },
	} {
		c := sampleCard()
		change(&c)
		if _, err := c.Marshal(sharedSigner()); !errors.Is(err, ErrNotACard) {
			t.Errorf("%s is made: %v", name, err)
		}
		if c.Recipient.IsZero() || name == "not UTF-8" {
			continue
		}
		body := cardBody{cardType, cardFormat, c.Name, c.Role, c.Unit, c.Kind, c.Recipient.String(), c.Signer.String()}
		signed, err := compact(body)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := compact(cardFile{body, string(sharedSigner().Sign(cardNamespace, signed))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseCard(raw); !errors.Is(err, ErrNotACard) {
			t.Errorf("%s is read: %v", name, err)
		}
	}
	c := sampleCard()
	c.Name = strings.Repeat("å", 80)
	if _, err := ParseCard(marshalled(t, c)); err != nil {
		t.Errorf("80 letters: %v", err)
	}
}

func TestFingerprintTellsKeysAndKindApartAndNothingElse(t *testing.T) {
	c := sampleCard()
	first := c.Fingerprint()
	renamed := c
	renamed.Name, renamed.Role, renamed.Unit = "x", "", ""
	if renamed.Fingerprint() != first {
		t.Error("a new name changes the words")
	}
	for name, change := range map[string]func(*Card){
		"kind":      func(c *Card) { c.Kind = CardUnit },
		"recipient": func(c *Card) { c.Recipient = newIdentity(t).Recipient() },
		"signer":    func(c *Card) { c.Signer = newSigner(t).Public() },
	} {
		other := c
		change(&other)
		if other.Fingerprint() == first {
			t.Errorf("another %s has the same words", name)
		}
	}
}

// An invented identity, and the fingerprint that format 1 gives its card.
const (
	goldenIdentity    = "AGE-SECRET-KEY-PQ-1AV340P2M068W7MSCTXYWJRR93YCREDD246M0ZH909R3AKKS8FGRQA6YG5Q"
	goldenFingerprint = "7be269889bc42ac0"
)

// The words that people have compared must stay the same for ever.
func TestFingerprintStaysTheSameAcrossVersions(t *testing.T) {
	i, err := ParseIdentity(goldenIdentity)
	if err != nil {
		t.Fatal(err)
	}
	c := Card{Name: "x", Kind: CardPerson, Recipient: i.Recipient(), Signer: sharedSigner().Public()}
	sum := c.Fingerprint()
	if got := hex.EncodeToString(sum[:]); got != goldenFingerprint {
		t.Fatalf("%s, was %s", got, goldenFingerprint)
	}
}
