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
	case "record":
		err = runChild(childRecords)
	case "import":
		err = runChild(childImports)
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

// killSize is the sound in a row of the kill tests; killRow its payload.
const killSize = 30000

func killRow(i int64) []byte { return bytes.Repeat([]byte{byte(i), byte(i >> 8), 'p'}, killSize/3) }

// childRecords appends sound and text for ever, stages an import beside it,
// and says after each commit how many rows of sound are acknowledged.
func childRecords(v *Vault) error {
	ctx := context.Background()
	id := v.Objects("recording")[0].ID
	staged, err := v.Stage(NewObject{Kind: "recording"})
	if err != nil {
		return err
	}
	go func() {
		for staged.Append(ctx, sound, Row{Data: make([]byte, soundSize)}) == nil {
		}
	}()
	for {
		err := v.Write(ctx, Sound, func(tx *Tx) error {
			o, err := tx.Object(id)
			if err != nil {
				return err
			}
			n := o.Streams[sound].Rows
			if err := errors.Join(
				tx.Append(id, sound, Row{Count: killSize / 2, Data: killRow(n)}),
				tx.Append(id, peaks, Row{Data: line(int(n))}),
				tx.Event(Event{Kind: "recorded", Object: id, Detail: strconv.FormatInt(n+1, 10)})); err != nil {
				return err
			}
			if n%7 == 0 {
				return tx.Replace(id, journal, []Row{{Data: line(int(n))}})
			}
			return tx.Append(id, journal, Row{Data: line(int(n))})
		})
		if err != nil {
			return err
		}
		fmt.Println(v.Objects("recording")[0].Streams[sound].Rows)
	}
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
// number acks times. It returns the last number it said.
func (b *bench) runAndKill(work string, acks int) (last int64) {
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
func (b *bench) runChild(work string, acks int, before func()) (last int64) {
	b.Helper()
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	child := exec.Command(program)
	child.Env = append(os.Environ(), childWork+"="+work, childPath+"="+b.path,
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
	for n := 0; lines.Scan(); n++ {
		if last, err = strconv.ParseInt(lines.Text(), 10, 64); err != nil {
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

func TestAKillLosesNothingThatWasAcknowledged(t *testing.T) {
	kills := 15
	if testing.Short() {
		kills = 3
	}
	b := newBench(t)
	id := b.create(NewObject{Kind: "recording", Fixed: map[Stream]int{sound: killSize}})
	for range kills {
		b.close()
		acknowledged := b.runAndKill("record", rand.IntN(8))
		b.open()
		o, err := b.vault.Object(id)
		if err != nil {
			t.Fatal(err)
		}
		n := o.Streams[sound].Rows
		if n < acknowledged || n > acknowledged+1 {
			t.Errorf("%d rows, %d were acknowledged", n, acknowledged)
		}
		if got := o.Streams[peaks].Rows; got != n {
			t.Errorf("%d rows of peaks to %d of sound: half a transaction", got, n)
		}
		if d := b.vault.Damage(); len(d) > 0 {
			t.Errorf("damage %+v", d)
		}
		b.vault.sweeps.group.Wait()
	}
	err := b.vault.Rows(t.Context(), id, sound, 0, func(r Row) error {
		if !bytes.Equal(r.Data, killRow(r.Seq)) {
			t.Errorf("row %d came back otherwise", r.Seq)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if d, err := b.vault.Check(t.Context(), nil); err != nil || len(d) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
	events, err := b.vault.Events(t.Context())
	if err != nil {
		t.Error(err)
	}
	for i, e := range events {
		if e.Detail != strconv.Itoa(i+1) {
			t.Fatalf("event %d is of row %s", i+1, e.Detail)
		}
	}
	b.close()
	if n := b.count("SELECT count(DISTINCT obj) FROM chunk"); n != 1 {
		t.Errorf("rows of %d objects: staging was not swept", n)
	}
	b.open()
}

func TestAKillDuringCreationLeavesAVaultOrNone(t *testing.T) {
	setup := testSetup()
	for i := range 8 {
		b := &bench{TB: t, path: filepath.Join(t.TempDir(), "vault"), setup: setup}
		said := b.runAndKill("create", i%2)
		s, err := Open(t.Context(), b.path)
		switch {
		case errors.Is(err, ErrMissing) && said == 0:
			if b.vault, err = Create(t.Context(), b.path, setup); err != nil {
				t.Fatalf("made anew: %v", err)
			}
		case err != nil:
			t.Fatalf("after the child had said %d: %v", said, err)
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
