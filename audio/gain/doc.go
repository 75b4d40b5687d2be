// Package gain makes what is played easier to hear: rumble is cut, a quiet voice
// is lifted, and nothing is louder than a loudspeaker can bear. It is for
// listening only: it works on copies, and what is stored is never changed.
package gain
