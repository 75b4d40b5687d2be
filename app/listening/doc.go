// Package listening is a playback session of one recording: where one is, at
// which speed, and the decoded sound around that place. It goes on without any
// loudspeaker: the text can be edited and the place moved, only playing needs
// one.
package listening
