//go:build race

package storage

// raced: the race detector makes everything some ten times slower, and has
// seen enough after a tenth of the work.
const raced = true
