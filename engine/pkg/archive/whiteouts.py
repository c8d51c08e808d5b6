"""File names by which a layer says that something below it is gone.

Go: pkg/archive/whiteouts.go
"""

from __future__ import annotations

WHITEOUT_PREFIX = ".wh."
WHITEOUT_META_PREFIX = WHITEOUT_PREFIX + WHITEOUT_PREFIX
# AUFS kept hard links between layers there; files in it are link targets, not content.
WHITEOUT_LINK_DIR = WHITEOUT_META_PREFIX + "plnk"
# The directory it stands in hides all that lower layers have there.
WHITEOUT_OPAQUE_DIR = WHITEOUT_META_PREFIX + ".opq"
