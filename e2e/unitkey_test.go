package e2e

import (
	"crypto/sha256"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"barnrost/assets"
	"barnrost/e2e/needle"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
	"barnrost/e2e/stock"
	"barnrost/storage/bundle"
)

// The unit's key goes from the enhetschef to her deputy, who opens what a
// worker sent to the unit alone; both logs tell of it, and what they tell is
// read back from the file.
func TestTheUnitsKeyGoesToASecondHolderAndTheLogsTellOfIt(t *testing.T) {
	dir := t.TempDir()
	tools, err := stock.New(steps.Folder(t, dir, "stock"))
	if err != nil {
		t.Fatal(err)
	}
	managerHome, deputyHome, workerHome := t.TempDir(), t.TempDir(), t.TempDir()

	manager := start(t, managerHome)
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))
	deputy := start(t, deputyHome)
	steps.InvitedStart(deputy, steps.Deputy, invitation)
	steps.ReadCard(manager, steps.SaveCard(t, deputy, steps.Folder(t, dir, "card")), "1")
	handed := steps.HandKeyOver(t, manager, 0, steps.Folder(t, dir, "key"))
	steps.TakeKey(deputy, handed)

	worker := start(t, workerHome)
	steps.InvitedStart(worker, steps.Worker, invitation)
	steps.NewInterview(worker, 12, "cafe")
	steps.Consent(worker)
	wav := filepath.Join(dir, "diktafon.wav")
	steps.DictaphoneFile(t, wav, 1)
	steps.ImportWAV(worker, wav)
	steps.Transcribe(worker)
	worker.Focus("desk.text")
	worker.TypeSaved(lastWords)
	steps.OpenFirst(worker, "overview")
	worker.Press("interview.send")
	worker.Wait("room", "share")
	sent := steps.Send(t, worker, 1, false, steps.Folder(t, dir, "sent")) // the unit stands first

	steps.Receive(deputy, sent)
	deputy.Wait("problem", "unknown-sender")
	steps.Recognise(deputy)

	// The code that the deputy reads out on the phone.
	keys, err := tools.Keys(vault(deputyHome), steps.Deputy.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	key := open(t, tools, handed, keys)
	if key.about.Kind != "handover" {
		t.Errorf("the key came in a bundle of kind %q", key.about.Kind)
	}
	manifest, err := os.ReadFile(filepath.Join(key.dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	manager.Fill("holders.code.1", "fel kod 1234")
	manager.Press("holders.prove.1")
	manager.Wait("problem", "receipt-wrong")
	manager.Fill("holders.code.1", bundle.Receipt(sha256.Sum256(manifest), assets.Words()))
	manager.Press("holders.prove.1")
	manager.Wait("key", "proven")

	// Stock age opens what was sent to the unit with the file that was handed over.
	got := open(t, tools, sent, filepath.Join(key.dir, "unit-key.txt"))
	if words := got.text(t, "transcript.txt"); !strings.Contains(words, lastWords) {
		t.Errorf("stock tools read\n%s", words)
	}

	code := got.about.About.Code
	for who, c := range map[string]struct {
		p    *program.Program
		want [][]string // kind and interview, in the order of the log, the newest first
	}{
		"manager": {manager, [][]string{{"unit-key-received", ""}, {"unit-key-handed", ""}, {"confirmed-card", ""}, {"made-invitation", ""}}},
		"deputy":  {deputy, [][]string{{"imported", code}, {"confirmed-card", ""}, {"unit-key-taken", ""}}},
		"worker":  {worker, [][]string{{"exported", code}, {"edited", code}, {"opened", code}, {"imported-sound", code}}},
	} {
		rows := readLog(t, steps.SaveLog(t, c.p, steps.Folder(t, dir, "log-"+who)))
		var kinds [][]string
		for _, row := range rows {
			kinds = append(kinds, []string{row[4], row[5]})
			if row[8] != "hel" {
				t.Errorf("%s: the chain is called %q at row %s", who, row[8], row[0])
			}
		}
		at := 0
		for _, k := range kinds {
			if at < len(c.want) && slices.Equal(k, c.want[at]) {
				at++
			}
		}
		if at < len(c.want) {
			t.Errorf("%s: the log lacks %v, or has it elsewhere: %v", who, c.want[at], kinds)
		}
		// That it was saved is a row of its own.
		if again := readLog(t, steps.SaveLog(t, c.p, steps.Folder(t, dir, "again-"+who))); len(again) != len(rows)+1 || again[0][4] != "log-exported" {
			t.Errorf("%s: %d rows, then %d, the newest %v", who, len(rows), len(again), again[0])
		}
		c.p.Quit()
	}
	nowhere(t, filepath.Join(key.dir, "unit-key.txt"), dir, managerHome, deputyHome, workerHome)
}

// readLog parses a saved log strictly and returns its rows without the head.
func readLog(t *testing.T, path string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(string(raw), "\uFEFF")
	if !marked || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Errorf("%s is not what Excel wants", path)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 2 || len(rows[0]) != 9 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[1:]
}

// nowhere looks for the unit's secret key in everything that was written but
// the folder of the stock tools.
func nowhere(t *testing.T, keyFile, dir string, homes ...string) {
	t.Helper()
	raw, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	var secret string
	for line := range strings.Lines(string(raw)) {
		if !strings.HasPrefix(line, "#") {
			secret = strings.TrimSpace(line)
		}
	}
	var hay needle.Haystack
	hay.Text(secret)
	for _, name := range []string{"invitation", "card", "key", "sent"} {
		homes = append(homes, filepath.Join(dir, name))
	}
	found, files, err := hay.Search(homes...)
	if err != nil || len(found) > 0 {
		t.Errorf("the unit's key in the clear: %v, %v", found, err)
	}
	// The control: the stock tools' copy is found.
	if found, _, err := hay.Search(filepath.Dir(keyFile)); err != nil || len(found) == 0 {
		t.Errorf("of %d files none would have been noticed (%v)", files, err)
	}
}

// The key is printed for the safe, the page is taken away, and what stood on
// the paper is typed on another computer.
func TestTheUnitsKeyIsPrintedAndReadBackFromItsPaper(t *testing.T) {
	dir := t.TempDir()
	manager := start(t, "")
	steps.FirstStart(manager, steps.Manager)
	invitation := steps.SaveInvitation(t, manager, steps.Folder(t, dir, "invitation"))
	manager.Press("unit.holders")
	manager.Wait("holders", "ready")
	manager.Press("holders.print")
	manager.Pick("holders.paperfolder", steps.Folder(t, dir, "paper"))
	manager.Wait("file", "saved")
	pages, err := filepath.Glob(filepath.Join(dir, "paper", "*.html"))
	if err != nil || len(pages) != 1 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	page, err := os.ReadFile(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	var typed []string
	for _, m := range groupOnPaper.FindAllStringSubmatch(string(page), -1) {
		typed = append(typed, strings.ToLower(m[1]))
	}
	manager.Press("holders.shred")
	manager.Wait("file", "removed")
	if left, err := os.ReadDir(filepath.Join(dir, "paper")); err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	manager.Quit()

	worker := start(t, "")
	steps.InvitedStart(worker, steps.Worker, invitation)
	steps.Go(worker, "unit")
	worker.Press("unit.holders")
	worker.Wait("holders", "ready")
	wrong := slices.Clone(typed)
	wrong[4], wrong[5] = wrong[5], wrong[4]
	worker.Fill("holders.typed", strings.Join(wrong, " "))
	worker.Press("holders.read")
	worker.Wait("problem", "paper-wrong")
	worker.Fill("holders.typed", strings.Join(typed, " "))
	worker.Press("holders.read")
	worker.Wait("key", "read")
	worker.Press("holders.keep")
	worker.Wait("key", "kept")
	if rows := readLog(t, steps.SaveLog(t, worker, steps.Folder(t, dir, "log"))); rows[0][4] != "unit-key-from-paper" {
		t.Errorf("the log says %v", rows[0])
	}
	worker.Quit()
}

var groupOnPaper = regexp.MustCompile(`<code>([A-Z0-9]+)</code>`)
