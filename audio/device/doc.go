// Package device opens microphones and loudspeakers. It is the only package
// that imports malgo (miniaudio), and keeps its sharp edges to itself:
//
//   - The backends are named: WASAPI, CoreAudio, PulseAudio and then ALSA.
//     miniaudio's null backend, which records zeros without a word, is never
//     among them, and pseudo-devices that do the same are not listed.
//   - Every call into miniaudio that may wait for a sound server runs on a
//     goroutine of its own with a time-out. A frozen server makes the call hang
//     until it thaws; meanwhile callers get [ErrTimeout], and no second call
//     is sent in after the first.
//   - miniaudio's PulseAudio context is not safe for concurrent use, so one call
//     at a time goes in.
//   - A context whose server died is replaced by a new one at the next call.
//     Streams keep the context they were opened in until they are closed.
package device
