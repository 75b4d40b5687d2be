// Command wine starts the Windows program under Wine, on a screen of its own,
// walks the first start by keys, and checks that the vault lies in
// %LOCALAPPDATA%. It shows that the program links, starts, draws, takes keys
// and stores; what only Windows can show (its sound, its screen readers, its
// restart) stays to be tried there.
package main

import (
	"flag"
	"os"
	"path/filepath"

	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/screen"
	"barnrost/e2e/steps"
)

func main() {
	exe := flag.String("exe", "build/windows/Barnrost.exe", "the Windows program")
	prefix := flag.String("prefix", "build/wine", "Wine's own folder, kept between runs")
	shot := flag.String("shot", "", "save a picture of the first room here")
	flag.Parse()
	program.Script(func(t program.T) { try(t, *exe, *prefix, *shot) })
}

func try(t program.T, exe, prefix, shot string) {
	exe, err := filepath.Abs(exe)
	must(t, err)
	prefix, err = filepath.Abs(prefix)
	must(t, err)
	must(t, os.MkdirAll(prefix, 0o700))
	s, err := screen.Start(1280, 800)
	must(t, err)
	t.Cleanup(s.Close)

	// mscoree and mshtml off: Wine would ask to download them. Nor is its
	// uiautomationcore of use: what a screen reader needs is not written.
	env := []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "WINEARCH=win64",
		"WINEDLLOVERRIDES=mscoree=;mshtml=;uiautomationcore=;bcryptprimitives=n"}
	tools := append(os.Environ(), append(env, "DISPLAY="+s.Display())...)
	// The vaults of earlier runs would be met instead of a first start.
	users, err := filepath.Glob(filepath.Join(prefix, "drive_c/users/*/AppData/Local/Barnrost"))
	must(t, err)
	for _, old := range users {
		must(t, os.RemoveAll(old))
	}
	_, err = child.Run(tools, "wineboot", "--init")
	must(t, err)
	t.Cleanup(func() { _, _ = child.Run(tools, "wineserver", "-k") })
	_, err = child.Run(nil, "x86_64-w64-mingw32-gcc", "-shared", "-O2",
		"-o", filepath.Join(prefix, "drive_c/windows/system32/bcryptprimitives.dll"),
		"e2e/wine/shim/bcryptprimitives.c", "-ladvapi32")
	must(t, err)

	home, err := os.MkdirTemp("", "barnrost-wine")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	p := program.Start(t, program.Options{Bin: "wine", Home: home, Screen: s, Env: env, Launch: []string{exe}})
	p.Wait("room", "unlock")
	t.Logf("The Windows program started and shows its first view.")
	if shot != "" {
		p.Still()
		p.Shot(shot)
	}
	steps.FirstStart(p, steps.Worker)
	local := filepath.Join(prefix, "drive_c/users/*/AppData/Local/Barnrost/barnrost.vault")
	vaults, err := filepath.Glob(local)
	must(t, err)
	if len(vaults) != 1 {
		t.Fatalf("%d vaults lie in %s, want the one that was made", len(vaults), local)
	}
	t.Logf("The vault lies in %%LOCALAPPDATA%%\\Barnrost.")
	p.Quit()
}

func must(t program.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}
