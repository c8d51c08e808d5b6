"""``--cidfile``: the new container's ID in a file, and no file if there is no container.

Split from create.go, which has it beside the command.

Go: cli/command/container/create.go
"""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self, TextIO

from engine.golang import errors


class CidFile:
    """A file for an ID; leaving the ``with`` block without one takes the file away.

    Without a path it does nothing.

    Go: cidFile
    """

    def __init__(self, path: str = "", file: TextIO | None = None) -> None:
        self.path = path
        self.file = file
        self.written = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except errors.GoError:
            # Go drops it, too: the first error is the one that matters.
            return

    def close(self) -> None:
        """Close the file; without an ID in it, remove it.

        Raises:
            GoError: it could not be removed.

        Go: cidFile.Close
        """
        if self.file is None:
            return
        self.file.close()
        if self.written:
            return
        try:
            os.remove(self.path)
        except OSError as error:
            cause = errors.path_error("remove", self.path, error)
            raise errors.GoError(
                f"failed to remove the CID file '{self.path}': {cause} \n"
            ) from error

    def write(self, id: str) -> None:
        """Write the ID, without a newline.

        Raises:
            GoError: the disk refused.

        Go: cidFile.Write
        """
        if self.file is None:
            return
        try:
            self.file.write(id)
            self.file.flush()
        except OSError as error:
            cause = errors.path_error("write", self.path, error)
            raise errors.GoError(
                f"Failed to write the container ID to the file: {cause}"
            ) from error
        self.written = True


def new_cid_file(path: str) -> CidFile:
    """Create the file ``path``, empty, with mode 0666 less the umask.

    Raises:
        GoError: it exists, or could not be created.

    Go: newCIDFile
    """
    if not path:
        return CidFile()
    if os.path.exists(path):
        raise errors.GoError(
            f"Container ID file found, make sure the other container isn't running or delete {path}"
        )
    try:
        return CidFile(path, open(path, "w", encoding="ascii"))
    except OSError as error:
        cause = errors.path_error("open", path, error)
        raise errors.GoError(f"Failed to create the container ID file: {cause}") from error
