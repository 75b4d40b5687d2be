package listening

import (
	"context"

	"barnrost/app"
	"barnrost/audio/speech"
)

// Span is a stretch of a sound in milliseconds, without its End.
type Span struct{ Start, End int64 }

// Speech finds where in a sound somebody speaks. It reads the whole sound once,
// past the cache of what is being played, and holds two seconds of it at a time.
// progress, which may be nil, is told in samples. The error is ctx's or the
// sound's own.
func Speech(ctx context.Context, sound Sound, progress func(done, total int64)) ([]Span, error) {
	rate, total := sound.Rate(), sound.Len()
	if progress == nil {
		progress = func(int64, int64) {}
	}
	var found []Span
	keep := func(spans []speech.Span) {
		for _, s := range spans {
			found = append(found, Span{app.SamplesToMillis(s.Start, rate), app.SamplesToMillis(s.End, rate)})
		}
	}
	d := speech.New(rate)
	block := make([]int16, chunkSeconds*rate)
	defer clear(block)
	for pos := int64(0); pos < total; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := sound.ReadAt(block[:min(int64(len(block)), total-pos)], pos)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			break // shorter than it said
		}
		keep(d.Write(block[:n]))
		pos += int64(n)
		progress(pos, total)
	}
	keep(d.Close())
	return found, nil
}
