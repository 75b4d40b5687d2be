package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/keyring"
	"barnrost/app/view/text"
	"barnrost/assets"
	"barnrost/crypto"
	"barnrost/storage"
)

// quiet answers like a script, or like somebody who has these answers.
type quiet struct {
	answers []string
	said    []string
}

func (q *quiet) Passphrase(context.Context, string) (string, error) {
	if len(q.answers) == 0 {
		return "", nil
	}
	answer := q.answers[0]
	q.answers = q.answers[1:]
	return answer, nil
}
func (q *quiet) Again() bool                   { return len(q.answers) > 0 }
func (q *quiet) Say(line string)               { q.said = append(q.said, line) }
func (q *quiet) Note(line string)              { q.said = append(q.said, line) }
func (q *quiet) Progress(string, int64, int64) {}

const checkPhrase = "sol måne hav skog berg älv"

// checkNeedle is in everything that lies inside the vault, and may stand in no
// report.
const checkNeedle = "Tuva tyckte om bullarna"

// vaultToCheck makes a closed vault with something of everything in it.
func vaultToCheck(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "barnrost.vault")
	keys, err := crypto.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := crypto.SealSlot(keys, checkPhrase, 8)
	if err != nil {
		t.Fatal(err)
	}
	v, err := storage.Create(t.Context(), path, storage.Setup{Keys: keys, Signer: signer, Slot: slot})
	if err != nil {
		t.Fatal(err)
	}
	err = v.Write(t.Context(), storage.Text, func(tx *storage.Tx) error {
		id, err := tx.Create(storage.NewObject{Kind: checkNeedle, Meta: []byte(checkNeedle)})
		for range 3 {
			err = errors.Join(err, tx.Append(id, 0, storage.Row{Data: []byte(strings.Repeat(checkNeedle, 300))}))
		}
		return errors.Join(err, tx.Event(storage.Event{Kind: checkNeedle, Object: id, Detail: checkNeedle}))
	})
	if err := errors.Join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// checked runs a check and returns its exit code, report and what was said.
func checked(t *testing.T, flags checking, lang app.Language, answers ...string) (int, string, []string) {
	t.Helper()
	words, err := text.Load(assets.Translations, lang)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	talk := &quiet{answers: answers}
	c := &checker{checking: flags, words: words, ring: keyring.New(assets.Words()), stdout: &out, talk: talk, now: time.Now}
	code := c.run(t.Context())
	for _, part := range append(talk.said, out.String()) {
		if strings.Contains(part, "Tuva") || strings.Contains(part, "‹") {
			t.Errorf("the report holds content, or lacks words:\n%s", part)
		}
	}
	return code, out.String(), talk.said
}

// flip changes one byte behind a mark in the file.
func flip(t *testing.T, path string, at func([]byte) int) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n := at(file)
	if n < 0 {
		t.Fatal("no place to change")
	}
	file[n] ^= 1
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// header finds the beginning of a box; payload a place behind its header.
func header(file []byte) int  { return bytes.Index(file, []byte("age-encryption.org/v1\n-> mlkem")) }
func payload(file []byte) int { return bytes.LastIndex(file, []byte("\n--- ")) + 80 }

// TestCheckFindsAFlippedByteWithoutAndWithThePassphrase, each where it can.
func TestCheckFindsAFlippedByteWithoutAndWithThePassphrase(t *testing.T) {
	for _, c := range []struct {
		name    string
		at      func([]byte) int
		without int
		with    int
	}{
		{"nothing", nil, exitSound, exitSound},
		{"in a box's header", header, exitDamaged, exitDamaged},
		{"inside a box", payload, exitSound, exitDamaged}, // the control: no one sees it without
		{"in SQLite's own page", func([]byte) int { return 105 }, exitDamaged, exitDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := vaultToCheck(t)
			if c.at != nil {
				flip(t, path, c.at)
			}
			if code, out, _ := checked(t, checking{file: path}, app.Swedish); code != c.without {
				t.Errorf("without the passphrase %d, want %d:\n%s", code, c.without, out)
			}
			code, out, _ := checked(t, checking{file: path}, app.Swedish, checkPhrase)
			if code != c.with {
				t.Errorf("with the passphrase %d, want %d:\n%s", code, c.with, out)
			}
		})
	}
}

func TestCheckSaysWhyItCannot(t *testing.T) {
	path := vaultToCheck(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, content []byte) string {
		p := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(p, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	newer := bytes.Clone(whole)
	newer[63] = 9 // the user version, https://sqlite.org/fileformat2.html#user_version_number
	unfinished := put("unfinished", whole)
	if err := os.WriteFile(unfinished+"-journal", []byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := put("open", whole)
	sealed, err := storage.Open(t.Context(), open)
	if err != nil {
		t.Fatal(err)
	}
	defer sealed.Close()
	for _, c := range []struct {
		path, reason string
		exit         int
	}{
		{filepath.Join(t.TempDir(), "nothing"), "missing", exitUnchecked},
		{t.TempDir(), "not-a-vault", exitUnchecked},
		{put("empty", nil), "not-a-vault", exitUnchecked},
		{put("text", []byte(strings.Repeat("Hej. ", 99))), "not-a-vault", exitUnchecked},
		{put("newer", newer), "newer-format", exitUnchecked},
		{unfinished, "unfinished", exitNotNow},
		{open, "in-use", exitNotNow},
	} {
		code, out, _ := checked(t, checking{file: c.path, json: true}, app.English)
		var r report
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != c.exit || r.Exit != code || r.Reason != c.reason || r.Verdict != verdictUnchecked {
			t.Errorf("%s: exit %d, %+v, %v", c.reason, code, r, err)
		}
		for _, lang := range []app.Language{app.Swedish, app.English} {
			if code, _, _ := checked(t, checking{file: c.path}, lang); code != c.exit {
				t.Errorf("%s in %s: exit %d", c.reason, lang, code)
			}
		}
	}
}

func TestCheckAsksAgainAndThenReportsWhatNeedsNoPassphrase(t *testing.T) {
	path := vaultToCheck(t)
	if code, out, _ := checked(t, checking{file: path}, app.Swedish, "fel", checkPhrase); code != exitSound {
		t.Errorf("right the second time: %d\n%s", code, out)
	}
	code, out, _ := checked(t, checking{file: path, json: true}, app.Swedish, "fel")
	var r report
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitPassphrase || r.Depth != depthStructure || r.Reason != "wrong-passphrase" {
		t.Errorf("always wrong: %d, %+v, %v", code, r, err)
	}
}

func TestCheckWritesNothingButANewReport(t *testing.T) {
	path := vaultToCheck(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "rapport.json")
	if code, printed, _ := checked(t, checking{file: path, json: true, out: out}, app.Swedish, checkPhrase); code != exitSound || printed != "" {
		t.Errorf("exit %d, printed %q", code, printed)
	}
	var r report
	content, err := os.ReadFile(out)
	if err := errors.Join(err, json.Unmarshal(content, &r)); err != nil || r.Depth != depthWhole || r.Vault.Rows != 3 || r.Vault.Events != 1 {
		t.Errorf("the report in the file: %+v, %v", r, err)
	}
	// A report over the vault, or over any other file, is refused.
	for _, taken := range []string{path, out} {
		if code, _, said := checked(t, checking{file: path, out: taken}, app.Swedish); code != exitUnchecked || len(said) != 1 {
			t.Errorf("exit %d, %q", code, said)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the vault was changed, %v", err)
	}
}

func TestTheReportForProgramsKeepsItsKeys(t *testing.T) {
	path := vaultToCheck(t)
	flip(t, path, header)
	_, out, _ := checked(t, checking{file: path, json: true}, app.Swedish)
	var keys map[string]any
	if err := json.Unmarshal([]byte(out), &keys); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"report", "program", "file", "checked", "verdict", "exit", "depth", "vault", "damage", "sqlite"} {
		if _, ok := keys[key]; !ok {
			t.Errorf("no key %q", key)
		}
	}
	for _, key := range []string{"id", "format", "size_bytes", "free_bytes", "slots", "objects", "rows", "events", "imported_bundles", "leftover_rows"} {
		if _, ok := keys["vault"].(map[string]any)[key]; !ok {
			t.Errorf("no key %q of the vault", key)
		}
	}
	damage, _ := keys["damage"].([]any)
	if len(damage) != 1 {
		t.Fatalf("damage %v", damage)
	}
	for _, key := range []string{"part", "stream", "seq"} {
		if _, ok := damage[0].(map[string]any)[key]; !ok {
			t.Errorf("no key %q of a damage", key)
		}
	}
}

func TestEveryDamageAndReasonHasItsWords(t *testing.T) {
	for _, lang := range []app.Language{app.Swedish, app.English} {
		words, err := text.Load(assets.Translations, lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []storage.Part{storage.PartFile, storage.PartTables, storage.PartSlot, storage.PartCatalog, storage.PartKey,
			storage.PartHead, storage.PartRow, storage.PartExtra, storage.PartLog, storage.PartSeen, storage.PartVault} {
			if !words.Has("check.damage." + string(part)) {
				t.Errorf("%s: no words for a damaged %s", lang, part)
			}
		}
	}
}

func TestTheFlagsOfCheckGoTogether(t *testing.T) {
	for _, args := range [][]string{{"-json"}, {"-out", "x"}, {"-passphrase-stdin"}, {"-check", "x", "sol måne hav"}} {
		var said bytes.Buffer
		if _, err := parse(args, &said); err == nil || said.Len() == 0 {
			t.Errorf("%q: %v, %q", args, err, said.String())
		}
	}
	if o, err := parse([]string{"-check", "x", "-json", "-out", "y", "-passphrase-stdin"}, &bytes.Buffer{}); err != nil || o.check != (checking{"x", true, "y", true}) {
		t.Errorf("%+v, %v", o.check, err)
	}
}
