package supply

import (
	"os"
	"path/filepath"
	"testing"
)

// put makes a supply as the kernel shows it.
func put(t *testing.T, root, name string, files map[string]string) {
	t.Helper()
	dir := filepath.Join(root, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for f, s := range files {
		if err := os.WriteFile(filepath.Join(dir, f), []byte(s+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheMachinesOwnBatteriesAreRead(t *testing.T) {
	type files = map[string]string
	for name, c := range map[string]struct {
		supplies map[string]files
		want     Battery
		ok, low  bool
	}{
		"a laptop on mains": {map[string]files{
			"AC": {"type": "Mains", "online": "1"}, "BAT0": {"type": "Battery", "status": "Charging", "capacity": "9", "present": "1"},
		}, Battery{false, 9}, true, false},
		"nearly empty": {map[string]files{"BAT0": {"type": "Battery", "status": "Discharging", "capacity": "15"}}, Battery{true, 15}, true, true},
		"half full":    {map[string]files{"BAT0": {"type": "Battery", "status": "Discharging", "capacity": "50"}}, Battery{true, 50}, true, false},
		"two, one of them empty": {map[string]files{
			"BAT0": {"type": "Battery", "status": "Unknown", "capacity": "4"}, "BAT1": {"type": "Battery", "status": "Discharging", "capacity": "70"},
		}, Battery{true, 37}, true, false},
		"a mouse's":       {map[string]files{"hid": {"type": "Battery", "scope": "Device", "status": "Discharging", "capacity": "3"}}, Battery{}, false, false},
		"taken out":       {map[string]files{"BAT0": {"type": "Battery", "present": "0", "status": "Unknown", "capacity": "0"}}, Battery{}, false, false},
		"one that is mad": {map[string]files{"BAT0": {"type": "Battery", "status": "Discharging", "capacity": "many"}}, Battery{}, false, false},
		"more than full":  {map[string]files{"BAT0": {"type": "Battery", "status": "Full", "capacity": "104"}}, Battery{false, 100}, true, false},
		"no battery":      {map[string]files{"AC": {"type": "Mains", "online": "1"}}, Battery{}, false, false},
	} {
		root := t.TempDir()
		for s, f := range c.supplies {
			put(t, root, s, f)
		}
		got, ok := powerIn(root)
		if got != c.want || ok != c.ok || got.Low() != c.low {
			t.Errorf("%s: %+v %v, low %v", name, got, ok, got.Low())
		}
	}
	if _, ok := powerIn(filepath.Join(t.TempDir(), "none")); ok {
		t.Error("a machine that tells nothing has a battery")
	}
}

func TestTheRoomOfADiskIsTold(t *testing.T) {
	if n, ok := Room(t.TempDir()); !ok || n <= 0 {
		t.Errorf("%d bytes, %v", n, ok)
	}
	if _, ok := Room(filepath.Join(t.TempDir(), "none")); ok {
		t.Error("a folder that is not there has room")
	}
}

// FuzzCell: whatever stands in the files, what is told lies between empty and
// full.
func FuzzCell(f *testing.F) {
	f.Add("Discharging", "15")
	f.Add("Full", "104")
	f.Add("", "")
	f.Add("\xff", "-1")
	f.Fuzz(func(t *testing.T, status, capacity string) {
		c, ok := parseCell(status, capacity)
		if c.percent < 0 || c.percent > 100 || !ok && c != (cell{}) {
			t.Fatalf("%+v %v", c, ok)
		}
	})
}
