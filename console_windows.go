package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// attachConsole joins the console of the program that started this one, if it
// has one. A program of the window kind is given none, so that what it prints
// would be seen by nobody. Streams that were redirected stay as they are.
func attachConsole() {
	const parent = ^uintptr(0) // ATTACH_PARENT_PROCESS
	call := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	var missing []**os.File
	names := map[**os.File]string{&os.Stdin: "CONIN$", &os.Stdout: "CONOUT$", &os.Stderr: "CONOUT$"}
	for stream, handle := range map[**os.File]uint32{
		&os.Stdin: windows.STD_INPUT_HANDLE, &os.Stdout: windows.STD_OUTPUT_HANDLE, &os.Stderr: windows.STD_ERROR_HANDLE,
	} {
		if h, err := windows.GetStdHandle(handle); err != nil || h == 0 || h == windows.InvalidHandle {
			missing = append(missing, stream)
		}
	}
	if ok, _, _ := call.Call(parent); ok == 0 {
		return // none there, as under a scheduler: -out serves
	}
	for _, stream := range missing {
		if f, err := os.OpenFile(names[stream], os.O_RDWR, 0); err == nil {
			*stream = f
		}
	}
}
