// Barnröst records, transcribes and hands over interviews with children, and
// keeps them sealed. It uses no network.
//
// This package ties the rooms, the application and the engines together; it
// holds no rules of its own.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"barnrost/app"
)

// version is what -version prints and manifests carry.
const version = "0.1.0"

// appID names the folder of Fyne's preferences: window size, language, light
// or dark. Nothing about an interview is ever written there.
const appID = "se.barnrost.app"

// options are the flags.
type options struct {
	data     string        // the vault's folder
	usual    bool          // it is the usual place, unless another was chosen before
	lang     app.Language  // "" means as chosen before, Swedish at first
	mode     string        // "light" or "dark" for this start; "" means as chosen
	trace    bool          // write content-free event lines to standard error
	monitors bool          // list the listening points of outputs among the microphones
	idle     time.Duration // lock at the latest after this long without a touch; 0 means as chosen
	after    int           // the process to wait for, after a restart on Windows
	version  bool
	check    checking
}

func parse(args []string, errs io.Writer) (options, error) {
	var o options
	var lang string
	set := flag.NewFlagSet("barnrost", flag.ContinueOnError)
	set.SetOutput(errs)
	set.StringVar(&o.data, "data", "", "the `folder` of the vault, instead of the usual place")
	set.StringVar(&lang, "lang", "", "`language` of this start: sv or en")
	set.StringVar(&o.mode, "mode", "", "look of this start: light or dark")
	set.BoolVar(&o.trace, "trace", false, "write content-free event lines to standard error")
	set.BoolVar(&o.monitors, "monitors", false, "list listening points of outputs among the microphones")
	set.DurationVar(&o.idle, "idle", 0, "lock after `time` without a touch, such as 3m, if that is sooner than chosen")
	set.IntVar(&o.after, "after", 0, "wait for the `process` to end first")
	set.BoolVar(&o.version, "version", false, "print the version and end")
	set.StringVar(&o.check.file, "check", "", "check the vault in `file` without a window, and end: 0 sound, 1 damaged,\n2 cannot be checked, 3 not now (in use), 4 wrong passphrase")
	set.BoolVar(&o.check.json, "json", false, "with -check: report in JSON")
	set.StringVar(&o.check.out, "out", "", "with -check: write the report to a new `file`")
	set.BoolVar(&o.check.stdin, "passphrase-stdin", false, "with -check: take the passphrase from the first line of standard input")
	if err := set.Parse(args); err != nil {
		return o, err
	}
	refuse := func(why string) (options, error) {
		fmt.Fprintln(errs, "barnrost:", why)
		return o, errors.New(why)
	}
	o.lang = app.Language(lang)
	if lang != "" && o.lang != app.Swedish && o.lang != app.English {
		return refuse("-lang takes sv or en")
	}
	if o.check.file == "" && (o.check.json || o.check.out != "" || o.check.stdin) || o.check.file != "" && set.NArg() > 0 {
		return refuse("-json, -out and -passphrase-stdin go with -check FILE, and nothing else does")
	}
	if o.check.file != "" {
		return o, nil // no vault's folder is needed, and a scheduler's account may have none
	}
	if o.usual = o.data == ""; o.usual {
		folder, err := dataFolder()
		if err != nil {
			return o, err
		}
		o.data = folder
	}
	var err error
	o.data, err = filepath.Abs(o.data)
	return o, err
}

func main() {
	hardenProcess()
	o, err := parse(os.Args[1:], os.Stderr)
	if err != nil {
		os.Exit(2)
	}
	if o.version {
		fmt.Println("barnrost", version)
		return
	}
	if o.check.file != "" {
		os.Exit(check(o))
	}
	if !o.trace {
		// What libraries complain of may name folders; nobody reads it.
		log.SetOutput(io.Discard)
	}
	awaitParent(o.after)
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // Fyne complains loudly where a fresh home has none
	}
	p, err := newProgram(fyneapp.NewWithID(appID), o, os.Stderr, fyne.Do)
	if err != nil {
		fmt.Fprintln(os.Stderr, "barnrost: the program's own files are damaged")
		os.Exit(1)
	}
	p.run()
	p.close()
}
