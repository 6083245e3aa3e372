//go:build !unix

package server

import "net"

// hasLeft cannot tell here.
func hasLeft(net.Conn) bool { return false }
