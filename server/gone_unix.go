//go:build unix

package server

import (
	"net"
	"syscall"
)

// hasLeft tells whether the other end of a connection has closed it: then
// there is an end to be read, which is only looked at (recv(2), MSG_PEEK).
func hasLeft(c net.Conn) (left bool) {
	if own, ok := c.(*conn); ok {
		c = own.Conn
	}
	s, ok := c.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return true
	}
	err = raw.Control(func(fd uintptr) {
		var one [1]byte
		n, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		left = n == 0 && err == nil || err != nil && err != syscall.EAGAIN && err != syscall.EINTR
	})
	return left || err != nil
}
