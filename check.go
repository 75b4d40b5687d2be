package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"barnrost/app"
	"barnrost/app/keyring"
	"barnrost/app/view/text"
	"barnrost/assets"
	"barnrost/storage"
)

// What -check ends with, for scripts. They are part of the manual: none ever
// gets another meaning.
const (
	exitSound      = 0 // as far as it was checked
	exitDamaged    = 1
	exitUnchecked  = 2 // wrong flags, no file, no vault, a later format, a disk that fails
	exitNotNow     = 3 // open in the program, or the program must first undo a cut-off write
	exitPassphrase = 4 // the passphrase is not the vault's; what needs none was checked
)

// checking are the flags of -check.
type checking struct {
	file  string // the vault's
	json  bool
	out   string // where the report goes, "" for standard output
	stdin bool   // the passphrase is the first line of standard input
}

// checker checks a vault's file for the IT department, without a window and
// without writing to the file. What it prints never comes out of a box.
type checker struct {
	checking
	words  *text.Table
	ring   *keyring.Ring
	stdout io.Writer
	talk   talker // the person at the terminal, if there is one
	now    func() time.Time
}

// talker asks and shows what is no part of the report.
type talker interface {
	// Passphrase asks for it; "" means to check without.
	Passphrase(ctx context.Context, question string) (string, error)
	// Again reports whether asking once more makes sense.
	Again() bool
	// Say tells what went wrong; Note and Progress are for a person who waits.
	Say(line string)
	Note(line string)
	Progress(words string, done, total int64)
}

// check runs -check and returns what the program ends with.
func check(o options) int {
	attachConsole()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	lang := o.lang
	if lang == "" {
		lang = app.Swedish
	}
	words, err := text.Load(assets.Translations, lang)
	if err != nil {
		fmt.Fprintln(os.Stderr, "barnrost: the program's own files are damaged")
		return exitUnchecked
	}
	c := &checker{checking: o.check, words: words, ring: keyring.New(assets.Words()),
		stdout: os.Stdout, talk: newTerminal(o.check.stdin), now: time.Now}
	return c.run(ctx)
}

// run checks and writes the report.
func (c *checker) run(ctx context.Context) int {
	out, err := c.output()
	if err != nil {
		c.talk.Say(c.words.T("check.out.failed"))
		return exitUnchecked
	}
	r := c.check(ctx)
	if c.json {
		err = r.writeJSON(out)
	} else {
		err = r.writeText(out, c.words)
	}
	if f, ok := out.(*os.File); ok && c.out != "" {
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		c.talk.Say(c.words.T("check.out.failed"))
		return exitUnchecked
	}
	return r.Exit
}

// output is where the report goes. A file that is there already is never
// overwritten: it could be a vault.
func (c *checker) output() (io.Writer, error) {
	if c.out == "" {
		return c.stdout, nil
	}
	return os.OpenFile(c.out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// check looks at the file from outside, and then with the passphrase from
// inside.
func (c *checker) check(ctx context.Context) report {
	r := report{Report: reportFormat, Program: version, File: c.file, Checked: c.now().UTC().Truncate(time.Second), Depth: depthNone}
	c.talk.Note(c.words.T("check.begun"))
	found, err := storage.Inspect(ctx, c.file, func(done, total int64) { c.talk.Progress(c.words.T("check.progress.outside"), done, total) })
	if err != nil {
		return r.unchecked(err)
	}
	r.found(found)
	damage, err := c.inside(ctx, &r)
	if err != nil {
		return r.unchecked(err)
	}
	r.add(damage)
	return r.judged()
}

// inside checks what only the keys show, if there is a passphrase.
func (c *checker) inside(ctx context.Context, r *report) (_ []storage.Damage, err error) {
	sealed, err := storage.OpenReadOnly(ctx, c.file)
	if errors.Is(err, storage.ErrDamaged) {
		if len(r.Damage) > 0 {
			return nil, nil // this is what was seen from outside
		}
		return []storage.Damage{{Part: storage.PartFile}}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, sealed.Close()) }()
	if sealed.Slot() == nil {
		return nil, nil // nothing that a passphrase opens, which was seen from outside
	}
	for {
		phrase, err := c.talk.Passphrase(ctx, c.words.T("check.ask"))
		if err != nil || phrase == "" {
			return nil, err
		}
		c.talk.Note(c.words.T("check.unlocking"))
		keys, err := c.ring.Unlock(sealed.Slot(), phrase)
		switch app.CodeOf(err) {
		case "":
		case app.CodeWrongPassphrase:
			if c.talk.Again() {
				c.talk.Note(c.words.T("check.wrong"))
				continue
			}
			r.wrong = true
			return nil, nil
		case app.CodeNewerFormat:
			return nil, storage.ErrNewerFormat
		default:
			return []storage.Damage{{Part: storage.PartSlot, Seq: int64(storage.SlotPassphrase)}}, nil
		}
		vault, err := sealed.Unlock(ctx, keys, c.now)
		if errors.Is(err, storage.ErrDamaged) {
			r.Depth = depthWhole
			return []storage.Damage{{Part: storage.PartCatalog}}, nil
		}
		if err != nil {
			return nil, err
		}
		damage, err := vault.Check(ctx, func(done, total int64) { c.talk.Progress(c.words.T("check.progress.inside"), done, total) })
		r.Depth = depthWhole
		return damage, errors.Join(err, vault.Close())
	}
}

// reasonOf names why a file was not checked, and what to end with.
func reasonOf(err error) (reason string, exit int) {
	for _, f := range []struct {
		is     error
		reason string
		exit   int
	}{
		{storage.ErrInUse, "in-use", exitNotNow},
		{storage.ErrUnfinished, "unfinished", exitNotNow},
		{storage.ErrMissing, "missing", exitUnchecked},
		{storage.ErrNotAVault, "not-a-vault", exitUnchecked},
		{storage.ErrNewerFormat, "newer-format", exitUnchecked},
		{storage.ErrReadOnly, "unreadable", exitUnchecked},
		{context.Canceled, "cancelled", exitUnchecked},
	} {
		if errors.Is(err, f.is) {
			return f.reason, f.exit
		}
	}
	return "unreadable", exitUnchecked // the disk, or something that nobody foresaw
}
