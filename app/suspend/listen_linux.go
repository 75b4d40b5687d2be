package suspend

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// Names on the system bus, as systemd documents them in
// org.freedesktop.login1(5).
const (
	logind      = "org.freedesktop.login1"
	logindPath  = "/org/freedesktop/login1"
	manager     = logind + ".Manager"
	session     = logind + ".Session"
	user        = logind + ".User"
	properties  = "org.freedesktop.DBus.Properties"
	usualBus    = "unix:path=/var/run/dbus/system_bus_socket"
	busVariable = "DBUS_SYSTEM_BUS_ADDRESS"
)

// again is how long to wait before a bus that was lost is looked for.
const again = 5 * time.Second

// errElsewhere refuses a bus that is not on this machine.
var errElsewhere = errors.New("suspend: the system bus is not a socket on this machine")

// listen hears logind until ctx ends. A machine without it is not asked twice.
func listen(ctx context.Context, tell func(Event)) {
	for heard := false; ; heard = true {
		err := hear(ctx, tell)
		if ctx.Err() != nil || err != nil && !heard {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(again):
		}
	}
}

// busAddress is where the system bus is; it must be a socket of this machine.
func busAddress() (string, error) {
	address := os.Getenv(busVariable)
	if address == "" {
		address = usualBus
	}
	for _, one := range strings.Split(address, ";") {
		if !strings.HasPrefix(one, "unix:") {
			return "", errElsewhere
		}
	}
	return address, nil
}

// hear tells of what logind says until ctx ends or the bus is lost.
func hear(ctx context.Context, tell func(Event)) error {
	l, err := dial(ctx)
	if err != nil {
		return err
	}
	defer l.conn.Close()
	l.tell = tell
	said := make(chan *dbus.Signal, 16)
	l.conn.Signal(said)
	if err := l.subscribe(); err != nil {
		return err
	}
	defer func() { l.release() }() // of the inhibitor held last
	l.delay()
	for {
		select {
		case <-ctx.Done():
			return nil
		case s, open := <-said:
			if !open {
				return nil // the bus was lost
			}
			l.heard(s)
		}
	}
}

// recordingNow is what a person who wants the machine to sleep is told.
const recordingNow = "Något spelas in"

// hold keeps the machine awake, its lid closed or not, until ctx ends.
func hold(ctx context.Context) {
	// Not bound to ctx: what is asked for is waited for and then let go, or an
	// answer that comes too late would leave a descriptor that holds the machine.
	l, err := dial(context.WithoutCancel(ctx))
	if err != nil {
		return
	}
	defer l.conn.Close()
	// Two inhibitors: a system that does not let us hold the lid still lets us
	// hold sleep. What the lid does is not asked for by "sleep" alone.
	sleep := l.inhibit("sleep:idle", recordingNow, "block")
	lid := l.inhibit("handle-lid-switch", recordingNow, "block")
	<-ctx.Done()
	lid()
	sleep()
}

// dial begins a conversation with logind.
func dial(ctx context.Context) (*login, error) {
	address, err := busAddress()
	if err != nil {
		return nil, err
	}
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	return &login{ctx: ctx, conn: conn, manager: conn.Object(logind, logindPath), release: func() {}}, nil
}

// login is a conversation with logind.
type login struct {
	ctx     context.Context
	conn    *dbus.Conn
	manager dbus.BusObject
	tell    func(Event)
	release func() // lets the machine sleep; never nil
}

// subscribe asks for the signals: of sleep, and of this session's lock. Without
// a session, as for a service, there is no lock to hear of.
func (l *login) subscribe() error {
	err := l.conn.AddMatchSignalContext(l.ctx, dbus.WithMatchSender(logind), dbus.WithMatchObjectPath(logindPath),
		dbus.WithMatchInterface(manager), dbus.WithMatchMember("PrepareForSleep"))
	if err != nil {
		return err
	}
	path, err := l.session()
	if err != nil {
		return nil
	}
	for _, what := range [][2]string{{session, "Lock"}, {properties, "PropertiesChanged"}} {
		err := l.conn.AddMatchSignalContext(l.ctx, dbus.WithMatchSender(logind), dbus.WithMatchObjectPath(path),
			dbus.WithMatchInterface(what[0]), dbus.WithMatchMember(what[1]))
		if err != nil {
			return err
		}
	}
	return nil
}

// session finds the session that this process belongs to; one that a desktop
// has put into a service of its own has its person's session on the screen.
func (l *login) session() (dbus.ObjectPath, error) {
	var path dbus.ObjectPath
	err := l.manager.CallWithContext(l.ctx, manager+".GetSessionByPID", 0, uint32(os.Getpid())).Store(&path)
	if err == nil {
		return path, nil
	}
	if err := l.manager.CallWithContext(l.ctx, manager+".GetUser", 0, uint32(os.Getuid())).Store(&path); err != nil {
		return "", err
	}
	var display struct {
		ID   string
		Path dbus.ObjectPath
	}
	v, err := l.conn.Object(logind, path).GetProperty(user + ".Display")
	if err != nil {
		return "", err
	}
	if err := v.Store(&display); err != nil {
		return "", err
	}
	if display.ID == "" {
		return "", errors.New("suspend: nobody sits before this machine")
	}
	return display.Path, nil
}

// delay has logind wait for us before the machine sleeps. Where it will not,
// the sleep is told of all the same and we are as quick as we can.
func (l *login) delay() {
	l.release()
	l.release = l.inhibit("sleep", "Valvet låses först", "delay")
}

// inhibit takes an inhibitor and returns what lets it go. why is what a person
// who wants the machine to sleep is shown by their desktop.
func (l *login) inhibit(what, why, mode string) (let func()) {
	var fd dbus.UnixFD
	if err := l.manager.CallWithContext(l.ctx, manager+".Inhibit", 0, what, "Barnröst", why, mode).Store(&fd); err != nil {
		return func() {}
	}
	unix.CloseOnExec(int(fd)) // replacing the process is what lets the machine sleep
	return sync.OnceFunc(func() { _ = unix.Close(int(fd)) })
}

func (l *login) heard(s *dbus.Signal) {
	nothing := func() {}
	switch s.Name {
	case manager + ".PrepareForSleep":
		sleeps, ok := first[bool](s.Body)
		switch {
		case !ok:
		case sleeps:
			l.tell(Event{Sleeps, l.release})
		default:
			l.tell(Event{Woke, nothing})
			l.delay()
		}
	case session + ".Lock":
		l.tell(Event{Locked, nothing})
	case properties + ".PropertiesChanged":
		if len(s.Body) < 2 {
			return
		}
		changed, ok := s.Body[1].(map[string]dbus.Variant)
		if hint, is := changed["LockedHint"].Value().(bool); ok && is && hint {
			l.tell(Event{Locked, nothing})
		}
	}
}

// first returns the first value of a signal, if it is of the type.
func first[T any](body []any) (T, bool) {
	var none T
	if len(body) == 0 {
		return none, false
	}
	v, ok := body[0].(T)
	return v, ok
}
