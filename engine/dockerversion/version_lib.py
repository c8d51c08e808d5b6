"""Which dockerd this engine answers as; Go's linker fills these in.

Go: dockerversion/version_lib.go
"""

from __future__ import annotations

VERSION = "20.10.13"
# The commit that tag v20.10.13 names; Python is not built, so there is no time.
GIT_COMMIT = "906f57f"
BUILD_TIME = ""
# dockerd's packagers put their name here; this engine says what it is.
PLATFORM_NAME = "container-walkthrough"
