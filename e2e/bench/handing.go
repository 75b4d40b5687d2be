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

// handed is what sending, receiving, sealing or opening needed.
type handed struct {
	seconds   []float64
	processor []float64 // seconds of all cores together
	memory    float64   // MB, the most; of the program, above what it had
}

// sending measures the export of the whole interview from worker, and its
// import by manager, beside stock age on the same sound.
func (b *bench) sending(worker, manager *program.Program, to *person) {
	progress("sending and receiving")
	var out, in handed
	for range sends {
		b.sendAndReceive(worker, manager, 0, &out, &in)
	}
	// Whether memory grows with the length is seen after what takes it first.
	var more [2]struct{ out, in handed }
	for n := range more {
		b.sendAndReceive(worker, manager, n+1, &more[n].out, &more[n].in)
	}
	seal, open := b.stockAge(to)
	b.add("50 minutes with sound sent", "≤ 3 × age", out.beside(seal), seal.String())
	b.add("50 minutes with sound received", "≤ 3 × age", in.beside(open), open.String())
	b.add("processor time of sending, redrawing the window among it", "", out.processors(seal), "age: "+spread(seal.processor, "s"))
	b.add("processor time of receiving, redrawing the window among it", "", in.processors(open), "age: "+spread(open.processor, "s"))
	b.add("memory of sending, at most above before", "≤ 60 MB", number(out.memory)+" MB", "age: "+number(seal.memory)+" MB in all")
	b.add("memory of receiving, at most above before", "≤ 60 MB", number(in.memory)+" MB", "age: "+number(open.memory)+" MB in all")
	for n, minutes := range []int{longMinutes, shortMinutes} {
		b.add(fmt.Sprintf("memory of sending %d minutes", minutes), "≤ 60 MB", number(more[n].out.memory)+" MB", "")
		b.add(fmt.Sprintf("memory of receiving %d minutes", minutes), "≤ 60 MB", number(more[n].in.memory)+" MB", "")
	}
}

// sendAndReceive sends the worker's interview at a place of the list, and lets
// the manager receive it.
func (b *bench) sendAndReceive(worker, manager *program.Program, item int, out, in *handed) {
	folder := b.folder(fmt.Sprintf("bundle%d-%d", item, len(out.seconds)))
	steps.Go(worker, "interview")
	worker.Press(fmt.Sprintf("interview.item.%d", item))
	worker.Wait("interview", "overview")
	worker.Press("interview.send")
	worker.Wait("room", "share")
	var bundle string
	b.hand(out, worker, "share.folder.path", "export", func() { bundle = steps.Send(b.T, worker, 1, true, folder) })
	steps.Go(manager, "unit")
	b.hand(in, manager, "unit.file.path", "import", func() {
		steps.Receive(manager, bundle)
		manager.WaitLong(program.Long, "import", "done")
	})
	if err := os.Remove(bundle); err != nil {
		b.Fatalf("%v", err)
	}
}

// hand runs a work that begins when a question for a path is answered and ends
// when something is done.
func (b *bench) hand(h *handed, p *program.Program, question, done string, work func()) {
	earlier := len(p.Seen("tap", question))
	used, over := make(chan float64, 1), make(chan struct{})
	go func() { // what was used when the question was answered
		for len(p.Seen("tap", question)) == earlier {
			select {
			case <-over:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
		used <- processorOf(b.T, p.Pid())
	}()
	defer close(over)
	above := during(b.T, p.Pid(), work)
	h.processor = append(h.processor, processorOf(b.T, p.Pid())-<-used)
	h.memory = max(h.memory, above)
	taps, ends := p.Seen("tap", question), p.Seen(done, "done")
	h.seconds = append(h.seconds, ends[len(ends)-1].At.Sub(taps[len(taps)-1].At).Seconds())
}

// beside tells what ours needed and how many times stock age's that is.
func (h handed) beside(stock handed) string {
	return fmt.Sprintf("%s, %s × age", spread(h.seconds, "s"), ratio(h.seconds, stock.seconds))
}

func (h handed) processors(stock handed) string {
	return fmt.Sprintf("%s, %s × age", spread(h.processor, "s"), ratio(h.processor, stock.processor))
}

func ratio(a, b []float64) string { return number(quantile(a, 0.5) / quantile(b, 0.5)) }

func (h handed) String() string { return "age: " + spread(h.seconds, "s") }

// stockAge seals and opens fifty minutes of sound, in a file, with the command
// of age that go.mod pins; what it wrote is then forced to the disk, as the
// program does with its own.
func (b *bench) stockAge(who *person) (seal, open handed) {
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

func (b *bench) age(s *handed, writes string, args ...string) {
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
	s.processor = append(s.processor, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
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
