package storage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"barnrost/storage/crashtest"
)

// The crash tests cut the power under the real vault, on a disk that keeps
// only what was synced, at every kind of moment, and open what is left. Every
// transaction that was acknowledged must be there, whole, and nothing else
// but perhaps the one that was under way.

// crashStates is the variable that asks for another number of states than the
// usual; the long proof takes 50,000.
const crashStates = "BARNROST_CRASH_STATES"

func states(t testing.TB) int {
	if n, err := strconv.Atoi(os.Getenv(crashStates)); err == nil && n > 0 {
		return n
	}
	if raced {
		return 75
	}
	if testing.Short() {
		return 150
	}
	return 1500
}

// cutState is what a power cut left.
type cutState struct {
	image crashtest.Image
	acked uint64 // generation
	doubt bool   // a COMMIT failed before, and may yet have been made
	after map[uint64][]*model
}

// verdict is what became of a number of power cuts.
type verdict struct {
	mu       sync.Mutex
	cuts     int
	distinct map[[32]byte]bool
	lost     int // acknowledged transactions were missing, or anything damaged
	example  string
}

func (v *verdict) add(s cutState, problem string) {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(s.image)) {
		fmt.Fprintf(sum, "%s %d\n", name, len(s.image[name]))
		sum.Write(s.image[name])
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cuts++
	if v.distinct == nil {
		v.distinct = map[[32]byte]bool{}
	}
	v.distinct[[32]byte(sum.Sum(nil))] = true
	if problem != "" {
		v.lost++
		if v.example == "" {
			v.example = problem
		}
	}
}

// cutPower works afternoons with a vault and cuts the power n times.
func cutPower(t *testing.T, n int, lying bool) *verdict {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed) // of the choices; sealing is never the same twice
	r := rand.New(rand.NewPCG(seed, 1))
	var v verdict
	queue := make(chan cutState)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		d := newCrashDisk(t)
		choice := rand.New(rand.NewPCG(r.Uint64(), 2))
		group.Go(func() {
			for s := range queue {
				v.add(s, d.lost(t.Context(), choice, s))
			}
		})
	}
	d := newCrashDisk(t)
	fresh := d.made(t)
	const perDay = 100
	for left := n; left > 0; left -= perDay {
		d.Load(fresh)
		log, after := d.worked(t, r, 20)
		cutDay(r, log, after, min(left, perDay), lying, queue)
	}
	close(queue)
	group.Wait()
	if n := d.Temporary(); n > 0 {
		t.Errorf("SQLite asked for %d temporary files", n)
	}
	return &v
}

// cutDay cuts the power at n moments of one record.
func cutDay(r *rand.Rand, log *crashtest.Log, after map[uint64][]*model, n int, lying bool, queue chan<- cutState) {
	moments := make([]int, n)
	for i := range moments {
		moments[i] = r.IntN(log.Len())
	}
	slices.Sort(moments)
	p := log.Play()
	if lying {
		p.Lie()
	}
	for _, at := range moments {
		p.Go(at)
		queue <- cutState{image: p.Crash(r), acked: uint64(p.Mark()), after: after}
	}
}

// lost opens what a power cut left and says what is wrong with it, if
// anything. In some, the power goes again while SQLite puts the vault right.
func (d *crashDisk) lost(ctx context.Context, r *rand.Rand, s cutState) string {
	d.Load(s.image)
	if r.IntN(8) == 0 {
		log := d.Record()
		if problem := d.verify(ctx, s, false); problem != "" {
			return problem
		}
		d.Stop()
		p := log.Play()
		p.Go(r.IntN(log.Len()))
		d.Load(p.Crash(r))
	}
	return d.verify(ctx, s, r.IntN(8) == 0)
}

// verify compares the vault on the disk with what it should hold; wholly, too,
// by the vault's own check and by writing to it.
func (d *crashDisk) verify(ctx context.Context, s cutState, wholly bool) (problem string) {
	v, err := d.open(ctx)
	if err != nil {
		return err.Error()
	}
	defer func() {
		if err := v.Close(); err != nil && problem == "" {
			problem = err.Error()
		}
	}()
	generation, most := v.Generation(), s.acked+1
	if s.doubt {
		most++
	}
	if generation < s.acked || generation > most {
		return fmt.Sprintf("generation %d, and %d was acknowledged", generation, s.acked)
	}
	if damage := v.Damage(); len(damage) > 0 {
		return fmt.Sprintf("damage %+v", damage)
	}
	if difference := differsFromAll(ctx, v, s.after[generation]); difference != "" {
		return difference
	}
	if !wholly {
		return ""
	}
	if damage, err := v.Check(ctx, nil); err != nil || len(damage) > 0 {
		return fmt.Sprintf("check: %+v, %v", damage, err)
	}
	if err := v.Write(ctx, Text, func(tx *Tx) error { return tx.Event(Event{Kind: "opened"}) }); err != nil {
		return "the next write: " + err.Error()
	}
	v.sweeps.group.Wait()
	var orphaned int
	err = v.db.read.QueryRowContext(ctx, "SELECT count(*) FROM chunk WHERE obj NOT IN (SELECT id FROM object)").Scan(&orphaned)
	if err != nil || orphaned > 0 {
		return fmt.Sprintf("%d rows without a key were not swept; %v", orphaned, err)
	}
	return ""
}

// differsFromAll tells in what a vault is like none of what it may be.
func differsFromAll(ctx context.Context, v *Vault, may []*model) string {
	difference := "it is none of what it may be"
	for _, m := range may {
		list := m.differences(ctx, v)
		if len(list) == 0 {
			return ""
		}
		difference = list[0]
	}
	return difference
}

func TestNoPowerCutLosesWhatWasAcknowledged(t *testing.T) {
	began := time.Now()
	n := states(t)
	v := cutPower(t, n, false)
	t.Logf("%d power cuts, %d different states, %d with a loss, in %.1f s", v.cuts, len(v.distinct), v.lost, time.Since(began).Seconds())
	if v.cuts != n || v.lost > 0 {
		t.Errorf("%d of %d power cuts lost something: %s", v.lost, v.cuts, v.example)
	}
	if len(v.distinct) < n/3 {
		t.Errorf("only %d states differ: the test shows little", len(v.distinct))
	}
}

// The controls: what the vault does not do, because the same power cuts show
// it to lose what was acknowledged.
func TestThePowerCutsThatTheVaultSurvivesBreakWeakerModes(t *testing.T) {
	for _, c := range []struct {
		name          string
		journal, sync string
		lying, loses  bool
	}{
		{"DELETE and FULL, SQLite's default", "DELETE", "FULL", false, true},
		{"WAL and NORMAL, what is often advised", "WAL", "NORMAL", false, true},
		{"TRUNCATE and NORMAL", "TRUNCATE", "NORMAL", false, true},
		{"TRUNCATE without syncs", "TRUNCATE", "OFF", false, true},
		{"our mode on a disk that lies", "TRUNCATE", "EXTRA", true, true},
		{"DELETE and EXTRA", "DELETE", "EXTRA", false, false},
		{"PERSIST and FULL", "PERSIST", "FULL", false, false},
		{"WAL and FULL", "WAL", "FULL", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			withPragmas(t, c.journal, c.sync)
			if raced && !c.loses {
				t.Skip("nothing new for the race detector")
			}
			n := max(states(t)/15, 40)
			v := cutPower(t, n, c.lying)
			t.Logf("%d power cuts, %d lost something, such as: %s", v.cuts, v.lost, v.example)
			if c.loses != (v.lost > 0) {
				t.Errorf("%d of %d power cuts lost something: %s", v.lost, v.cuts, v.example)
			}
		})
	}
}

// withPragmas lets every vault of a test have another journal.
func withPragmas(t *testing.T, journal, sync string) {
	t.Helper()
	was := pragmas
	t.Cleanup(func() { pragmas = was })
	pragmas = slices.Clone(was)
	for i, p := range pragmas {
		switch p.name {
		case "journal_mode":
			pragmas[i].value, pragmas[i].reads = journal, map[string]string{"DELETE": "delete", "WAL": "wal", "TRUNCATE": "truncate", "PERSIST": "persist"}[journal]
		case "synchronous":
			pragmas[i].value, pragmas[i].reads = sync, map[string]string{"OFF": "0", "NORMAL": "1", "FULL": "2", "EXTRA": "3"}[sync]
		}
	}
}
