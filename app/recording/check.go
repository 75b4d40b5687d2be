package recording

import (
	"context"
	"errors"
	"io"

	"barnrost/app"
	"barnrost/audio"
	"barnrost/audio/capture"
)

// Verdict is the outcome of a sound check; its words lie under
// soundcheck.<verdict>.
type Verdict string

// The verdicts.
const (
	VerdictFine     Verdict = "fine"
	VerdictQuiet    Verdict = "quiet"
	VerdictSilent   Verdict = "silent"
	VerdictBlocked  Verdict = "blocked" // not even noise: switched off, or kept from programs
	VerdictClipping Verdict = "clipping"
	VerdictNoisy    Verdict = "noisy"
)

// checkSeconds is how much sound a check listens to.
const checkSeconds = 4

// Check listens to four seconds of the input, whose rate is given, and judges
// them. level, which may be nil, is told the level as it goes, from Check's own
// goroutine. Nothing is stored. The error is an [*app.Error]: there is no
// microphone, it was lost, or ctx ended.
func Check(ctx context.Context, in Input, rate int, level func(audio.Level)) (v Verdict, err error) {
	stream, err := in.Open(ctx)
	if err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { stopQuietly(stream) })
	defer func() {
		if stop() {
			stopQuietly(stream)
		}
	}()
	m := newMonitor(rate)
	buf := make([]int16, rate*levelMillis/1000)
	for heard := 0; heard < checkSeconds*rate; {
		n, err := stream.Read(buf)
		var overrun *capture.Overrun
		switch {
		case errors.As(err, &overrun):
			continue // a check may miss a bit
		case errors.Is(err, io.EOF):
			return "", app.Fail(app.CodeCancelled, context.Cause(ctx))
		case err != nil:
			return "", app.Fail(app.CodeMicrophoneLost, err)
		}
		m.add(buf[:n])
		heard += n
		if level != nil {
			level(stream.Level())
		}
	}
	return judge(m), nil
}

// stopQuietly stops a stream that is needed no more. That the sound system does
// not answer is of no consequence then.
func stopQuietly(s Stream) { _ = s.Stop() }

func judge(m *monitor) Verdict {
	floor, speech, frames := assess(m.levels)
	switch loudest := maxOf(m.levels); {
	case m.silence >= int64(m.frames*m.perFrame):
		return VerdictBlocked
	case loudest < barely:
		return VerdictSilent
	case m.clipped >= 0:
		return VerdictClipping
	case floor > noisyAbove:
		return VerdictNoisy
	case frames == 0 || speech < quietBelow:
		return VerdictQuiet
	}
	return VerdictFine
}

func maxOf(levels []float64) float64 {
	loudest := audio.Floor
	for _, l := range levels {
		loudest = max(loudest, l)
	}
	return loudest
}
