package main

import (
	"os"
	"path/filepath"

	"barnrost/e2e/frames"
	"barnrost/e2e/program"
	"barnrost/e2e/screen"
	"barnrost/e2e/stock"
)

// bench is everything that is measured with.
type bench struct {
	program.T
	bin   string
	entry string // the plain text box
	dir   string
	tools stock.Tools
	rows  []row
}

func (b *bench) add(figure, target, measured, beside string) {
	b.rows = append(b.rows, row{figure, target, measured, beside})
	progress("%s: %s", figure, measured)
}

// folder makes a folder for the bench's own things.
func (b *bench) folder(name string) string {
	path := filepath.Join(b.dir, name)
	if err := os.MkdirAll(path, 0o700); err != nil {
		b.Fatalf("%v", err)
	}
	return path
}

// glass is a screen, and an eye on it.
type glass struct {
	*screen.Screen
	eye *frames.Screen
}

func (b *bench) newGlass() glass {
	s, err := screen.Start(1280, 800)
	if err != nil {
		b.Fatalf("%v", err)
	}
	b.Cleanup(s.Close)
	eye, err := frames.Open(s.Display())
	if err != nil {
		b.Fatalf("%v", err)
	}
	b.Cleanup(func() {
		if err := eye.Close(); err != nil {
			b.Logf("%v", err)
		}
	})
	return glass{s, eye}
}

// start starts the program on somebody's vault, up to where it asks for the
// passphrase.
func (b *bench) start(name string, who *person) (*program.Program, glass) {
	g := b.newGlass()
	return program.Start(b.T, program.Options{
		Bin: b.bin, Home: b.folder(name), Screen: g.Screen, Args: []string{"-data", who.dir, "-monitors"},
		Env: []string{"PULSE_SERVER=" + os.Getenv("PULSE_SERVER")},
	}), g
}
