// Package share holds two rooms: Dela, where one interview is sent, and
// Enheten, where cards are exchanged and bundles come in.
package share
