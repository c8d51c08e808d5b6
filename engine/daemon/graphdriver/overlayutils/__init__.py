"""What overlay drivers need of the host.

Go: daemon/graphdriver/overlayutils/overlayutils.go
"""

from engine.daemon.graphdriver.overlayutils.overlayutils import supports_overlay
from engine.daemon.graphdriver.overlayutils.randomid import generate_id
from engine.daemon.graphdriver.overlayutils.userxattr import needs_user_xattr

__all__ = ["generate_id", "needs_user_xattr", "supports_overlay"]
