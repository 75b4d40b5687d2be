// Package recording takes an interview from the microphone into a store in
// blocks of two seconds, and keeps going whatever happens to either end: a lost
// microphone is looked for every second and the recording goes on in the same
// place with an honest gap, a store that fails is tried again every second with
// the sound kept in memory meanwhile.
//
// A position is a number of stored samples, never the clock. A pause or a loss
// inserts no silence; it is a gap, told to the store.
//
// The package knows neither vault nor window: [Store] is what it writes to,
// [Input] what it reads from.
package recording
