package storage

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"barnrost/crypto"
)

// The kill tests run this test binary again as a child that uses a vault and
// tells on standard output what has been acknowledged to it. The variables
// name the child's work, the vault, and the keys.
const (
	childWork = "BARNROST_STORAGE_TEST_CHILD"
	childPath = "BARNROST_STORAGE_TEST_PATH"
	childKeys = "BARNROST_STORAGE_TEST_KEYS"
)

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(childWork) {
	case "day":
		err = runChild(childWorks)
	case "import":
		err = runChild(childImports)
	case "copy":
		err = runChild(childCopies)
	case "create":
		err = childCreates()
	case "hold":
		err = runChild(childHolds)
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// keysOfChild reads the keys that the parent gave.
func keysOfChild() (keys crypto.Keys, err error) {
	texts := strings.Split(os.Getenv(childKeys), ",")
	for i, to := range []*crypto.Identity{&keys.Vault, &keys.Owner} {
		if *to, err = crypto.ParseIdentity(texts[i]); err != nil {
			return crypto.Keys{}, err
		}
	}
	return keys, nil
}

func runChild(work func(*Vault) error) error {
	keys, err := keysOfChild()
	if err != nil {
		return err
	}
	s, err := Open(context.Background(), os.Getenv(childPath))
	if err != nil {
		return err
	}
	v, err := s.Unlock(context.Background(), keys, nil)
	if err != nil {
		return err
	}
	return work(v)
}

// childImports stages rows for ever and says so for every few.
func childImports(v *Vault) error {
	staged, err := v.Stage(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: soundSize}})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := staged.Append(context.Background(), sound, Row{Data: pcm(i)}); err != nil {
			return err
		}
		if i%10 == 9 {
			if err := staged.Settle(); err != nil {
				return err
			}
			fmt.Println(i)
		}
	}
}

// childCreates makes a vault, after having said that it begins, and says once
// more that it has it.
func childCreates() error {
	keys, err := keysOfChild()
	if err != nil {
		return err
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		return err
	}
	fmt.Println(0)
	v, err := Create(context.Background(), os.Getenv(childPath), Setup{Keys: keys, Signer: signer, Slot: []byte("slot")})
	if err != nil {
		return err
	}
	fmt.Println(1)
	return childHolds(v)
}

// childHolds keeps the vault open until it is killed.
func childHolds(v *Vault) error {
	for {
		fmt.Println(v.Generation())
	}
}

// runAndKill starts a child and kills it some while after it has said a
// number acks times. It returns the last number it said of each kind; what it
// says without a kind is of the kind "".
func (b *bench) runAndKill(work string, acks int) (last map[string]int64) {
	b.Helper()
	return b.runChild(work, acks, func() {
		// Somewhere inside a transaction: hashing takes 0 to some 5 ms.
		sha256.Sum256(make([]byte, rand.IntN(4<<20)))
	})
}

// whileRunning runs fn while a child does its work, and then kills it.
func (b *bench) whileRunning(work string, fn func()) {
	b.Helper()
	b.runChild(work, 0, fn)
}

// runChild starts a child, calls before when it has said acks+1 numbers, and
// kills it.
func (b *bench) runChild(work string, acks int, before func()) (last map[string]int64) {
	b.Helper()
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	child := exec.Command(program)
	child.Env = append(elsewhere(b.elsewhere()), childWork+"="+work, childPath+"="+b.path,
		childKeys+"="+b.setup.Keys.Vault.String()+","+b.setup.Keys.Owner.String())
	out, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	var trouble bytes.Buffer
	child.Stderr = &trouble
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	last = map[string]int64{}
	for n := 0; lines.Scan(); n++ {
		kind, number, of := strings.Cut(lines.Text(), " ")
		if !of {
			kind, number = "", kind
		}
		if last[kind], err = strconv.ParseInt(number, 10, 64); err != nil {
			b.Fatal(err)
		}
		if n == acks {
			before()
			if err := child.Process.Kill(); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || trouble.Len() > 0 {
		b.Fatalf("the child ended by itself: %v %s", err, trouble.String())
	}
	return last
}

// elsewhere is where a child would put a file that is none of the vault's: the
// places for temporary files, settings, caches and logs.
func (b *bench) elsewhere() string {
	return filepath.Join(filepath.Dir(filepath.Dir(b.path)), "elsewhere")
}

func elsewhere(dir string) []string {
	env := os.Environ()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA"} {
		env = append(env, name+"="+dir)
	}
	return env
}

func TestAKillDuringCreationLeavesAVaultOrNone(t *testing.T) {
	setup := testSetup()
	for i := range 8 {
		b := &bench{TB: t, path: filepath.Join(t.TempDir(), "vault"), setup: setup}
		said := b.runAndKill("create", i%2)
		s, err := Open(t.Context(), b.path)
		switch {
		case errors.Is(err, ErrMissing) && said[""] == 0:
			if b.vault, err = Create(t.Context(), b.path, setup); err != nil {
				t.Fatalf("made anew: %v", err)
			}
		case err != nil:
			t.Fatalf("after the child had said %v: %v", said, err)
		default:
			if b.vault, err = s.Unlock(t.Context(), setup.Keys, nil); err != nil {
				t.Fatal(errors.Join(err, s.Close()))
			}
		}
		b.text(1)
		b.close()
	}
}

func TestAnotherProcessIsRefusedUntilItsVaultIsClosedOrItDies(t *testing.T) {
	b := newBench(t)
	b.close()
	refused := false
	b.whileRunning("hold", func() {
		_, err := Open(t.Context(), b.path)
		refused = errors.Is(err, ErrInUse)
	})
	if !refused {
		t.Error("two processes opened one vault")
	}
	b.open() // the dead child's lock is gone
}

func TestAKillDuringAnImportLeavesTheVaultAsItWas(t *testing.T) {
	b := newBench(t)
	b.text(3)
	generation, objects := b.vault.Generation(), b.vault.Objects("transcript")
	for range 3 {
		b.close()
		before := b.count("SELECT count(*) FROM chunk")
		b.runAndKill("import", rand.IntN(4))
		if n := b.count("SELECT count(*) FROM chunk"); n <= before {
			t.Fatal("nothing was staged: the test shows nothing")
		}
		b.open()
		if b.vault.Generation() != generation || !reflect.DeepEqual(b.vault.Objects("transcript"), objects) || len(b.vault.Objects("recording")) != 0 {
			t.Errorf("generation %d, was %d", b.vault.Generation(), generation)
		}
		if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
			t.Errorf("%+v, %v", d, err)
		}
		b.vault.sweeps.group.Wait()
		b.close()
		if n := b.count("SELECT count(*) FROM chunk"); n != before {
			t.Errorf("%d rows, were %d", n, before)
		}
		b.open()
	}
}

// A kill between erasing and sweeping leaves rows that nothing can open; they
// are no damage and go at the next open.
func TestErasingThatWasCutOffIsFinished(t *testing.T) {
	b := newBench(t)
	id := b.text(50)
	release := b.hold() // the sweep never gets its turn
	erased := make(chan error, 1)
	go func() {
		erased <- b.vault.Write(context.Background(), Sound, func(tx *Tx) error { return tx.Erase(id) })
	}()
	b.waitQueued(Sound, 1)
	b.vault.sweeps.mu.Lock()
	b.vault.sweeps.ended = true // as if killed
	b.vault.sweeps.mu.Unlock()
	release()
	if err := <-erased; err != nil {
		t.Fatal(err)
	}
	b.close()
	if n := b.count("SELECT count(*) FROM chunk"); n != 50 {
		t.Fatalf("%d rows: the test shows nothing", n)
	}
	b.open()
	if d := b.vault.Damage(); len(d) > 0 {
		t.Errorf("damage %+v", d)
	}
	b.vault.sweeps.group.Wait()
	b.close()
	if n := b.count("SELECT count(*) FROM chunk"); n != 0 {
		t.Errorf("%d rows left", n)
	}
	b.open()
}
