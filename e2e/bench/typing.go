package main

import (
	"bufio"
	"io"
	"strings"
	"time"

	"barnrost/app/transcript"
	"barnrost/e2e/child"
	"barnrost/e2e/frames"
	"barnrost/e2e/program"
)

// What is typed: thirty keys a second for some seconds, and a hundred keys
// each by itself.
const (
	keysASecond = 30
	typedKeys   = 12 * keysASecond
	boxKeys     = 4 * keysASecond // in the plain text box, which takes a minute to show them
	loneKeys    = 100
	lineLength  = 70
)

// letters are typed over and over.
const letters = "så åkte vi dit igen och då fick jag hålla i kopplet hela vägen hem "

// caretWide is the widest a change can be that is only the caret's blinking,
// in pixels.
const caretWide = 4

// patience is how long something may take to be seen.
const patience = time.Minute

// quiet is how long nothing but the caret may move until typing is over.
const quiet = 4 * time.Second

// typed is what typing at a fixed pace came to.
type typed struct {
	keys   int
	took   time.Duration // from the first key to the last letter on the screen
	frames int           // pictures with letters that reached the screen
}

func (t typed) keysASecond() float64   { return float64(t.keys) / t.took.Seconds() }
func (t typed) framesASecond() float64 { return float64(t.frames) / t.took.Seconds() }

// keyAt is the nth key: letters, and at each line's end Enter.
func keyAt(n int) rune {
	if n%lineLength == lineLength-1 {
		return frames.Return
	}
	all := []rune(letters)
	return all[n%lineLength%len(all)]
}

// typeOn types so many keys at the pace of keysASecond and waits until all of
// it is on the screen, which over tells.
func typeOn(t program.T, eye *frames.Screen, seen <-chan frames.Frame, keys int, over func() bool) typed {
	for len(seen) > 0 {
		<-seen
	}
	tick := time.NewTicker(time.Second / keysASecond)
	defer tick.Stop()
	var first time.Time
	for n := range keys {
		at, err := eye.Press(keyAt(n))
		if err != nil {
			t.Fatalf("%v", err)
		}
		if n == 0 {
			first = at
		}
		<-tick.C
	}
	got := typed{keys: keys}
	last := time.Now()
	for time.Since(last) < quiet || !over() {
		select {
		case f, ok := <-seen:
			if !ok {
				t.Fatalf("the screen is gone")
			}
			if f.Changed.Dx() > caretWide {
				got.frames++
				got.took = f.At.Sub(first)
				last = time.Now()
			}
		case <-time.After(quiet):
		}
	}
	return got
}

// typeAlone types letters each by itself and returns how long each took until
// it was seen.
func typeAlone(t program.T, eye *frames.Screen, seen <-chan frames.Frame) (waits times) {
	for n := range loneKeys {
		// A hand is not in step with the window.
		time.Sleep(150*time.Millisecond + time.Duration(n*7919%40)*time.Millisecond)
		for len(seen) > 0 {
			<-seen
		}
		pressed, err := eye.Press([]rune("eaånt")[n%5]) // no blank: it must be seen
		if err != nil {
			t.Fatalf("%v", err)
		}
		waits = append(waits, nextLetter(t, seen, pressed).Sub(pressed))
	}
	return waits
}

// nextLetter returns when the first picture after a moment showed more than
// the caret's blinking.
func nextLetter(t program.T, seen <-chan frames.Frame, after time.Time) time.Time {
	late := time.After(patience)
	for {
		select {
		case f, ok := <-seen:
			if !ok {
				t.Fatalf("the screen is gone")
			}
			if f.At.After(after) && f.Changed.Dx() > caretWide {
				return f.At
			}
		case <-late:
			t.Fatalf("nothing was seen within %v", patience)
		}
	}
}

// typeAtDesk measures the desk that p shows, beside a plain text box with the
// same words.
func (b *bench) typeAtDesk(p *program.Program, g glass, seen <-chan frames.Frame, size, target string, list []transcript.Utterance) {
	p.Focus("desk.text")
	p.Key("ctrl+End")
	p.Key("Return")
	waits := typeAlone(b.T, g.eye, seen)
	b.add("key to letter on the screen, desk of "+size, "", quantiles(waits.millis(), "ms"), "")
	p.Key("Return")
	fast := typeOn(b.T, g.eye, seen, typedKeys, func() bool { return true })
	plain := b.typeInEntry(plainText(list))
	b.add("painted keystrokes a second, 30 typed a second, desk of "+size, target,
		number(fast.keysASecond()), "plain Entry: "+number(plain.keysASecond()))
	b.add("pictures with new letters a second meanwhile, desk of "+size, "",
		number(fast.framesASecond()), "plain Entry: "+number(plain.framesASecond()))
}

// typeInEntry does the same in a plain text box of Fyne that holds a text.
func (b *bench) typeInEntry(text string) typed {
	progress("the same in a plain text box")
	g := b.newGlass()
	cmd := child.Command(b.entry)
	cmd.Env = append(cmd.Environ(), "DISPLAY="+g.Display(), "FYNE_PLATFORM=x11", "FYNE_SCALE=1", "LIBGL_ALWAYS_SOFTWARE=1",
		"HOME="+b.folder("entry"))
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatalf("the plain text box: %v", err)
	}
	defer child.End(cmd)
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "event ready" {
	}
	// It counts its changes: without them nobody could tell a long silence
	// from the end.
	changes := make(chan int, 1)
	go func() {
		n := 0
		for lines.Scan() {
			if lines.Text() == "event changed" {
				if n++; n == boxKeys {
					changes <- n
				}
			}
		}
		// Its end is the bench's.
		_, _ = io.Copy(io.Discard, out)
	}()
	if err := g.Focus(cmd.Process.Pid); err != nil {
		b.Fatalf("the plain text box: %v", err)
	}
	seen, err := g.eye.Watch()
	if err != nil {
		b.Fatalf("%v", err)
	}
	done := false
	return typeOn(b.T, g.eye, seen, boxKeys, func() bool {
		select {
		case <-changes:
			done = true
		default:
		}
		return done
	})
}
