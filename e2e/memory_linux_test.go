package e2e

import (
	endian "encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"barnrost/audio/audiotest"
	"barnrost/e2e/memory"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
	"barnrost/e2e/stock"
)

// remembered is typed at the desk and must be forgotten.
const remembered = "Sånglärkan flög över morfars blåa traktor"

// secrets are what an open vault brings into memory, told apart by what they
// are of.
type secrets struct {
	passphrase, keys, text, sound []memory.Needle
}

func (s secrets) all() []memory.Needle { return slices.Concat(s.passphrase, s.keys, s.text, s.sound) }

// words are a text in the forms in which a program holds it.
func words(name, text string) []memory.Needle {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = endian.LittleEndian.AppendUint16(wide, unit)
	}
	return []memory.Needle{{Name: name, Bytes: []byte(text)}, {Name: name + " as UTF-16", Bytes: wide}}
}

// keysOf opens the vault's slot with stock tools and returns the identities in
// it, as text and as the bytes they stand for.
func keysOf(t *testing.T, home string) []memory.Needle {
	t.Helper()
	tools, err := stock.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path, err := tools.Keys(vault(home), steps.Worker.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []memory.Needle
	for line := range strings.Lines(string(raw)) {
		key := strings.TrimSpace(line)
		if !strings.HasPrefix(key, "AGE-SECRET-KEY-PQ-1") {
			continue
		}
		secret, err := memory.Secret(key)
		if err != nil || len(secret) != 32 {
			t.Fatalf("a key of %d bytes, %v", len(secret), err)
		}
		name := "key " + string(rune('1'+len(all)/2))
		all = append(all, memory.Needle{Name: name, Bytes: []byte(key)}, memory.Needle{Name: name + " as bytes", Bytes: secret})
	}
	if len(all) != 6 {
		t.Fatalf("%d forms of keys, want three identities in two", len(all))
	}
	return all
}

// loud is a piece of a sound that no other has, as it lies in memory.
func loud(samples []int16) memory.Needle {
	at := 0
	for i := 0; i+64 < len(samples); i++ {
		if samples[i] > 8000 {
			at = i
			break
		}
	}
	var out []byte
	for _, s := range samples[at : at+32] {
		out = endian.LittleEndian.AppendUint16(out, uint16(s))
	}
	return memory.Needle{Name: "sound", Bytes: out}
}

func search(t *testing.T, p *program.Program, needles []memory.Needle) memory.Result {
	t.Helper()
	found, err := memory.Search(p.Pid(), needles)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// anyOf reports whether one of the forms was found.
func anyOf(r memory.Result, forms []memory.Needle) bool {
	return slices.ContainsFunc(forms, func(n memory.Needle) bool { return r.Found[n.Name] > 0 })
}

// After each way of locking, nothing of passphrase, keys, text and sound is in
// the memory of the process, its environment or its command line. The same
// search finds each of them before: it is its own control.
func TestTheMemoryOfALockedProgramHoldsNothing(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("the program keeps others from its memory: only root can search it")
	}
	audiotest.Pulse(t)
	home := t.TempDir()
	source := speak(t, 12*time.Second).Samples
	wav := filepath.Join(t.TempDir(), "diktafon.wav")
	if err := audiotest.WriteWAV(wav, rate, source); err != nil {
		t.Fatal(err)
	}
	p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Env: soundEnv()})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "hemmet")
	steps.Consent(p)
	steps.ImportWAV(p, wav)
	steps.Transcribe(p)
	p.TypeSaved(remembered)
	p.Quit()

	s := secrets{
		passphrase: words("passphrase", steps.Worker.Passphrase), keys: keysOf(t, home),
		text: words("text", remembered), sound: []memory.Needle{loud(source)},
	}
	for _, way := range []struct {
		name string
		args []string
		lock func(*program.Program)
	}{
		{"one key", nil, func(p *program.Program) { p.Key("ctrl+l") }},
		{"nobody there", []string{"-idle", "20s"}, func(p *program.Program) { p.Wait("idle", "over") }},
	} {
		t.Run(way.name, func(t *testing.T) {
			p := program.Start(t, program.Options{Bin: binary, Home: home, Screen: newScreen(t), Args: way.args, Env: soundEnv()})
			p.Wait("unlock", "locked")
			before := search(t, p, s.all())
			if len(before.Found) > 0 {
				t.Fatalf("found before anything was typed: %v", before.Where)
			}
			p.Fill("unlock.passphrase", steps.Worker.Passphrase)
			typed := search(t, p, s.passphrase)
			p.Press("unlock.open")
			p.Wait("room", "home")
			steps.Go(p, "desk")
			p.Wait("desk", "ready")
			p.Key("F4")
			p.Wait("desk", "playing")
			p.Key("F4")
			p.Wait("desk", "paused")
			reading := search(t, p, s.all())
			t.Logf("while typed: %v; while open: %v in %d MiB", typed.Found, reading.Found, reading.Bytes>>20)
			for name, seen := range map[string]bool{
				"passphrase": anyOf(typed, s.passphrase), "keys": anyOf(reading, s.keys),
				"text": anyOf(reading, s.text), "sound": anyOf(reading, s.sound),
			} {
				if !seen {
					t.Errorf("the search does not see the %s of an open vault", name)
				}
			}

			way.lock(p)
			p.Wait("lock")
			p.Wait("room", "unlock")
			p.Wait("unlock", "locked")
			after := search(t, p, s.all())
			if len(after.Found) > 0 || after.Bytes < 1<<20 {
				t.Errorf("of %d MiB in %d processes: %v", after.Bytes>>20, after.Processes, after.Where)
			}
			p.Refocus()
			p.Quit()
		})
	}
}
