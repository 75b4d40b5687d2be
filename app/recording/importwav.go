package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

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

// wavFault turns what is wrong with a file into the program's error.
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
		what, n := found(kind)
		return &app.Error{Code: app.CodeWavKind, Args: map[string]string{"kind": what, "n": n}, Err: err}
	}
	return app.FileFault(err)
}

// found names what a kind is refused for, and its figure.
func found(k *wav.KindError) (kind, n string) {
	f := k.Format
	switch {
	case errors.Is(k, wav.ErrFloat):
		return "float", strconv.Itoa(int(f.Bits))
	case errors.Is(k, wav.ErrALaw):
		return "alaw", ""
	case errors.Is(k, wav.ErrMuLaw):
		return "mulaw", ""
	case errors.Is(k, wav.ErrBits):
		return "bits", strconv.Itoa(int(f.Bits))
	case errors.Is(k, wav.ErrChannels):
		return "channels", strconv.Itoa(int(f.Channels))
	case errors.Is(k, wav.ErrRate):
		return "rate", strconv.Itoa(int(f.Rate))
	}
	return "codec", fmt.Sprintf("0x%04x", f.Tag)
}
