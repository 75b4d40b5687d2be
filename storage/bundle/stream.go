package bundle

import (
	"context"
	"io"
)

// meter counts the members' bytes for the progress, as an io.Writer that is
// set beside the real ones.
type meter struct {
	done, total int64
	report      func(done, total int64)
}

// newMeter knows the total only if every member told its size.
func newMeter(r Request) *meter {
	m := &meter{report: r.Progress}
	for _, member := range r.Members {
		if member.Size <= 0 {
			m.total = 0
			break
		}
		m.total += 2 * member.Size
		if member.SHA256 != "" {
			m.total -= member.Size // read once
		}
	}
	return m
}

func (m *meter) Write(p []byte) (int, error) {
	m.done += int64(len(p))
	if m.report != nil {
		m.report(m.done, m.total)
	}
	return len(p), nil
}

// ctxReader ends with the context's error as soon as it is cancelled.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// ctxWriter is ctxReader's twin.
type ctxWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c *ctxWriter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
