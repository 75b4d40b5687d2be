//go:build !unix

package audiotest

import "errors"

// Freeze is for systems that can stop a process without ending it.
func (s *Server) Freeze() error { return errors.ErrUnsupported }

// Thaw undoes [Server.Freeze].
func (s *Server) Thaw() error { return errors.ErrUnsupported }
