package device

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"github.com/gen2brain/malgo"
)

// Format is how a stream is buffered. Sound is always one channel of signed
// 16-bit samples.
type Format struct {
	Rate    int           // samples per second
	Period  time.Duration // how often the callback is called
	Periods int           // how many periods the system buffers
}

// Stream is a running device.
type Stream struct {
	device  *malgo.Device
	session *session
	timeout time.Duration

	once   sync.Once
	closed chan struct{}
}

// OpenInput starts capturing from in. The callback gets the samples on
// miniaudio's thread; it must return at once and not keep the slice.
//
// in must come from [Context.Inputs]. A stream is tied to its device: when the
// device is removed the callback falls silent, without a word from the sound
// system, rather than going on with another microphone.
func (c *Context) OpenInput(ctx context.Context, in Info, f Format, captured func(samples []int16)) (*Stream, error) {
	config := malgo.DefaultDeviceConfig(malgo.Capture)
	config.Capture.Format = malgo.FormatS16
	config.Capture.Channels = 1
	return c.open(ctx, in, config, f, func(_, input []byte, _ uint32) {
		if s := samplesOf(input); len(s) > 0 {
			captured(s)
		}
	}, ErrNoInput)
}

// OpenOutput starts playing to out. The callback fills the whole slice on
// miniaudio's thread and must return at once.
func (c *Context) OpenOutput(ctx context.Context, out Info, f Format, fill func(samples []int16)) (*Stream, error) {
	config := malgo.DefaultDeviceConfig(malgo.Playback)
	config.Playback.Format = malgo.FormatS16
	config.Playback.Channels = 1
	return c.open(ctx, out, config, f, func(output, _ []byte, _ uint32) {
		if s := samplesOf(output); len(s) > 0 {
			fill(s)
		}
	}, ErrNoOutput)
}

// samplesOf views the callback's memory as samples. miniaudio hands out native
// byte order.
func samplesOf(b []byte) []int16 {
	if len(b) < 2 {
		return nil
	}
	return unsafe.Slice((*int16)(unsafe.Pointer(&b[0])), len(b)/2)
}

func (c *Context) open(ctx context.Context, d Info, config malgo.DeviceConfig, f Format, data malgo.DataProc, none error) (*Stream, error) {
	config.SampleRate = uint32(f.Rate)
	config.PeriodSizeInFrames = uint32(int64(f.Rate) * int64(f.Period) / int64(time.Second))
	config.Periods = uint32(f.Periods)
	stream, err := call(ctx, c, func() (*Stream, error) {
		s, err := c.connect()
		if err != nil {
			return nil, err
		}
		device, err := start(s, d, config, data)
		if err != nil {
			// The session may have lost its server: the next call makes anew.
			c.disconnect()
			return nil, err
		}
		return &Stream{device: device, session: s.retain(), timeout: c.opts.Timeout, closed: make(chan struct{})}, nil
	}, func(s *Stream) { _ = s.Close() })
	if err != nil {
		return nil, absent(err, none)
	}
	return stream, nil
}

// start initialises and starts a device.
func start(s *session, d Info, config malgo.DeviceConfig, data malgo.DataProc) (*malgo.Device, error) {
	native := new(malgo.DeviceID)
	*native = d.native
	var pin runtime.Pinner
	pin.Pin(native)
	defer pin.Unpin() // miniaudio copies the identifier
	if config.DeviceType == malgo.Capture {
		config.Capture.DeviceID = unsafe.Pointer(native)
	} else {
		config.Playback.DeviceID = unsafe.Pointer(native)
	}
	device, err := malgo.InitDevice(s.allocated.Context, config, malgo.DeviceCallbacks{Data: data})
	if err != nil {
		return nil, err
	}
	if err := device.Start(); err != nil {
		device.Uninit()
		return nil, err
	}
	return device, nil
}

// Close stops the device. It waits for the sound system, but no longer than the
// context's time-out: then it returns [ErrTimeout] and the device goes when the
// system answers. No callback begins after Close has returned nil.
func (s *Stream) Close() error {
	s.once.Do(func() {
		go func() {
			// Stop first: only that wakes a PulseAudio main loop that waits for
			// a server which is gone. Whether it succeeds says nothing.
			_ = s.device.Stop()
			s.device.Uninit()
			s.session.release()
			close(s.closed)
		}()
	})
	timer := time.NewTimer(s.timeout)
	defer timer.Stop()
	select {
	case <-s.closed:
		return nil
	case <-timer.C:
		return errors.Join(ErrTimeout, errors.New("device: a stream was left to close by itself"))
	}
}
