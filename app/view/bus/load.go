package bus

import (
	"context"
	"sync"
	"time"

	"barnrost/app"
)

// progressEvery keeps a progress bar at 20 updates a second at most: more
// would only cost repaints.
const progressEvery = 50 * time.Millisecond

// Progress reports how much of a work is done, in any unit; total is 0 while
// it is not known. It may be called as often as the work likes.
type Progress func(done, total int64)

// Load runs work on a goroutine of its own and then calls then with its
// result on the UI goroutine, exactly once, also after a cancel: a work that
// was done before the cancel reached it reports its result, not the cancel.
// show, which may be nil, is called on the UI goroutine at
// most 20 times a second. The returned function cancels the work's context.
func Load[T any](b *Bus, parent context.Context, work func(context.Context, Progress) (T, error), show Progress, then func(T, error)) context.CancelFunc {
	ctx, cancel := context.WithCancel(parent)
	report := throttle(b, show)
	b.loading(1)
	go func() {
		result, err := attempt(b, func() (T, error) { return work(ctx, report) })
		cancel()
		b.Do(func() {
			defer b.loading(-1)
			then(result, err)
		})
	}()
	return cancel
}

// attempt runs a work; its panic becomes [app.CodeInternal] once somebody is
// told of panics.
func attempt[T any](b *Bus, work func() (T, error)) (result T, err error) {
	if b.panicked() != nil {
		defer func() {
			if recover() != nil {
				err = app.Fail(app.CodeInternal, nil)
			}
		}()
	}
	return work()
}

func throttle(b *Bus, show Progress) Progress {
	if show == nil {
		return func(int64, int64) {}
	}
	var mu sync.Mutex
	var last time.Time
	return func(done, total int64) {
		mu.Lock()
		now := time.Now()
		due := now.Sub(last) >= progressEvery || done == total
		if due {
			last = now
		}
		mu.Unlock()
		if due {
			b.Do(func() { show(done, total) })
		}
	}
}
