package recording

import (
	"errors"
	"time"

	"barnrost/app"
	"barnrost/audio"
	"barnrost/audio/capture"
)

// run reads the input until the session is stopped.
func (s *Session) run(stream Stream) {
	for stream != nil {
		why := s.drain(stream)
		// Also a lost stream is stopped. That may take seconds when the sound
		// system hangs, and nothing here depends on it.
		go stopQuietly(stream)
		stream = nil
		if !s.ended(why) {
			stream = s.reopen()
		}
	}
	s.finish()
}

// drain reads a stream to its end, or to where the recording was stopped: then
// it returns nil.
func (s *Session) drain(stream Stream) error {
	buf := make([]int16, s.opts.Rate*levelMillis/1000)
	for {
		n, err := stream.Read(buf)
		var overrun *capture.Overrun
		switch {
		case err == nil:
			if s.take(buf[:n], stream.Level()) {
				return nil
			}
		case errors.As(err, &overrun):
			s.dropped(overrun.Frames)
		default:
			return err
		}
		s.notify()
	}
}

// take records samples as far as the cuts let it, and reports whether the
// recording was stopped in them.
func (s *Session) take(samples []int16, level audio.Level) (stopped bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slumber()
	s.heardAt = s.opts.Now()
	s.level = level
	for {
		for len(s.cuts) > 0 && s.cuts[0].frame <= s.read {
			c := s.cuts[0]
			s.cuts = s.cuts[1:]
			s.reach(c)
			if c.to == wantStop {
				return true
			}
		}
		if !s.taking {
			s.level = audio.Silence
		}
		if len(samples) == 0 {
			return false
		}
		n := len(samples)
		if len(s.cuts) > 0 {
			n = int(min(int64(n), s.cuts[0].frame-s.read))
		}
		if s.taking {
			s.record(samples[:n])
		}
		s.read += int64(n)
		samples = samples[n:]
	}
}

// nap is how much two clocks may drift apart without a sleep between: they are
// read one after the other.
const nap = time.Second

// slumber looks whether the machine has slept since the last look. Where the
// microphone simply went on afterwards, the sleep is a gap of its own, at what
// was read last; what the microphone still held from before lies behind it,
// less than a second. Where recording paused or the microphone was lost, the
// gap that is open already covers it, and a loss was the sleep's doing. The
// caller holds the lock.
func (s *Session) slumber() {
	total, ok := s.opts.Slept()
	since := total - s.dozed
	if !ok || since < nap {
		return
	}
	s.dozed = total
	switch {
	case s.missing.reason == app.GapDevice:
		s.slept += since
		s.missing.reason = app.GapSleep
	case s.missing == (gap{}) && s.taking && s.position > 0:
		s.slept += since
		s.flush()
		s.writer.gap(app.Gap{At: s.position, Length: since, Reason: app.GapSleep})
	}
}

// record keeps samples; the caller holds the lock.
func (s *Session) record(samples []int16) {
	s.closeGap(s.heardAt)
	s.monitor.add(samples)
	if s.want == wantRecording {
		s.phase = PhaseRecording
	}
	s.position += int64(len(samples))
	for len(samples) > 0 {
		if s.block == nil {
			s.block = make([]int16, 0, blockSeconds*s.opts.Rate)
		}
		n := min(cap(s.block)-len(s.block), len(samples))
		s.block = append(s.block, samples[:n]...)
		samples = samples[n:]
		if len(s.block) == cap(s.block) {
			s.flush()
		}
	}
}

// flush hands the block to the writer; the caller holds the lock. A block that
// finds no room in memory becomes a gap: it was never recorded, and what comes
// after takes its position.
func (s *Session) flush() {
	if len(s.block) == 0 {
		return
	}
	start := s.position - int64(len(s.block))
	if !s.writer.append(s.block) {
		s.rejected += len(s.block)
		s.position = start
	} else if s.rejected > 0 {
		// There is room again. The gap is told after the block it precedes;
		// what counts is its position.
		s.tellRejected(start)
	}
	s.block = nil
}

func (s *Session) tellRejected(at int64) {
	s.writer.gap(app.Gap{At: at, Length: s.duration(int64(s.rejected)), Reason: app.GapOverrun})
	s.rejected = 0
}

// reach does what a cut asks for; the caller holds the lock.
func (s *Session) reach(c cut) {
	switch c.to {
	case wantRecording:
		s.taking = true
	case wantPause:
		s.taking = false
		s.flush()
		s.lack(c.why, c.at)
	case wantStop:
		s.taking = false
		s.flush()
	}
}

// dropped notes samples that the reader came too late for.
func (s *Session) dropped(frames int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taking {
		s.writer.gap(app.Gap{At: s.position, Length: s.duration(frames), Reason: app.GapOverrun})
	}
}

func (s *Session) duration(samples int64) time.Duration {
	return time.Duration(samples) * time.Second / time.Duration(s.opts.Rate)
}

// ended settles a stream that gives no more, and reports whether the recording
// is over. Whatever was asked for lies within what was read.
func (s *Session) ended(why error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.cuts {
		s.reach(c)
	}
	s.cuts = nil
	s.stream = nil
	s.level = audio.Silence
	if s.want == wantStop {
		return true
	}
	if s.taking {
		s.flush()
		s.lack(app.GapDevice, s.heardAt)
	}
	s.taking = false
	s.phase = PhaseLost
	s.lostErr = app.Fail(app.CodeMicrophoneLost, why)
	return false
}

// reopen looks for the microphone until it is there or the recording is
// stopped; then it returns nil.
func (s *Session) reopen() Stream {
	s.opts.OnChange()
	timer := time.NewTicker(reopenEvery)
	defer timer.Stop()
	for {
		stream, err := s.input.Open(s.context)
		if err == nil && !s.resume(stream) {
			stopQuietly(stream)
			return nil
		}
		if err == nil {
			return stream
		}
		select {
		case <-s.stopped:
			return nil
		case <-timer.C:
		}
	}
}

// resume goes on with a new stream unless the recording was stopped.
func (s *Session) resume(stream Stream) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.want == wantStop {
		return false
	}
	s.stream, s.read = stream, 0
	s.device = stream.Name()
	s.taking = s.want == wantRecording
	if s.want == wantPause {
		s.phase = PhasePaused
	}
	return true
}

// lack opens a gap, closing one that is open; the caller holds the lock.
func (s *Session) lack(reason app.GapReason, since time.Time) {
	s.closeGap(since)
	s.missing = gap{reason: reason, since: since}
}

// closeGap tells the store of an open gap; the caller holds the lock.
func (s *Session) closeGap(until time.Time) {
	if s.missing == (gap{}) {
		return
	}
	if length := elapsed(s.missing.since, until); length > 0 {
		s.writer.gap(app.Gap{At: s.position, Length: length, Reason: s.missing.reason})
	}
	s.missing = gap{}
}

// elapsed is the time between two looks at the clock. The monotonic clock
// stands still while the machine sleeps and the other may be set: the longer
// of the two is the honest one.
func elapsed(from, to time.Time) time.Duration {
	return max(to.Sub(from), to.Round(0).Sub(from.Round(0)), 0)
}

// finish stores what is left and lets the writer close the store.
func (s *Session) finish() {
	s.mu.Lock()
	s.flush()
	if s.rejected > 0 {
		s.tellRejected(s.position)
	}
	s.phase = PhaseStopping
	s.mu.Unlock()
	s.writer.close()
	<-s.writer.done
	s.mu.Lock()
	s.phase = PhaseDone
	s.mu.Unlock()
	s.opts.OnChange()
}

// notify tells of a changed level, at most 20 times a second.
func (s *Session) notify() {
	s.mu.Lock()
	now := s.opts.Now()
	due := now.Sub(s.notified) >= levelMillis*time.Millisecond
	if due {
		s.notified = now
	}
	s.mu.Unlock()
	if due {
		s.opts.OnChange()
	}
}
