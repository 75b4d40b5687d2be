package storage

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestASweepGrowsWhileItIsQuickAndShrinksWhereTheDiskIsFull(t *testing.T) {
	full := fmt.Errorf("x: %w", ErrDiskFull)
	p := newPace()
	var went []int
	for _, step := range []struct {
		took time.Duration
		err  error
	}{{0, nil}, {0, nil}, {0, full}, {0, full}, {0, nil}, {0, nil}, {time.Second, nil}, {0, full}, {time.Second, nil}} {
		went = append(went, p.rows)
		n := p.rows
		if step.err != nil {
			n = 0
		}
		if more, err := p.next(n, step.took, step.err); !more || err != nil {
			t.Fatalf("after %v: %v, %v", went, more, err)
		}
	}
	if want := []int{4, 8, 16, 8, 4, 4, 4, 2, 1}; !slices.Equal(went, want) {
		t.Errorf("steps of %v, want %v", went, want)
	}
	if more, err := p.next(0, 0, nil); more || err != nil {
		t.Errorf("after the last: %v, %v", more, err)
	}
}

func TestASweepGivesUpWhereNotEvenOneRowHasRoomOrSomethingElseFails(t *testing.T) {
	for _, c := range []struct {
		rows int
		err  error
	}{{1, ErrDiskFull}, {64, ErrClosed}} {
		p := pace{rows: c.rows, most: sweepMost}
		if more, err := p.next(0, 0, c.err); more || !errors.Is(err, c.err) {
			t.Errorf("%d rows, %v: %v, %v", c.rows, c.err, more, err)
		}
	}
}
