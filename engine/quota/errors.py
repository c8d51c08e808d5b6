"""What can be wrong with limits.

Go: quota/errors.go
"""

from __future__ import annotations

from engine import errdefs


class ErrQuotaNotSupported(errdefs.NotImplemented):
    """The file system cannot limit directories (HTTP 501).

    Go: errQuotaNotSupported
    """

    def __init__(self) -> None:
        super().__init__("Filesystem does not support, or has not enabled quotas")
