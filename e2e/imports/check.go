package imports

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// A Violation is one import that a rule forbids.
type Violation struct {
	File   string // path in the module
	Line   int
	Import string
	Reason string
}

// String returns the violation as "file:line: imports path: reason".
func (v Violation) String() string {
	return fmt.Sprintf("%s:%d: imports %s: %s", v.File, v.Line, v.Import, v.Reason)
}

// Check reads the imports of every Go file of a module, whatever system it is
// for, and returns those that break a rule, in the order of the files, and how
// many files it read. Folders named testdata, and hidden ones, are passed over
// as the go command does.
func Check(module fs.FS) (found []Violation, files int, err error) {
	err = fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if name != "." && (base == "testdata" || base == "build" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(base) != ".go" {
			return nil
		}
		source, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		files++
		broken, err := checkFile(name, source)
		found = append(found, broken...)
		return err
	})
	return found, files, err
}

func checkFile(name string, source []byte) ([]Violation, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var found []Violation
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		reason := Forbidden(path.Dir(name), imported, strings.HasSuffix(name, "_test.go"))
		if reason != "" {
			found = append(found, Violation{name, set.Position(spec.Pos()).Line, imported, reason})
		}
	}
	return found, nil
}

// Forbidden returns why the package in the folder pkg (slashes, "." for the
// root) may not import a path, or "" when it may. test says that the importing
// file is a test.
func Forbidden(pkg, imported string, test bool) string {
	if own, ok := strings.CutPrefix(imported, module+"/"); ok {
		return forbiddenOwn(pkg, own, test)
	}
	for _, rule := range Rules {
		if !within(imported, rule.Import) {
			continue
		}
		if anyWithin(pkg, rule.Only) || test && anyWithin(pkg, rule.Tests) {
			return ""
		}
		return rule.Reason
	}
	return ""
}

func forbiddenOwn(pkg, imported string, test bool) string {
	if test && anyWithin(imported, testHelpers) {
		return ""
	}
	layer, ok := layerOf(pkg)
	if ok && !test && anyWithin(imported, tools) && pkg != imported {
		return onlyTests
	}
	if !ok || within(imported, layer.From) || anyWithin(imported, layer.To) {
		return ""
	}
	if test && anyWithin(imported, layer.Tests) {
		return ""
	}
	return layer.Reason
}
