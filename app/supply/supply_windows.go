package supply

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var getSystemPowerStatus = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus")

// powerStatus is SYSTEM_POWER_STATUS.
type powerStatus struct {
	onMains  byte // 0 no, 1 yes, 255 not known
	battery  byte // bits; 128: there is none
	percent  byte // 255: not known
	saving   byte
	left     uint32
	fullLeft uint32
}

// What the fields of [powerStatus] say, as Windows names them in its headers.
const (
	offline      = 0
	noBattery    = 128
	unknownState = 255
)

func power() (Battery, bool) {
	var s powerStatus
	if ok, _, _ := getSystemPowerStatus.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return Battery{}, false
	}
	if s.battery == unknownState || s.battery&noBattery != 0 || s.percent > 100 {
		return Battery{}, false
	}
	return joined([]cell{{draining: s.onMains == offline, percent: int(s.percent)}})
}

func room(dir string) (int64, bool) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	var mine uint64
	if err := windows.GetDiskFreeSpaceEx(name, &mine, nil, nil); err != nil {
		return 0, false
	}
	return int64(min(mine, 1<<62)), true
}
