// Package survey is the barnenkät: its form, what a child answers, the form in
// which answers are sealed, and how a unit counts them. It knows no keys and no
// vault; whoever seals gets bytes of one size from it.
package survey
