package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// terminal is the person, or the script, that runs -check: it asks on standard
// error, so that standard output holds the report alone.
type terminal struct {
	in, err *os.File
	stdin   bool // the passphrase comes from standard input
	asked   int
	shown   int64 // the last percentage
}

// maxAsked is how often a person may mistype the passphrase.
const maxAsked = 3

// maxLine bounds a passphrase read from standard input.
const maxLine = 4096

func newTerminal(stdin bool) *terminal {
	return &terminal{in: os.Stdin, err: os.Stderr, stdin: stdin, shown: -1}
}

// person reports whether somebody sits there who can be asked.
func (t *terminal) person() bool {
	return !t.stdin && term.IsTerminal(int(t.in.Fd())) && term.IsTerminal(int(t.err.Fd()))
}

// Passphrase implements [talker]. It is read without echo, and never taken from
// the command line, which other programs can see.
func (t *terminal) Passphrase(ctx context.Context, question string) (string, error) {
	t.asked++
	if t.stdin {
		line, err := bufio.NewReader(io.LimitReader(t.in, maxLine)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	if !t.person() {
		return "", nil
	}
	t.line()
	fmt.Fprint(t.err, question)
	typed, err := t.hidden(ctx)
	fmt.Fprintln(t.err)
	if errors.Is(err, io.EOF) {
		return "", nil
	}
	return typed, err
}

// hidden reads a line without echo. Where ctx ends first, by Ctrl+C, the
// terminal gets its echo back.
func (t *terminal) hidden(ctx context.Context) (string, error) {
	fd := int(t.in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type answer struct {
		typed []byte
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		typed, err := term.ReadPassword(fd)
		answers <- answer{typed, err}
	}()
	select {
	case a := <-answers:
		return string(a.typed), a.err
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

// Again implements [talker].
func (t *terminal) Again() bool { return t.person() && t.asked < maxAsked }

// Say implements [talker].
func (t *terminal) Say(line string) {
	t.line()
	fmt.Fprintln(t.err, line)
}

// Note implements [talker].
func (t *terminal) Note(line string) {
	if t.person() {
		t.Say(line)
	}
}

// Progress implements [talker]: a line that is written over, for people only.
func (t *terminal) Progress(words string, done, total int64) {
	if total <= 0 || !t.person() {
		return
	}
	if percent := 100 * done / total; percent != t.shown {
		t.shown = percent
		fmt.Fprintf(t.err, "\r%s %d %%", words, percent)
	}
}

// line ends a line of progress.
func (t *terminal) line() {
	if t.shown >= 0 {
		fmt.Fprintln(t.err)
		t.shown = -1
	}
}
