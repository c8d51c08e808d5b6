"""How a command tells the shell that it failed.

Go: cli/error.go
"""

from __future__ import annotations


class StatusError(Exception):
    """The command failed: ``status`` is for the user, empty if they know already.

    A code of 0 still ends in 1: an error is never a success.

    Go: StatusError
    """

    def __init__(self, status: str = "", status_code: int = 0) -> None:
        self.status = status
        self.status_code = status_code
        super().__init__(f"Status: {status}, Code: {status_code}")
