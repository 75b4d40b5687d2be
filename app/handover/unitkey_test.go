package handover

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/keyring"
	"barnrost/assets"
	"barnrost/crypto"
	"barnrost/storage/bundle"
)

// shelf is how main ties the keyring and the casebook to Units.
type shelf struct {
	s    *somebody
	ring *keyring.Ring
}

func (f shelf) held() (keyring.Unit, error) {
	_, work, signing, err := f.s.book.Unit()
	if err != nil {
		return keyring.Unit{}, err
	}
	return keyring.ReadUnit(work, signing)
}

func (f shelf) UnitKey() (UnitKey, error) {
	u, err := f.held()
	if err != nil {
		return UnitKey{}, err
	}
	return UnitKey{Inbox: u.Inbox.String(), Card: u.Card, Seed: u.Signer.Seed()}, nil
}

func (f shelf) JudgeUnit(_ context.Context, k UnitKey) (app.Contact, error) {
	u, err := keyring.JoinUnit(k.Inbox, k.Card, k.Seed)
	if err != nil {
		return app.Contact{}, err
	}
	return f.ring.Contact(u)
}

func (f shelf) NoteHanded(ctx context.Context, h app.Holder) error {
	return f.s.book.NoteHanded(ctx, h)
}

func (f shelf) TakeUnit(ctx context.Context, hash [32]byte, k UnitKey, from app.KeyOrigin) error {
	u, err := keyring.JoinUnit(k.Inbox, k.Card, k.Seed)
	if err != nil {
		return err
	}
	work, signing, err := u.Secrets()
	if err != nil {
		return err
	}
	return f.s.book.TakeUnit(ctx, hash, u.Name, work, signing, from)
}

// leader makes somebody who holds a unit's key.
func leader(t *testing.T, name string) *somebody {
	t.Helper()
	s := newSomebody(t, name)
	u, err := keyring.NewUnit("Enhet Björken")
	check(t, err)
	work, signing, err := u.Secrets()
	check(t, err)
	check(t, s.book.SaveUnit(t.Context(), u.Name, work, signing))
	s.shelve()
	return s
}

func (s *somebody) shelve() shelf {
	f := shelf{s, keyring.New(assets.Words())}
	s.post.Units = f
	return f
}

// handOver writes a key for a contact.
func (s *somebody) handOver(d KeyDraft) (string, Sent) {
	s.t.Helper()
	sent, err := s.post.HandOver(s.t.Context(), d, s.t.(*testing.T).TempDir())
	check(s.t, err)
	return sent.Path, sent
}

// holds returns the unit's key that somebody has, nil for none.
func (s *somebody) holds() *keyring.Unit {
	s.t.Helper()
	u, err := s.shelve().held()
	if app.CodeOf(err) == app.CodeNotFound {
		return nil
	}
	check(s.t, err)
	return &u
}

func TestTheUnitsKeyReachesOnePersonAndIsAskedAboutFirst(t *testing.T) {
	for name, c := range map[string]struct {
		draft KeyDraft
		signs bool
	}{
		"second holder":             {KeyDraft{Variant: app.SecondHolder}, false},
		"second holder who invites": {KeyDraft{Variant: app.SecondHolder, Signing: true}, true},
		"successor":                 {KeyDraft{Variant: app.Successor}, true},
	} {
		t.Run(name, func(t *testing.T) {
			boss, deputy := leader(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
			deputy.shelve()
			deputy.knows(boss, true)
			c.draft.To = boss.knows(deputy, true)
			path, sent := boss.handOver(c.draft)

			got, err := deputy.post.Receive(t.Context(), path, nil)
			check(t, err)
			if got.Key == nil || got.Key.Variant != c.draft.Variant || got.Key.Signing != c.signs || got.Key.Unit.Name != "Enhet Björken" || len(got.Key.Unit.Words) != 4 || got.Sender != "Cecilia Alm" {
				t.Fatalf("offered %+v", got.Key)
			}
			if deputy.holds() != nil {
				t.Fatal("the key was kept before anybody said yes")
			}
			receipt, err := deputy.post.AcceptKey(t.Context(), got.Key)
			check(t, err)
			if receipt != sent.Receipt || receipt == "" {
				t.Errorf("receipts %q and %q", receipt, sent.Receipt)
			}
			deputy.reopen()
			mine, theirs := boss.holds(), deputy.holds()
			if theirs == nil || theirs.Inbox.String() != mine.Inbox.String() || theirs.Signs() != c.signs || !bytes.Equal(theirs.Card, mine.Card) {
				t.Errorf("another key came: %+v", theirs)
			}
			// The same file again.
			_, err = deputy.post.Receive(t.Context(), path, nil)
			code(t, "a second time", err, app.CodeUnitKeySeen)
			_, err = deputy.post.AcceptKey(t.Context(), got.Key)
			code(t, "a second yes", err, app.CodeUnitKeySeen)

			holders, err := boss.book.Holders()
			check(t, err)
			if len(holders) != 1 || holders[0].Name != "Olle Pil" || holders[0].Variant != c.draft.Variant || holders[0].Signing != c.signs || holders[0].Receipt != receipt {
				t.Errorf("noted %+v", holders)
			}
			logs(t, boss, app.ActUnitHanded, fingerprintOf(t, deputy))
			logs(t, deputy, app.ActUnitTaken, fingerprintOf(t, boss))
		})
	}
}

func fingerprintOf(t *testing.T, s *somebody) string {
	t.Helper()
	words, err := fingerprint(s.card)
	check(t, err)
	return strings.Join(words, "-")
}

// logs checks that the newest row of a log is an act with a fingerprint.
func logs(t *testing.T, s *somebody, act app.Act, words string) {
	t.Helper()
	entries, err := s.book.Log(t.Context(), nil)
	check(t, err)
	for _, e := range entries {
		if e.Act == act && strings.HasSuffix(e.Detail, " "+words) {
			return
		}
	}
	t.Errorf("%s with %s is not in the log %+v", act, words, entries)
}

func TestAKeyFromSomebodyUnknownWaitsUnopened(t *testing.T) {
	boss, deputy := leader(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
	deputy.shelve()
	path, _ := boss.handOver(KeyDraft{To: boss.knows(deputy, true), Variant: app.Successor})
	known := deputy.knows(boss, false)
	_, err := deputy.post.Receive(t.Context(), path, nil)
	code(t, "a card not compared", err, app.CodeUnknownSender)
	if _, waiting := deputy.has(); waiting != 1 || deputy.holds() != nil {
		t.Fatalf("%d wait", waiting)
	}
	check(t, deputy.book.ConfirmContact(t.Context(), known))
	got, err := deputy.post.Receive(t.Context(), path, nil)
	check(t, err)
	if _, waiting := deputy.has(); waiting != 1 {
		t.Error("it stopped waiting before anybody said yes")
	}
	_, err = deputy.post.AcceptKey(t.Context(), got.Key)
	check(t, err)
	if _, waiting := deputy.has(); waiting != 0 || deputy.holds() == nil {
		t.Errorf("%d wait after the yes", waiting)
	}
}

func TestAKeyGoesToNobodyElse(t *testing.T) {
	boss, deputy, third := leader(t, "Cecilia Alm"), newSomebody(t, "Olle Pil"), newSomebody(t, "Anna Ek")
	third.shelve()
	third.knows(boss, true)
	_, err := boss.post.HandOver(t.Context(), KeyDraft{To: boss.knows(deputy, false), Variant: app.Successor}, t.TempDir())
	code(t, "to a card not compared", err, app.CodeNotConfirmed)
	_, err = third.post.HandOver(t.Context(), KeyDraft{To: third.knows(deputy, true), Variant: app.Successor}, t.TempDir())
	code(t, "without a key", err, app.CodeNotFound)

	check(t, boss.book.ConfirmContact(t.Context(), boss.knows(deputy, false)))
	path, _ := boss.handOver(KeyDraft{To: boss.knows(deputy, true), Variant: app.Successor})
	_, err = third.post.Receive(t.Context(), path, nil)
	code(t, "opened by a third", err, app.CodeNotForMe)

	// The receiver sends it on, sealed anew: the manifest names the first one.
	file, err := os.ReadFile(path)
	check(t, err)
	_, again := reseal(t, file, deputy, third)
	check(t, os.WriteFile(path, again, 0o600))
	_, err = third.post.Receive(t.Context(), path, nil)
	code(t, "sealed to a third", err, app.CodeBundleForged)

	file[len(file)-100] ^= 1
	check(t, os.WriteFile(path, file, 0o600))
	deputy.shelve()
	deputy.knows(boss, true)
	_, err = deputy.post.Receive(t.Context(), path, nil)
	code(t, "changed", err, app.CodeBundleDamaged)
	if third.holds() != nil || deputy.holds() != nil {
		t.Error("a key was kept")
	}
}

// TestASignedKeyIsNotBelievedBlindly: somebody known, with another program, can
// sign anything.
func TestASignedKeyIsNotBelievedBlindly(t *testing.T) {
	boss, deputy := leader(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
	to := boss.knows(deputy, true)
	other, err := keyring.NewUnit("Enhet Södra")
	check(t, err)
	file := func(name string, data []byte) func(*bundle.Request) {
		return func(r *bundle.Request) {
			for n, m := range r.Members {
				if m.Name == name {
					r.Members[n].Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
				}
			}
		}
	}
	without := func(name string) func(*bundle.Request) {
		return func(r *bundle.Request) {
			r.Members = slices.DeleteFunc(r.Members, func(m bundle.Member) bool { return m.Name == name })
		}
	}
	person := deputy.keys.Inbox.String()
	for name, c := range map[string]struct {
		change func(*bundle.Request)
		want   app.Code
	}{
		"nothing changed":            {func(*bundle.Request) {}, ""},
		"an unknown variant":         {about(`{"variant":"king"}`), app.CodeBundleForged},
		"an unknown field":           {about(`{"variant":"holder","x":1}`), app.CodeBundleForged},
		"nothing about":              {about(``), app.CodeBundleForged},
		"a subject":                  {func(r *bundle.Request) { r.Manifest.Subject = strings.Repeat("ab", 16) }, app.CodeBundleForged},
		"raw text":                   {func(r *bundle.Request) { r.Manifest.Text = bundle.TextRaw }, app.CodeBundleForged},
		"a counter":                  {func(r *bundle.Request) { r.Manifest.Counter = 1 }, app.CodeBundleForged},
		"no key":                     {without(bundle.NameUnitKey), app.CodeBundleForged},
		"no card":                    {without(bundle.NameUnitCard), app.CodeBundleForged},
		"a successor without seed":   {without(bundle.NameUnitSigning), app.CodeBundleForged},
		"a holder without seed":      {func(r *bundle.Request) { about(`{"variant":"holder"}`)(r); without(bundle.NameUnitSigning)(r) }, ""},
		"another unit's card":        {file(bundle.NameUnitCard, other.Card), app.CodeBundleForged},
		"another unit's seed":        {file(bundle.NameUnitSigning, seedFile(other.Signer.Seed())), app.CodeBundleForged},
		"a person's key":             {file(bundle.NameUnitKey, keyFile(person)), app.CodeBundleForged},
		"a person's card":            {file(bundle.NameUnitCard, boss.card), app.CodeBundleForged},
		"a key without its head":     {file(bundle.NameUnitKey, []byte(person+"\n")), app.CodeBundleForged},
		"two keys":                   {file(bundle.NameUnitKey, keyFile(person+"\n"+person)), app.CodeBundleForged},
		"a key with an open end":     {file(bundle.NameUnitKey, bytes.TrimSuffix(keyFile(person), []byte("\n"))), app.CodeBundleForged},
		"a seed in capitals":         {file(bundle.NameUnitSigning, bytes.ToUpper(seedFile(other.Signer.Seed()))), app.CodeBundleForged},
		"a short seed":               {file(bundle.NameUnitSigning, seedFile([]byte{1, 2})), app.CodeBundleForged},
		"a card of three lines":      {file(bundle.NameUnitCard, []byte("{\n}\n")), app.CodeBundleForged},
		"sealed to the unit's inbox": {func(r *bundle.Request) { r.To = []bundle.Recipient{boss.holds().Inbox.Recipient()} }, app.CodeBundleForged},
	} {
		t.Run(name, func(t *testing.T) {
			receiver := newSomebody(t, "Olle Pil")
			receiver.keys.Inbox, receiver.card = deputy.keys.Inbox, deputy.card
			receiver.open()
			receiver.knows(boss, true)
			receiver.shelve()
			if name == "sealed to the unit's inbox" { // as a holder of the unit's key opens it
				own := receiver.post.Keys()
				own.Inboxes = append(own.Inboxes, boss.holds().Inbox)
				receiver.post.Keys = func() Keys { return own }
				holder := boss.holds()
				holder.Signer = crypto.SigningKey{}
				work, _, err := holder.Secrets()
				check(t, err)
				check(t, receiver.book.TypeUnit(t.Context(), holder.Name, work, nil))
			}

			contact, err := boss.post.keyReceiver(to)
			check(t, err)
			key, err := boss.post.Units.UnitKey()
			check(t, err)
			req, err := boss.post.keyRequest(key, app.Successor, contact)
			check(t, err)
			c.change(&req)
			path, _, _, err := bundle.WriteFile(t.Context(), t.TempDir(), req)
			check(t, err)
			got, err := receiver.post.Receive(t.Context(), path, nil)
			code(t, name, err, c.want)
			if (got.Key != nil) != (c.want == "") {
				t.Errorf("offered %+v", got.Key)
			}
			held := receiver.holds()
			if n, waiting := receiver.has(); n+waiting != 0 || held != nil && held.Signs() {
				t.Errorf("%d interviews and %d waiting, key %v", n, waiting, held != nil)
			}
		})
	}
}

func TestAnotherUnitsKeyIsNeverReplaced(t *testing.T) {
	boss, deputy := leader(t, "Cecilia Alm"), leader(t, "Olle Pil")
	check(t, deputy.book.LogInvitation(t.Context(), []string{"sol"}))
	before := deputy.holds().Inbox.String()
	deputy.knows(boss, true)
	path, _ := boss.handOver(KeyDraft{To: boss.knows(deputy, true), Variant: app.Successor})
	got, err := deputy.post.Receive(t.Context(), path, nil)
	check(t, err)
	_, err = deputy.post.AcceptKey(t.Context(), got.Key)
	code(t, "over another unit's key", err, app.CodeUnitKeyOther)
	deputy.reopen()
	if deputy.holds().Inbox.String() != before {
		t.Error("the own unit's key is gone")
	}
}

// A second holder who later becomes the successor gets the seed as well.
func TestAHolderBecomesTheSuccessor(t *testing.T) {
	boss, deputy := leader(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
	deputy.shelve()
	deputy.knows(boss, true)
	to := boss.knows(deputy, true)
	for _, v := range app.KeyVariants {
		path, _ := boss.handOver(KeyDraft{To: to, Variant: v})
		got, err := deputy.post.Receive(t.Context(), path, nil)
		check(t, err)
		_, err = deputy.post.AcceptKey(t.Context(), got.Key)
		check(t, err)
		deputy.reopen()
		if u := deputy.holds(); u.Signs() != (v == app.Successor) {
			t.Errorf("%s: signs %v", v, u.Signs())
		}
	}
	if _, err := deputy.post.AcceptKey(t.Context(), nil); app.CodeOf(err) != app.CodeInternal {
		t.Errorf("no offer: %v", err)
	}
}

// TestAHandedKeyOpensWithStockTools reads the members as age would be given
// them: the key's file is an identity file, the seed is the card's.
func TestAHandedKeyIsFilesThatStockToolsTake(t *testing.T) {
	boss, deputy := leader(t, "Cecilia Alm"), newSomebody(t, "Olle Pil")
	path, _ := boss.handOver(KeyDraft{To: boss.knows(deputy, true), Variant: app.Successor})
	f, err := os.Open(path)
	check(t, err)
	defer f.Close()
	files := map[string][]byte{}
	m, _, err := bundle.Read(t.Context(), f, []bundle.Identity{deputy.keys.Inbox}, bundle.Handler{Member: keep(files)})
	check(t, err)
	if m.Kind != bundle.KindHandover || len(m.Recipients) != 1 || m.Text != bundle.TextNone || !json.Valid(m.About) {
		t.Errorf("manifest %+v", m)
	}
	var keys []string
	for line := range strings.Lines(string(files[bundle.NameUnitKey])) {
		if !strings.HasPrefix(line, "#") { // as age reads identity files
			keys = append(keys, strings.TrimSpace(line))
		}
	}
	if len(keys) != 1 {
		t.Fatalf("%d keys", len(keys))
	}
	id, err := crypto.ParseIdentity(keys[0])
	check(t, err)
	card, err := crypto.ParseCard(files[bundle.NameUnitCard])
	check(t, err)
	lines := strings.Split(strings.TrimSpace(string(files[bundle.NameUnitSigning])), "\n")
	seed, err := hex.DecodeString(lines[len(lines)-1])
	check(t, err)
	signer, err := crypto.SigningKeyFromSeed(seed)
	check(t, err)
	if card.Recipient != id.Recipient() || card.Signer != signer.Public() {
		t.Error("the files do not belong together")
	}
}

func FuzzReadKeyFiles(f *testing.F) {
	f.Add(keyFile("AGE-SECRET-KEY-PQ-1QQQQ"))
	f.Add(seedFile(bytes.Repeat([]byte{7}, 32)))
	f.Add([]byte(keyHead))
	f.Add([]byte(seedHead + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if key, err := readKeyFile(data); err == nil && !bytes.Equal(keyFile(key), data) {
			t.Errorf("a key is read from another form than ours")
		}
		if seed, err := readSeedFile(data); err == nil && !bytes.Equal(seedFile(seed), data) {
			t.Errorf("a seed is read from another form than ours")
		}
	})
}
