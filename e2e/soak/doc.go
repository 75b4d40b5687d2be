// Package soak records for hours in minutes: the real session into a real vault,
// from a microphone that speaks as fast as the vault takes it. What comes out is
// held against what went in, sample by sample.
//
// As a part of the tests it runs some minutes of sound; BARNROST_SOAK says how
// many it shall be, and `make soak` runs three hours.
package soak
