// Package claims holds SECURITY.md to its word: every promise in it names the
// tests that show it, and each of those is there.
package claims

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
)

// named finds what a promise rests on: a package's folder and one of its test
// functions, as in `storage/TestAKillLosesNothingThatWasAcknowledged`. The
// program's own package at the root is named "main".
var named = regexp.MustCompile("`([a-z0-9/]+)/((?:Test|Fuzz|Benchmark)[A-Za-z0-9_]+)`")

// Fault says what is wrong with a text of promises, one line each; nothing for
// a sound one. Under a heading that ends in "(shown)" every list item must name
// a test. defined reports whether a folder's tests have a function.
func Fault(text string, defined func(folder, function string) bool) []string {
	var faults []string
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		if !defined(m[1], m[2]) {
			faults = append(faults, fmt.Sprintf("there is no %s in %s", m[2], m[1]))
		}
	}
	for _, item := range promises(text) {
		if !named.MatchString(item) {
			faults = append(faults, "no test is named: "+strings.TrimSpace(item))
		}
	}
	return faults
}

// promises returns the list items under headings that end in "(shown)", with
// the lines that belong to them.
func promises(text string) []string {
	var items []string
	shown, open := false, false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "#"):
			shown, open = strings.HasSuffix(strings.TrimSpace(line), "(shown)"), false
		case !shown:
		case strings.HasPrefix(line, "- "):
			items, open = append(items, line), true
		case open && strings.HasPrefix(line, "  "):
			items[len(items)-1] += line
		default:
			open = false
		}
	}
	return items
}

// Tests returns a function for [Fault] that looks into the test files below
// root.
func Tests(root string) func(folder, function string) bool {
	known := map[string]map[string]bool{}
	return func(folder, function string) bool {
		if known[folder] == nil {
			known[folder] = functions(root, folder)
		}
		return known[folder][function]
	}
}

func functions(root, folder string) map[string]bool {
	dir := filepath.Join(root, filepath.FromSlash(folder))
	if folder == "main" {
		dir = root
	}
	found := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		return found
	}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			continue // the build says so more loudly
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				found[f.Name.Name] = true
			}
		}
	}
	return found
}
