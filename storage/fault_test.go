package storage

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"barnrost/storage/crashtest"
)

// plain reports whether an error is one that a person is told in words.
func plain(err error) bool {
	for _, known := range []error{ErrDisk, ErrDiskFull, ErrReadOnly} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// fault is a way for a disk to fail: at the nth operation of a kind, once or
// from then on.
type fault struct {
	op   crashtest.Op
	err  error
	n    int
	stay bool
	met  int // how often it was met
}

func (f *fault) String() string {
	return fmt.Sprintf("%v %d fails, for good %v: %v", f.op, f.n, f.stay, f.err)
}

func (f *fault) strike(op crashtest.Op, _ string) error {
	if op != f.op {
		return nil
	}
	if f.n--; f.n == 0 || f.n < 0 && f.stay {
		f.met++
		return f.err
	}
	return nil
}

// Each read, write, truncation and sync that a transaction makes fails in its
// turn. The person is told in a word that the program knows; nothing that was
// acknowledged is lost, not even where the power goes as well; and once the
// disk is well the next write goes through.
func TestWhateverFailsOnTheDiskIsToldAndLosesNothing(t *testing.T) {
	most := 12
	if testing.Short() || raced {
		most = 4
	}
	d := newCrashDisk(t)
	fresh := d.made(t)
	r := rand.New(rand.NewPCG(rand.Uint64(), 3))
	other := newCrashDisk(t)
	for _, kind := range []fault{
		{op: crashtest.OpRead, err: crashtest.ErrIO},
		{op: crashtest.OpWrite, err: crashtest.ErrIO},
		{op: crashtest.OpWrite, err: crashtest.ErrFull},
		{op: crashtest.OpTruncate, err: crashtest.ErrIO},
		{op: crashtest.OpSync, err: crashtest.ErrIO},
		{op: crashtest.OpSync, err: crashtest.ErrFull},
	} {
		met := 0
		for n := range most {
			f := kind
			f.n, f.stay = n+1, n%2 == 1
			d.Load(fresh)
			log := d.Record()
			w := d.begin(t, r)
			d.Fail(f.strike)
			told := w.failing()
			d.Fail(nil)
			w.recovered(f.String())
			if err := w.vault.Close(); err != nil {
				t.Errorf("%v: Close: %v", &f, err)
			}
			d.Stop()
			w.reopened(f.String())
			cuts(t, other, r, log, w.after, f.String())
			if f.met > 0 {
				met++
			}
			if told != nil && !plain(told) {
				t.Errorf("%v: told as %v", &f, told)
			}
			if t.Failed() {
				return
			}
		}
		if met == 0 {
			t.Errorf("no %v was met", kind.op)
		}
		t.Logf("%v, %v: met in %d of %d runs", kind.op, kind.err, met, most)
	}
}

// failing works until something fails, and tells what. What failed may yet be
// in the file: the next write settles it.
func (w *work) failing() error {
	for i := range 12 {
		next := w.model.copy()
		err := w.vault.Write(context.Background(), Sound, func(tx *Tx) error {
			switch i % 4 {
			case 0, 1:
				return next.append(w.sound, sound, Row{Data: randomBytes(w.r, crashSound)}, tx)
			case 2:
				return next.append(w.text, journal, Row{Data: line(i)}, tx)
			}
			return errors.Join(next.replace(tx, w.text, journal), next.replace(tx, w.text, snapshots, Row{Data: line(i)}))
		})
		if err != nil {
			w.doubt = next
			generation := w.vault.Generation() + 1
			w.after[generation] = append(w.after[generation], next)
			return err
		}
		w.acknowledge(next)
	}
	return nil
}

// recovered writes once more, on a disk that is well again, and compares.
func (w *work) recovered(when string) {
	w.t.Helper()
	before := w.vault.Generation()
	event := Event{Kind: "opened", Detail: when}
	if err := w.vault.Write(context.Background(), Text, func(tx *Tx) error { return tx.Event(event) }); err != nil {
		w.t.Errorf("%s: the next write: %v", when, err)
		return
	}
	now := w.model
	if w.doubt != nil && w.vault.Generation() == before+2 { // it was taken after all
		now = w.doubt
	}
	next := now.copy()
	next.events = append(next.events, event)
	w.acknowledge(next)
	if differences := next.differences(context.Background(), w.vault); len(differences) > 0 {
		w.t.Errorf("%s: %s", when, strings.Join(differences, "; "))
	}
}

// reopened compares once more with what the file says.
func (w *work) reopened(when string) {
	w.t.Helper()
	v, err := w.open(context.Background())
	if err != nil {
		w.t.Fatalf("%s: Open: %v", when, err)
	}
	if differences := w.model.differences(context.Background(), v); len(differences) > 0 || len(v.Damage()) > 0 {
		w.t.Errorf("%s: after opening anew: %s; %+v", when, strings.Join(differences, "; "), v.Damage())
	}
	if err := v.Close(); err != nil {
		w.t.Errorf("%s: Close: %v", when, err)
	}
}

// cuts cuts the power at some moments of a day on which something failed.
func cuts(t *testing.T, d *crashDisk, r *rand.Rand, log *crashtest.Log, after map[uint64][]*model, when string) {
	t.Helper()
	queue := make(chan cutState, 4)
	cutDay(r, log, after, cap(queue), false, queue)
	close(queue)
	for s := range queue {
		s.doubt = true
		d.Load(s.image)
		if problem := d.verify(t.Context(), s, false); problem != "" {
			t.Errorf("%s, and the power goes: %s", when, problem)
		}
	}
}

// The control: a disk that fails is noticed by the vault and by this test.
func TestAFaultThatIsHushedUpIsFound(t *testing.T) {
	d := newCrashDisk(t)
	d.Load(d.made(t))
	w := d.begin(t, rand.New(rand.NewPCG(1, 2)))
	f := &fault{op: crashtest.OpSync, err: crashtest.ErrIO, n: 1}
	d.Fail(f.strike)
	if err := w.failing(); err == nil || f.met == 0 {
		t.Fatalf("a sync failed, and the write returned %v", err)
	}
	d.Fail(nil)
	lie := w.doubt.copy()
	lie.events = append(lie.events, Event{Kind: "never"})
	if len(lie.differences(t.Context(), w.vault)) == 0 {
		t.Error("what was never written is not missed")
	}
	if err := w.vault.Close(); err != nil {
		t.Error(err)
	}
}

// Opening meets the same faults. None makes a vault of nothing, or nothing of
// a vault.
func TestAVaultThatCannotBeOpenedNowOpensWhenTheDiskIsWell(t *testing.T) {
	d := newCrashDisk(t)
	d.Load(d.made(t))
	log := d.Record()
	w := d.begin(t, rand.New(rand.NewPCG(1, 2)))
	if err := w.vault.Close(); err != nil {
		t.Fatal(err)
	}
	d.Stop()
	// The last transaction was cut off in its middle: opening has to write.
	p := log.Play()
	p.Go(log.Len() - 8)
	for _, op := range []crashtest.Op{crashtest.OpOpen, crashtest.OpRead, crashtest.OpWrite, crashtest.OpTruncate, crashtest.OpSync} {
		met := 0
		for n := range 12 {
			d.Load(p.Whole())
			f := &fault{op: op, err: crashtest.ErrIO, n: n + 1}
			if op == crashtest.OpOpen {
				f.err = crashtest.ErrOpen
			}
			d.Fail(f.strike)
			v, err := d.open(t.Context())
			d.Fail(nil)
			met += f.met
			if err == nil {
				err = v.Close()
			} else if !plain(err) && !errors.Is(err, ErrDamaged) {
				t.Errorf("%v: %v", f, err)
			}
			if problem := d.verify(t.Context(), cutState{acked: uint64(p.Mark()), after: w.after}, true); problem != "" {
				t.Errorf("%v, then all is well: %s; %v", f, problem, err)
			}
		}
		if met == 0 {
			t.Errorf("no %v was met", op)
		}
	}
}
