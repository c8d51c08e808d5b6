"""What a caller may choose when packing and unpacking.

Go: pkg/archive/archive.go
"""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum

from engine.golang.structs import struct
from engine.pkg.archive.compression import Compression
from engine.pkg.idtools.idtools import Identity, IDMap


class WhiteoutFormat(IntEnum):
    """How the file system shows that something is gone.

    Go: WhiteoutFormat
    """

    AUFS = 0
    OVERLAY = 1


@struct(slots=True, kw_only=True)
class TarOptions:
    """Choices for packing and unpacking.

    Go: TarOptions
    """

    include_files: list[str] = field(default_factory=list)
    exclude_patterns: list[str] = field(default_factory=list)
    compression: Compression = Compression.UNCOMPRESSED
    no_lchown: bool = False
    uid_maps: list[IDMap] = field(default_factory=list)
    gid_maps: list[IDMap] = field(default_factory=list)
    chown_opts: Identity | None = None
    include_source_dir: bool = False
    rebase_names: dict[str, str] = field(default_factory=dict)
    no_overwrite_dir_non_dir: bool = False
    whiteout_format: WhiteoutFormat = WhiteoutFormat.AUFS
    in_userns: bool = False
