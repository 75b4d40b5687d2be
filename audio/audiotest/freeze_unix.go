//go:build unix

package audiotest

import "syscall"

// Freeze stops the server's process without ending it; [Server.Thaw] lets it go
// on.
func (s *Server) Freeze() error { return s.cmd.Process.Signal(syscall.SIGSTOP) }

// Thaw undoes [Server.Freeze].
func (s *Server) Thaw() error { return s.cmd.Process.Signal(syscall.SIGCONT) }
