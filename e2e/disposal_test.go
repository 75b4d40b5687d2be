package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/audio/audiotest"
	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// Sound goes by a decision that is registered, after a stop has been lifted;
// the protocol tells of it, the text stays, and the key is nowhere in the file.
func TestSoundIsDisposedOfByDecisionAndTheTextStays(t *testing.T) {
	home, dir := t.TempDir(), t.TempDir()
	p := start(t, home)
	steps.FirstStart(p, steps.Manager)
	imported(t, p)
	steps.Transcribe(p)
	p.Focus("desk.text")
	p.TypeSaved("Jag vill att ni lyssnar")

	steps.OpenDisposal(p)
	p.Press("disposal.item.0")
	p.Wait("problem", "no-decision")
	p.Press("disposal.back")
	steps.RegisterDecision(p, "SN 2026/118", "2026-05-12", "Socialnämnden", app.MatterSound)

	p.Press("disposal.item.0")
	p.Wait("plan", "ljud", "decision")
	steps.SetHold(p, 0)
	p.Wait("problem", "disposal-held")
	p.Wait("plan", "ljud", "refused")
	before := look(t, home, steps.Manager)
	code := before.interviews[0].Code

	p.Press("disposal.back")
	p.Wait("disposal", "overview")
	steps.LiftHold(p, code)
	p.Press("disposal.item.0")
	p.Wait("plan", "ljud", "decision")
	p.Press("disposal.next")
	p.Wait("disposal", "confirm")
	p.Fill("disposal.code", "FEL-10")
	p.Press("disposal.do")
	p.Wait("problem", "disposal-untyped")
	p.Fill("disposal.code", code)
	p.Press("disposal.do")
	p.Wait("disposal", "disposed", "0")

	p.Press("disposal.ok")
	p.Wait("disposal", "overview")
	p.Press("disposal.save")
	out := steps.Folder(t, dir, "protokoll")
	p.Pick("disposal.folder", out)
	p.Wait("disposal", "saved")
	protocolTells(t, out, code, "SN 2026/118", before.checksum)

	// The text is opened without its sound.
	steps.OpenFirst(p, "overview")
	p.Press("interview.transcribe")
	p.Wait("desk", "ready")
	p.Quit()

	after := look(t, home, steps.Manager)
	if i := after.interviews[0]; !i.Recording.IsZero() || i.SoundGone.IsZero() || i.Transcript != before.interviews[0].Transcript {
		t.Errorf("afterwards the interview is %+v", i)
	}
	file, err := os.ReadFile(vault(home))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(before.file, before.needle) {
		t.Error("the sealed sound was not found even before: the search shows nothing")
	}
	if bytes.Contains(file, before.needle) {
		t.Error("the sealed sound is still in the file")
	}
}

// A child withdraws: what it takes back is locked away at once, also from the
// desk, and goes as soon as a decision covers that; only the code is left.
func TestWhatAChildTakesBackIsLockedAwayAndGoesByADecision(t *testing.T) {
	home := t.TempDir()
	p := start(t, home)
	steps.FirstStart(p, steps.Worker)
	imported(t, p)
	p.Press("interview.dispose")
	p.Wait("plan", "ljud", "refused")
	p.Choose("disposal.what", 1) // the whole interview
	p.Wait("plan", "intervju", "refused")
	p.Tick("disposal.withdrawn")
	p.Wait("problem", "withdrawal-undecided")
	p.Press("disposal.withdraw")
	p.Wait("disposal", "withdrew")

	steps.OpenFirst(p, "overview")
	steps.Go(p, "desk")
	if ready := p.Seen("desk", "ready"); len(ready) > 0 {
		t.Error("what is locked away was opened at the desk")
	}
	code := look(t, home, steps.Worker).interviews[0].Code

	steps.OpenDisposal(p)
	p.Press("disposal.register")
	p.Wait("disposal", "form")
	p.Fill("decision.number", "SN 2026/119")
	p.Fill("decision.date", "2026-05-12")
	p.Fill("decision.decidedby", "Socialnämnden")
	p.Tick("decision.covers.intervju")
	p.Tick("decision.withdrawal")
	p.Press("decision.register")
	p.Wait("disposal", "registered")
	p.Wait("disposal", "overview")
	p.Press("disposal.item.0")
	p.Wait("plan", "intervju", "withdrawn")
	steps.Dispose(p, code)
	p.Press("disposal.ok")
	p.Wait("disposal", "overview")
	p.Quit()
	if left := look(t, home, steps.Worker).interviews; len(left) > 0 {
		t.Errorf("%d interviews are left", len(left))
	}
}

// The program is killed the moment the key has gone: the next start goes on
// with the rows, and the protocol tells of it.
func TestAfterAKillTheRowsOfWhatWasDisposedOfGoAtTheNextStart(t *testing.T) {
	home := t.TempDir()
	p := start(t, home)
	steps.FirstStart(p, steps.Worker)
	imported(t, p)
	before := look(t, home, steps.Worker)
	steps.OpenDisposal(p)
	steps.RegisterDecision(p, "SN 2026/118", "2026-05-12", "Socialnämnden", app.MatterSound)
	p.Press("disposal.item.0")
	p.Wait("plan", "ljud", "decision")
	steps.Dispose(p, before.interviews[0].Code)
	p.Kill()

	p = start(t, home)
	steps.Unlock(p, steps.Worker)
	steps.OpenDisposal(p)
	p.Press("disposal.row.0")
	p.Wait("disposal", "row")
	p.Quit()
	file, err := os.ReadFile(vault(home))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(before.file, before.needle) || bytes.Contains(file, before.needle) {
		t.Error("the sealed sound was not there before, or still is")
	}
	if i := look(t, home, steps.Worker).interviews[0]; i.SoundGone.IsZero() {
		t.Errorf("the interview is %+v", i)
	}
}

// imported makes an interview with eight seconds of sound, up to its page.
func imported(t *testing.T, p *program.Program) {
	t.Helper()
	wav := filepath.Join(t.TempDir(), "samtal.wav")
	if err := audiotest.WriteWAV(wav, rate, speak(t, 8*time.Second).Samples); err != nil {
		t.Fatal(err)
	}
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	p.Wait("interview", "overview")
}

// seen is what a vault holds, as read from a copy of its file.
type seen struct {
	interviews []app.Interview
	checksum   string // of the newest interview's sound
	file       []byte
	needle     []byte // a piece of the sealed sound
}

// look reads a vault with its passphrase. Nothing may be written to it at that
// moment.
func look(t *testing.T, home string, who steps.Person) seen {
	t.Helper()
	s := seen{interviews: steps.Interviews(t, home, who)}
	var err error
	if s.file, err = os.ReadFile(vault(home)); err != nil {
		t.Fatal(err)
	}
	if len(s.interviews) > 0 && !s.interviews[0].Recording.IsZero() {
		s.sealedSound(t, vault(home))
	}
	return s
}

// sealedSound reads with sqlite3 alone what the protocol will name.
func (s *seen) sealedSound(t *testing.T, path string) {
	t.Helper()
	id := s.interviews[0].Recording.String()
	column := func(query string) []byte {
		out, err := child.Run(nil, "sqlite3", "-readonly", path, query)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := hex.DecodeString(strings.TrimSpace(out))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	key := sha256.Sum256(column("SELECT hex(key_box) FROM object WHERE id = x'" + id + "'"))
	head := sha256.Sum256(column("SELECT hex(head_box) FROM object WHERE id = x'" + id + "'"))
	sum := sha256.Sum256(append(key[:], head[:]...))
	s.checksum = hex.EncodeToString(sum[:])
	box := column("SELECT hex(box) FROM chunk WHERE obj = x'" + id + "' AND stream = 0 AND seq = 1")
	for at := 3000; !bytes.Contains(s.file, s.needle) || s.needle == nil; at += 64 { // one may lie across the end of a page
		s.needle = box[at : at+64]
	}
}

// protocolTells holds the saved protocol to what was done.
func protocolTells(t *testing.T, folder string, words ...string) {
	t.Helper()
	for _, ending := range []string{".html", ".csv"} {
		paths, err := filepath.Glob(filepath.Join(folder, "gallringsprotokoll-*"+ending))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%d protocols as %s, %v", len(paths), ending, err)
		}
		data, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			if !strings.Contains(string(data), w) {
				t.Errorf("%s does not tell of %q", ending, w)
			}
		}
	}
}
