package handover

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"barnrost/app"
)

// MaxSmall is the largest card or invitation file that is read, in bytes.
const MaxSmall = 1 << 20

// ReadSmall reads a card's or an invitation's file. A file above [MaxSmall]
// cannot be one and gives CodeNotACard; one that cannot be read what
// [app.FileFault] says.
func ReadSmall(path string) (data []byte, err error) {
	file, _, err := open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := file.Close(); err == nil && e != nil {
			data, err = nil, app.FileFault(e)
		}
	}()
	data, err = io.ReadAll(io.LimitReader(file, MaxSmall+1))
	switch {
	case err != nil:
		return nil, app.FileFault(err)
	case len(data) > MaxSmall:
		return nil, app.Fail(app.CodeNotACard, nil)
	}
	return data, nil
}

// SaveSmall writes a card or an invitation into a folder under a name that
// tells what it is; where the name is taken a number is added. The file is
// written aside, synced and renamed, so that it is whole or not there. Errors:
// CodeFileUnwritable, CodeFileNoRoom.
func SaveSmall(folder, name string, data []byte) (path string, err error) {
	f, err := os.CreateTemp(folder, ".barnrost-*.part")
	if err != nil {
		return "", writeFault(err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		path, err = freeName(folder, name)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return "", writeFault(errors.Join(err, os.Remove(f.Name())))
	}
	return path, nil
}

// freeName returns a path in folder that nothing stands under yet.
func freeName(folder, name string) (string, error) {
	ending := filepath.Ext(name)
	base := name[:len(name)-len(ending)]
	for n := 1; n < 1000; n++ {
		path := filepath.Join(folder, name)
		if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
		}
		name = base + "-" + strconv.Itoa(n+1) + ending
	}
	return "", &os.PathError{Op: "create", Path: filepath.Join(folder, name), Err: os.ErrExist}
}

// Shred writes zeros over a file, so that what it held does not simply lie on
// in the same place, and removes it. On a solid-state disk, and where a backup
// was made, rests may be left all the same. A file that is not there gives
// CodeFileMissing; errors else: CodeFileUnwritable.
func Shred(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return shredFault(err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &os.PathError{Op: "shred", Path: path, Err: os.ErrInvalid}
	}
	if err == nil {
		_, err = f.Write(make([]byte, info.Size()))
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		return shredFault(err)
	}
	return nil
}

func shredFault(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return app.FileFault(err)
	}
	return app.Fail(app.CodeFileUnwritable, err)
}
