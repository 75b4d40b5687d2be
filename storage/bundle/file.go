package bundle

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Extension ends a bundle's file name. The rest of the name is random: it
// tells neither code nor child.
const Extension = ".barnrost"

// WriteFile writes a bundle into dir under a random name: aside first, synced,
// then renamed into place, and the folder synced. On an error or a cancel
// nothing of it is left in dir. hash is [Hash] of the manifest.
func WriteFile(ctx context.Context, dir string, r Request) (path string, m Manifest, hash [32]byte, err error) {
	return writeFile(ctx, dir, r, create)
}

// file is what is needed of an *os.File.
type file interface {
	io.WriteCloser
	Sync() error
}

func create(path string) (file, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func writeFile(ctx context.Context, dir string, r Request, create func(path string) (file, error)) (path string, m Manifest, hash [32]byte, err error) {
	name := randomHex(10) + Extension
	path = filepath.Join(dir, name)
	aside := filepath.Join(dir, "."+name+".part")
	f, err := create(aside)
	if err != nil {
		return "", Manifest{}, hash, fmt.Errorf("bundle: creating the file: %w", err)
	}
	m, err = writeAndSync(ctx, f, r)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = os.Rename(aside, path)
	}
	if err != nil {
		return "", Manifest{}, hash, left(err, aside)
	}
	if err := syncDir(dir); err != nil {
		return "", Manifest{}, hash, left(fmt.Errorf("bundle: syncing the folder: %w", err), path)
	}
	hash, err = Hash(m)
	return path, m, hash, err
}

func writeAndSync(ctx context.Context, f file, r Request) (m Manifest, err error) {
	defer closeInto(f, &err)
	if m, err = Write(ctx, f, r); err != nil {
		return m, err
	}
	if err := f.Sync(); err != nil {
		return m, fmt.Errorf("bundle: syncing the file: %w", err)
	}
	return m, nil
}

// left removes what a failed writing left behind; if that fails too, both
// errors are told.
func left(err error, path string) error {
	if e := os.Remove(path); e != nil {
		return fmt.Errorf("%w (and the unfinished file stays: %w)", err, e)
	}
	return err
}

// Hash is the SHA-256 of manifest.json. The manifest holds every member's
// hash, so it stands for the whole bundle; unlike the file's own hash it stays
// the same if somebody seals the same content anew.
func Hash(m Manifest) ([32]byte, error) {
	raw, err := m.encode()
	if err != nil {
		return [32]byte{}, err
	}
	return sha256.Sum256(raw), nil
}
