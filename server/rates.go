package server

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// A client may ask so often a second, and so many times at once before that:
// GDAL reads hundreds of pages one after the other.
const (
	ratePerSecond = 50
	rateBurst     = 500
	// ratesKept bounds the clients remembered; beyond, all start anew.
	ratesKept = 100_000
)

// rates is a token bucket for each client address.
type rates struct {
	now     func() time.Time
	proxies trustedProxies
	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newRates(now func() time.Time, proxies trustedProxies) *rates {
	return &rates{now: now, proxies: proxies, buckets: map[string]bucket{}}
}

func (r *rates) limit(c *fiber.Ctx) error {
	if !r.take(r.proxies.client(c)) {
		c.Set(fiber.HeaderRetryAfter, "2")
		return fiber.NewError(fiber.StatusTooManyRequests, "too many requests: wait two seconds")
	}
	return c.Next()
}

func (r *rates) take(client string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	b, known := r.buckets[client]
	if !known {
		if len(r.buckets) >= ratesKept {
			clear(r.buckets)
		}
		b = bucket{tokens: rateBurst, at: now}
	}
	b.tokens = min(rateBurst, b.tokens+now.Sub(b.at).Seconds()*ratePerSecond)
	b.at = now
	ok := b.tokens >= 1
	if ok {
		b.tokens--
	}
	r.buckets[client] = b
	return ok
}
