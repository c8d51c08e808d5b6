"""Where the skeleton of an archive is kept, and where the files' content comes from.

Go: vendor/github.com/vbatts/tar-split/tar/storage/doc.go
"""

from engine.vendor.vbatts.tar_split.tar.storage.entry import Entry, Type
from engine.vendor.vbatts.tar_split.tar.storage.getter import (
    FileGetter,
    FilePutter,
    new_discard_file_putter,
    new_path_file_getter,
)
from engine.vendor.vbatts.tar_split.tar.storage.packer import (
    DuplicatePath,
    Packer,
    Unpacker,
    new_json_packer,
    new_json_unpacker,
)

__all__ = [
    "DuplicatePath",
    "Entry",
    "FileGetter",
    "FilePutter",
    "Packer",
    "Type",
    "Unpacker",
    "new_discard_file_putter",
    "new_json_packer",
    "new_json_unpacker",
    "new_path_file_getter",
]
