package recording

import (
	"context"
	"errors"
	"fmt"
	"io"

	"barnrost/app"
	"barnrost/audio/wav"
)

// ImportWAV streams a WAV file into store at rate, two seconds at a time, and
// closes the store when all is there. progress, which may be nil, is told
// samples done and in all. The error is an [*app.Error]: what is wrong with the
// file, that ctx ended, or the store's own; the store is then not closed and
// what it got is for the caller to throw away.
func ImportWAV(ctx context.Context, r io.ReadSeeker, rate int, store Store, progress func(done, total int64)) error {
	d, err := wav.Decode(r)
	if err != nil {
		return wavFault(err)
	}
	src := wav.Convert(d, rate)
	var done int64
	for {
		if ctx.Err() != nil {
			return app.Fail(app.CodeCancelled, context.Cause(ctx))
		}
		block := make([]int16, blockSeconds*rate)
		n, end := fill(src, block)
		if end != nil && !errors.Is(end, io.EOF) {
			return wavFault(end)
		}
		if n > 0 {
			if err := store.Append(ctx, block[:n]); err != nil {
				return err
			}
		}
		done += int64(n)
		if progress != nil {
			progress(done, src.Samples())
		}
		if end != nil {
			return store.Close(ctx)
		}
	}
}

// fill reads until dst is full or src ends.
func fill(src *wav.Converter, dst []int16) (n int, err error) {
	for n < len(dst) {
		k, err := src.Read(dst[n:])
		n += k
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// wavFault turns what is wrong with a file into the program's error. The kinds
// that are refused are named in signs that need no translation.
func wavFault(err error) error {
	switch {
	case errors.Is(err, wav.ErrNotWAV):
		return app.Fail(app.CodeNotAWav, err)
	case errors.Is(err, wav.ErrEmpty):
		return app.Fail(app.CodeWavEmpty, err)
	case errors.Is(err, wav.ErrTruncated), errors.Is(err, wav.ErrDamaged):
		return app.Fail(app.CodeWavDamaged, err)
	}
	var kind *wav.KindError
	if errors.As(err, &kind) {
		return &app.Error{Code: app.CodeWavKind, Args: map[string]string{"found": found(kind)}, Err: err}
	}
	return app.Fail(app.CodeFileMissing, err)
}

func found(k *wav.KindError) string {
	f := k.Format
	switch {
	case errors.Is(k, wav.ErrFloat):
		return fmt.Sprintf("float %d bit", f.Bits)
	case errors.Is(k, wav.ErrALaw):
		return "A-law"
	case errors.Is(k, wav.ErrMuLaw):
		return "µ-law"
	case errors.Is(k, wav.ErrBits):
		return fmt.Sprintf("PCM %d bit", f.Bits)
	case errors.Is(k, wav.ErrChannels):
		return fmt.Sprintf("PCM × %d", f.Channels)
	case errors.Is(k, wav.ErrRate):
		return fmt.Sprintf("PCM %d Hz", f.Rate)
	}
	return fmt.Sprintf("codec 0x%04x", f.Tag)
}
