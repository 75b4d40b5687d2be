// Package deident finds what in a free text may tell who a child is: numbers,
// addresses, and words that are likely to be names. It only finds. What becomes
// of a find is for the person to decide: a finder that blocked would be written
// around, and one that changed words would be trusted too far.
package deident
