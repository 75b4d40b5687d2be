package supply

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// supplies is where the kernel lists what feeds the machine, as it documents in
// sysfs-class-power.
const supplies = "/sys/class/power_supply"

func power() (Battery, bool) { return powerIn(supplies) }

// powerIn reads the batteries listed in a folder. One that cannot be read, or
// that feeds something else such as a mouse, is passed over.
func powerIn(root string) (Battery, bool) {
	list, err := os.ReadDir(root)
	if err != nil {
		return Battery{}, false
	}
	var cells []cell
	for _, e := range list {
		read := func(name string) string {
			raw, err := os.ReadFile(filepath.Join(root, e.Name(), name))
			if err != nil {
				return ""
			}
			return strings.TrimSpace(string(raw))
		}
		if read("type") != "Battery" || read("scope") == "Device" || read("present") == "0" {
			continue
		}
		if c, ok := parseCell(read("status"), read("capacity")); ok {
			cells = append(cells, c)
		}
	}
	return joined(cells)
}

// parseCell reads what the kernel says of one battery.
func parseCell(status, capacity string) (cell, bool) {
	percent, err := strconv.Atoi(capacity)
	if err != nil || percent < 0 {
		return cell{}, false
	}
	return cell{draining: status == "Discharging", percent: min(percent, 100)}, true
}

func room(dir string) (int64, bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return int64(st.Bavail) * st.Bsize, true
}
