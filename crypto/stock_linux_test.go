package crypto

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// The last way in for somebody without this program: `age -d` asks for the
// passphrase on its terminal, and gives the identity file.
func TestStockAgeOpensTheSlotWithItsPassphrase(t *testing.T) {
	age := stockAge(t)
	slot := writeFile(t, t.TempDir(), "slot", slotFor(t, phrase))

	plain, err := withTerminal(t, phrase, age, "-d", slot)
	if err != nil || string(plain) != identityFile(sharedKeys()) {
		t.Fatalf("%v: %d bytes", err, len(plain))
	}
	if _, err := withTerminal(t, phrase+"x", age, "-d", slot); err == nil {
		t.Error("stock age takes a wrong passphrase")
	}
}

// withTerminal runs a program that finds line typed on its terminal, and
// returns its standard output.
func withTerminal(t *testing.T, line, name string, args ...string) ([]byte, error) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()

	var out bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, &out, io.Discard
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(master, line+"\n"); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	return out.Bytes(), err
}
