// Package guide is the intervjuguide: the questions that an interview with a
// child leans on, in plain and in simpler words, for whom each is meant and in
// which order they come. It is pure: the shipped guide's text comes from
// whoever holds it, and no clock, file or vault is known here.
package guide
