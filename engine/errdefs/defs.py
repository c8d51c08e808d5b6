"""Who is at fault: one class for each answer that an API client can tell apart.

Go: errdefs/defs.go
"""

from __future__ import annotations


class Error(Exception):
    """An error whose class says who is at fault; its text is what the user reads."""


class NotFound(Error):
    """The thing asked for is not there (HTTP 404).

    Go: ErrNotFound
    """


class InvalidParameter(Error):
    """The request itself is wrong (HTTP 400).

    Go: ErrInvalidParameter
    """


class Conflict(Error):
    """The request clashes with what exists (HTTP 409).

    Go: ErrConflict
    """


class Unauthorized(Error):
    """The caller did not say who they are (HTTP 401).

    Go: ErrUnauthorized
    """


class Unavailable(Error):
    """What the request needs is not there right now (HTTP 503).

    Go: ErrUnavailable
    """


class Forbidden(Error):
    """The caller may not do this (HTTP 403).

    Go: ErrForbidden
    """


class System(Error):
    """The host failed: disk, kernel, driver (HTTP 500).

    Go: ErrSystem
    """


class NotModified(Error):
    """The thing is already as asked (HTTP 304).

    Go: ErrNotModified
    """


class NotImplemented(Error):
    """The engine cannot do this (HTTP 501).

    Go: ErrNotImplemented
    """


class Unknown(Error):
    """Nobody knows why it failed (HTTP 500).

    Go: ErrUnknown
    """


class Cancelled(Error):
    """The caller gave up (HTTP 500).

    Go: ErrCancelled
    """


class Deadline(Error):
    """It took too long (HTTP 500).

    Go: ErrDeadline
    """


class DataLoss(Error):
    """Stored data is missing or damaged (HTTP 500).

    Go: ErrDataLoss
    """
