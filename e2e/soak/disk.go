package soak

import (
	"context"
	"sync/atomic"

	"barnrost/app"
	"barnrost/app/recording"
)

// disk is a store that can be full, and that counts what it has taken.
type disk struct {
	recording.Store
	full  atomic.Bool
	taken atomic.Int64 // samples
	calls atomic.Int64 // that failed
}

func (d *disk) refuse() error {
	if d.full.Load() {
		d.calls.Add(1)
		return app.Fail(app.CodeDiskFull, nil)
	}
	return nil
}

// Append implements [recording.Store].
func (d *disk) Append(ctx context.Context, samples []int16) error {
	if err := d.refuse(); err != nil {
		return err
	}
	err := d.Store.Append(ctx, samples)
	if err == nil {
		d.taken.Add(int64(len(samples)))
	}
	return err
}

// Mark implements [recording.Store].
func (d *disk) Mark(ctx context.Context, m app.Marker) error {
	if err := d.refuse(); err != nil {
		return err
	}
	return d.Store.Mark(ctx, m)
}

// Gap implements [recording.Store].
func (d *disk) Gap(ctx context.Context, g app.Gap) error {
	if err := d.refuse(); err != nil {
		return err
	}
	return d.Store.Gap(ctx, g)
}
