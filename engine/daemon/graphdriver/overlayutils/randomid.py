"""Short random names for layers.

Go: daemon/graphdriver/overlayutils/randomid.go
"""

from __future__ import annotations

import base64
import os


def generate_id(length: int) -> str:
    """Return ``length`` random characters of A-Z and 2-7.

    Go retries a random number generator that is not ready; the kernel makes this one wait.

    Go: GenerateID
    """
    size = (length * 5 + 7) // 8
    return base64.b32encode(os.urandom(size)).decode("ascii")[:length]
