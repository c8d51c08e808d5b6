"""Which dockerd this engine answers as.

Go: dockerversion/version_lib.go
"""

from engine.dockerversion.version_lib import BUILD_TIME, GIT_COMMIT, PLATFORM_NAME, VERSION

__all__ = ["BUILD_TIME", "GIT_COMMIT", "PLATFORM_NAME", "VERSION"]
