// Package mirror is Samtalsspegeln: what an interview tells of the
// interviewer's own way of talking. It is pure functions over turns, speech and
// text.
//
// What it finds is for the interviewer alone. It lies in the vault under the
// owner's key, and neither the packages that send nor those that report may
// import this one; the rules of e2e/imports hold that.
package mirror
