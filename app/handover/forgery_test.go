package handover

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"barnrost/app"
	"barnrost/crypto"
	"barnrost/storage"
	"barnrost/storage/bundle"
	"barnrost/storage/bundle/bundletest"
)

// counts is how much lies in somebody's vault, counted in its file, where also
// what was begun and not finished would be seen.
func (s *somebody) counts() storage.Report {
	s.t.Helper()
	check(s.t, s.vault.Close())
	r, err := storage.Inspect(s.t.Context(), s.path, nil)
	check(s.t, err)
	sealed, err := storage.Open(s.t.Context(), s.path)
	check(s.t, err)
	s.vault, err = sealed.Unlock(s.t.Context(), s.keys, s.now)
	check(s.t, err)
	s.open()
	return r
}

// TestEveryForgeryHasItsOwnWordAndStoresNothing: a real bundle, changed in the
// ways that a disk, a stranger and a receiver can change it. Each gives the
// person the one message that is true of it, and no object, row or mark of it
// comes into the vault.
func TestEveryForgeryHasItsOwnWordAndStoresNothing(t *testing.T) {
	anna, chief, deputy, third := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm"), newSomebody(t, "Dan Lind"), newSomebody(t, "Olle Pil")
	to, also := anna.knows(chief, true), anna.knows(deputy, true)
	for _, who := range []*somebody{chief, third} {
		who.knows(anna, true)
		who.knows(deputy, true)
	}
	d := draft(anna.interviewed(200_000).ID, to, true)
	d.To = append(d.To, also)
	folder := t.TempDir()
	sent, err := anna.post.Send(t.Context(), d, folder, nil)
	check(t, err)
	good, err := os.ReadFile(sent.Path)
	check(t, err)

	flip := func(at int) []byte {
		bad := bytes.Clone(good)
		bad[at] ^= 1
		return bad
	}
	letter := func(at int) []byte { // another of base64's
		bad := bytes.Clone(good)
		if bad[at] = 'A'; good[at] == 'A' {
			bad[at] = 'B'
		}
		return bad
	}
	header := bytes.Index(good, []byte("\n--- ")) + 1 + len("--- ") + 43 + 1
	seal := func(plain []byte, to *somebody) []byte {
		out, err := crypto.Seal(plain, to.keys.Inbox.Recipient())
		check(t, err)
		return out
	}
	plain, err := crypto.Open(good, deputy.keys.Inbox)
	check(t, err)
	changed := func(old, fresh string) []byte {
		if len(old) != len(fresh) || !bytes.Contains(plain, []byte(old)) {
			t.Fatalf("%q cannot be made %q", old, fresh)
		}
		return bytes.ReplaceAll(plain, []byte(old), []byte(fresh))
	}
	rewritten, err := bundletest.Rewrite(good, deputy.keys.Inbox.String(), func([]byte) []byte { return changed("Inte avidentifierad", "Helt avidentifierad") })
	check(t, err)
	letIn, err := bundletest.LetIn(good, chief.keys.Inbox.String())
	check(t, err)

	for _, c := range []struct {
		name string
		data []byte
		by   *somebody
		want app.Code
	}{
		{"the first byte flipped", flip(0), chief, app.CodeNotABundle},
		{"a letter of the wrapped key changed", letter(200), chief, app.CodeNotForMe},
		{"a letter of the wrapped key made none", flip(bytes.IndexByte(good[60:], 'z') + 60), chief, app.CodeBundleDamaged},
		{"a byte of the header's MAC flipped", flip(header - 10), chief, app.CodeBundleDamaged},
		{"a byte of the nonce flipped", flip(header), chief, app.CodeBundleDamaged},
		{"a byte of the manifest flipped", flip(header + 600), chief, app.CodeBundleDamaged},
		{"a byte of the sound flipped", flip(len(good) / 2), chief, app.CodeBundleDamaged},
		{"the last byte flipped", flip(len(good) - 1), chief, app.CodeBundleDamaged},
		{"something behind the end", append(bytes.Clone(good), "mer"...), chief, app.CodeBundleDamaged},
		{"cut in the sound", good[:len(good)*2/3], chief, app.CodeBundleTruncated},
		{"cut at a block's border", good[:header+16+3*(64<<10+16)], chief, app.CodeBundleTruncated},
		{"sealed to somebody else", good, third, app.CodeNotForMe},
		{"sealed anew to somebody else", seal(plain, third), third, app.CodeBundleForged},
		{"open to a classic key too", letIn, chief, app.CodeBundleDamaged},
		{"a text rewritten under the sender's header", rewritten, chief, app.CodeBundleForged},
		{"a text rewritten and sealed anew", seal(changed("Inte avidentifierad", "Helt avidentifierad"), chief), chief, app.CodeBundleForged},
		{"another label in the manifest", seal(changed(`"text":"raw"`, `"text":"non"`), chief), chief, app.CodeBundleForged},
		{"the sound rewritten", seal(func() []byte { b := bytes.Clone(plain); b[len(b)/2] ^= 1; return b }(), chief), chief, app.CodeBundleForged},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.by.counts()
			path := filepath.Join(t.TempDir(), "x"+bundle.Extension)
			check(t, os.WriteFile(path, c.data, 0o600))
			_, err := c.by.post.Receive(t.Context(), path, nil)
			code(t, c.name, err, c.want)
			// Rows without a key are staged ones that the sweep has yet to reach.
			after := c.by.counts()
			if after.Objects != before.Objects || after.Rows-after.Leftovers != before.Rows-before.Leftovers || after.Seen != before.Seen {
				t.Errorf("before %+v, after %+v", before, after)
			}
			if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, c.data) {
				t.Errorf("the file was touched: %v", err)
			}
		})
	}
	// The control: as it was sent, it is taken in.
	_, err = chief.post.Receive(t.Context(), sent.Path, nil)
	check(t, err)
	before := chief.counts()
	// Replayed under another name, or sealed anew by a receiver, it is the same
	// bundle: the manifest that was signed tells, and not the file.
	for name, data := range map[string][]byte{"another name": good, "sealed anew": seal(plain, chief)} {
		path := filepath.Join(t.TempDir(), "y"+bundle.Extension)
		check(t, os.WriteFile(path, data, 0o600))
		_, err := chief.post.Receive(t.Context(), path, nil)
		code(t, name, err, app.CodeBundleSeen)
	}
	if after := chief.counts(); after.Objects != before.Objects || after.Rows-after.Leftovers != before.Rows-before.Leftovers || after.Seen != before.Seen {
		t.Errorf("a replay changed the vault: before %+v, after %+v", before, after)
	}
	if n, waiting := chief.has(); n != 1 || waiting != 0 {
		t.Errorf("%d interviews, %d waiting", n, waiting)
	}
}
