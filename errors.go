package mentionmap

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Code sorts errors for whoever has to answer for them: an exit status, an
// HTTP status.
type Code uint8

// The codes.
const (
	Internal    Code = iota // our fault
	Invalid                 // the caller's words are wrong
	NotFound                // nothing of that name
	Conflict                // another program holds it, or it is of another version
	TooLarge                // over a stated limit
	Unavailable             // not now: busy, disk full
)

var codeNames = [...]string{"internal", "invalid", "not_found", "conflict", "too_large", "unavailable"}

func (c Code) String() string { return nameOf(codeNames[:], c) }

// Error is an error for people: one line that says what is wrong, where, and
// what to do. Param names the parameter, flag or field at fault, if one is.
type Error struct {
	Code    Code
	Param   string
	Message string
	Err     error
}

func (e *Error) Error() string {
	if e.Param != "" {
		return e.Param + ": " + e.Message
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error; %w keeps a cause.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}

// ParamErrorf makes an Invalid error about one parameter.
func ParamErrorf(param, format string, args ...any) *Error {
	e := Errorf(Invalid, format, args...)
	e.Param = param
	return e
}

// CodeOf returns the code of the first Error in err's chain, else Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// RecoverTo makes an error of a panic: put `defer RecoverTo(&err, "a.txt")` first in a
// function that does the work for one request or one document. Without it a panic
// in a goroutine ends the program. The error is Internal, one line that begins
// with what was at work, unless that is "", and names where in the program it happened.
func RecoverTo(err *error, what string) {
	p := recover()
	if p == nil {
		return
	}
	if e, ok := p.(*Error); ok && e.Code == Internal { // a panic of another goroutine, handed on
		*err = e
		return
	}
	if what != "" {
		what += ": "
	}
	*err = Errorf(Internal, "%sa fault of the program: %s (%s)", what, strings.Join(strings.Fields(fmt.Sprint(p)), " "), panickedAt())
}

// panickedAt names the function, file and line of the panic that is being recovered from.
func panickedAt() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]) // without this, RecoverTo and Callers
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") || !more {
			return fmt.Sprintf("%s, %s:%d", path.Base(f.Function), path.Base(f.File), f.Line)
		}
	}
}
