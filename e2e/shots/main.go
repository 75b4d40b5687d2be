// Command shots takes the pictures in docs/screenshots: the built program in
// a real window, walked by keys through every view, in Swedish and English,
// light and dark, and at twice the size. Those of the rooms themselves go to
// the docs, all of them to a folder to be looked through. Every name and every
// word in them is invented.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/screen"
	"barnrost/e2e/steps"
)

// look is one way the pictures are taken.
type look struct {
	lang, mode string
	large      bool // everything at twice the size, in a window as small as before
}

func (l look) name(view string) string {
	size := ""
	if l.large {
		size = "-200"
	}
	return fmt.Sprintf("%s-%s-%s%s.png", view, l.lang, l.mode, size)
}

// album takes the pictures.
type album struct {
	program.T
	bin, docs, all string
	pulse          *audiotest.Server
	dir            string // where the vaults lie
	look           look
}

func main() {
	bin := flag.String("bin", "build/barnrost", "the program")
	docs := flag.String("docs", "docs/screenshots", "where the pictures of the rooms go")
	all := flag.String("all", "build/screenshots", "where all pictures go")
	only := flag.String("look", "", "one look alone, such as en-dark-200")
	flag.Parse()
	program.Script(func(t program.T) { take(t, *bin, *docs, *all, *only) })
}

// rooms are the views whose pictures are kept.
var rooms = map[string]bool{
	"start": true, "start-words": true, "locked": true, "home": true, "interview-new": true, "interview-prepare": true,
	"recording": true, "recording-guide": true, "recording-calm": true, "desk": true, "share": true, "unit": true,
	"reading": true, "settings": true, "disposal": true, "disposal-plan": true, "disposal-row": true, "plan": true,
	"guide": true, "letters-read": true, "ready-locked": true, "survey-faces": true, "closing": true, "diploma": true,
	"vault": true, "secrets": true, "holders": true, "log": true, "backup-none": true,
}

func take(t program.T, bin, docs, all, only string) {
	a := &album{T: t}
	var err error
	a.bin, err = filepath.Abs(bin)
	a.must(err)
	a.docs, a.all = docs, all
	a.must(os.MkdirAll(docs, 0o755))
	a.must(os.MkdirAll(all, 0o755))
	a.dir, err = os.MkdirTemp("", "exempel")
	a.must(err)
	t.Cleanup(func() { _ = os.RemoveAll(a.dir) })
	a.pulse, err = audiotest.Start()
	a.must(err)
	t.Cleanup(func() { _ = a.pulse.Stop() })

	for _, l := range []look{
		{"sv", "light", false}, {"sv", "dark", false}, {"en", "light", false}, {"en", "dark", false},
		{"sv", "light", true}, {"en", "dark", true},
	} {
		if only != "" && !strings.HasSuffix(strings.TrimSuffix(l.name(""), ".png"), "-"+only) {
			continue
		}
		began := time.Now()
		a.look = l
		a.walk()
		t.Logf("%s %.0f s", strings.TrimSuffix(l.name("…"), ".png"), time.Since(began).Seconds())
	}
}

func (a *album) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatalf("%v", err)
	}
}

// shot takes a picture of the view that is shown, once it is at rest.
func (a *album) shot(p *program.Program, view string) {
	a.Helper()
	p.Still()
	a.snap(p, view)
}

// snap takes a picture of the view that is shown at this moment.
func (a *album) snap(p *program.Program, view string) {
	a.Helper()
	path := filepath.Join(a.all, a.look.name(view))
	p.Shot(path)
	if !rooms[view] || a.look.large {
		return
	}
	picture, err := os.ReadFile(path)
	a.must(err)
	a.must(os.WriteFile(filepath.Join(a.docs, a.look.name(view)), picture, 0o644))
}

// start starts the program in its home, on a screen of its own.
func (a *album) start(home string) *program.Program {
	a.Helper()
	scale := "1"
	if a.look.large {
		scale = "2"
	}
	s, err := screen.Start(1280, 800)
	a.must(err)
	a.Cleanup(s.Close)
	var env []string
	for _, e := range a.pulse.Env() {
		if strings.HasPrefix(e, "PULSE_SERVER=") {
			env = append(env, e)
		}
	}
	return program.Start(a, program.Options{
		Bin: a.bin, Home: home, Screen: s, Env: env, Scale: scale, Fill: true,
		Args: []string{"-monitors", "-lang", a.look.lang, "-mode", a.look.mode},
	})
}

// length is how long the interview of the pictures is.
const length = 50 * time.Second

// interview is the sound that the pictures show, as a dictaphone's file.
func (a *album) interview() string {
	a.Helper()
	path := filepath.Join(a.dir, "samtal.wav")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	spoken, err := audiotest.Speak(length)
	a.must(err)
	a.must(audiotest.WriteWAV(path, 48_000, spoken.Samples))
	return path
}

// worlds are the two people's folders for the look that is taken now. Some
// pictures show their paths.
func (a *album) worlds() (worker, manager, post string) {
	a.Helper()
	dir, err := os.MkdirTemp(a.dir, "")
	a.must(err)
	return filepath.Join(dir, "kerstin"), filepath.Join(dir, "mirja"), steps.Folder(a, dir, "enhetens-mapp")
}
