// Package parsers holds the list of everything in the program that reads bytes
// it did not just make itself, with the fuzz target of each, and the check that
// finds such code in the source: a parser without a target fails the tests.
package parsers

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// decoders are the calls that make code a parser, by the package's name and the
// function's or method's.
var decoders = map[string]*regexp.Regexp{
	"json":    regexp.MustCompile(`^(Unmarshal|NewDecoder)$`),
	"xml":     regexp.MustCompile(`^(Unmarshal|NewDecoder)$`),
	"csv":     regexp.MustCompile(`^NewReader$`),
	"tar":     regexp.MustCompile(`^NewReader$`),
	"zip":     regexp.MustCompile(`^(NewReader|OpenReader)$`),
	"gob":     regexp.MustCompile(`^NewDecoder$`),
	"hex":     regexp.MustCompile(`^Decode`),
	"base64":  regexp.MustCompile(`^Decode(String)?$`),
	"base32":  regexp.MustCompile(`^Decode(String)?$`),
	"binary":  regexp.MustCompile(`^(Uint(16|32|64)|Uvarint|Varint|Read|Decode)$`),
	"strconv": regexp.MustCompile(`^(Parse|Atoi|Unquote)`),
	"time":    regexp.MustCompile(`^Parse`),
	"age":     regexp.MustCompile(`^(Parse|Decrypt)`),
	"wav":     regexp.MustCompile(`^Decode$`),
	"bufio":   regexp.MustCompile(`^NewScanner$`),
}

// named are functions that are parsers by what they are called.
var named = regexp.MustCompile(`^(Parse|parse|Decode|decode|Unmarshal)`)

// left are the folders that hold none of the program.
var left = []string{"e2e", "build", "docs", "audio/audiotest", "app/view/viewtest", "app/suspend/suspendtest", "storage/bundle/bundletest"}

// parsersIn lists the parsers in the source below root, as "folder.Func" or
// "folder.Type.Method", and the fuzz targets, as "folder.FuzzName". For each
// target it tells whether its function adds seeds.
func parsersIn(root string) (parsers []string, targets map[string]bool, err error) {
	targets = map[string]bool{}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if slices.Contains(left, rel) || d.Name() == "testdata" || rel != "." && strings.HasPrefix(d.Name(), ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parsers: %w", err)
		}
		pack := filepath.ToSlash(filepath.Dir(rel))
		if pack == "." {
			pack = "main"
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			switch test := strings.HasSuffix(rel, "_test.go"); {
			case test && strings.HasPrefix(f.Name.Name, "Fuzz"):
				targets[pack+"."+f.Name.Name] = seeds(f)
			case !test && isParser(f):
				parsers = append(parsers, pack+"."+receiver(f)+f.Name.Name)
			}
		}
		return nil
	})
	slices.Sort(parsers)
	return slices.Compact(parsers), targets, err
}

// isParser reports whether a function is one by its name or by what it calls.
func isParser(f *ast.FuncDecl) bool {
	if named.MatchString(f.Name.Name) && f.Type.Params.NumFields() > 0 {
		return true
	}
	found := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
				if names := decoders[rootOf(sel.X)]; names != nil && names.MatchString(sel.Sel.Name) {
					found = true
				}
			}
		}
		return !found
	})
	return found
}

// seeds reports whether a target adds a seed itself or through a helper called
// seed.
func seeds(f *ast.FuncDecl) bool {
	found := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			switch fun := call.Fun.(type) {
			case *ast.SelectorExpr:
				found = found || fun.Sel.Name == "Add" && rootOf(fun.X) == f.Type.Params.List[0].Names[0].Name
			case *ast.Ident:
				found = found || fun.Name == "seed"
			}
		}
		return !found
	})
	return found
}

// rootOf returns the leftmost name of base64.StdEncoding.Strict().
func rootOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return rootOf(e.X)
	case *ast.CallExpr:
		return rootOf(e.Fun)
	}
	return ""
}

// receiver returns "Type." for a method.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if i, ok := t.(*ast.IndexExpr); ok {
		t = i.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name + "."
	}
	return ""
}
