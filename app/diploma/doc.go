// Package diploma is the child's diploma: its words, which a unit may change,
// the pictures and colours that the child chooses among, and the page that is
// printed. The child's name is written on it by hand. Which child got which is
// stored nowhere.
package diploma
