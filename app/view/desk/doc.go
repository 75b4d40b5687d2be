// Package desk is the transcription room: the sound as a curve, the controls
// that play it, and the transcript that is typed from it. Everything works by
// keys while typing, and what is typed is in the vault within a second.
package desk
