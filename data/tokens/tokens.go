// Package tokens keeps who may write to a server, or read from one that asks:
// a small database of its own beside the mentions, so that a copy of those
// carries no keys. Of a secret only a hash is kept.
package tokens

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"time"
	"unicode"
	"unicode/utf8"

	"mentionmap"
)

// Scope is what a token allows; a higher one allows what the lower ones do.
type Scope uint8

// The scopes.
const (
	Read Scope = iota
	Write
)

var scopeNames = [...]string{"read", "write"}

// Scopes lists the names of the scopes.
func Scopes() []string { return scopeNames[:] }

func (s Scope) String() string { return scopeNames[s] }

// ParseScope is the inverse of String.
func ParseScope(name string) (Scope, bool) {
	for i, n := range scopeNames {
		if n == name {
			return Scope(i), true
		}
	}
	return 0, false
}

// Token is what is known of a token besides its secret.
type Token struct {
	Name    string
	Scope   Scope
	Created time.Time
	Used    time.Time // to the minute; zero: never
}

// row is a token with the hash of its secret.
type row struct {
	Token
	hash []byte
}

const (
	// secretPrefix tells people and scanners of leaks what a secret is for.
	secretPrefix = "mentionmap_"
	mostName     = 64 // code points
	mostSecret   = 200
)

// New makes a token and returns its secret, which is kept nowhere. Errors:
// Invalid for a name, Conflict if there is a token of that name, Unavailable.
func (f *File) New(ctx context.Context, name string, scope Scope, now time.Time) (secret string, err error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	secret = secretPrefix + rand.Text()
	return secret, f.add(ctx, row{Token{Name: name, Scope: scope, Created: now}, hash(secret)})
}

func checkName(name string) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > mostName || !utf8.ValidString(name) {
		return mentionmap.Errorf(mentionmap.Invalid, "a token needs a name of 1 to %d characters that says who holds it", mostName)
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return mentionmap.Errorf(mentionmap.Invalid, "the name of a token must be one line of letters, digits and signs")
		}
	}
	return nil
}

// hash needs no salt and no slowness: a secret is 128 random bits.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Check finds the token of a secret and notes that it was used. ok is false if
// there is none.
func (f *File) Check(ctx context.Context, secret string, now time.Time) (t Token, ok bool, err error) {
	rows, err := f.current(ctx, now)
	if err != nil || len(secret) > mostSecret {
		return t, false, err
	}
	asked := hash(secret)
	for i := range rows { // all of them, however soon it is found
		if subtle.ConstantTimeCompare(asked, rows[i].hash) == 1 {
			t, ok = rows[i].Token, true
		}
	}
	if ok && now.Sub(t.Used) >= time.Minute {
		err = f.used(ctx, t.Name, now)
	}
	return t, ok, err
}
