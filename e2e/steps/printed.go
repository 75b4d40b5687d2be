package steps

import (
	"bytes"
	"os"
	"path/filepath"
	"time"

	"barnrost/e2e/program"
)

// Printed waits until the program has put a page before somebody to be printed,
// and returns the PDF that the viewer was given, which is whole. name is as it is
// traced.
func Printed(t program.T, p *program.Program, name string) []byte {
	t.Helper()
	p.Wait("print", name)
	var raw []byte
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(p.Home(), "printed", name+"*.pdf"))
		if err != nil || len(files) == 0 {
			continue
		}
		raw, err = os.ReadFile(files[len(files)-1])
		if err == nil && bytes.HasSuffix(bytes.TrimSpace(raw), []byte("%%EOF")) {
			return raw
		}
	}
	t.Fatalf("the page %s did not come whole to the viewer: %d bytes", name, len(raw))
	return nil
}
