package suspend

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")
	powrprof = windows.NewLazySystemDLL("powrprof.dll")
	user32   = windows.NewLazySystemDLL("user32.dll")
	wtsapi32 = windows.NewLazySystemDLL("wtsapi32.dll")

	setThreadExecutionState    = kernel32.NewProc("SetThreadExecutionState")
	queryUnbiasedInterruptTime = kernel32.NewProc("QueryUnbiasedInterruptTime")

	registerSuspend   = powrprof.NewProc("PowerRegisterSuspendResumeNotification")
	unregisterSuspend = powrprof.NewProc("PowerUnregisterSuspendResumeNotification")

	registerClass   = user32.NewProc("RegisterClassExW")
	createWindow    = user32.NewProc("CreateWindowExW")
	destroyWindow   = user32.NewProc("DestroyWindow")
	defWindowProc   = user32.NewProc("DefWindowProcW")
	getMessage      = user32.NewProc("GetMessageW")
	dispatchMessage = user32.NewProc("DispatchMessageW")
	postMessage     = user32.NewProc("PostMessageW")
	postQuitMessage = user32.NewProc("PostQuitMessage")

	registerSession   = wtsapi32.NewProc("WTSRegisterSessionNotification")
	unregisterSession = wtsapi32.NewProc("WTSUnRegisterSessionNotification")
)

// What Windows calls these, and their values, in its headers.
const (
	deviceNotifyCallback = 2

	pbtSuspend         = 0x04
	pbtResumeSuspend   = 0x07
	pbtResumeAutomatic = 0x12

	wmDestroy            = 0x0002
	wmClose              = 0x0010
	wmWTSSessionChange   = 0x02B1
	wtsConsoleDisconnect = 0x2
	wtsRemoteDisconnect  = 0x4
	wtsSessionLock       = 0x7

	notifyForThisSession = 0

	esContinuous     = 0x80000000
	esSystemRequired = 0x00000001

	messageOnly = ^uintptr(2) // HWND_MESSAGE, −3
)

// patience is how long the machine is kept from sleeping: Windows itself waits
// two seconds for a program.
const patience = 1800 * time.Millisecond

// slept is how long the machine has slept since it was started: one clock goes
// on meanwhile, the other, in units of 100 ns, does not.
func slept() (time.Duration, bool) {
	if queryUnbiasedInterruptTime.Find() != nil {
		return 0, false
	}
	var awake uint64
	if ok, _, _ := queryUnbiasedInterruptTime.Call(uintptr(unsafe.Pointer(&awake))); ok == 0 {
		return 0, false
	}
	return windows.DurationSinceBoot() - time.Duration(awake)*100, true
}

// hold keeps the machine awake until ctx ends. Windows counts it by thread.
func hold(ctx context.Context) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_, _, _ = setThreadExecutionState.Call(esContinuous | esSystemRequired)
	<-ctx.Done()
	_, _, _ = setThreadExecutionState.Call(esContinuous)
}

// told is whom the callbacks tell. Windows can call only a few thousand
// functions of a program in all its life, so that they are made once.
var told atomic.Pointer[func(Event)]

func say(e Event) {
	if tell := told.Load(); tell != nil {
		(*tell)(e)
	}
}

// listen hears Windows until ctx ends.
func listen(ctx context.Context, tell func(Event)) {
	told.Store(&tell)
	defer told.CompareAndSwap(&tell, nil)
	if registerSuspend.Find() == nil {
		if handle, ok := hearPower(); ok {
			defer unregisterSuspend.Call(handle)
		}
	}
	hearSession(ctx)
}

// subscription is DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS.
type subscription struct {
	callback uintptr
	context  uintptr
}

var power = subscription{callback: windows.NewCallback(powerChanged)}

// hearPower has Windows call before the machine sleeps and after.
func hearPower() (handle uintptr, ok bool) {
	failed, _, _ := registerSuspend.Call(deviceNotifyCallback, uintptr(unsafe.Pointer(&power)), uintptr(unsafe.Pointer(&handle)))
	return handle, failed == 0
}

// powerChanged runs on a thread of Windows' own, which Go can be entered from
// in a program built with cgo, as ours is; the machine waits for it.
func powerChanged(_, change, _ uintptr) uintptr {
	switch change {
	case pbtSuspend:
		ready := make(chan struct{})
		say(Event{Sleeps, sync.OnceFunc(func() { close(ready) })})
		select {
		case <-ready:
		case <-time.After(patience):
		}
	case pbtResumeSuspend, pbtResumeAutomatic:
		say(Event{Woke, func() {}})
	}
	return 0
}

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style                        uint32
	proc                               uintptr
	classExtra, windowExtra            int32
	instance, icon, cursor, background uintptr
	menu, name                         *uint16
	smallIcon                          uintptr
}

// message is MSG.
type message struct {
	window   uintptr
	id       uint32
	wide     uintptr
	long     uintptr
	time     uint32
	x, y     int32
	reserved uint32
}

var (
	className     = windows.StringToUTF16Ptr("BarnrostSession")
	sessionWindow = windowClass{proc: windows.NewCallback(windowHears), name: className}
	register      = sync.OnceFunc(func() {
		sessionWindow.size = uint32(unsafe.Sizeof(sessionWindow))
		_, _, _ = registerClass.Call(uintptr(unsafe.Pointer(&sessionWindow)))
	})
)

// windowHears is the procedure of the window that is never shown.
func windowHears(window, id, wide, long uintptr) uintptr {
	switch id {
	case wmWTSSessionChange:
		switch wide {
		case wtsSessionLock, wtsConsoleDisconnect, wtsRemoteDisconnect:
			say(Event{Locked, func() {}})
		}
		return 0
	case wmDestroy:
		_, _, _ = postQuitMessage.Call(0)
		return 0
	}
	result, _, _ := defWindowProc.Call(window, id, wide, long)
	return result
}

// hearSession makes the window and reads its messages until ctx ends. Without
// a window the session's lock is not heard; the sleep is.
func hearSession(ctx context.Context) {
	runtime.LockOSThread() // a window belongs to its thread
	defer runtime.UnlockOSThread()
	register()
	window, _, _ := createWindow.Call(0, uintptr(unsafe.Pointer(className)), 0, 0, 0, 0, 0, 0, messageOnly, 0, 0, 0)
	if window == 0 {
		<-ctx.Done()
		return
	}
	if ok, _, _ := registerSession.Call(window, notifyForThisSession); ok != 0 {
		defer unregisterSession.Call(window)
	}
	end := context.AfterFunc(ctx, func() { _, _, _ = postMessage.Call(window, wmClose, 0, 0) })
	defer end()
	var m message
	for {
		more, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if int32(more) <= 0 {
			break // the end, or a failure
		}
		_, _, _ = dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
	_, _, _ = destroyWindow.Call(window) // if it is not gone already
	if ctx.Err() == nil {
		<-ctx.Done() // the callbacks go on
	}
}
