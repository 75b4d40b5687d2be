package casebook

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// machine does at random what people, crashes and clocks can do, against a real
// vault, and compares the vault with the model after every step.
type machine struct {
	b      *bench
	rnd    *rand.Rand
	m      model
	broken guards
	groups int
	did    map[string]int

	plan     app.DisposalPlan // what step 1 showed last
	pictured string           // the model's picture then; "" where nothing was shown
	writers  map[app.ID]*SoundWriter
}

func newMachine(t testing.TB, seed uint64, g guards) *machine {
	x := &machine{b: newBench(t), rnd: rand.New(rand.NewPCG(seed, 2027)), broken: g, did: map[string]int{},
		writers: map[app.ID]*SoundWriter{}, m: model{codes: map[string]bool{}}}
	x.b.book.guards = g
	return x
}

// ops are the things that can happen, each with how often it does.
var ops = []struct {
	name  string
	often int
	do    func(*machine) error
}{
	{"interview", 5, (*machine).interview},
	{"receive", 4, (*machine).receive},
	{"record", 3, (*machine).record},
	{"stop", 3, (*machine).stop},
	{"type", 4, (*machine).typing},
	{"send", 3, (*machine).send},
	{"decide", 4, (*machine).decide},
	{"end", 2, (*machine).end},
	{"hold", 3, (*machine).hold},
	{"lift", 7, (*machine).lift},
	{"block", 2, (*machine).block},
	{"unblock", 2, (*machine).unblock},
	{"show", 22, (*machine).show},
	{"cancel", 2, (*machine).cancel},
	{"confirm", 26, (*machine).confirm},
	{"forge", 3, (*machine).forge},
	{"note", 2, (*machine).note},
	{"clock", 3, (*machine).jump},
	{"reopen", 1, (*machine).crash},
}

// run takes steps until something is wrong.
func (x *machine) run(steps int) error {
	total := 0
	for _, o := range ops {
		total += o.often
	}
	for n := range steps {
		at := x.rnd.IntN(total)
		for _, o := range ops {
			if at -= o.often; at < 0 {
				if err := o.do(x); err != nil {
					return fmt.Errorf("step %d, %s: %w", n, o.name, err)
				}
				break
			}
		}
		if err := x.compare(); err != nil {
			return fmt.Errorf("after step %d: %w", n, err)
		}
	}
	return nil
}

// compare holds the vault against the model: every sound and every text that
// should be there is, and no other.
func (x *machine) compare() error {
	all, err := x.b.book.Interviews()
	if err != nil {
		return err
	}
	if len(all) != len(x.m.interviews) {
		return fmt.Errorf("%d interviews, want %d", len(all), len(x.m.interviews))
	}
	sounds, texts := 0, 0
	for _, k := range x.m.interviews {
		i, err := x.b.book.Interview(k.id)
		if err != nil {
			return fmt.Errorf("an interview is gone: %w", err)
		}
		if i.Recording != k.sound || i.Transcript != k.text {
			return fmt.Errorf("%s: sound %v, want %v; text %v, want %v", k.code, i.Recording, k.sound, i.Transcript, k.text)
		}
		for id, n := range map[app.ID]*int{k.sound: &sounds, k.text: &texts} {
			if id.IsZero() {
				continue
			}
			if *n++; true {
				if _, err := x.b.vault.Object(storage.ID(id)); err != nil {
					return fmt.Errorf("%s: what should be there is gone: %w", k.code, err)
				}
			}
		}
	}
	if got := len(x.b.vault.Objects(kindSound)); got != sounds {
		return fmt.Errorf("%d sounds, want %d", got, sounds)
	}
	if got := len(x.b.vault.Objects(kindText)); got != texts {
		return fmt.Errorf("%d texts, want %d", got, texts)
	}
	if got := len(x.b.vault.Objects(kindProtocol)); got != x.m.rows {
		return fmt.Errorf("the protocol has %d rows, want %d", got, x.m.rows)
	}
	return nil
}

// machineSteps are the steps of one run.
const machineSteps = 700

// machineRuns is how many runs there are, each with a chance of its own; a
// number in BARNROST_MACHINE_RUNS makes it more.
func machineRuns(t testing.TB) uint64 {
	n, err := strconv.ParseUint(cmp.Or(os.Getenv("BARNROST_MACHINE_RUNS"), "2"), 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNoSequenceDisposesWithoutSupportAndBothConfirmationsOrUnderAStop(t *testing.T) {
	did := map[string]int{}
	for seed := range machineRuns(t) {
		x := newMachine(t, seed, allGuards)
		if err := x.run(machineSteps); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for what, n := range x.did {
			did[what] += n
		}
		x.b.reopen()
		if damage, err := x.b.vault.Check(t.Context(), nil); err != nil || len(damage) > 0 {
			t.Errorf("seed %d: check: %v %v", seed, damage, err)
		}
	}
	// A machine that never gets anywhere proves nothing.
	for _, what := range []string{"disposed of", "reopened", string(app.CodeDisposalHeld), string(app.CodeNoDecision), string(app.CodeNotDue),
		string(app.CodeNotChecked), string(app.CodeWithdrawalUndecided), string(app.CodeDisposalChanged), string(app.CodeDisposalUntyped), string(app.CodeDisposalRunning)} {
		if did[what] < 3 {
			t.Errorf("%q came only %d times: %v", what, did[what], did)
		}
	}
	t.Logf("%d steps: %v", machineRuns(t)*machineSteps, did)
}

// The control: with one guard taken away the same machine finds it.
func TestTheMachineFindsEveryGuardThatIsTakenAway(t *testing.T) {
	without := func(change func(app.DisposalRequest, *app.DisposalFacts)) guards {
		g := allGuards
		g.may = func(r app.DisposalRequest, f app.DisposalFacts) (app.Support, error) {
			change(r, &f)
			return app.MayDispose(r, f)
		}
		return g
	}
	unsupported := allGuards
	unsupported.may = func(r app.DisposalRequest, f app.DisposalFacts) (app.Support, error) {
		s, err := app.MayDispose(r, f)
		if app.CodeOf(err) == app.CodeNoDecision {
			err = nil
		}
		return s, err
	}
	withdrawing := allGuards
	withdrawing.may = func(r app.DisposalRequest, f app.DisposalFacts) (app.Support, error) {
		s, err := app.MayDispose(r, f)
		if app.CodeOf(err) == app.CodeWithdrawalUndecided {
			return app.Support{Withdrawn: true}, nil
		}
		return s, err
	}
	unread, untyped, unlooked := allGuards, allGuards, allGuards
	unread.unchanged = func(app.DisposalPlan, app.DisposalPlan) bool { return true }
	untyped.confirms = func(app.DisposalPlan, string) bool { return true }
	unlooked.may = func(r app.DisposalRequest, f app.DisposalFacts) (app.Support, error) {
		r.Checked = true
		return app.MayDispose(r, f)
	}
	for name, g := range map[string]guards{
		"holds":                     without(func(_ app.DisposalRequest, f *app.DisposalFacts) { f.Holds = nil }),
		"the recording":             without(func(_ app.DisposalRequest, f *app.DisposalFacts) { f.Running = false }),
		"the period":                without(func(_ app.DisposalRequest, f *app.DisposalFacts) { f.Now = f.Now.AddDate(5, 0, 0) }),
		"the decision":              unsupported,
		"the condition":             unlooked,
		"a decision on withdrawals": withdrawing,
		"reading first":             unread,
		"writing the code":          untyped,
		"holds on a version":        without(func(r app.DisposalRequest, f *app.DisposalFacts) { f.Holds = onlyOf(r.Interview, f.Holds) }),
		"what a decision covers": without(func(r app.DisposalRequest, f *app.DisposalFacts) {
			f.Decisions = slices.Clone(f.Decisions)
			for n := range f.Decisions {
				f.Decisions[n].Covers = app.Matters
			}
		}),
		"the end of a decision": without(func(_ app.DisposalRequest, f *app.DisposalFacts) {
			f.Decisions = slices.Clone(f.Decisions)
			for n := range f.Decisions {
				f.Decisions[n].Ended, f.Decisions[n].Replaced = time.Time{}, app.ID{}
			}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			for seed := uint64(0); seed < 6 && err == nil; seed++ {
				err = newMachine(t, seed, g).run(machineSteps)
			}
			if err == nil {
				t.Error("nothing was noticed")
			}
		})
	}
}

func onlyOf(id app.ID, holds []app.Hold) (list []app.Hold) {
	for _, h := range holds {
		if h.Interview == id {
			list = append(list, h)
		}
	}
	return list
}
