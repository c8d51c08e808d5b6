"""Links that cannot lead out of a directory.

Go: vendor/github.com/moby/sys/symlink/fs.go
"""

from engine.vendor.moby.sys.symlink.fs import eval_symlinks_in_scope, follow_symlink_in_scope

__all__ = ["eval_symlinks_in_scope", "follow_symlink_in_scope"]
