package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"barnrost/audio"
	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// sends is how often the whole interview is sent and received.
const sends = 3

// stocked is what stock age needed.
type stocked struct {
	seconds []float64
	memory  float64 // MB, the most
}

// sending measures the export of the whole interview from worker, and its
// import by manager, beside stock age on the same sound.
func (b *bench) sending(worker, manager *program.Program, to *person) {
	progress("sending and receiving")
	var out, in []float64
	var more [2]float64
	for n := range sends {
		folder := b.folder(fmt.Sprint("bundle", n))
		steps.Go(worker, "interview")
		worker.Press("interview.item.0")
		worker.Wait("interview", "overview")
		worker.Press("interview.send")
		worker.Wait("room", "share")
		var bundle string
		_, above := during(b.T, worker.Pid(), func() { bundle = steps.Send(b.T, worker, 1, true, folder) })
		more[0] = max(more[0], above)
		out = append(out, between(worker, "share.folder.path", "export"))

		steps.Go(manager, "unit")
		_, above = during(b.T, manager.Pid(), func() {
			steps.Receive(manager, bundle)
			manager.WaitLong(program.Long, "import", "done")
		})
		more[1] = max(more[1], above)
		in = append(in, between(manager, "unit.file.path", "import"))
	}
	seal, open := b.stockAge(to)
	b.add("50 minutes with sound sent", "≤ 3 × age", beside(out, seal), seal.String())
	b.add("50 minutes with sound received", "≤ 3 × age", beside(in, open), open.String())
	b.add("memory of sending, at most above before", "", number(more[0])+" MB", "age: "+number(seal.memory)+" MB in all")
	b.add("memory of receiving, at most above before", "", number(more[1])+" MB", "age: "+number(open.memory)+" MB in all")
}

// between returns the seconds from the answered question to what was done, the
// last time.
func between(p *program.Program, question, done string) float64 {
	taps, ends := p.Seen("tap", question), p.Seen(done, "done")
	return ends[len(ends)-1].At.Sub(taps[len(taps)-1].At).Seconds()
}

func beside(ours []float64, stock stocked) string {
	return spread(ours, "s") + fmt.Sprintf(", %s × age", number(quantile(ours, 0.5)/quantile(stock.seconds, 0.5)))
}

func (s stocked) String() string { return "age: " + spread(s.seconds, "s") }

// stockAge seals and opens fifty minutes of sound, in a file, with the command
// of age that go.mod pins; what it wrote is then forced to the disk, as the
// program does with its own.
func (b *bench) stockAge(who *person) (seal, open stocked) {
	dir := b.folder("age")
	in := func(name string) string { return filepath.Join(dir, name) }
	identity := in("keys.txt")
	err := errors.Join(writeSound(in("sound.wav")), os.WriteFile(identity, []byte(who.inbox.String()+"\n"), 0o600))
	if err != nil {
		b.Fatalf("%v", err)
	}
	for range sends {
		b.age(&seal, in("sound.age"), "-r", who.inbox.Recipient().String(), "-o", in("sound.age"), in("sound.wav"))
		b.age(&open, in("again.wav"), "-d", "-i", identity, "-o", in("again.wav"), in("sound.age"))
	}
	return seal, open
}

func (b *bench) age(s *stocked, writes string, args ...string) {
	if err := os.Remove(writes); err != nil && !os.IsNotExist(err) {
		b.Fatalf("%v", err)
	}
	cmd := child.Command(b.tools.Age(), args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatalf("age: %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for running := true; running; {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("age: %v: %s", err, said.Bytes())
			}
			running = false
		case <-time.After(5 * time.Millisecond):
			if m, err := readMemory(cmd.Process.Pid); err == nil { // else it has just ended
				s.memory = max(s.memory, m.peak)
			}
		}
	}
	if err := syncFile(writes); err != nil {
		b.Fatalf("%v", err)
	}
	s.seconds = append(s.seconds, time.Since(began).Seconds())
}

// writeSound writes as many bytes as fifty minutes of sound have.
func writeSound(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	second := make([]byte, 2*audio.Rate)
	for i := range second {
		second[i] = byte(i * 31 >> 3)
	}
	for range 60 * wholeMinutes {
		if _, err := f.Write(second); err != nil {
			return err
		}
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}
