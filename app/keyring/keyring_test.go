package keyring

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/view/text"
	"barnrost/assets"
	"barnrost/crypto"
)

func TestEveryProposedPhraseIsAccepted(t *testing.T) {
	r := quickRing()
	for range 500 {
		words, err := r.Propose()
		if err != nil || len(words) != 6 {
			t.Fatal(words, err)
		}
		if err := r.Check(strings.Join(words, " "), "Anna Påhitt", strings.Join(words, " ")); err != nil {
			t.Fatalf("%v is proposed and refused", words)
		}
	}
}

func TestAListThatSkewsTheDrawProposesNothing(t *testing.T) {
	_, err := New(assets.Words()[:1000]).Propose()
	wantCode(t, err, app.CodeInternal)
}

func TestFourLettersCompleteAWord(t *testing.T) {
	r := quickRing()
	for _, w := range assets.Words() {
		prefix := string([]rune(w)[:4])
		if got := r.Complete(prefix); !slices.Equal(got, []string{w}) {
			t.Fatalf("%s gives %v", prefix, got)
		}
	}
	for prefix, want := range map[string][]string{
		"": nil, "blå": nil, "BLÅB": {"blåbär"}, "blåbär": {"blåbär"}, "bla\u030ab": {"blåbär"}, "blåbärs": nil, "zzzz": nil, "ööööö": nil,
	} {
		if got := r.Complete(prefix); !slices.Equal(got, want) {
			t.Errorf("%q gives %v, want %v", prefix, got, want)
		}
	}
}

func TestWeakPassphraseIsRefusedWithItsReason(t *testing.T) {
	r := quickRing()
	for passphrase, want := range map[string]string{
		"": "short", "Sommar2026!": "common", "qwertyåasdf": "keyboard", "Anna Påhitt 1": "name", "1234567890": "sequence",
	} {
		err := r.Check(passphrase, anna.Name, anna.Unit)
		wantCode(t, err, app.CodeWeakPassphrase)
		var e *app.Error
		if !errors.As(err, &e) || e.Args["reason"] != want {
			t.Errorf("%q: %v", passphrase, e)
		}
		if _, err := r.NewSlot(passphrase); app.CodeOf(err) != app.CodeWeakPassphrase && want != "name" {
			t.Errorf("%q makes a slot", passphrase)
		}
	}
	if err := r.Check("när isen gick i maj rodde vi över sundet med potatis", anna.Name); err != nil {
		t.Error(err)
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		table, err := text.Load(assets.Translations, lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, reason := range crypto.WeakReasons {
			if !table.Has("unlock.weak." + reason) {
				t.Errorf("%s: no words for %s", lang, reason)
			}
		}
	}
}

func TestSlotOpensWithItsPassphrase(t *testing.T) {
	r := quickRing()
	words, err := r.Propose()
	if err != nil {
		t.Fatal(err)
	}
	phrase := strings.Join(words, " ")
	s, err := r.NewSlot(phrase)
	if err != nil {
		t.Fatal(err)
	}
	if s.Signer.IsZero() {
		t.Error("no signing key")
	}
	for _, typed := range []string{phrase, strings.ToUpper(phrase), "  " + strings.ReplaceAll(phrase, " ", "  ") + "\n"} {
		keys, err := r.Unlock(s.Slot, typed)
		if err != nil || keys.Owner.String() != s.Keys.Owner.String() {
			t.Errorf("%q: %v", typed, err)
		}
	}
	_, err = r.Unlock(s.Slot, strings.Join(words[:5], " "))
	wantCode(t, err, app.CodeWrongPassphrase)
	_, err = r.Unlock(s.Slot, "")
	wantCode(t, err, app.CodeWrongPassphrase)
	_, err = r.Unlock(s.Slot[:len(s.Slot)/2], phrase)
	wantCode(t, err, app.CodeVaultDamaged)
	_, err = r.Unlock([]byte("hej"), phrase)
	wantCode(t, err, app.CodeVaultDamaged)
}

func TestAPhraseOfOnesOwnIsTakenAsTyped(t *testing.T) {
	r := quickRing()
	const phrase = "När isen gick i maj rodde vi över sundet med potatis"
	s, err := r.NewSlot(phrase)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Unlock(s.Slot, phrase); err != nil {
		t.Error(err)
	}
	_, err = r.Unlock(s.Slot, strings.ToLower(phrase))
	wantCode(t, err, app.CodeWrongPassphrase)
}

func TestEverySlotHasKeysOfItsOwn(t *testing.T) {
	r := quickRing()
	const phrase = "när isen gick i maj rodde vi över sundet med potatis"
	a, err := r.NewSlot(phrase)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.NewSlot(phrase)
	if err != nil {
		t.Fatal(err)
	}
	if a.Keys.Vault.String() == b.Keys.Vault.String() || a.Signer.Public() == b.Signer.Public() {
		t.Fatal("two vaults share keys")
	}
}

func TestExpectedIsWhatWasMeasured(t *testing.T) {
	r := New(assets.Words())
	if r.Expected() < time.Second {
		t.Error("the guess promises too much")
	}
	r.took.Store(1)
	if err := r.Measure(); err != nil || r.Expected() <= time.Millisecond {
		t.Errorf("%v, %v", r.Expected(), err)
	}
}
