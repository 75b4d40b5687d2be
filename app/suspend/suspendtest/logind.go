//go:build linux

// Package suspendtest is a machine that can be put to sleep in a test: a
// system bus of its own, and on it a logind that says and asks what the real
// one does, and whose inhibitors show when they are let go.
package suspendtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// T is what a machine needs of a test.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
	Cleanup(func())
	TempDir() string
}

// Names as systemd documents them in org.freedesktop.login1(5).
const (
	name        = "org.freedesktop.login1"
	path        = "/org/freedesktop/login1"
	sessionPath = path + "/session/_32"
	userPath    = path + "/user/_1000"
)

// configuration lets everybody say everything, on one socket.
const configuration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// Machine is a bus and a logind on it.
type Machine struct {
	t         T
	socket    string
	daemon    *exec.Cmd
	conn      *dbus.Conn
	inhibited chan *Inhibitor
	turn      chan struct{} // one descriptor after the other, in the order of asking
	sent      chan struct{} // a reply that carries a descriptor is on its way
}

// Inhibitor keeps the machine awake until it is let go.
type Inhibitor struct {
	What, Who, Why, Mode string
	held                 *os.File
}

// Released waits until nobody holds the inhibitor any more.
func (i *Inhibitor) Released() error {
	if err := i.held.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, i.held)
	return err
}

// Descriptors waits until this process has been given what it holds the inhibitor
// by, and returns its descriptors.
func (i *Inhibitor) Descriptors() ([]int, error) {
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if all, err := i.descriptors(); err != nil || len(all) > 0 || time.Now().After(end) {
			return all, err
		}
	}
}

func (i *Inhibitor) descriptors() ([]int, error) {
	own, err := i.held.Stat()
	if err != nil {
		return nil, err
	}
	open, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return nil, err
	}
	var all []int
	for _, link := range open {
		fd, err := strconv.Atoi(filepath.Base(link))
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(link)
		if err == nil && os.SameFile(own, info) && fd != int(i.held.Fd()) {
			all = append(all, fd)
		}
	}
	return all, nil
}

// Options say what kind of machine it is.
type Options struct {
	// NoSession is a program that runs outside of the session on the screen, as
	// some desktops start them.
	NoSession bool
}

// Start starts a machine that ends with the test. A machine without
// dbus-daemon skips it.
func Start(t T, o Options) *Machine {
	t.Helper()
	tool, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skipf("there is no dbus-daemon here")
	}
	dir := t.TempDir()
	m := &Machine{t: t, socket: filepath.Join(dir, "bus"), inhibited: make(chan *Inhibitor, 16), sent: make(chan struct{}, 16), turn: make(chan struct{}, 1)}
	m.turn <- struct{}{}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, configuration, m.socket), 0o600); err != nil {
		t.Fatalf("%v", err)
	}
	daemon := exec.Command(tool, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")
	daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatalf("%v", err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatalf("%v", err)
	}
	m.daemon = daemon
	t.Cleanup(m.Stop)
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("the bus did not start: %v", err)
	}
	m.conn, err = dbus.Connect("unix:path="+m.socket, dbus.WithOutgoingInterceptor(m.sends))
	if err != nil {
		t.Fatalf("the bus: %v", err)
	}
	t.Cleanup(func() { _ = m.conn.Close() })
	m.export(o)
	return m
}

// Stop ends the bus.
func (m *Machine) Stop() {
	_ = m.daemon.Process.Kill()
	_ = m.daemon.Wait() // it was killed; a second time it is gone
}

// Address is the bus's address.
func (m *Machine) Address() string { return "unix:path=" + m.socket }

// Env is what leads a program to this machine.
func (m *Machine) Env() string { return "DBUS_SYSTEM_BUS_ADDRESS=" + m.Address() }

// patience bounds every wait for the program.
const patience = time.Minute

// Inhibitor waits for the next inhibitor that is asked for.
func (m *Machine) Inhibitor() *Inhibitor {
	m.t.Helper()
	select {
	case i := <-m.inhibited:
		return i
	case <-time.After(patience):
		m.t.Fatalf("nobody asked the machine to wait")
		return nil
	}
}

// Sleep says that the machine is about to sleep; Wake that it has slept.
func (m *Machine) Sleep() { m.emit(path, name+".Manager.PrepareForSleep", true) }

// Wake says that the machine has slept.
func (m *Machine) Wake() { m.emit(path, name+".Manager.PrepareForSleep", false) }

// Lock asks the session to lock, as "loginctl lock-session" does.
func (m *Machine) Lock() { m.emit(sessionPath, name+".Session.Lock") }

// LockedHint says that the screen is locked, as desktops do, or no longer is.
func (m *Machine) LockedHint(locked bool) {
	changed := map[string]dbus.Variant{"LockedHint": dbus.MakeVariant(locked)}
	m.emit(sessionPath, "org.freedesktop.DBus.Properties.PropertiesChanged", name+".Session", changed, []string{})
}

// OtherSession says the same of somebody else's session.
func (m *Machine) OtherSession() { m.emit(path+"/session/_39", name+".Session.Lock") }

func (m *Machine) emit(from dbus.ObjectPath, signal string, values ...any) {
	m.t.Helper()
	if err := m.conn.Emit(from, signal, values...); err != nil {
		m.t.Fatalf("%s: %v", signal, err)
	}
}

func (m *Machine) export(o Options) {
	m.t.Helper()
	noSuch := dbus.NewError("org.freedesktop.login1.NoSessionForPID", nil)
	asked := map[string]any{
		"Inhibit": m.inhibit,
		"GetSessionByPID": func(uint32) (dbus.ObjectPath, *dbus.Error) {
			if o.NoSession {
				return "", noSuch
			}
			return sessionPath, nil
		},
		"GetUser": func(uint32) (dbus.ObjectPath, *dbus.Error) { return userPath, nil },
	}
	display := map[string]any{
		"Get": func(string, string) (dbus.Variant, *dbus.Error) {
			return dbus.MakeVariant(struct {
				ID   string
				Path dbus.ObjectPath
			}{"2", sessionPath}), nil
		},
	}
	if err := m.conn.ExportMethodTable(asked, path, name+".Manager"); err != nil {
		m.t.Fatalf("%v", err)
	}
	if err := m.conn.ExportMethodTable(display, userPath, "org.freedesktop.DBus.Properties"); err != nil {
		m.t.Fatalf("%v", err)
	}
	got, err := m.conn.RequestName(name, dbus.NameFlagDoNotQueue)
	if err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		m.t.Fatalf("the name on the bus: %v, %v", got, err)
	}
}

// sending is how long a reply may take from where it can be seen to where it is
// on the socket. The library tells of a message just before it takes the
// connection for it: a descriptor that we close in between would not be sent, and
// the connection would be lost for it.
const sending = 150 * time.Millisecond

// sends notes that a descriptor is on its way.
func (m *Machine) sends(msg *dbus.Message) {
	if msg.Type == dbus.TypeMethodReply && len(msg.Body) == 1 {
		if _, is := msg.Body[0].(dbus.UnixFD); is {
			m.sent <- struct{}{}
		}
	}
}

// inhibit hands out the writing end of a pipe, of which our own copy is closed
// once it was sent: then its end is seen when the last holder lets go.
func (m *Machine) inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	<-m.turn
	read, write, err := os.Pipe()
	if err != nil {
		m.turn <- struct{}{}
		return 0, dbus.MakeFailedError(err)
	}
	go func() {
		<-m.sent
		defer func() { m.turn <- struct{}{} }()
		time.Sleep(sending)
		_ = m.conn.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err // after the reply
		_ = write.Close()
		m.inhibited <- &Inhibitor{what, who, why, mode, read}
	}()
	return dbus.UnixFD(write.Fd()), nil
}
