package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"barnrost/audio/audiotest"
	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// smallDisk mounts a disk of a few megabytes over a folder, for one process
// and its children only, and runs the rest of the line there.
var smallDisk = []string{"-m", "sh", "-c", `mount -t tmpfs -o size=12m tmpfs "$0" && exec "$@"`}

// A disk that fills up during a recording and while somebody types: it is told,
// nothing is given up, and all is stored once there is room. That the parts do
// so on any machine is held by their own tests; mounting takes a right that
// not every machine gives.
func TestADiskThatFillsUpIsToldAndNothingIsLost(t *testing.T) {
	dir := t.TempDir()
	if out, err := child.Run(nil, "unshare", append(smallDisk, dir, "true")...); err != nil {
		t.Skipf("nothing may be mounted here: %s", out)
	}
	pulse := audiotest.Pulse(t)
	p := program.Start(t, program.Options{
		Bin: "unshare", Launch: append(smallDisk, dir, binary), Args: []string{"-data", dir, "-monitors"},
		Home: t.TempDir(), Screen: newScreen(t), Env: soundEnv(),
	})
	filler := filepath.Join(fmt.Sprintf("/proc/%d/root", p.Pid()), dir, "filler")
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	steps.Consent(p)
	steps.Record(p)
	fill(t, filler)
	if err := pulse.Play(t.Context(), audiotest.Sink, make([]int16, 3*rate)); err != nil {
		t.Fatal(err)
	}
	p.Wait("warning", "store")
	p.Press("record.stop")
	p.Wait("dialog", "record.end")
	p.Press("record.end.yes")
	p.Wait("recording", "stopping")
	free(t, filler)
	p.Wait("recording", "stopped")

	steps.Transcribe(p)
	p.Type("Först fanns det plats")
	p.Wait("text", "saved")
	fill(t, filler)
	p.Type(" och sedan inte")
	p.Wait("problem", "disk-full")
	p.Key("ctrl+q")
	p.Wait("covered", "text")
	free(t, filler)
	p.Wait("text", "saved")
	p.Wait("closed", "well")
	p.Ended()
}

// fill takes all the room that a disk has left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block) // until there is no more room
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func free(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
