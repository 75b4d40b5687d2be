// Package screen gives a test a screen of its own: an X server without a
// monitor, a Swedish keyboard that types real keys, and pictures of what is
// shown.
package screen

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"barnrost/e2e/child"
)

// Screen is a running X server.
type Screen struct {
	width, height int
	display       string
	server        *exec.Cmd
}

// Start starts a screen of width × height pixels with a Swedish keyboard, on a
// display number that is free.
func Start(width, height int) (*Screen, error) {
	told, tell, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer told.Close()
	// Without -noreset the server forgets the keyboard layout when its last
	// client leaves.
	server := child.Command("Xvfb", "-displayfd", "3", "-noreset", "-nolisten", "tcp",
		"-screen", "0", fmt.Sprintf("%dx%dx24", width, height))
	server.ExtraFiles = []*os.File{tell}
	err = server.Start()
	tell.Close()
	if err != nil {
		return nil, fmt.Errorf("screen: %w", err)
	}
	s := &Screen{width: width, height: height, server: server}
	// The server writes its number once it listens.
	number, err := bufio.NewReader(told).ReadString('\n')
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("screen: the X server ended before it told its display: %w", err)
	}
	s.display = ":" + strings.TrimSpace(number)
	if _, err := s.tool("setxkbmap", "se"); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Display returns the value for DISPLAY.
func (s *Screen) Display() string { return s.display }

// Close ends the screen.
func (s *Screen) Close() { child.End(s.server) }

// Focus waits until the process has a visible window and gives it the keys.
func (s *Screen) Focus(pid int) error {
	window, err := s.window(pid)
	if err != nil {
		return err
	}
	_, err = s.tool("xdotool", "windowfocus", "--sync", window)
	return err
}

// Fill makes the process's window as large as the screen. A program that is
// still busy with its first pictures may set its own size after ours, so it is
// asked again until it has stayed.
func (s *Screen) Fill(pid int) error {
	window, err := s.window(pid)
	if err != nil {
		return err
	}
	want := fmt.Sprintf("%dx%d", s.width, s.height)
	kept := 0
	for range 100 {
		shape, err := s.tool("xdotool", "getwindowgeometry", window)
		if err != nil {
			return err
		}
		if strings.Contains(shape, "Geometry: "+want) {
			if kept++; kept == 3 {
				return nil
			}
		} else {
			kept = 0
			if _, err := s.tool("xdotool", "windowmove", window, "0", "0",
				"windowsize", window, fmt.Sprint(s.width), fmt.Sprint(s.height)); err != nil {
				return err
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("screen: the window of process %d does not stay as large as the screen", pid)
}

// window waits for the process's visible window and returns its number.
func (s *Screen) window(pid int) (string, error) {
	out, err := s.tool("xdotool", "search", "--sync", "--onlyvisible", "--pid", fmt.Sprint(pid))
	if err != nil {
		return "", err
	}
	windows := strings.Fields(out)
	if len(windows) == 0 {
		return "", fmt.Errorf("screen: process %d has no window", pid)
	}
	return windows[len(windows)-1], nil
}

// Key presses and releases keys one after the other, such as "ctrl+2", "Tab".
func (s *Screen) Key(keys ...string) error {
	_, err := s.tool("xdotool", append([]string{"key", "--delay", "4"}, keys...)...)
	return err
}

// Point moves the mouse to a place, in pixels from the upper left.
func (s *Screen) Point(x, y int) error {
	_, err := s.tool("xdotool", "mousemove", fmt.Sprint(x), fmt.Sprint(y))
	return err
}

// Click clicks a button of the mouse: 1 left, 3 right, 4 and 5 the wheel.
func (s *Screen) Click(button int) error {
	_, err := s.tool("xdotool", "click", fmt.Sprint(button))
	return err
}

// Down presses a key and holds it; Up releases it.
func (s *Screen) Down(key string) error { _, err := s.tool("xdotool", "keydown", key); return err }

// Up releases a key held by Down.
func (s *Screen) Up(key string) error { _, err := s.tool("xdotool", "keyup", key); return err }

// Type types text letter by letter, perMilli milliseconds apart.
func (s *Screen) Type(text string, perMilli int) error {
	_, err := s.tool("xdotool", "type", "--delay", fmt.Sprint(perMilli), "--", text)
	return err
}

// Shot saves a picture of the whole screen as PNG with at most 128 colours,
// without the date and tool that would make each picture differ.
func (s *Screen) Shot(path string) error {
	_, err := s.tool("import", "-silent", "-window", "root", "-strip", "+dither", "-colors", "128",
		"-depth", "8", "-type", "Palette", "-define", "png:color-type=3", "-define", "png:compression-level=9",
		"-define", "png:compression-filter=0", "-define", "png:exclude-chunks=date,time", path)
	return err
}

// Fingerprint returns a digest of what the screen shows now.
func (s *Screen) Fingerprint() (string, error) {
	out, err := s.tool("import", "-silent", "-window", "root", "-depth", "8", "-format", "%#", "info:-")
	return strings.TrimSpace(out), err
}

func (s *Screen) tool(name string, args ...string) (string, error) {
	// Without a locale xdotool cannot type å.
	return child.Run(append(os.Environ(), "DISPLAY="+s.display, "LC_ALL=C.UTF-8"), name, args...)
}
