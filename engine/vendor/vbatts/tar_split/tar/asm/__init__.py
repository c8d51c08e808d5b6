"""Taking an archive apart while it passes, and putting it together again.

Go: vendor/github.com/vbatts/tar-split/tar/asm/doc.go
"""

from engine.vendor.vbatts.tar_split.tar.asm.assemble import (
    new_output_tar_stream,
    write_output_tar_stream,
)
from engine.vendor.vbatts.tar_split.tar.asm.disassemble import new_input_tar_stream

__all__ = ["new_input_tar_stream", "new_output_tar_stream", "write_output_tar_stream"]
