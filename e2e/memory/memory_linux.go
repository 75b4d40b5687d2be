// Package memory searches the memory of a running process, as somebody would
// who has the machine: every mapping it can be read through, its command line,
// its environment, and the same of each of its children.
package memory

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Needle is something that must not be there.
type Needle struct {
	Name  string
	Bytes []byte
}

// Result is what a search saw.
type Result struct {
	Found     map[string]int // how often, by the needle's name
	Where     []string       // the first place of each
	Bytes     int64          // how much was read
	Processes int
}

// piece is how much is read at a time.
const piece = 1 << 20

// Search looks for the needles in a process and its children. An error means
// that it could not look: only root may, in a process that guards itself.
func Search(pid int, needles []Needle) (Result, error) {
	r := Result{Found: map[string]int{}}
	pids, err := family(pid)
	if err != nil {
		return r, err
	}
	for _, p := range pids {
		if err := r.process(p, needles); err != nil {
			return r, fmt.Errorf("memory: process %d: %w", p, err)
		}
		r.Processes++
	}
	return r, nil
}

// family returns a process and all that descend from it.
func family(pid int) ([]int, error) {
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", all[i]))
		if err != nil {
			return nil, err
		}
		for _, list := range lists {
			raw, err := os.ReadFile(list)
			if errors.Is(err, fs.ErrNotExist) {
				continue // a thread that ended meanwhile
			}
			if err != nil {
				return nil, err
			}
			for _, word := range strings.Fields(string(raw)) {
				child, err := strconv.Atoi(word)
				if err != nil {
					return nil, err
				}
				all = append(all, child)
			}
		}
	}
	return all, nil
}

func (r *Result) process(pid int, needles []Needle) error {
	dir := fmt.Sprintf("/proc/%d/", pid)
	for _, name := range []string{"cmdline", "environ"} {
		raw, err := os.ReadFile(dir + name)
		if err != nil {
			return err
		}
		r.look(raw, 0, dir+name, needles)
	}
	mem, err := os.Open(dir + "mem")
	if err != nil {
		return err
	}
	defer mem.Close()
	maps, err := os.Open(dir + "smaps")
	if err != nil {
		return err
	}
	defer maps.Close()
	held, err := mappings(maps)
	if err != nil {
		return err
	}
	for _, m := range held {
		r.mapping(mem, m, needles)
	}
	return nil
}

// mapping is a piece of a process's address space.
type mapping struct {
	from, to int64
	name     string
	kilo     int // held, in memory or swapped out
}

// mappings reads those that hold anything: what was only reserved, as Go
// reserves gigabytes, holds nothing.
func mappings(smaps io.Reader) ([]mapping, error) {
	var all []mapping
	lines := bufio.NewScanner(smaps)
	for lines.Scan() {
		var m mapping
		if n, err := fmt.Sscanf(lines.Text(), "%x-%x ", &m.from, &m.to); n == 2 && err == nil {
			m.name = lines.Text()
			all = append(all, m)
			continue
		}
		words := strings.Fields(lines.Text())
		if len(all) == 0 || len(words) < 2 || words[0] != "Rss:" && words[0] != "Swap:" {
			continue
		}
		kilo, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, fmt.Errorf("memory: %q: %w", lines.Text(), err)
		}
		all[len(all)-1].kilo += kilo
	}
	all = slices.DeleteFunc(all, func(m mapping) bool { return m.kilo == 0 })
	return all, lines.Err()
}

// mapping reads one in pieces that overlap by the longest needle. What cannot
// be read, such as a device's own memory, is passed over.
func (r *Result) mapping(mem io.ReaderAt, m mapping, needles []Needle) {
	overlap := 0
	for _, n := range needles {
		overlap = max(overlap, len(n.Bytes)-1)
	}
	buf := make([]byte, piece+overlap)
	for at := m.from; at < m.to; at += piece {
		n, _ := mem.ReadAt(buf[:min(int64(len(buf)), m.to-at)], at)
		r.Bytes += int64(min(n, piece))
		r.look(buf[:n], piece, m.name, needles)
	}
}

// look counts the needles that begin before limit, or anywhere if it is 0.
func (r *Result) look(text []byte, limit int, where string, needles []Needle) {
	for _, n := range needles {
		for at := 0; ; at++ {
			next := bytes.Index(text[at:], n.Bytes)
			if next < 0 || limit > 0 && at+next >= limit {
				break
			}
			at += next
			if r.Found[n.Name] == 0 {
				r.Where = append(r.Where, n.Name+" in "+where)
			}
			r.Found[n.Name]++
		}
	}
}
