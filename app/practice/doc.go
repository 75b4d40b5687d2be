// Package practice is the invented interview that people learn the keys with:
// who says what and when, and a text that lies in memory and nowhere else.
package practice
