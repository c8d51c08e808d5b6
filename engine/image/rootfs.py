"""Which layers an image is made of.

Go: image/rootfs.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct
from engine.layer import layer

TYPE_LAYERS = "layers"


@struct(slots=True, kw_only=True)
class RootFS:
    """The layers' DiffIDs, lowest first.

    Go: RootFS
    """

    type: str = field(default="", metadata=tag("type"))
    diff_ids: list[str] | None = field(default=None, metadata=tag("diff_ids", omitempty=True))

    def append(self, id: layer.DiffID) -> None:
        """Put one more layer on top.

        Go: RootFS.Append
        """
        self.diff_ids = [*(self.diff_ids or ()), id]

    def clone(self) -> RootFS:
        """Return a copy.

        Go: RootFS.Clone
        """
        return RootFS(type=self.type, diff_ids=list(self.diff_ids or ()))

    def chain_id(self) -> layer.ChainID:
        """Return the ID of the top layer with all below it; empty if there is none.

        Go: RootFS.ChainID
        """
        return layer.create_chain_id(self.diff_ids or ())


def new_root_fs() -> RootFS:
    """Return a root file system without layers.

    Go: NewRootFS
    """
    return RootFS(type=TYPE_LAYERS)
