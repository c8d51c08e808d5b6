"""The versions of the API that both sides know.

Go: api/common.go
"""

from __future__ import annotations

# What client and daemon speak unless they agree on something older.
DEFAULT_VERSION = "1.41"

# The oldest that the daemon answers (Go: api/common_unix.go).
MIN_VERSION = "1.12"

# The name in a Dockerfile's FROM that stands for no image at all.
NO_BASE_IMAGE_SPECIFIER = "scratch"
