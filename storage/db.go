package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// pragmas hold on every connection; the package comment says why. auto_vacuum
// is a property of the file and set only when it is made: setting it writes to
// the file, and a vault on a full disk must open all the same.
var pragmas = []struct{ name, value, reads string }{
	{"auto_vacuum", "INCREMENTAL", "2"},
	{"busy_timeout", "5000", "5000"},
	// 5 MB: no transaction of a recording, a text or an import (stageMost) spills
	// before its commit. The driver's allocator takes twice that.
	{"cache_size", "-5000", "-5000"},
	{"cell_size_check", "ON", "1"},
	{"checkpoint_fullfsync", "1", "1"},
	{"foreign_keys", "ON", "1"},
	{"fullfsync", "1", "1"},
	{"journal_mode", "TRUNCATE", "truncate"},
	{"secure_delete", "ON", "1"},
	{"synchronous", "EXTRA", "3"},
	{"temp_store", "MEMORY", "2"},
	{"trusted_schema", "OFF", "0"},
}

// readingCache is a reading connection's cache_size: sound streams through it
// and is not asked for again.
const readingCache = "-2000"

// access is what a connection is for.
type access int

const (
	making  access = iota // the tables of a new file
	writing               // to a vault
	reading
	inspecting // reading a file that nothing writes to: see OpenReadOnly
)

// needs reports whether a connection is to have a pragma set and checked. One
// that inspects has no journal, and could not set what lies in the file.
func (a access) needs(pragma string) bool {
	switch pragma {
	case "auto_vacuum":
		return a == making
	case "journal_mode":
		return a != inspecting
	}
	return true
}

// dataSource returns the name under which SQLite opens path. The file must
// exist: a vault is never made by opening one.
func dataSource(path, vfs string, a access) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // file:///C:/…
	}
	q := url.Values{
		"mode":       {"rw"},
		"_txlock":    {"immediate"},
		"_defensive": {"1"},
		"_dqs":       {"0"},
		"_error_rc":  {"1"},
	}
	for _, p := range pragmas {
		if a == reading && p.name == "cache_size" {
			p.value = readingCache
		}
		if a.needs(p.name) {
			q.Add("_pragma", p.name+"="+p.value)
		}
	}
	if a == reading || a == inspecting {
		q.Set("_query_only", "1")
	}
	if a == inspecting {
		q.Set("mode", "ro")
		if vfs == "" {
			// No locks and no look for a journal, which OpenReadOnly has had: a
			// backup may lie on a network share or a write-protected stick.
			q.Set("immutable", "1")
		}
	}
	if vfs != "" {
		q.Set("vfs", vfs)
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String(), nil
}

// files are a vault's two ways in: one connection that writes, a few that read.
type files struct{ write, read *sql.DB }

// readers is how many reads may run at once: the sound that plays, and a list.
const readers = 2

// openFiles opens both, the first for making or writing, and checks that every
// pragma holds.
func openFiles(ctx context.Context, path, vfs string, a access) (_ *files, err error) {
	f := &files{}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.close())
		}
	}()
	if f.write, err = openPool(path, vfs, a, 1); err != nil {
		return nil, err
	}
	// The writer comes first: only it may roll back an interrupted commit.
	if err := checkPragmas(ctx, f.write, a); err != nil {
		return nil, err
	}
	if f.read, err = openPool(path, vfs, reading, readers); err != nil {
		return nil, err
	}
	return f, nil
}

func openPool(path, vfs string, a access, n int) (*sql.DB, error) {
	name, err := dataSource(path, vfs, a)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

func (f *files) close() error {
	var errs []error
	for _, db := range []*sql.DB{f.read, f.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// checkPragmas reads every pragma back: SQLite ignores one that it cannot set.
func checkPragmas(ctx context.Context, db *sql.DB, a access) error {
	for _, p := range pragmas {
		if a == inspecting && !a.needs(p.name) {
			continue
		}
		if a == reading && p.name == "cache_size" {
			p.reads = readingCache
		}
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return explain(err)
		}
		if got != p.reads {
			err := fmt.Errorf("storage: pragma %s is %s, not %s", p.name, got, p.reads)
			if p.name == "auto_vacuum" { // the file's own word, which is no vault's
				err = errors.Join(ErrDamaged, err)
			}
			return err
		}
	}
	return nil
}
