package server

import (
	"net"
	"sync"
	"time"
)

const (
	// writeIdle is how long a client may take none of what is sent to it. A
	// download as a whole may take as long as it likes.
	writeIdle = 30 * time.Second
	// maxConnections bounds the memory that idle or slow connections take.
	maxConnections = 16 << 10
)

// Listen wraps a listener: a client that stops reading is let go after 30
// seconds, and more than 16,384 connections wait in the system's queue.
func Listen(l net.Listener) net.Listener {
	return &listener{Listener: l, idle: writeIdle, slots: make(chan struct{}, maxConnections), closed: make(chan struct{})}
}

type listener struct {
	net.Listener
	idle   time.Duration
	slots  chan struct{}
	closed chan struct{}
	once   sync.Once
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &conn{Conn: c, idle: l.idle, free: sync.OnceFunc(func() { <-l.slots })}, nil
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// conn moves its deadline with every piece that is written.
type conn struct {
	net.Conn
	idle time.Duration
	set  time.Time // when the deadline was moved last
	free func()
}

func (c *conn) Write(b []byte) (int, error) {
	if now := time.Now(); now.Sub(c.set) > c.idle/16 {
		c.set = now
		if err := c.SetWriteDeadline(now.Add(c.idle)); err != nil {
			return 0, err
		}
	}
	return c.Conn.Write(b)
}

func (c *conn) Close() error {
	defer c.free()
	return c.Conn.Close()
}
