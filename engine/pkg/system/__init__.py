"""The host's own ways.

Go: pkg/system
"""

from engine.pkg.system.rm import ensure_remove_all

__all__ = ["ensure_remove_all"]
