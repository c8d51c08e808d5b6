"""What stops a goroutine in Go.

Go: the language, https://go.dev/ref/spec#Handling_panics
"""

from __future__ import annotations


class Panic(BaseException):
    """A request that would make dockerd's handler panic.

    net/http recovers, logs, and closes the connection without an answer; so do we. It is no
    ``Exception``, so that nobody reports it to the client as an error.

    Go: panic
    """


def nil_dereference() -> Panic:
    """Return the panic of a Go program that follows a nil pointer."""
    return Panic("runtime error: invalid memory address or nil pointer dereference")
