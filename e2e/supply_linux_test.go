package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"barnrost/audio/audiotest"
	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// fedBy lays a folder over what the kernel tells of batteries, for one process
// and its children only, and runs the rest of the line there.
var fedBy = []string{"-m", "sh", "-c", `mount --bind "$0" /sys/class/power_supply && exec "$@"`}

// A battery that is nearly empty is told of before a recording and in it, and no
// longer once the charger is in. Laying a folder over another takes a right that
// not every machine gives.
func TestABatteryThatIsNearlyEmptyIsToldOf(t *testing.T) {
	fed := t.TempDir()
	if out, err := child.Run(nil, "unshare", append(fedBy, fed, "true")...); err != nil {
		t.Skipf("nothing may be laid over the machine's folders here: %s", out)
	}
	put := func(name, value string) {
		t.Helper()
		dir := filepath.Join(fed, "BAT0")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(value+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("type", "Battery")
	put("capacity", "9")
	put("status", "Discharging")
	audiotest.Pulse(t)
	p := program.Start(t, program.Options{
		Bin: "unshare", Launch: append(fedBy, fed, binary), Args: []string{"-monitors"}, Home: t.TempDir(), Screen: newScreen(t), Env: soundEnv(),
	})
	steps.FirstStart(p, steps.Worker)
	steps.NewInterview(p, 12, "cafe")
	p.Wait("warning", "battery")
	steps.Consent(p)
	steps.Record(p)
	if n := len(p.Seen("warning", "battery")); n < 2 {
		t.Errorf("it is told of %d times, want once before the recording and once in it", n)
	}
	p.Wait("warnings", "2") // nobody speaks, either
	put("status", "Charging")
	p.Wait("warnings", "1")
	steps.StopRecording(p)
	p.Quit()
}
